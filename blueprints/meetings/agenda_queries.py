"""What the agenda's pages read: items with their numbers, papers, guests, and what has changed since."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import files
from models.actors import Actor
from models.audiences import Audience, item_facts, numbered_agenda
from models.editions import Edition
from models.files import File
from models.meetings import AgendaItem, ItemAudience, ItemGuest, Meeting, numbered, ordered
from models.organisations import Organisation, OrganisationKind
from models.people import Person
from models.seats import Seat
from models.visibility import Visibility

INVESTIGATORS: Final = (OrganisationKind.POLICE, OrganisationKind.JUSTICE)
"""Authorities that must act on offences they hear of (§§ 152, 163 StPO)."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item as this reader may see it; its number is the same for all readers."""

    item: AgendaItem
    number: str
    submitter: str = ""
    named: list[str] = field(default_factory=list)
    without_investigators: bool = False
    files: int = 0


def agenda(house: Session, reading: Session, meeting: Meeting, by: Actor) -> list[Line]:
    """The items that the reader may see, in order, numbered over all items (rulings.md 9).

    The same number of statements however many there are. Guests are not told who else reads their item.
    """
    meeting_id = meeting.id
    sees_all = by.coordinates_body(meeting.body_id) or meeting_id in by.records
    rows = reading.execute(
        select(AgendaItem, Organisation)
        .outerjoin(Organisation, Organisation.id == AgendaItem.submitter_id)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    found = {item.id: (item, called(organisation)) for item, organisation in rows}
    items = [item for item, _ in found.values()]
    numbers = numbered(items if sees_all else _every(house, meeting_id))
    secret = [item.id for item in items if item.visibility is Visibility.CONFIDENTIAL]
    named = _named(reading, [item for item in secret if item not in by.guest_items])
    everybody_else = _seats_but_investigators(reading, meeting.body_id) if named else set()
    ids = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    counts = files.counted(house if sees_all else reading, File.item_id.in_(ids))
    return [
        Line(
            item=item,
            number=numbers[item.id],
            submitter=found[item.id][1],
            named=[name for _, name in named[item.id]],
            without_investigators=bool(everybody_else)
            and {seat for seat, _ in named[item.id]} == everybody_else,
            files=counts.get(item.id, 0),
        )
        for item in ordered(items)
    ]


def _every(house: Session, meeting_id: int) -> list[AgendaItem]:
    return list(house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)))


def called(organisation: Organisation | None) -> str:
    return organisation.called if organisation is not None else ""


def _named(reading: Session, ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    """The seats that confidential items name, with their institutions."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if not ids:
        return found
    rows = reading.execute(
        select(ItemAudience, Organisation)
        .join(Seat, Seat.id == ItemAudience.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(ItemAudience.item_id.in_(ids))
        .order_by(Organisation.folded)
    )
    for audience, organisation in rows:
        found[audience.item_id].append((audience.seat_id, organisation.called))
    return found


def _seats_but_investigators(reading: Session, table_id: int) -> set[int]:
    """All open seats of a table but those of investigating authorities; none if it has no such authority."""
    rows = reading.execute(
        select(Seat.id, Organisation.kind)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, Seat.ends_on.is_(None))
    ).all()
    others = {row.id for row in rows if row.kind not in INVESTIGATORS}
    return others if len(others) < len(rows) else set()


def line_for(house: Session, reading: Session, meeting: Meeting, item_id: int, by: Actor) -> Line | None:
    """One item of this meeting with its number, or None where the reader may not see it."""
    return next((line for line in agenda(house, reading, meeting, by) if line.item.id == item_id), None)


def item_for(reading: Session, meeting_id: int, item_id: int) -> AgendaItem | None:
    return reading.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    )


def item_by_id(reading: Session, item_id: int) -> AgendaItem | None:
    return reading.get(AgendaItem, item_id)


def seat_ids_of(reading: Session, item_id: int) -> list[int]:
    """The seats that an item names."""
    return list(reading.scalars(select(ItemAudience.seat_id).where(ItemAudience.item_id == item_id)))


def files_of(reading: Session, item_id: int) -> list[File]:
    """The papers of an item that the reader may see, in the order in which they came."""
    return list(reading.scalars(select(File).where(File.item_id == item_id).order_by(File.id)))


def file_for(reading: Session, file_id: int) -> File | None:
    return reading.get(File, file_id)


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A guest of an item; the address is for the coordination."""

    person_id: int
    name: str
    institution: str
    slot: str
    email: str | None = None


def guests_of(reading: Session, item_id: int, meeting: Meeting, by: Actor) -> list[Guest]:
    """Who is invited for an item: for members and the coordination; readers and guests are not told."""
    if meeting.body_id not in by.member_of | by.coordinates and meeting.id not in by.records:
        return []
    rows = reading.execute(
        select(ItemGuest.slot, Person, Organisation.name)
        .join(Person, Person.id == ItemGuest.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(ItemGuest.item_id == item_id)
        .order_by(ItemGuest.slot, Person.name)
    )
    whole = by.coordinates_body(meeting.body_id)
    return [
        Guest(
            person_id=person.id,
            name=person.name,
            institution=institution or person.function,
            slot=slot,
            email=person.email if whole else None,
        )
        for slot, person, institution in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Differences:
    """How the agenda differs from the one that was invited to; titles only."""

    invited_at: datetime
    added: list[str]
    removed: list[str]
    changed: list[str]
    reordered: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.reordered)


def differences(house: Session, sent: Edition) -> Differences:
    """The whole agenda of now against the whole one as it was sent; for the coordination's eyes."""
    items, numbers = numbered_agenda(house, sent.meeting_id)
    whole = Audience(items=tuple(items), whole=True)
    now = [item_facts(item, numbers, whole) | {"text": item.text} for item in items]
    was = sent.data["items"]
    left, added, changed = list(was), [], []
    for facts in now:
        same = next((old for old in left if old["title"] == facts["title"]), None)
        if same is None:
            added.append(facts["title"])
            continue
        left.remove(same)
        if same | {"number": ""} != facts | {"number": ""}:
            changed.append(facts["title"])
    kept = [old["title"] for old in was if old not in left]
    return Differences(
        invited_at=sent.compiled_at,
        added=added,
        removed=[old["title"] for old in left],
        changed=changed,
        reordered=kept != [facts["title"] for facts in now if facts["title"] not in added],
    )
