"""All that was compiled of one meeting, and for whom: read at once, for the coordination."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from blueprints.minutes.correction_queries import newest_of
from blueprints.minutes.extract_rules import Owed, owed_of
from models.editions import Edition, EditionKind, EditionReader
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat, SeatKind

READERS: Final = (
    select(EditionReader, Person, Organisation.name.label("institution"), Seat.kind.label("seat_kind"))
    .outerjoin(Seat, Seat.id == EditionReader.seat_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(Person, Person.id == EditionReader.person_id)
    .where(EditionReader.edition_id.in_(bindparam("editions", expanding=True)))
    .order_by(Organisation.folded, EditionReader.seat_id, Person.name, Person.id, EditionReader.id)
)


class TakenNote(NamedTuple):
    """The institutions that have taken note of what they were sent last, by name, and of how many."""

    names: tuple[str, ...]
    institutions: int


@dataclass(frozen=True, kw_only=True)
class EditionFor:
    """An edition and, for the coordination, who reads it."""

    edition: Edition
    readers: tuple[str, ...]


class Sent:
    """The editions of a meeting that stand (an agenda sent anew for all takes the place of those before), the
    newest first, and their readers by name."""

    def __init__(self, editions: Sequence[Edition], readers: Sequence[Any]) -> None:
        self.editions, self._readers = editions, readers
        self.newest = newest_of(editions)

    @cached_property
    def by_seat(self) -> dict[int, tuple[SeatKind, Edition]]:
        """What each seat was sent last."""
        return {row.EditionReader.seat_id: (row.seat_kind, edition) for row, edition in self._last()}

    @property
    def taken_note(self) -> TakenNote:
        """Which institutions have said that they took note of it."""
        last = self._last()
        names = tuple(row.institution for row, _ in last if row.EditionReader.taken_note_at is not None)
        return TakenNote(names, len(last))

    @property
    def owed(self) -> list[Owed]:
        """Guests whose newest extract waits, by name."""
        return owed_of(self.newest, [(row.EditionReader, row.Person) for row in self._readers if row.Person])

    @property
    def handed_over(self) -> list[tuple[Person, EditionReader]]:
        """Guests who got their newest extract on paper, by name, and by which way."""
        newest = {each.id for each in self.newest}
        return [
            (row.Person, row.EditionReader)
            for row in self._readers
            if row.Person and row.EditionReader.paper_way and row.EditionReader.edition_id in newest
        ]

    def _last(self) -> list[tuple[Any, Edition]]:
        """Of each seat the line of what it was sent last, by the institution's name."""
        place = {each.id: (each.number, each.id) for each in self.editions}
        by_id = {each.id: each for each in self.editions}
        last: dict[int, Any] = {}
        for row in self._readers:
            mine = row.EditionReader
            before = last.get(mine.seat_id)
            if mine.seat_id and (
                before is None or place[before.EditionReader.edition_id] < place[mine.edition_id]
            ):
                last[mine.seat_id] = row
        return [(row, by_id[row.EditionReader.edition_id]) for row in last.values()]

    def compiled(self) -> list[EditionFor]:
        """What each reader was sent last, with the readers' names, the fullest first.

        A Nachtrag or a corrected version is compiled only for those whom it concerns; the others have what
        was compiled for all.
        """
        named: dict[int, dict[Any, str]] = {}
        for row in self._readers:
            mine = row.EditionReader
            name = row.institution or row.Person.name
            named.setdefault(mine.edition_id, {})[mine.seat_id, mine.person_id] = name
        served: set[Any] = set()
        found = []
        for each in self.editions:
            own = {"whole": ""} if each.whole else {"readers": ""} if each.for_readers else {}
            new = {who: name for who, name in (own | named.get(each.id, {})).items() if who not in served}
            served |= new.keys()
            if new:
                found.append(EditionFor(edition=each, readers=tuple(sorted(filter(None, new.values())))))
        return sorted(found, key=lambda each: not each.edition.whole)

    def decided_since(self, endings: Sequence[tuple[bool, datetime | None]]) -> int:
        """How many decisions (whether it belongs into the text, and when) came after the newest version."""
        since = self.newest[0].compiled_at
        return sum(1 for belongs, at in endings if belongs and at is not None and at > since)


def all_sent(reading: Session, meeting_id: int, kind: EditionKind) -> Sent:
    """For the coordination only, who sees every edition: in two statements."""
    rows = reading.scalars(
        select(Edition)
        .where(Edition.meeting_id == meeting_id, Edition.kind == kind)
        .order_by(Edition.number.desc(), Edition.whole.desc(), Edition.id)
    ).all()
    since = next((row.number for row in rows if not row.addendum and not row.replaces), 0)
    standing = [row for row in rows if row.number >= since]
    return Sent(standing, reading.execute(READERS, {"editions": [row.id for row in standing]}).all())
