"""The confidentiality declaration: given by the person herself on the site, before her rights begin."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.rules import day_of
from models.actors import Actor
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.seats import Appointment, DeclarationWording, Seat
from models.standing import in_force
from models.versions import ChangedMeanwhile
from models.words import N_

STANDARD = N_(
    "I treat as confidential what I learn in this body about persons, cases and internal matters of the "
    "institutions. In my own institution I use it only as far as the minutes show it. Statements to the "
    "outside are made by the coordination alone or as the body decides. I describe cases only so that nobody "
    "can be recognised. This duty goes on after my work here has ended."
)
"""The standard wording; a table may have its own in its bylaws."""


def may_declare(by: Actor, appointment: Appointment) -> bool:
    """Only the person herself, and only while it is missing; paper is noted by the coordination."""
    return appointment.id in by.undeclared and appointment.person_id == by.person_id


def declare(
    house: Session, table_id: int, appointment_id: int, *, shown: str, wording: str, by: Actor, now: datetime
) -> int:
    """Give the declaration for all of one's appointments at the table that wait for it; returns how many.

    `wording` is what holds now, `shown` the hash of what the person has read. Her rights begin at once.
    """
    asked = house.get(Appointment, appointment_id, with_for_update=True)
    if asked is None or not may_declare(by, asked):
        raise NotAllowed
    if shown != DeclarationWording.hashed(wording):
        raise ChangedMeanwhile
    waiting = house.scalars(
        select(Appointment)
        .join(Appointment.seat)
        .where(Seat.body_id == table_id, Appointment.id.in_(by.undeclared))
        .order_by(Appointment.id)
    ).all()
    if asked.id not in [each.id for each in waiting]:
        raise NotAllowed
    kept = _kept(house, table_id, wording)
    for each in waiting:
        each.declared_on, each.wording_id = day_of(now), kept.id
        record(house, "declare", each, by=by, now=now, body_id=table_id, sha256=kept.sha256)
    return len(waiting)


def _kept(house: Session, table_id: int, wording: str) -> DeclarationWording:
    sha256 = DeclarationWording.hashed(wording)
    same = select(DeclarationWording).where(DeclarationWording.body_id == table_id)
    house.scalars(select(Bylaws).where(Bylaws.body_id == table_id).with_for_update()).one_or_none()
    found = house.scalar(same.where(DeclarationWording.sha256 == sha256))
    if found is None:
        found = DeclarationWording(body_id=table_id, sha256=sha256, text=wording)
        house.add(found)
        house.flush()
    return found


def carry_over(house: Session, new: Appointment, table_id: int, today: date) -> None:
    """Who acts at the table already and has given the declaration need not give it again."""
    if new.declared_on is not None:
        return
    given = house.scalar(
        select(Appointment)
        .join(Appointment.seat)
        .where(
            Seat.body_id == table_id,
            Appointment.person_id == new.person_id,
            Appointment.declared_on <= today,
            in_force(Appointment, today),
        )
        .order_by(Appointment.id)
        .limit(1)
    )
    if given is not None:
        new.declared_on, new.wording_id = given.declared_on, given.wording_id


def judge_day(declared_on: date | None, today: date) -> None:
    """A declaration is noted when it has been given."""
    if declared_on is not None and declared_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="declared_on")
