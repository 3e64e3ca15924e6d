"""Whoever signs in with a mailbox says whether somebody who was entered with it under another name is she."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blueprints.tables.people import mailbox_queries
from blueprints.tables.rules import day_of
from models.accounts import Account
from models.actors import Actor
from models.base import Base
from models.bodies import Office, OfficeKind
from models.consequences import people_changed
from models.errors import NotAllowed, RuleBroken
from models.guests import ItemGuest
from models.history import record
from models.known_people import KnownPerson
from models.minutes import WERE_THERE, Attendance
from models.people import Person
from models.seats import Appointment, Seat
from models.words import N_

ONCE: Final[tuple[tuple[Any, str], ...]] = (
    (KnownPerson, "body_id"),
    (ItemGuest, "item_id"),
    (Attendance, "minutes_id"),
)
"""What a person can have only once for the same thing."""


def recognise(house: Session, person_id: int, *, by: Actor, now: datetime) -> None:
    """“That is me”: all that the other entry holds is hers from now on, under her own name, and it is gone.

    The address proves it: her account works with it. Rights follow at once; where they ask for a second
    factor, so does the next page.
    """
    other = _entered(house, person_id, by, now)
    appointments = house.scalars(select(Appointment).where(Appointment.person_id == person_id)).all()
    offices = house.scalars(select(Office).where(Office.person_id == person_id)).all()
    _judge(house, appointments, offices, by)
    rows: list[Appointment | Office] = [*appointments, *offices]
    bodies = sorted({_body_of(house, row) for row in rows})
    for row in rows:
        row.person_id = by.person_id
        record(house, "recognise", row, by=by, now=now, body_id=_body_of(house, row), before=person_id)
    house.flush()
    _pass_on(house, person_id, by.person_id)
    house.delete(other)
    house.flush()
    for body_id in bodies:
        people_changed(house, body_id, now)


def set_apart(house: Session, person_id: int, *, by: Actor, now: datetime) -> None:
    """“That is somebody else with this mailbox”: the coordinations are told, and ask for another address."""
    other = _entered(house, person_id, by, now)
    other.apart_from_id = by.person_id
    record(house, "set-apart", other, by=by, now=now)


def _entered(house: Session, person_id: int, by: Actor, now: datetime) -> Person:
    found = mailbox_queries.people(house, by, day_of(now))
    if person_id not in {each.id for each in found}:
        raise NotAllowed
    return house.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def _judge(house: Session, appointments: Any, offices: Any, by: Actor) -> None:
    """Refuse what one person may not hold: the same seat twice at a time, coordination and administration."""
    own = house.scalars(select(Appointment).where(Appointment.person_id == by.person_id)).all()
    for each in appointments:
        if any(mine.seat_id == each.seat_id and mine.overlaps(each.starts_on, each.ends_on) for mine in own):
            raise RuleBroken(
                N_("You act for this institution at this table already. Please tell the coordination.")
            )
    is_admin = house.scalar(select(Account.is_admin).where(Account.person_id == by.person_id))
    if is_admin and any(each.kind is not OfficeKind.READER for each in offices):
        raise RuleBroken(N_("System administration and coordination are kept apart."))


def _body_of(house: Session, row: Appointment | Office) -> int:
    return row.body_id if isinstance(row, Office) else house.get_one(Seat, row.seat_id).body_id


def _pass_on(house: Session, old: int, new: int) -> None:
    """Whatever else points to the other entry points to her: invitations, answers, letters."""
    _note_presence(house, old, new)
    for cls, thing in ONCE:
        has = select(getattr(cls, thing)).where(cls.person_id == new)
        twice = (cls.person_id == old) & getattr(cls, thing).in_(has)
        for row in house.scalars(select(cls).where(twice)):
            house.delete(row)
    house.flush()
    person = Person.__table__.c.id
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is person:
                house.execute(update(table).where(key.parent == old).values({key.parent.name: new}))
    house.expire_all()


def _note_presence(house: Session, old: int, new: int) -> None:
    """A guest who stands twice in the same minutes was there if one of her two lines says so."""
    was = select(Attendance).where(Attendance.person_id == old, Attendance.state.in_(WERE_THERE))
    there = {each.minutes_id: each for each in house.scalars(was)}
    own = select(Attendance).where(Attendance.person_id == new, Attendance.minutes_id.in_(there))
    for line in house.scalars(own.where(Attendance.state.not_in(WERE_THERE))):
        line.state, line.names = there[line.minutes_id].state, line.names or there[line.minutes_id].names
