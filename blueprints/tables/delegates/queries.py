"""What the pages read of one's own delegates in bodies that others coordinate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.delegates.rules import coordinates_for_own_house, may_sit
from blueprints.tables.shelf.rules import own_seat
from models.actors import Actor
from models.bodies import Body
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat


@dataclass(frozen=True, kw_only=True)
class OwnSeat:
    """The seat of the reader's institution, who goes there, and what she may do about it."""

    seat: Seat
    institution: str
    delegates: Sequence[Appointment]
    may_leave: bool


def own(reading: Session, body: Body, on: date, by: Actor) -> OwnSeat | None:
    """For whoever acts for the institution there; everybody else sees the members as far as they may."""
    seat = own_seat(reading, body.id, by) if body.is_external else None
    if seat is None:
        return None
    return OwnSeat(
        seat=seat,
        institution=reading.scalar(select(Organisation.name).where(Organisation.id == seat.organisation_id))
        or "",
        delegates=reading.scalars(
            select(Appointment)
            .where(
                Appointment.seat_id == seat.id, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on)
            )
            .options(joinedload(Appointment.person))
            .order_by(Appointment.role.desc(), Appointment.rank, Appointment.id)
        ).all(),
        may_leave=coordinates_for_own_house(reading, by),
    )


def sits_elsewhere(reading: Session, body: Body, by: Actor) -> bool:
    """Whether the reader may note that her institution sits there."""
    return body.is_external and by.is_coordinator and may_sit(reading, body, by)


def delegate(reading: Session, seat: Seat, appointment_id: int) -> Appointment | None:
    return reading.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id, Appointment.seat_id == seat.id)
        .options(joinedload(Appointment.person))
    )


def colleagues(reading: Session, seat: Seat) -> list[tuple[int, str]]:
    """The people of the institution, for a choice."""
    rows = reading.scalars(
        select(Person).where(Person.organisation_id == seat.organisation_id).order_by(Person.name, Person.id)
    )
    return [(row.id, " · ".join(part for part in (row.name, row.function) if part)) for row in rows]
