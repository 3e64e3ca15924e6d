"""Where words of an agenda or of minutes cross a line: an item's title stands where more people read."""

import enum
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from models.audiences import OPEN
from models.files import File
from models.folding import folded
from models.meetings import AgendaItem
from models.minutes import ItemMinutes
from models.numbering import numbered
from models.texts import Text, TextVersion
from models.visibility import Visibility
from models.words import N_

PUBLIC: Final = (Visibility.PUBLIC,)
SHORTEST: Final = 6
"""So many letters a title has at least that is looked for: shorter ones stand everywhere by chance."""


class Place(enum.Enum):
    """Where the title was found."""

    TITLE = "title"
    TEXT = "text"
    FILE = "file"
    MINUTES = "minutes"

    @property
    def label(self) -> str:
        return PLACE_WORDS[self]


PLACE_WORDS = {
    Place.TITLE: N_("in its title"),
    Place.TEXT: N_("in its preparation"),
    Place.FILE: N_("in the name of a file"),
    Place.MINUTES: N_("in its minutes"),
}


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """An item whose words repeat the title of another one that some of its readers may not see."""

    item_id: int
    number: str
    title: str
    place: Place
    secret_number: str
    secret: str


def crossings(
    session: Session,
    meeting_id: int,
    item_id: int | None = None,
    typed: Mapping[int, str] | None = None,
    *,
    for_all: bool = False,
) -> list[Crossing]:
    """All of a meeting, or those of one item, in the order of the agenda; for whoever sees every item. What
    is only described in other words, no program finds.

    `typed`: only of these items, and only what is about to stand in their minutes; `for_all`: what of it is
    about to be published, so that no other item that is not public may be told of.
    """
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(selectinload(AgendaItem.audience))
        .order_by(AgendaItem.place, AgendaItem.id)
    ).all()
    secrets = [item for item in items if item.visibility not in (PUBLIC if for_all else OPEN)]
    looked_at = [item for item in items if item_id in (None, item.id) and (typed is None or item.id in typed)]
    if not secrets or not looked_at:
        return []
    numbers = numbered(items)
    words = _words(session, looked_at) if typed is None else _typed(typed)
    return [
        Crossing(
            item_id=item.id,
            number=numbers[item.id],
            title=item.title,
            place=place,
            secret_number=numbers[secret.id],
            secret=secret.title,
        )
        for item in looked_at
        for secret in (_left_out(secrets, typed) if for_all else _beyond(item, secrets, items))
        for place in Place
        if any(repeats(text, secret.title) for text in words.get((item.id, place), ()))
    ]


def repeats(text: str, title: str) -> bool:
    """Whether a text contains a title as whole words, however it is written."""
    wanted = folded(title)
    if len(wanted) < SHORTEST:
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded(text)) is not None


def _beyond(
    item: AgendaItem, secrets: Iterable[AgendaItem], items: Collection[AgendaItem]
) -> Iterator[AgendaItem]:
    """Items that some reader of this one may not see, unless another one that she sees is called the same."""
    known = {folded(other.title) for other in items if other is not item and not _hides(other, item)}
    for secret in secrets:
        if secret is not item and _hides(secret, item) and folded(secret.title) not in known:
            yield secret


def _left_out(secrets: Iterable[AgendaItem], typed: Mapping[int, str] | None) -> list[AgendaItem]:
    """Items that are not public and of which nothing is published."""
    return [item for item in secrets if item.id not in (typed or ())]


def _hides(secret: AgendaItem, item: AgendaItem) -> bool:
    """Whether somebody reads the item who may not know of the secret."""
    if secret.visibility is Visibility.CONFIDENTIAL and item.visibility is Visibility.CONFIDENTIAL:
        return not {each.seat_id for each in item.audience} <= {each.seat_id for each in secret.audience}
    return secret.visibility not in OPEN and secret.visibility.strictness > item.visibility.strictness


def _typed(typed: Mapping[int, str]) -> dict[tuple[int, Place], list[str]]:
    return {(key, Place.MINUTES): [words] for key, words in typed.items()}


def _words(session: Session, items: Collection[AgendaItem]) -> dict[tuple[int, Place], list[str]]:
    """What stands with each item, by place."""
    ids = [item.id for item in items]
    found = {(item.id, Place.TITLE): [item.title] for item in items}
    found |= {(item.id, Place.TEXT): [item.text] for item in items}
    for of, name in session.execute(
        select(File.item_id, File.name).where(File.item_id.in_(ids)).order_by(File.id)
    ):
        assert of is not None
        found.setdefault((of, Place.FILE), []).append(re.sub(r"[_.\-]+", " ", name))
    written = (
        select(ItemMinutes.item_id, TextVersion.markdown)
        .join(Text, Text.id == ItemMinutes.text_id)
        .join(TextVersion, and_(TextVersion.text_id == Text.id, TextVersion.number == Text.latest))
        .where(ItemMinutes.item_id.in_(ids))
        .order_by(ItemMinutes.id)
    )
    found |= {(of, Place.MINUTES): [markdown] for of, markdown in session.execute(written)}
    return found
