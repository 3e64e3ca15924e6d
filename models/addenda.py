"""A Nachtrag: the agenda of now against the one that was sent, frozen anew for whoever it concerns."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agenda_editions import agenda_content
from models.audiences import Audience, audiences, heading, numbered_agenda
from models.editions import Edition, EditionKind, EditionReader, freeze, next_number
from models.meetings import BERLIN, Meeting

Items = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What differs between two agendas, by the titles of the items; numbers alone are no change."""

    added: list[str]
    removed: list[str]
    changed: list[str]
    reordered: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.reordered)


NO_CHANGE: Final = {"id": None, "number": "", "outcome": "", "put_off_to": None}
"""What may differ although nothing has changed."""


def changes_between(now: Items, was: Items) -> Changes:
    left, added, changed = list(was), [], []
    for facts in now:
        same = next((old for old in left if old["title"] == facts["title"]), None)
        if same is None:
            added.append(facts["title"])
            continue
        left.remove(same)
        if same | NO_CHANGE != facts | NO_CHANGE:
            changed.append(facts["title"])
    kept = [old["title"] for old in was if old not in left]
    return Changes(
        added=added,
        removed=[old["title"] for old in left],
        changed=changed,
        reordered=kept != [facts["title"] for facts in now if facts["title"] not in added],
    )


@dataclass(frozen=True, kw_only=True)
class Addendum:
    """What one set of readers would get: the agenda of now, and how it differs from what they had."""

    audience: Audience
    content: dict[str, Any]
    changes: Changes


def addenda(house: Session, meeting: Meeting, now: datetime) -> list[Addendum]:
    """One for each set of readers that had the same before: a title that somebody could not see, she does
    not learn from what has changed for others."""
    before = _Before(house, meeting.id)
    on = now.astimezone(BERLIN).date()
    items, numbers = numbered_agenda(house, meeting.id)
    head = heading(house, meeting, on) | {"addendum": before.addenda + 1}
    found = []
    for audience in audiences(house, meeting, items, on):
        content = agenda_content(head, meeting, audience, numbers)
        for readers, was in before.split(audience):
            same = content
            if was is before.common:  # whoever came later read what mere readers do, without names of guests
                same = agenda_content(head, meeting, replace(readers, named=False), numbers)
            changes = changes_between(same["items"], was.data["items"] if was else [])
            found.append(
                Addendum(audience=readers, content=content | {"changes": asdict(changes)}, changes=changes)
            )
    return found


def freeze_addenda(
    house: Session, meeting: Meeting, found: list[Addendum], *, by: Actor, now: datetime
) -> list[tuple[Addendum, Edition]]:
    """Freeze what `addenda` has found for those for whom something has changed.

    All others keep what they were sent: a version without a change would tell them of one that they may not
    see (rulings.md 9). For the same reason the number is for the coordination only.
    """
    number = next_number(house, meeting.id, EditionKind.AGENDA)
    about: dict[str, Any] = {"number": number, "by": by, "now": now}
    return [
        (
            each,
            freeze(
                house,
                EditionKind.AGENDA,
                meeting.id,
                meeting.body_id,
                each.content["body"],
                each.content,
                **each.audience.readers,
                **about,
            ),
        )
        for each in found
        if each.changes
    ]


def _each(editions: Iterable[Edition | None]) -> list[Edition | None]:
    """Each of them once, in their order."""
    return list({edition.id if edition else 0: edition for edition in editions}.values())


class _Before:
    """What each reader was sent last, before the Nachtrag."""

    def __init__(self, house: Session, meeting_id: int) -> None:
        query = (
            select(Edition, EditionReader.seat_id, EditionReader.person_id)
            .outerjoin(EditionReader, EditionReader.edition_id == Edition.id)
            .where(Edition.meeting_id == meeting_id, Edition.kind == EditionKind.AGENDA)
            .order_by(Edition.number, Edition.id)
        )
        self.of_seat: dict[int | None, Edition] = {}
        self.of_person: dict[int | None, Edition] = {}
        self.whole: Edition | None = None
        self.common: Edition | None = None
        self.addenda = 0
        for edition, seat_id, person_id in house.execute(query):
            self.addenda = max(self.addenda, edition.addendum)
            self.of_seat[seat_id] = self.of_person[person_id] = edition
            self.whole = edition if edition.whole else self.whole
            self.common = edition if edition.for_readers else self.common

    def split(self, audience: Audience) -> Iterator[tuple[Audience, Edition | None]]:
        """The audience in parts of equal past; the whole agenda and that of mere readers stay as they are."""
        pasts = {seat_id: self.of_seat.get(seat_id, self.common) for seat_id in audience.seats}
        for was in _each([*([self.whole] if audience.whole else []), *pasts.values()]):
            seats = tuple(seat_id for seat_id, past in pasts.items() if past is was)
            yield replace(audience, seats=seats, whole=audience.whole and was is self.whole), was
        pasts = {person_id: self.of_person.get(person_id) for person_id in audience.persons}
        for was in _each(pasts.values()):
            persons = tuple(person_id for person_id, past in pasts.items() if past is was)
            yield replace(audience, persons=persons), was
        if audience.for_readers:
            yield audience, self.common
