"""What was last sent to a reader, as plain values, for pages that only name it or compare with it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from models.actors import Actor
from models.constants import fixed
from models.editions import OWN_EDITIONS, Edition, EditionKind, asked_by
from models.visibility import ReaderSession


@dataclass(frozen=True)
class Sent:
    """The head of an edition and its content."""

    id: int
    kind: EditionKind
    content: str
    compiled_at: datetime
    for_readers: bool
    whole: bool

    @cached_property
    def data(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed

    @property
    def addendum(self) -> int:
        """As `Edition.addendum`."""
        return int(self.data.get("addendum", 0))


SENT: Final = fixed(
    OWN_EDITIONS.with_only_columns(
        *(Edition.id, Edition.kind, Edition.content, Edition.compiled_at, Edition.for_readers, Edition.whole)
    )
)


def first_editions(
    reading: ReaderSession, meeting_id: int, kinds: set[EditionKind], reader: Actor
) -> dict[EditionKind, Sent]:
    """Of each kind (two at most) what was last sent to this reader, the fullest if there are several; in one
    statement. What is for all who read only where there is nothing of her own."""
    if not kinds:
        return {}
    found: dict[EditionKind, Sent] = {}
    for row in reading.rows(SENT, asked_by(reader, meeting_id, *kinds)):
        each = Sent(*row)
        if each.kind not in found or (found[each.kind].for_readers and not each.for_readers):
            found[each.kind] = each
    return found
