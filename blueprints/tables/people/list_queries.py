"""The list of people at a table: who sits for which institution, as far as the reader may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from blueprints.tables.queries import COORDINATING, SEATS, Named, named, sees_members
from models.actors import Actor
from models.bodies import Body, Office
from models.folding import folded
from models.known_people import KnownPerson
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat

IN_OFFICE: Final = "office"
"""The part of the list that is no role on a seat: coordination and, for the coordination, read access."""

OFFICES: Final = (
    select(Office)
    .where(Office.body_id == bindparam("table_id"))
    .options(joinedload(Office.person).joinedload(Person.organisation))
    .order_by(Office.kind, Office.id)
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person in one role; without a person, a seat that nobody represents today. `role` is a marked
    word, `part` what the filter asks for; `seat` is empty for an office. `starts_on` is empty for whoever
    has always been there; `ends_on` is the coordination's."""

    institution: str
    organisation_id: int | None
    person: Named | None
    role: str
    part: str
    rank: int = 0
    seat: Seat | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def words(self) -> str:
        """What the reader sees of the line, for a search: never what she does not see."""
        person = self.person
        told = f"{person.name} {person.function} {person.email or ''}" if person else ""
        return folded(f"{self.institution} {told}")


def people(
    reading: Session, body: Body, on: date, by: Actor, *, words: str = "", part: str = ""
) -> list[Line]:
    """Who sits at the table today by institution, main first, then who holds an office, in two statements.

    A seat that nobody represents today has a line that says so, whoever stands in or begins later.
    The coordination also sees who begins later. `words` must all stand in what is shown of a line.
    """
    if not sees_members(by, body.id):
        return []
    wanted = {"table_id": body.id, "on": on, "with_former": False}
    seats = reading.scalars(SEATS, wanted).unique().all()
    lines = [line for seat in seats for line in _of_seat(seat, on, by, body.bylaws.declaration_needed)]
    lines += _in_office(reading.scalars(OFFICES, {"table_id": body.id}).all(), on, by)
    asked = folded(words).split()
    return [each for each in lines if part in ("", each.part) and all(word in each.words for word in asked)]


@dataclass(frozen=True, kw_only=True)
class Unseated:
    """Somebody whom the coordination has noted and who acts for nobody here; `seat_id` is the seat of her
    institution at the table, if it has one."""

    person: Person
    institution: str
    organisation_id: int | None
    seat_id: int | None


def unseated(reading: Session, body: Body, on: date) -> list[Unseated]:
    """Whom the table's coordination may put on a seat: noted or imported, without seat or office today or
    later. In one statement."""
    acting = (
        select(Appointment.person_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(Seat.body_id == body.id, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on))
    )
    in_office = select(Office.person_id).where(
        Office.body_id == body.id, or_(Office.ends_on.is_(None), Office.ends_on >= on)
    )
    seat = aliased(Seat)
    rows = reading.execute(
        select(Person, seat.id)
        .join(KnownPerson, KnownPerson.person_id == Person.id)
        .outerjoin(
            seat,
            (seat.organisation_id == Person.organisation_id)
            & (seat.body_id == body.id)
            & or_(seat.ends_on.is_(None), seat.ends_on >= on),
        )
        .where(KnownPerson.body_id == body.id, Person.id.not_in(acting), Person.id.not_in(in_office))
        .options(joinedload(Person.organisation))
        .order_by(Person.name, Person.id, seat.id)
    )
    found = {person.id: (person, seat_id) for person, seat_id in rows}
    return [
        Unseated(
            person=person,
            institution=person.organisation.name if person.organisation else "",
            organisation_id=person.organisation_id,
            seat_id=seat_id,
        )
        for person, seat_id in found.values()
    ]


def _of_seat(seat: Seat, on: date, by: Actor, declaration_needed: bool) -> Iterator[Line]:
    keeps, order = by.coordinates_body(seat.body_id), list(AppointmentRole)
    if not keeps and not seat.holds_on(on):
        return
    held = [each for each in seat.appointments if _shown(each, on, keeps)]
    if seat.holds_on(on) and all(each.role is not AppointmentRole.MAIN for each in seat.appointed_on(on)):
        yield _vacant(seat)
    for each in sorted(held, key=lambda each: (order.index(each.role), each.rank, each.id)):
        declared = each.declared_on is not None or not declaration_needed
        yield Line(
            institution=seat.organisation.name,
            organisation_id=seat.organisation_id,
            person=named(each.person, each.role.label, seat.body_id, by, declared),
            role=each.role.label,
            part=each.role.value,
            rank=each.rank,
            seat=seat,
            starts_on=each.starts_on,
            ends_on=each.ends_on if keeps else None,
        )


def _vacant(seat: Seat) -> Line:
    main, house = AppointmentRole.MAIN, seat.organisation
    return Line(
        institution=house.name,
        organisation_id=house.id,
        person=None,
        role=main.label,
        part=main.value,
        seat=seat,
    )


def _in_office(offices: Sequence[Office], on: date, by: Actor) -> Iterator[Line]:
    for each in offices:
        keeps = by.coordinates_body(each.body_id)
        if not _shown(each, on, keeps) or not (keeps or each.kind in COORDINATING):
            continue
        house = each.person.organisation
        yield Line(
            institution=house.name if house else "",
            organisation_id=each.person.organisation_id,
            person=named(each.person, each.kind.label, each.body_id, by),
            role=each.kind.label,
            part=IN_OFFICE,
            starts_on=each.starts_on,
            ends_on=each.ends_on if keeps else None,
        )


def _shown(row: Appointment | Office, on: date, keeps: bool) -> bool:
    """Whoever acts today; for the coordination also who begins later."""
    over = row.ends_on is not None and row.ends_on < on
    return not over and (keeps or row.starts_on is None or row.starts_on <= on)
