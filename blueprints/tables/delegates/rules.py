"""Own delegates in bodies that others coordinate: the seat of one's institution there, and who fills it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.people.access_rules import invite
from blueprints.tables.people.person_rules import person_for
from blueprints.tables.rules import seat_of
from blueprints.tables.shelf.rules import own_seat
from models.actors import Actor
from models.bodies import Body, BodyState, Coordination
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.words import N_


def coordinates_for_own_house(session: Session, by: Actor) -> bool:
    """Whether one holds the coordination of a body here that one's own institution coordinates."""
    return (
        session.scalar(
            select(Coordination.id)
            .where(
                Coordination.organisation_id == (by.organisation_id or 0),
                Coordination.body_id.in_(by.coordinates - by.dissolved),
            )
            .limit(1)
        )
        is not None
    )


def may_sit(session: Session, body: Body, by: Actor) -> bool:
    """The coordination of an institution notes that it sits in a body that others coordinate."""
    if not body.is_external or body.state is BodyState.DISSOLVED:
        return False
    return coordinates_for_own_house(session, by) and _seat_of_house(session, body.id, by) is None


def _seat_of_house(session: Session, table_id: int, by: Actor) -> Seat | None:
    return session.scalar(
        select(Seat).where(
            Seat.body_id == table_id, Seat.organisation_id == by.organisation_id, Seat.ends_on.is_(None)
        )
    )


def sit(house: Session, table_id: int, *, kind: SeatKind, since: FuzzyDate, by: Actor, now: datetime) -> Seat:
    """Note the seat that one's own institution holds there; it becomes known to nobody else by this."""
    body = house.get(Body, table_id, with_for_update=True)
    if body is None or not may_sit(house, body, by) or by.organisation_id is None:
        raise NotAllowed
    house.get_one(Organisation, by.organisation_id)
    seat = Seat(body_id=table_id, organisation_id=by.organisation_id, kind=kind, since=since)
    house.add(seat)
    record(house, "admit", seat, by=by, now=now, organisation=by.organisation_id, kind=kind.value)
    return seat


def name_delegate(
    house: Session,
    table_id: int,
    *,
    person: dict[str, Any],
    role: AppointmentRole,
    starts_on: date | None,
    ends_on: date | None,
    send: bool,
    by: Actor,
    now: datetime,
) -> Appointment:
    """Send somebody: as representative, deputy, or to read along."""
    seat = _kept_seat(house, table_id, by)
    chosen = _delegate(house, seat, by=by, **person)
    rank = seat.next_rank() if role is AppointmentRole.DEPUTY else 1
    appointment = Appointment(
        seat_id=seat.id, person_id=chosen.id, role=role, rank=rank, starts_on=starts_on, ends_on=ends_on
    )
    seat.judge(appointment)
    house.add(appointment)
    record(house, "appoint", appointment, by=by, now=now, body_id=table_id, person=chosen.id, role=role.value)
    if send:
        invite(house, chosen, body_id=table_id, by=by, now=now)
    return appointment


def _delegate(house: Session, seat: Seat, *, person_id: int | None, by: Actor, **facts: Any) -> Person:
    """A colleague, or somebody new of the house; whom an address of others belongs to is not told."""
    if person_id is None or facts.get("name"):
        return person_for(house, organisation_id=seat.organisation_id, person_id=person_id, by=by, **facts)
    person = house.get(Person, person_id)
    if person is None or person.organisation_id != seat.organisation_id:
        raise RuleBroken(N_("This person is not known here."), field="person_id")
    return person


def end_delegate(
    house: Session, table_id: int, appointment_id: int, *, ends_on: date, by: Actor, now: datetime
) -> None:
    """From that day on the person does not go there any more, and reads nothing of it."""
    seat = _kept_seat(house, table_id, by)
    appointment = next((each for each in seat.appointments if each.id == appointment_id), None)
    if appointment is None:
        raise NotAllowed
    appointment.end(ends_on)
    record(house, "end", appointment, by=by, now=now, body_id=table_id, ends_on=ends_on.isoformat())


def leave(house: Session, table_id: int, *, ends_on: date, reason: str, by: Actor, now: datetime) -> None:
    """The institution leaves the body: nobody goes there for it any more. Its documents stay with it."""
    if not coordinates_for_own_house(house, by):
        raise NotAllowed
    seat = _kept_seat(house, table_id, by)
    seat.end(ends_on, reason)
    record(house, "end", seat, by=by, now=now, ends_on=ends_on.isoformat())


def _kept_seat(house: Session, table_id: int, by: Actor) -> Seat:
    """The seat for whose house one acts, with its appointments, held until the end of the transaction."""
    body = house.get(Body, table_id, with_for_update=True)
    seat = own_seat(house, table_id, by) if body is not None else None
    if seat is None:
        raise NotAllowed
    return seat_of(house, table_id, seat.id)
