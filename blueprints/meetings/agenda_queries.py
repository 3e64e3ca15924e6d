"""What the agenda's pages read: items with their numbers, papers, guests, and what has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_statement import INVESTIGATORS, ITEMS, Invited, Item, Seated
from models.actors import Actor
from models.addenda import Changes, changes_between
from models.audiences import OPEN, facts_of, named_guest
from models.decisions import Decision
from models.files import File
from models.guests import ItemGuest, Slot
from models.meetings import AGENDA_OUT, OUTCOMES_OUT, AgendaItem, ItemAudience, Meeting
from models.numbering import numbered, ordered
from models.organisation_names import day_of_names, name_on
from models.organisations import Organisation
from models.people import Person
from models.sent_editions import Sent
from models.visibility import ReaderSession, Visibility


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item as this reader may see it; its number is the same for all readers.

    `facts`: what an edition for all would say of it, for the coordination only.
    """

    item: Item
    number: str
    submitter: str = ""
    named: list[str] = field(default_factory=list)
    without_investigators: bool = False
    files: int = 0
    slots: list[Slot] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


PLACES: Final = select(AgendaItem.id, AgendaItem.visibility, AgendaItem.place).where(
    AgendaItem.meeting_id == bindparam("meeting_id")
)


def agenda(house: Session, reading: ReaderSession, meeting: Meeting, by: Actor) -> list[Line]:
    """The items that the reader may see, in order, numbered over all items (rulings.md 9).

    The same number of statements however many there are. Guests are not told who else reads their item.
    """
    wanted = {"meeting_id": meeting.id, "table_id": meeting.body_id}
    day = {"named_on": day_of_names(meeting.held_on.first_day)}
    rows: dict[int, list[Any]] = {}
    for row in reading.rows(ITEMS, wanted | day):
        rows.setdefault(row[0], []).append(row)
    items = [Item(*found[0][:10]) for found in rows.values()]
    if not _knows_outcomes(meeting, by):
        items = [each._replace(outcome=None, put_off_to_id=None) for each in items]
    counted: list[Any] = items if _enough(items, meeting, by) else list(house.execute(PLACES, wanted))
    numbers = numbered(counted)
    return [_line(item, rows[item.id], numbers[item.id], meeting, by) for item in ordered(items)]


def _enough(items: list[Item], meeting: Meeting, by: Actor) -> bool:
    """Whether the items that the reader sees are all that their numbers depend on: the coordination and the
    minute taker see every item, whoever reads at the table all that count in the open block."""
    if meeting.body_id in by.coordinates or meeting.id in by.records:
        return True
    reads_all_open = meeting.body_id in by.readable and meeting.state in AGENDA_OUT
    return reads_all_open and all(item.visibility in OPEN for item in items)


def _knows_outcomes(meeting: Meeting, by: Actor) -> bool:
    """What became of items is the draft of the minutes until these are out."""
    writes = meeting.body_id in by.coordinates or meeting.id in by.records
    return writes or meeting.state in OUTCOMES_OUT


def _line(item: Item, rows: list[Any], number: str, meeting: Meeting, by: Actor) -> Line:
    """The rows of one item; all open seats of its table are counted, and those of no investigators."""
    papers, seats, others, submitter, submitter_called = rows[0][10:15]
    seated = _distinct(Seated(*row[15:21]) for row in rows if row[15] is not None)
    invited = _distinct(Invited(*row[21:26]) for row in rows if row[21] is not None)
    confidential = item.visibility is Visibility.CONFIDENTIAL
    named = seated if confidential and item.id not in by.guest_items else []
    open_others = [seat for seat in named if seat.ends_on is None and seat.kind not in INVESTIGATORS]
    all_guests = sees_guests(meeting, by)
    shown = [guest for guest in invited if all_guests or guest.person_id == by.person_id]
    slots = [slot for guest in shown if (slot := guest.slot_in(meeting))]
    return Line(
        item=item,
        number=number,
        submitter=submitter_called or "",
        named=[seat.called for seat in sorted(named, key=lambda seat: seat.folded)],
        without_investigators=others < seats and len(named) == len(open_others) == others > 0,
        files=papers,
        slots=sorted(slots, key=lambda slot: slot.starts_at),
        facts=_facts(item, number, meeting, submitter or "", seated, invited)
        if meeting.body_id in by.coordinates
        else {},
    )


def _distinct(found: Iterable[Any]) -> list[Any]:
    """Each once, in the order of its first column."""
    return sorted(dict.fromkeys(found), key=lambda each: each[0]) if found else []


def _facts(
    item: Item,
    number: str,
    meeting: Meeting,
    submitter: str,
    seated: list[Seated],
    invited: list[Invited],
) -> dict[str, Any]:
    return facts_of(
        item,
        number,
        submitter=submitter,
        named=[seat.name for seat in seated],
        guests=[named_guest(each.name, each.institution) for each in invited],
        slots=[each.slot_in(meeting) for each in invited],
    )


def line_for(
    house: Session, reading: ReaderSession, meeting: Meeting, item_id: int, by: Actor
) -> Line | None:
    """One item of this meeting with its number, or None where the reader may not see it."""
    return next((line for line in agenda(house, reading, meeting, by) if line.item.id == item_id), None)


def item_for(reading: Session, meeting_id: int, item_id: int) -> AgendaItem | None:
    return reading.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    )


def item_by_id(reading: Session, item_id: int) -> AgendaItem | None:
    return reading.get(AgendaItem, item_id)


def has_items(house: Session, meeting_id: int) -> bool:
    """Whether an agenda has any item at all."""
    query = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    return house.scalar(query.limit(1)) is not None


def seat_ids_of(reading: Session, item_id: int) -> list[int]:
    """The seats that an item names."""
    named = select(ItemAudience.seat_id).where(ItemAudience.item_id == item_id)
    return list(reading.scalars(named.order_by(ItemAudience.seat_id)))


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


def compared(lines: list[Line], sent: Sent) -> Changes:
    """The whole agenda of now, as the coordination reads it, against the whole one as it was sent."""
    return changes_between([line.facts | {"text": line.item.text} for line in lines], sent.data["items"])


def decisions_of(reading: Session, item_id: int) -> list[Decision]:
    """What has been or is being decided on an item, as far as the reader may see it."""
    return list(reading.scalars(select(Decision).where(Decision.item_id == item_id).order_by(Decision.id)))
