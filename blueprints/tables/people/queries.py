"""Whom a table has known: for choices, for corrections, for links to accounts."""

from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from models.accounts import Account
from models.actors import Actor
from models.bodies import Office
from models.known_people import KnownPerson
from models.people import Person
from models.seats import Appointment, Seat


def person_at(reading: Session, table_id: int, person_id: int) -> Person | None:
    """A person whom the table has known."""
    return reading.scalar(select(Person).where(Person.id == person_id, known_at(table_id)))


def tables_of(house: Session, person_id: int) -> set[int]:
    """All tables that have known a person."""
    seats = select(Seat.body_id).join(Seat.appointments).where(Appointment.person_id == person_id)
    offices = select(Office.body_id).where(Office.person_id == person_id)
    noted = select(KnownPerson.body_id).where(KnownPerson.person_id == person_id)
    return {*house.scalars(seats), *house.scalars(offices), *house.scalars(noted)}


def is_known(house: Session, table_id: int, person_id: int) -> bool:
    """Whether the table has known a person."""
    return house.scalar(select(Person.id).where(Person.id == person_id, known_at(table_id))) is not None


def without_account(reading: Session, table_id: int, by: Actor) -> set[int]:
    """The people of the table who can't sign in yet although they have an address; for its coordination."""
    if not by.coordinates_body(table_id):
        return set()
    return set(reading.scalars(WITHOUT_ACCOUNT, {"table_id": table_id}))


def people_of(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """All whom the table has known so far, for a choice: nobody is shown who sits elsewhere only."""
    rows = reading.scalars(
        select(Person)
        .where(known_at(table_id))
        .options(joinedload(Person.organisation))
        .order_by(Person.name, Person.id)
    )
    return [(each.id, _choice(each)) for each in rows]


def known_at(table_id: Any) -> ColumnElement[bool]:
    """SQL: the person has held a seat or an office at this table, or was noted for it."""
    seated = select(Appointment.person_id).join(Appointment.seat).where(Seat.body_id == table_id)
    in_office = select(Office.person_id).where(Office.body_id == table_id)
    noted = select(KnownPerson.person_id).where(KnownPerson.body_id == table_id)
    return or_(Person.id.in_(seated), Person.id.in_(in_office), Person.id.in_(noted))


WITHOUT_ACCOUNT = select(Person.id).where(
    known_at(bindparam("table_id")),
    Person.email.is_not(None),
    Person.id.not_in(select(Account.person_id).where(Account.password_hash.is_not(None))),
)


def _choice(person: Person) -> str:
    return " · ".join(
        part
        for part in (person.name, person.function, person.organisation.called if person.organisation else "")
        if part
    )
