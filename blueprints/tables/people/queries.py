"""Whom a table has known: for choices, for corrections, for links to accounts."""

from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from models.accounts import Account
from models.actors import Actor
from models.bodies import Office
from models.known_people import KnownPerson
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.typed_text import email_key


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


def people_by_house(
    reading: Session, table_id: int, first: int | None = None
) -> list[tuple[str, list[tuple[int, str]]]]:
    """The same people under the names of their institutions, those of `first` before all others."""
    rows = reading.scalars(
        select(Person)
        .where(known_at(table_id))
        .options(joinedload(Person.organisation))
        .order_by(Person.name, Person.id)
    ).all()

    def place(each: Person) -> tuple[bool, bool, str]:
        of = each.organisation
        return (each.organisation_id != first, of is not None, of.folded if of else "")

    return [
        (of[0].organisation.called if of[0].organisation else "", [(each.id, _named(each)) for each in of])
        for of in (list(same) for _, same in groupby(sorted(rows, key=place), place))
    ]


def likely_role(seat: Seat, on: date) -> AppointmentRole:
    """A second person on a seat is rather a deputy: it has one representative at a time."""
    mains = (each for each in seat.appointments if each.role is AppointmentRole.MAIN)
    taken = any(each.ends_on is None or each.ends_on >= on for each in mains)
    return AppointmentRole.DEPUTY if taken else AppointmentRole.MAIN


def proposal(reading: Session, table_id: int, words: str) -> dict[str, Any]:
    """What an institution wrote about who follows, for the fields of a form: it is free text, so this is a
    guess that a person reads. Whoever is known at the table by that address is chosen."""
    parts = [part.strip() for line in words.splitlines() for part in line.split(",") if part.strip()]
    email = next((part.strip("<>()") for part in parts if "@" in part and " " not in part), "")
    rest = [part for part in parts if "@" not in part]
    if not parts or len(rest) > 3:
        return {}
    same = (func.lower(Person.email) == email_key(email)) & known_at(table_id)
    known = reading.scalars(select(Person.id).where(same).order_by(Person.id)).all() if email else []
    if len(known) == 1:
        return {"person_id": known[0]}
    return {"name": rest[0] if rest else "", "function": ", ".join(rest[1:]), "email": email}


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


def _named(person: Person) -> str:
    return " · ".join(part for part in (person.name, person.function) if part)


def _choice(person: Person) -> str:
    return " · ".join(
        part
        for part in (person.name, person.function, person.organisation.called if person.organisation else "")
        if part
    )
