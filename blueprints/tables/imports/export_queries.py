"""What an export holds: lines as an import reads them, as far as the reader may see what is in them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from blueprints.organisations.rules import may_see_mailbox
from blueprints.tables import queries as table_queries
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.people import queries as people_queries
from models.actors import Actor
from models.bodies import Office, OfficeKind
from models.imports import ImportKind
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat
from models.standing import in_force

Facts = dict[str, str]
OF_INSTITUTIONS: Final = columns_of(ImportKind.INSTITUTIONS)
OF_OFFERS: Final = columns_of(ImportKind.OFFERS)
OF_PEOPLE: Final = columns_of(ImportKind.PEOPLE)
OF_SEATS: Final = columns_of(ImportKind.SEATS)


def institutions(reading: Session, by: Actor) -> list[Facts]:
    """The whole directory. A protected address is not stored, so it is in no file."""
    rows = reading.scalars(
        select(Organisation)
        .options(joinedload(Organisation.parent))
        .order_by(Organisation.folded, Organisation.id)
    )
    return [_institution(row, by) for row in rows]


def _institution(row: Organisation, by: Actor) -> Facts:
    facts = {name: column.cell.kept(getattr(row, name)) for name, column in OF_INSTITUTIONS.items()}
    facts["parent_id"] = row.parent.name if row.parent else ""
    if not may_see_mailbox(by, row):
        facts["mailbox"] = ""
    return facts


def offers(reading: Session, by: Actor) -> list[Facts]:
    """All help offers: whoever signs in may read them; no place is stored that is protected."""
    rows = reading.scalars(
        select(HelpOffer)
        .join(HelpOffer.organisation)
        .options(contains_eager(HelpOffer.organisation))
        .order_by(Organisation.folded, HelpOffer.title)
    )
    return [
        {name: column.cell.kept(getattr(row, name)) for name, column in OF_OFFERS.items()}
        | {"organisation_id": row.organisation.name}
        for row in rows
    ]


def people(reading: Session, table_id: int, on: date, by: Actor) -> list[Facts]:
    """For the coordination all whom the table has known; for others those who sit there today."""
    query = select(Person).where(people_queries.known_at(table_id))
    if not by.coordinates_body(table_id):
        seated = (
            select(Appointment.person_id)
            .join(Appointment.seat)
            .where(Seat.body_id == table_id, in_force(Seat, on), in_force(Appointment, on))
        )
        query = select(Person).where(Person.id.in_(seated))
    rows = reading.scalars(query.options(joinedload(Person.organisation)).order_by(Person.name, Person.id))
    return [_person(row, table_id, by) for row in rows]


def _person(row: Person, table_id: int, by: Actor) -> Facts:
    facts = {name: column.cell.kept(getattr(row, name)) for name, column in OF_PEOPLE.items()}
    facts["organisation_id"] = row.organisation.name if row.organisation else ""
    return facts | _seen_of(row, table_id, by)


def _seen_of(row: Person, table_id: int, by: Actor) -> Facts:
    """What the reader may see of a person: whoever only reads knows functions, members released addresses."""
    if by.coordinates_body(table_id):
        return {}
    if not table_queries.sees_names(by, table_id):
        return {"name": "", "email": "", "salutation": "", "contact_released": ""}
    is_seen = row.contact_released or row.id == by.person_id
    return {} if is_seen else {"email": "", "salutation": ""}


def seats(reading: Session, table_id: int, on: date, by: Actor) -> list[Facts]:
    """A line for each appointment. Members get those of the day; what ended, declarations and rights to sign
    are the coordination's."""
    query = select(Seat).join(Seat.organisation).where(Seat.body_id == table_id)
    if not by.coordinates_body(table_id):
        query = query.where(in_force(Seat, on))
    rows = reading.scalars(
        query.options(
            contains_eager(Seat.organisation), selectinload(Seat.appointments).joinedload(Appointment.person)
        ).order_by(Organisation.folded, Seat.id)
    )
    return [facts for row in rows for facts in _seat_lines(row, on, by)]


def _seat_lines(row: Seat, on: date, by: Actor) -> Iterator[Facts]:
    is_whole = by.coordinates_body(row.body_id)
    facts = {name: OF_SEATS[name].cell.kept(getattr(row, name)) for name in SEAT_COLUMNS}
    facts["organisation_id"] = row.organisation.name
    if not is_whole:
        facts |= {"starts_on": "", "ends_on": "", "end_reason": ""}
    shown = row.appointments if is_whole else row.appointed_on(on)
    for each in shown:
        yield facts | _appointment(each, row.body_id, by)
    if not shown:
        yield facts


SEAT_COLUMNS: Final = ("kind", "since", "starts_on", "ends_on", "end_reason")


def _appointment(row: Appointment, table_id: int, by: Actor) -> Facts:
    person = row.person
    seen = _seen_of(person, table_id, by)
    facts = {
        "person": seen.get("name", person.name),
        "function": person.function,
        "email": seen.get("email", person.email or ""),
        "salutation": seen.get("salutation", person.salutation),
        "role": row.role.value,
        "rank": str(row.rank),
    }
    if not by.coordinates_body(table_id):
        return facts
    period = {"appointed_from": row.starts_on, "appointed_until": row.ends_on, "declared_on": row.declared_on}
    told = {name: OF_SEATS[name].cell.kept(day) for name, day in period.items()}
    return facts | told | {"may_sign": OF_SEATS["may_sign"].cell.kept(row.may_sign)}


def contacts(reading: Session, table_id: int, on: date, by: Actor) -> list[Person]:
    """Who sits at the table or coordinates it on that day, and whose address the reader may see."""
    is_whole = by.coordinates_body(table_id)
    seated = (
        select(Appointment.person_id)
        .join(Appointment.seat)
        .where(Seat.body_id == table_id, in_force(Seat, on), in_force(Appointment, on))
    )
    kinds = tuple(OfficeKind) if is_whole else table_queries.COORDINATING
    in_office = select(Office.person_id).where(
        Office.body_id == table_id,
        Office.kind.in_(kinds),
        or_(Office.ends_on.is_(None), Office.ends_on >= on),
    )
    query = select(Person).where(
        or_(Person.id.in_(seated), Person.id.in_(in_office)), Person.email.is_not(None)
    )
    if not is_whole:
        query = query.where(or_(Person.contact_released, Person.id == by.person_id))
    return list(
        reading.scalars(query.options(joinedload(Person.organisation)).order_by(Person.name, Person.id))
    )
