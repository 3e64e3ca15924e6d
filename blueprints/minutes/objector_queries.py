"""For whom somebody may object to minutes: institutions that were sent the item, guests to their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, HeldSeat
from models.editions import Edition, EditionKind, EditionReader
from models.meetings import AgendaItem
from models.minutes import Attendance, AttendanceState, Minutes
from models.numbering import numbered, ordered
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.standing import in_force

OBJECTING: Final = (SeatKind.VOTING.value, SeatKind.ADVISORY.value)


@dataclass(frozen=True, kw_only=True)
class Objector:
    """For whom somebody may object: an institution by its seat, or (None) herself as a guest. `edition` is
    what was sent to it; `own`: not written down for it by the coordination."""

    seat_id: int | None
    name: str
    edition: Edition
    own: bool


def objectors(house: Session, edition: Edition, place: int, by: Actor, on: date) -> list[Objector]:
    """For whom this reader may object to an item of her edition (0: the minutes as a whole), by name.

    The representative, a deputy who was there or whose institution has no representative, advisory members,
    a guest to her own item; the coordination writes down what an institution has told it (domain.md 3).
    Nobody for an institution that was not sent the item.
    """
    if edition.kind is not EditionKind.MINUTES or not 0 <= place <= len(edition.data["items"]):
        return []
    if by.coordinates_body(edition.body_id):
        sent = {seat: own for seat, own in _sent(house, edition).items() if _holds(own, edition, place)}
        return [
            Objector(seat_id=seat, name=name, edition=sent[seat], own=seat in by.main_seats)
            for seat, name in _names(house, sent)
        ]
    readers = house.scalars(select(EditionReader).where(EditionReader.edition_id == edition.id)).all()
    seats = {each.seat_id for each in readers}
    acting = [each for each in by.seats_at(edition.body_id) if each.seat_id in seats]
    names = _names(house, [each.seat_id for each in acting if _acts(house, edition, each, by, on)])
    found = [Objector(seat_id=seat, name=name, edition=edition, own=True) for seat, name in names]
    if place and any(each.person_id == by.person_id for each in readers) and _is_guest(house, edition, by):
        found.append(Objector(seat_id=None, name=_guest_name(house, by), edition=edition, own=True))
    return found


def places_to_object(house: Session, edition: Edition, by: Actor, on: date) -> frozenset[int]:
    """The items of an edition (0: all of it) to which this reader may object, who does not coordinate."""
    if edition.kind is not EditionKind.MINUTES:
        return frozenset()
    everything = range(len(edition.data["items"]) + 1)
    last = everything[-1]
    for_whom = objectors(house, edition, last, by, on)
    as_member = any(each.seat_id is not None for each in for_whom)
    return frozenset(everything[0 if as_member else 1 :]) if for_whom else frozenset()


def places_to_record(edition: Edition, sent: Iterable[tuple[SeatKind, Edition]]) -> frozenset[int]:
    """The items of an edition (0: all of it) to which the coordination may record an objection, by what each
    seat was sent last."""
    if edition.kind is not EditionKind.MINUTES:
        return frozenset()
    objecting = [own for kind, own in sent if kind in (SeatKind.VOTING, SeatKind.ADVISORY)]
    everything = range(len(edition.data["items"]) + 1)
    return frozenset(place for place in everything if any(_holds(own, edition, place) for own in objecting))


def _sent(house: Session, edition: Edition) -> dict[int, Edition]:
    """By seat what was sent to it last of these minutes."""
    rows = house.execute(
        select(EditionReader.seat_id, Edition)
        .join(Edition, Edition.id == EditionReader.edition_id)
        .where(
            Edition.meeting_id == edition.meeting_id,
            Edition.kind == EditionKind.MINUTES,
            EditionReader.seat_id.is_not(None),
        )
        .order_by(Edition.number, Edition.id)
    )
    return {row.seat_id: row.Edition for row in rows}


def _holds(own: Edition, edition: Edition, place: int) -> bool:
    """Whether the item at a place of an edition stands in somebody's own."""
    if not place:
        return True
    number = edition.data["items"][place - 1]["number"]
    return any(item["number"] == number for item in own.data["items"])


def _names(house: Session, seat_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Voting and advisory seats among these with their institutions, by name."""
    rows = house.execute(
        select(Seat.id, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.id.in_(list(seat_ids)), Seat.kind.in_((SeatKind.VOTING, SeatKind.ADVISORY)))
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


def _acts(house: Session, edition: Edition, seat: HeldSeat, by: Actor, on: date) -> bool:
    if seat.kind not in OBJECTING:
        return False
    is_main = seat.role == AppointmentRole.MAIN.value
    return is_main or deputy_acts(house, edition.meeting_id, seat.seat_id, by.person_id, on)


def deputy_acts(house: Session, meeting_id: int, seat_id: int, person_id: int | None, on: date) -> bool:
    """Whether a deputy was in the meeting, or stands for an institution that has nobody else."""
    there = house.execute(
        select(Attendance.state, Attendance.names)
        .join(Minutes, Minutes.id == Attendance.minutes_id)
        .where(Minutes.meeting_id == meeting_id, Attendance.seat_id == seat_id)
    ).one_or_none()
    if there and there.state is AttendanceState.REPRESENTED:
        return True
    if there and there.state is AttendanceState.PRESENT and _is_among(house, there.names, seat_id, person_id):
        return True
    mains = select(Appointment.id).where(
        Appointment.seat_id == seat_id,
        Appointment.role == AppointmentRole.MAIN,
        in_force(Appointment, on),
    )
    return house.scalar(mains.limit(1)) is None


def _is_among(house: Session, came: str, seat_id: int, person_id: int | None) -> bool:
    """Whether a deputy's whole name stands among the names of those who came, and is no part of a
    colleague's: what she is called she writes herself."""
    rows = house.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.seat_id == seat_id)
        .order_by(Person.id)
    ).all()
    others = {row.name for row in rows if row.id != person_id and row.name}
    for other in sorted(others, key=len, reverse=True):
        came = came.replace(other, ",")
    mine = next((row.name for row in rows if row.id == person_id), "")
    return bool(mine) and re.search(rf"(?<!\w){re.escape(mine)}(?!\w)", came) is not None


def _is_guest(house: Session, edition: Edition, by: Actor) -> bool:
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == edition.meeting_id)
    return any(each in by.guest_items for each in house.scalars(items))


def _guest_name(house: Session, by: Actor) -> str:
    """A guest with her institution."""
    institution = house.scalar(
        select(Organisation.name)
        .join(Person, Person.organisation_id == Organisation.id)
        .where(Person.id == by.person_id)
    )
    return ", ".join(part for part in (by.name, institution) if part)


def item_id_of(house: Session, edition: Edition, place: int) -> int | None:
    """The agenda item that stands at a place of an edition; the agenda is fixed once minutes are out."""
    if not place:
        return None
    items = list(house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == edition.meeting_id)))
    numbers = {number: key for key, number in numbered(ordered(items)).items()}
    return numbers[edition.data["items"][place - 1]["number"]]
