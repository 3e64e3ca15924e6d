"""What the agenda's pages read: items with their numbers, papers, guests, and what has changed since."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.audiences import Audience, item_facts, numbered_agenda
from models.editions import Edition
from models.files import File
from models.guests import ItemGuest, Slot
from models.meetings import AgendaItem, ItemAudience, Meeting, numbered, ordered
from models.organisation_names import name_on
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
    slots: list[Slot] = field(default_factory=list)


FILES: Final = (
    select(func.count(File.id)).where(File.item_id == AgendaItem.id).correlate(AgendaItem).scalar_subquery()
)
"""How many papers hang on an item, as far as the reader may know."""
OPEN_SEATS: Final = (
    select(func.count(Seat.id))
    .join(Seat.organisation)
    .where(Seat.body_id == bindparam("table_id"), Seat.ends_on.is_(None))
)
OTHER_SEATS: Final = OPEN_SEATS.where(Organisation.kind.not_in(INVESTIGATORS))
ITEMS: Final = (
    select(AgendaItem, FILES, OPEN_SEATS.scalar_subquery(), OTHER_SEATS.scalar_subquery())
    .where(AgendaItem.meeting_id == bindparam("meeting_id"))
    .options(
        joinedload(AgendaItem.submitter).load_only(Organisation.name, Organisation.short_name),
        joinedload(AgendaItem.submitter).joinedload(Organisation.former_names),
        joinedload(AgendaItem.audience).joinedload(ItemAudience.seat).load_only(Seat.ends_on),
        joinedload(AgendaItem.audience)
        .joinedload(ItemAudience.seat)
        .joinedload(Seat.organisation)
        .load_only(Organisation.name, Organisation.short_name, Organisation.folded, Organisation.kind)
        .joinedload(Organisation.former_names),
        joinedload(AgendaItem.guests),
    )
)
ITEMS_WITH_GUESTS: Final = ITEMS.options(
    joinedload(AgendaItem.guests)
    .joinedload(ItemGuest.person)
    .joinedload(Person.organisation)
    .joinedload(Organisation.former_names)
)
PLACES: Final = select(AgendaItem.id, AgendaItem.visibility, AgendaItem.place).where(
    AgendaItem.meeting_id == bindparam("meeting_id")
)


def agenda(house: Session, reading: Session, meeting: Meeting, by: Actor) -> list[Line]:
    """The items that the reader may see, in order, numbered over all items (rulings.md 9).

    The same number of statements however many there are. Guests are not told who else reads their item;
    the guests of an item come along for the coordination, which compares the whole agenda.
    """
    coordinates = meeting.body_id in by.coordinates
    wanted = {"meeting_id": meeting.id, "table_id": meeting.body_id}
    rows = reading.execute(ITEMS_WITH_GUESTS if coordinates else ITEMS, wanted).unique().all()
    if coordinates or meeting.id in by.records:
        numbers = numbered([row[0] for row in rows])
    else:
        places: list[Any] = list(house.execute(PLACES, wanted))
        numbers = numbered(places)
    lines = {item.id: _line(item, numbers, meeting, by, *counts) for item, *counts in rows}
    return [lines[item.id] for item in ordered([row[0] for row in rows])]


def _line(
    item: AgendaItem,
    numbers: dict[int, str],
    meeting: Meeting,
    by: Actor,
    papers: int,
    seats: int,
    others: int,
) -> Line:
    """`seats` are all open ones of the table, `others` those that are no investigating authority's."""
    named = []
    if item.visibility is Visibility.CONFIDENTIAL and item.id not in by.guest_items:
        named = sorted((each.seat for each in item.audience), key=lambda seat: seat.organisation.folded)
    open_others = [
        seat for seat in named if seat.ends_on is None and seat.organisation.kind not in INVESTIGATORS
    ]
    all_guests, day = sees_guests(meeting, by), meeting.held_on.first_day
    shown = [guest for guest in item.guests if all_guests or guest.person_id == by.person_id]
    slots = [slot for guest in shown if (slot := guest.slot_in(meeting))]
    return Line(
        item=item,
        number=numbers[item.id],
        submitter=item.submitter.called_of(day) if item.submitter else "",
        named=[seat.organisation.called_of(day) for seat in named],
        without_investigators=others < seats and len(named) == len(open_others) == others > 0,
        files=papers,
        slots=sorted(slots, key=lambda slot: slot.starts_at),
    )


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
    """A guest of an item; the address is for the coordination.

    `outside`: a time was agreed that no longer lies within the meeting.
    """

    person_id: int
    name: str
    institution: str
    slot: Slot | None
    outside: bool
    email: str | None = None


def sees_guests(meeting: Meeting, by: Actor) -> bool:
    return meeting.body_id in by.member_of | by.coordinates or meeting.id in by.records


def guests_of(reading: Session, item_id: int, meeting: Meeting, by: Actor) -> list[Guest]:
    """Who is invited for an item: for members and the coordination; readers and guests are not told."""
    if not sees_guests(meeting, by):
        return []
    rows = reading.execute(
        select(ItemGuest, Person, name_on(meeting.held_on.first_day))
        .join(Person, Person.id == ItemGuest.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(ItemGuest.item_id == item_id)
        .order_by(ItemGuest.starts_at, Person.name)
    )
    whole = meeting.body_id in by.coordinates
    return [
        Guest(
            person_id=person.id,
            name=person.name,
            institution=institution or person.function,
            slot=(slot := guest.slot_in(meeting)),
            outside=slot is None and guest.starts_at is not None,
            email=person.email if whole else None,
        )
        for guest, person, institution in rows
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
    return compared(items, numbers, sent)


def compared(items: list[AgendaItem], numbers: dict[int, str], sent: Edition) -> Differences:
    """All items of the agenda, with guests and named seats, against the whole one as it was sent."""
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
