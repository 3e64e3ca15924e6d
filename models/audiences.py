"""Audiences: the distinct sets of readers of a meeting's papers, and an item as such a set reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from models.bodies import Coordination
from models.body_life import name_then
from models.guests import ItemGuest, Slot
from models.meetings import BERLIN, AgendaItem, ItemAudience, Meeting
from models.numbering import numbered, ordered
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat
from models.standing import in_force
from models.visibility import Visibility

OPEN: Final = (Visibility.PUBLIC, Visibility.INTERNAL)
"""Levels of items that every member and reader of the body sees."""


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Readers who see the same items of a meeting. `named`: they read names of persons, not only functions.

    `whole` is the coordination's and the minute taker's set; `extract` is a guest's.
    """

    items: tuple[AgendaItem, ...]
    named: bool = True
    extract: bool = False
    whole: bool = False
    for_readers: bool = False
    seats: tuple[int, ...] = ()
    persons: tuple[int, ...] = ()

    @property
    def readers(self) -> dict[str, Any]:
        """Whom `freeze` is told as the readers of an edition."""
        return {
            "seats": self.seats,
            "persons": self.persons,
            "for_readers": self.for_readers,
            "whole": self.whole,
        }


WHOLE_AGENDA: Final = (
    select(AgendaItem)
    .where(AgendaItem.meeting_id == bindparam("meeting_id"))
    .options(
        joinedload(AgendaItem.submitter).joinedload(Organisation.former_names),
        joinedload(AgendaItem.audience)
        .joinedload(ItemAudience.seat)
        .joinedload(Seat.organisation)
        .joinedload(Organisation.former_names),
        joinedload(AgendaItem.guests)
        .joinedload(ItemGuest.person)
        .joinedload(Person.organisation)
        .joinedload(Organisation.former_names),
        joinedload(AgendaItem.put_off_to),
    )
    .execution_options(populate_existing=True)
)


def numbered_agenda(house: Session, meeting_id: int) -> tuple[list[AgendaItem], dict[int, str]]:
    """All items of a meeting in order, with their numbers: for the house's eyes only (rulings.md 9)."""
    items = house.scalars(WHOLE_AGENDA, {"meeting_id": meeting_id}).unique()
    meeting = house.get_one(Meeting, meeting_id)
    found = ordered(list(items))
    for item in found:
        set_committed_value(item, "meeting", meeting)
    return found, numbered(found)


def audiences(house: Session, meeting: Meeting, items: list[AgendaItem], on: date) -> list[Audience]:
    """The distinct sets of readers on that day, the same as `AgendaItem.visible_to` makes: seats with equal
    sets together (the whole set is always there), those who only read, guests with equal items together."""
    everything = tuple(item.id for item in items)
    seats: dict[tuple[int, ...], list[int]] = {everything: []}
    for seat in house.scalars(select(Seat).where(Seat.body_id == meeting.body_id).order_by(Seat.id)):
        if seat.holds_on(on):
            seen = tuple(item.id for item in items if item.visibility in OPEN or _names(item, seat.id))
            seats.setdefault(seen, []).append(seat.id)
    guests: dict[tuple[int, ...], list[int]] = {}
    for person in sorted({guest.person_id for item in items for guest in item.guests}):
        own = tuple(item.id for item in items if any(guest.person_id == person for guest in item.guests))
        guests.setdefault(own, []).append(person)
    chosen = {item.id: item for item in items}
    return [
        *(
            Audience(items=_of(chosen, seen), seats=tuple(ids), whole=seen == everything)
            for seen, ids in seats.items()
        ),
        Audience(
            items=tuple(item for item in items if item.visibility in OPEN), named=False, for_readers=True
        ),
        *(
            Audience(items=_of(chosen, own), persons=tuple(ids), named=False, extract=True)
            for own, ids in guests.items()
        ),
    ]


def _of(chosen: dict[int, AgendaItem], ids: tuple[int, ...]) -> tuple[AgendaItem, ...]:
    return tuple(chosen[each] for each in ids)


def _names(item: AgendaItem, seat_id: int) -> bool:
    return item.visibility is Visibility.CONFIDENTIAL and any(
        each.seat_id == seat_id for each in item.audience
    )


def heading(house: Session, meeting: Meeting, on: date) -> dict[str, Any]:
    """What stands at the head of every document of a meeting: the body as it was called then, and who
    coordinates it on the day of the document. No one is told by it who else reads."""
    coordination = house.scalar(
        select(Organisation.name)
        .join(Coordination, Coordination.organisation_id == Organisation.id)
        .where(Coordination.body_id == meeting.body_id, in_force(Coordination, on))
        .order_by(Coordination.id.desc())
    )
    return {
        "body": name_then(house, meeting.body_id, meeting.held_on),
        "coordination": coordination or "",
        "number": meeting.number,
        "title": meeting.title,
        "held_on": meeting.held_on.canonical,
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "place": meeting.place,
        "chair": meeting.chair,
        "invited_on": meeting.invited_at.astimezone(BERLIN).date().isoformat()
        if meeting.invited_at
        else None,
    }


def head_for(audience: Audience, head: dict[str, Any]) -> dict[str, Any]:
    """The head as these readers get it: who chairs is typed as people like, mostly by name: it is for those
    who read names."""
    return head if audience.named else head | {"chair": ""}


def item_facts(item: AgendaItem, numbers: dict[int, str], audience: Audience) -> dict[str, Any]:
    """One item as this audience reads it, with the names that institutions bear on the meeting's day."""
    on = item.meeting.held_on.first_day
    guests = sorted(item.guests, key=lambda guest: guest.person_id)
    return facts_of(
        item,
        numbers[item.id],
        submitter=item.submitter.name_of(on) if item.submitter else "",
        named=[each.seat.organisation.name_of(on) for each in item.audience if not audience.extract],
        guests=[_guest_words(each.person, audience, on) for each in guests],
        slots=[each.slot_in(item.meeting) for each in guests],
        put_off_to=item.put_off_to,
    )


def facts_of(
    item: Any,
    number: str,
    *,
    submitter: str,
    named: list[str],
    guests: list[str],
    slots: list[Slot | None],
    put_off_to: Meeting | None = None,
) -> dict[str, Any]:
    """What editions say of an item. A slot is from when to when a guest is asked to be there, in the shape
    of a meeting's own times; an outcome is there once somebody has noted it."""
    return {
        "id": item.id,
        "number": number,
        "title": item.title,
        "kind": item.kind.value,
        "minutes_planned": item.minutes_planned,
        "visibility": item.visibility.value,
        "named": sorted(named) if item.visibility is Visibility.CONFIDENTIAL else [],
        "submitter": submitter,
        "guests": guests,
        "slots": [
            {
                "starts_at": slot.starts_at.isoformat() if slot else None,
                "ends_at": slot.ends_at.isoformat() if slot and slot.ends_at else None,
            }
            for slot in slots
        ],
        "outcome": item.outcome.value if item.outcome else "",
        "put_off_to": {
            "number": put_off_to.number,
            "title": put_off_to.title,
            "held_on": put_off_to.held_on.canonical,
        }
        if put_off_to
        else None,
    }


def _guest_words(person: Person, audience: Audience, on: date | None) -> str:
    """A guest by name and institution; for those who read functions only by these."""
    institution = person.organisation.name_of(on) if person.organisation else ""
    return named_guest(person.name if audience.named else person.function, institution)


def named_guest(name: str, institution: str | None) -> str:
    return ", ".join(part for part in (name, institution) if part)


def strictest(meeting: Meeting, audience: Audience) -> Visibility:
    """The level printed on a document: the highest of what is in it."""
    levels = [meeting.visibility, *(item.visibility for item in audience.items)]
    return max(levels, key=lambda level: level.strictness)
