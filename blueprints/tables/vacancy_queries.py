"""Seats whose representative has left and nobody follows: for the coordination that asks for a successor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from blueprints.tables.queries import coordination_name
from models.bodies import Body, Bylaws
from models.deadlines import counted_forward
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Reappointment, Seat
from models.standing import dormant, in_force


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """A seat without a representative. `due_on` is the announced day, else what the bylaws make of it."""

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


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The function mailbox, or somebody of the institution who still sits at the table."""

    name: str
    address: str
    language: str = "de"
    salutation: str = ""


def vacancies(session: Session, table_ids: Collection[int], on: date) -> list[Vacancy]:
    """The vacant seats of these tables, longest first. For their coordination only."""
    if not table_ids:
        return []
    return _vacancies(session, Seat.body_id.in_(table_ids), on)


def vacancy_of(session: Session, table_id: int, seat_id: int, on: date) -> Vacancy | None:
    return next(iter(_vacancies(session, (Seat.body_id == table_id) & (Seat.id == seat_id), on)), None)


def _vacancies(session: Session, which: ColumnElement[bool], on: date) -> list[Vacancy]:
    """A main appointment has ended, none holds or is to come, and the seat is awake."""
    another = aliased(Appointment)
    followed = exists().where(
        another.seat_id == Seat.id,
        another.role == AppointmentRole.MAIN,
        or_(another.ends_on.is_(None), another.ends_on >= on),
    )
    ended = (
        select(Appointment.seat_id, func.max(Appointment.ends_on).label("last_day"))
        .where(Appointment.role == AppointmentRole.MAIN)
        .group_by(Appointment.seat_id)
        .subquery()
    )
    same_gap = and_(Reappointment.seat_id == Seat.id, Reappointment.last_day == ended.c.last_day)
    rows = session.execute(
        select(
            Seat.id,
            Seat.body_id,
            Seat.organisation_id,
            Organisation.name,
            Body.name.label("table_name"),
            Body.hue,
            ended.c.last_day,
            Bylaws.reappointment_weeks,
            Bylaws.land,
            Reappointment.due_on,
            Reappointment.asked_on,
        )
        .join(ended, ended.c.seat_id == Seat.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .join(Bylaws, Bylaws.body_id == Seat.body_id)
        .outerjoin(Reappointment, same_gap)
        .where(which, in_force(Seat, on), not_(dormant(on)), not_(followed))
        .order_by(ended.c.last_day, Seat.id)
    )
    return [_vacancy(row) for row in rows]


def _vacancy(row: Any) -> Vacancy:
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
    body = house.get_one(Body, table_id)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table_id)).one()
    deputies = _remaining(house, vacancy.seat_id, on)
    return {
        "signature": coordination_name(house, table_id),
        "table_name": body.name if bylaws.names_in_subject else "",
        "table_id": table_id,
        "seat_id": vacancy.seat_id,
        "left": left.name if left else "",
        "since": vacancy.since,
        "deputy": deputies[0].name if deputies else "",
        "due_on": due_on,
    }
