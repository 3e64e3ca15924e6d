"""What was last sent to a reader, as plain values, for pages that only name it or compare with it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.constants import fixed
from models.editions import NEWEST, OWN_EDITIONS, Edition, EditionKind, asked_by, is_for
from models.files import File
from models.meetings import AgendaItem
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


class Papers(NamedTuple):
    """How many documents and files of some meetings a reader may have, and how large they are together: files
    as they are, documents about, as nobody has printed them yet."""

    documents: int = 0
    files: int = 0
    size: int = 0


MEETINGS: Final[BindParameter[Any]] = bindparam("meeting_ids", expanding=True)
DOCUMENTS: Final = (
    select(Edition.meeting_id, Edition.kind, Edition.for_readers, func.length(Edition.content))
    .where(
        Edition.meeting_id.in_(MEETINGS),
        Edition.kind.in_((EditionKind.AGENDA, EditionKind.MINUTES)),
        Edition.number == NEWEST,
        is_for(Edition),
    )
    .order_by(Edition.id)
)
FILES: Final = (
    select(File.item_id, File.name, File.size)
    .join(AgendaItem, AgendaItem.id == File.item_id)
    .where(AgendaItem.meeting_id.in_(MEETINGS))
    .order_by(File.id)
)
BARE_PAPER, FOR_EACH_LETTER = 45_000, 2.5
"""Bytes of a PDF: its fonts, and what a letter of an edition's content adds."""


def papers_of(reading: Session, meeting_ids: Collection[int], reader: Actor) -> Papers:
    """What the archive of these meetings will hold; in two statements."""
    asked = {"meeting_ids": sorted(meeting_ids), "seat_ids": sorted(reader.seat_ids)}
    rows = reading.execute(DOCUMENTS, asked | {"person_id": reader.person_id}).all()
    own = {(row.meeting_id, row.kind) for row in rows if not row.for_readers}
    mine = [row for row in rows if not row.for_readers or (row.meeting_id, row.kind) not in own]
    files = {(row.item_id, row.name): row.size for row in reading.execute(FILES, asked)}
    printed = sum(BARE_PAPER + int(FOR_EACH_LETTER * row[3]) for row in mine)
    return Papers(len(mine), len(files), printed + sum(files.values()))
