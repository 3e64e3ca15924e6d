"""Whom the coordination may invite for an institution outside: nobody who would sign in its own hand."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.tables.people.person_rules import with_address
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.bodies import Coordination, Office, OfficeKind
from models.errors import RuleBroken
from models.people import Person
from models.positions import Position
from models.seats import Appointment, Seat
from models.standing import in_force
from models.words import N_


def judge_delegate(
    house: Session,
    position: Position,
    organisation_id: int,
    *,
    email: str,
    may_sign: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Refuse oneself, whoever is of the coordination of the table, and a mailbox of another institution that
    would sign. It is the mailbox that counts: whoever reads it signs, whatever the name."""
    places = _institutions(house, with_address(house, email), now)
    if by.person_id in places:
        raise RuleBroken(N_("This is your own address: you can't invite yourself."), field="email")
    strangers = {each for each, of in places.items() if organisation_id not in of}
    if _of_coordination(house, position, strangers, now):
        raise RuleBroken(
            N_("This is an address of the coordination of this table, not of the institution."), field="email"
        )
    if may_sign and any(places[each] for each in strangers):
        raise RuleBroken(
            N_("Another institution uses this address. Whoever signs needs an address of her institution."),
            field="email",
        )


def _institutions(house: Session, people: Iterable[Person], now: datetime) -> dict[int, set[int]]:
    """To which institutions each of them belongs: by the directory, or by the seats that she fills."""
    found = {each.id: {each.organisation_id} if each.organisation_id else set() for each in people}
    seated = (
        select(Appointment.person_id, Seat.organisation_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(Appointment.person_id.in_(found), in_force(Appointment, day_of(now)))
    )
    for row in house.execute(seated):
        found[row.person_id].add(row.organisation_id)
    return found


def _of_coordination(house: Session, position: Position, ids: Collection[int], now: datetime) -> set[int]:
    """Who of them coordinates the table, or belongs to the institution that does."""
    today = day_of(now)
    office = select(Office.person_id).where(
        *(Office.body_id == position.body_id, Office.kind != OfficeKind.READER, in_force(Office, today))
    )
    place = select(Coordination.organisation_id).where(
        Coordination.body_id == position.body_id, in_force(Coordination, today)
    )
    meant = or_(Person.id.in_(office), Person.organisation_id.in_(place))
    return set(house.scalars(select(Person.id).where(Person.id.in_(ids), meant)))
