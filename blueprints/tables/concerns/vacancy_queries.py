"""Seats whose representative has left or leaves soon, and nobody follows: who is asked for a successor."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from blueprints.tables import letter_queries
from models.bodies import Body, Bylaws
from models.concerns import ENDING_WEEKS
from models.deadlines import counted_forward
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Reappointment, Seat
from models.standing import dormant, in_force


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """A seat without a representative after `last_day`, which may lie ahead.

    `due_on` is the announced day for naming somebody, else what the bylaws make of it.
    """

    seat_id: int
    body_id: int
    organisation_id: int
    institution: str
    table_name: str
    hue: int
    last_day: date
    due_on: date
    asked_on: date | None

    @property
    def since(self) -> date:
        return self.last_day + timedelta(days=1)

    def lies_ahead(self, on: date) -> bool:
        return self.last_day >= on


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The function mailbox, or somebody of the institution who still sits at the table."""

    name: str
    address: str
    language: str = "de"
    salutation: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody whom an institution has named and nobody has confirmed yet."""

    nomination_id: int
    body_id: int
    name: str
    institution: str
    table_name: str
    hue: int


def vacancy_of(session: Session, table_id: int, seat_id: int, on: date) -> Vacancy | None:
    """A main appointment has ended or ends within eight weeks, none goes on, and the seat is awake."""
    mains = (
        select(
            Appointment.seat_id,
            func.max(Appointment.ends_on).label("last_day"),
            func.sum(case((Appointment.ends_on.is_(None), 1), else_=0)).label("open_ended"),
        )
        .where(Appointment.role == AppointmentRole.MAIN, Appointment.seat_id == seat_id)
        .group_by(Appointment.seat_id)
        .subquery()
    )
    same_gap = and_(Reappointment.seat_id == Seat.id, Reappointment.last_day == mains.c.last_day)
    row = session.execute(
        select(
            Seat.id,
            Seat.body_id,
            Seat.organisation_id,
            Organisation.name,
            Body.name.label("table_name"),
            Body.hue,
            mains.c.last_day,
            Bylaws.reappointment_weeks,
            Bylaws.land,
            Reappointment.due_on,
            Reappointment.asked_on,
        )
        .join(mains, mains.c.seat_id == Seat.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .join(Bylaws, Bylaws.body_id == Seat.body_id)
        .outerjoin(Reappointment, same_gap)
        .where(
            Seat.body_id == table_id,
            in_force(Seat, on),
            not_(dormant(on)),
            mains.c.open_ended == 0,
            mains.c.last_day <= on + timedelta(weeks=ENDING_WEEKS),
            or_(Seat.ends_on.is_(None), Seat.ends_on > mains.c.last_day),
        )
    ).first()
    return vacancy_from(row) if row else None


def named_from(row: Any) -> Named:
    return Named(
        nomination_id=row.nomination_id,
        body_id=row.body_id,
        name=row.nominated,
        institution=row.name,
        table_name=row.table_name,
        hue=row.hue,
    )


def vacancy_from(row: Any) -> Vacancy:
    """Of a row with seat, body, institution, last day, bylaws and what was announced."""
    return Vacancy(
        seat_id=row.id,
        body_id=row.body_id,
        organisation_id=row.organisation_id,
        institution=row.name,
        table_name=row.table_name,
        hue=row.hue,
        last_day=row.last_day,
        due_on=row.due_on
        or counted_forward(row.last_day + timedelta(days=1), weeks=row.reappointment_weeks, land=row.land),
        asked_on=row.asked_on,
    )


def recipients(house: Session, seat_id: int, on: date) -> list[Recipient]:
    """The function mailbox of the seat's institution; without one, who of it still sits there."""
    organisation = house.scalars(
        select(Organisation).join(Seat, Seat.organisation_id == Organisation.id).where(Seat.id == seat_id)
    ).one()
    if organisation.mailbox:
        return [Recipient(name=organisation.name, address=organisation.mailbox)]
    people = _remaining(house, seat_id, on)
    return [
        Recipient(name=each.name, address=each.email, language=each.language, salutation=each.salutation)
        for each in people
        if each.email
    ]


def _remaining(house: Session, seat_id: int, on: date) -> list[Person]:
    """The deputies of that day in their order."""
    return list(
        house.scalars(
            select(Person)
            .join(Appointment, Appointment.person_id == Person.id)
            .where(
                Appointment.seat_id == seat_id,
                Appointment.role == AppointmentRole.DEPUTY,
                in_force(Appointment, on),
            )
            .order_by(Appointment.rank, Appointment.id)
        )
    )


def letter_facts(house: Session, table_id: int, vacancy: Vacancy, due_on: date, on: date) -> dict[str, Any]:
    """What the letter says: who left and since when, until when somebody is to be named, who stands in."""
    left = house.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.seat_id == vacancy.seat_id,
            Appointment.role == AppointmentRole.MAIN,
            Appointment.ends_on == vacancy.last_day,
        )
        .order_by(Appointment.id.desc())
    ).first()
    deputies = _remaining(house, vacancy.seat_id, on)
    return letter_queries.letter_facts(house, table_id, on) | {
        "seat_id": vacancy.seat_id,
        "left": left.name if left else "",
        "since": vacancy.since,
        "last_day": vacancy.last_day if vacancy.lies_ahead(on) else None,
        "deputy": deputies[0].name if deputies else "",
        "due_on": due_on,
    }
