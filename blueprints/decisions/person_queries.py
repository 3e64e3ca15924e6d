"""Who acts for an asked seat, for the coordination that records what she said."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from models.seats import Appointment, AppointmentRole
from models.standing import in_force


def acting_people(house: Session, seat_id: int, on: date) -> list[tuple[int, str, AppointmentRole]]:
    """Representative first, then the deputies in their order: id, name, role."""
    rows = house.execute(
        select(Person.id, Person.name, Appointment.role, Appointment.rank)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.seat_id == seat_id,
            Appointment.role != AppointmentRole.READER,
            in_force(Appointment, on),
        )
    ).all()
    order = sorted(rows, key=lambda row: (row.role is not AppointmentRole.MAIN, row.rank, row.id))
    return [(row.id, row.name, row.role) for row in order]
