"""Whoever proposed an institution is told by letter that it was decided, not what."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables import rules as table_rules
from blueprints.tables.letter_queries import letter_facts
from models.admissions import Admission
from models.letters import LetterKind, post
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force

TEMPLATE = "tables/admission_decided"


def send_decision(house: Session, table_id: int, decided: Sequence[Admission], *, now: datetime) -> None:
    """One letter for each proposal of an institution; the coordination knows what it has recorded."""
    facts = letter_facts(house, table_id, table_rules.day_of(now))
    for each in decided:
        person = _reached(house, each, now)
        if person is not None and person.email:
            post(
                house,
                template=TEMPLATE,
                to=person.email,
                name=person.name,
                language=person.language,
                salutation=person.salutation,
                kind=LetterKind.CONTENT,
                facts=facts,
                body_id=table_id,
                person_id=person.id,
                purpose=f"admission-{each.id}",
                now=now,
            )


def _reached(house: Session, admission: Admission, now: datetime) -> Person | None:
    """Who proposed it, if still there for the institution; else who acts for it now."""
    today = table_rules.day_of(now)
    seat = house.get(Seat, admission.seat_id) if admission.seat_id else None
    if seat is None or not seat.holds_on(today):
        return None
    rows = house.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.seat_id == seat.id,
            Appointment.role != AppointmentRole.READER,
            in_force(Appointment, today),
        )
        .order_by(Appointment.role.desc(), Appointment.rank)
    ).all()
    return next((each for each in rows if each.id == admission.by_id), rows[0] if rows else None)
