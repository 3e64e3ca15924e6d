"""Who acts for an asked seat, for the coordination that records what she said."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole
from models.standing import in_force

Acting = tuple[int, str, AppointmentRole]


def acting_people(house: Session, seat_id: int, on: date) -> list[Acting]:
    """Representative first, then the deputies in their order: id, name, role."""
    return acting_people_of(house, [seat_id], on).get(seat_id, [])


def acting_people_of(house: Session, seat_ids: Sequence[int], on: date) -> dict[int, list[Acting]]:
    """The same for several seats, in one statement."""
    rows = house.execute(
        select(Appointment.seat_id, Person.id, Person.name, Appointment.role, Appointment.rank)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.seat_id.in_(seat_ids),
            Appointment.role != AppointmentRole.READER,
            in_force(Appointment, on),
        )
    ).all()
    order = sorted(rows, key=lambda row: (row.role is not AppointmentRole.MAIN, row.rank, row.id))
    found: dict[int, list[Acting]] = {}
    for row in order:
        found.setdefault(row.seat_id, []).append((row.id, row.name, row.role))
    return found


def subject_to_management(house: Session, organisation_ids: Sequence[int]) -> set[int]:
    """The institutions that have stated for good: they decide subject to their management."""
    found = select(Organisation.id).where(
        Organisation.id.in_(organisation_ids), Organisation.decides_subject_to_management.is_(True)
    )
    return set(house.scalars(found))
