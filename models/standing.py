"""The standing of a person on a day: one look at seats, offices, single items and minutes to take."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.actors import Actor, HeldSeat
from models.bodies import Office, OfficeKind
from models.meetings import AgendaItem, ItemGuest, Meeting
from models.people import Person
from models.seats import Appointment, Seat


def in_force(row: Any, on: date) -> ColumnElement[bool]:
    """SQL: the row's period `starts_on` to `ends_on` holds on that day."""
    return or_(row.starts_on.is_(None), row.starts_on <= on) & or_(row.ends_on.is_(None), row.ends_on >= on)


def actor_of(house: Session, person: Person, on: date, **account: Any) -> Actor:
    """The actor that a person is on that day. Reads as the house; `account` adds what the account knows."""
    offices = _offices(house, person.id, on)
    guest = _guest_places(house, person.id)
    return Actor(
        person_id=person.id,
        name=person.name,
        language=person.language,
        organisation_id=person.organisation_id,
        coordinates=frozenset(body for body, kind in offices if kind is not OfficeKind.READER),
        reads=frozenset(body for body, kind in offices if kind is OfficeKind.READER),
        seats=_held_seats(house, person.id, on),
        guest_items=frozenset(item for item, _, _ in guest),
        guest_meetings=frozenset(meeting for _, meeting, _ in guest),
        guest_bodies=frozenset(body for _, _, body in guest),
        records=frozenset(house.scalars(select(Meeting.id).where(Meeting.minute_taker_id == person.id))),
        **account,
    )


def _offices(house: Session, person_id: int, on: date) -> Sequence[Any]:
    return house.execute(
        select(Office.body_id, Office.kind).where(Office.person_id == person_id, in_force(Office, on))
    ).all()


def _held_seats(house: Session, person_id: int, on: date) -> tuple[HeldSeat, ...]:
    rows = house.execute(
        select(Seat, Appointment)
        .join(Appointment.seat)
        .where(Appointment.person_id == person_id, in_force(Seat, on), in_force(Appointment, on))
        .order_by(Seat.id)
    )
    return tuple(
        HeldSeat(
            seat_id=seat.id,
            body_id=seat.body_id,
            organisation_id=seat.organisation_id,
            kind=seat.kind.value,
            role=appointment.role.value,
            rank=appointment.rank,
            may_sign=appointment.may_sign,
        )
        for seat, appointment in rows
    )


def _guest_places(house: Session, person_id: int) -> Sequence[Any]:
    """Item, meeting and body of every item that the person is a guest of and that has been sent out."""
    return house.execute(
        select(AgendaItem.id, Meeting.id, Meeting.body_id)
        .join(ItemGuest, ItemGuest.item_id == AgendaItem.id)
        .join(AgendaItem.meeting)
        .where(ItemGuest.person_id == person_id, Meeting.invited_at.is_not(None))
    ).all()
