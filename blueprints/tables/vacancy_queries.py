"""Seats whose representative has left and nobody follows: for the coordination that asks for a successor."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from blueprints.tables.queries import coordination_name
from models.bodies import Body, Bylaws
from models.deadlines import counted_forward
from models.nominations import Nomination, NominationState
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


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody whom an institution has named and nobody has confirmed yet."""

    nomination_id: int
    body_id: int
    name: str
    institution: str
    table_name: str
    hue: int


@dataclass(frozen=True, kw_only=True)
class Open:
    """What waits for the coordination at its seats: gaps, the longest first, and nominations."""

    vacancies: list[Vacancy]
    named: list[Named]


def open_at(session: Session, table_ids: Collection[int], on: date) -> Open:
    """What is open at the seats of these tables, in one question. For their coordination only."""
    if not table_ids:
        return Open(vacancies=[], named=[])
    rows = _rows(session, Seat.body_id.in_(table_ids), on)
    gaps = {row.id: _vacancy(row) for row in rows if row.is_vacant}
    named = {row.nomination_id: _named(row) for row in rows if row.nomination_id}
    return Open(vacancies=list(gaps.values()), named=list(named.values()))


def vacancies(session: Session, table_ids: Collection[int], on: date) -> list[Vacancy]:
    """The vacant seats of these tables, the longest first."""
    return open_at(session, table_ids, on).vacancies


def vacancy_of(session: Session, table_id: int, seat_id: int, on: date) -> Vacancy | None:
    rows = _rows(session, (Seat.body_id == table_id) & (Seat.id == seat_id), on)
    return next((_vacancy(row) for row in rows if row.is_vacant), None)


def _rows(session: Session, which: ColumnElement[bool], on: date) -> Sequence[Any]:
    """Vacant: a main appointment has ended, none holds or is to come, and the seat is awake."""
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
    waiting = and_(Nomination.seat_id == Seat.id, Nomination.state == NominationState.PENDING)
    is_vacant = and_(ended.c.last_day.is_not(None), not_(followed), not_(dormant(on)))
    query = (
        select(Seat.id, Seat.body_id, Seat.organisation_id, Organisation.name, is_vacant.label("is_vacant"))
        .add_columns(Body.name.label("table_name"), Body.hue, ended.c.last_day)
        .add_columns(Bylaws.reappointment_weeks, Bylaws.land, Reappointment.due_on, Reappointment.asked_on)
        .add_columns(Nomination.id.label("nomination_id"), Nomination.name.label("nominated"))
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .join(Bylaws, Bylaws.body_id == Seat.body_id)
        .outerjoin(ended, ended.c.seat_id == Seat.id)
        .outerjoin(Reappointment, same_gap)
        .outerjoin(Nomination, waiting)
        .where(which, in_force(Seat, on), or_(is_vacant, Nomination.id.is_not(None)))
        .order_by(ended.c.last_day, Seat.id, Nomination.id)
    )
    return session.execute(query).all()


def _named(row: Any) -> Named:
    return Named(
        nomination_id=row.nomination_id,
        body_id=row.body_id,
        name=row.nominated,
        institution=row.name,
        table_name=row.table_name,
        hue=row.hue,
    )


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
