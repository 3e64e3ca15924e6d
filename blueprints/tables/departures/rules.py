"""The seat of an institution that has ended passes to its successor, or only ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from blueprints.tables import rules as table_rules
from blueprints.tables.people import rules as people_rules
from models.actors import Actor
from models.consequences import people_changed, put_off
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation, Succession
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.words import N_


def settle_seat(
    house: Session,
    table_id: int,
    seat_id: int,
    *,
    successor_id: int | None,
    on: date,
    kind: SeatKind,
    reason: str,
    appointment_ids: Sequence[int],
    by: Actor,
    now: datetime,
) -> Seat | None:
    """End the seat from `on` on; the successor is admitted the same day, and takes these people along.

    Where the successor sits at the table already, they join that seat. A signing right is not taken along:
    the new institution gives its own.
    """
    table_rules.locked(house, table_id, by)
    old = table_rules.seat_of(house, table_id, seat_id)
    ended_id = _ended(house, old, on)
    taken = [each for each in old.appointed_on(on) if each.id in set(appointment_ids)]
    with put_off(house):
        table_rules.end_seat(house, table_id, seat_id, ends_on=on, reason=reason, by=by, now=now)
        new = None
        if successor_id is not None:
            new = _passed(house, old, ended_id, successor_id, on, kind, by, now)
            for each in taken:
                _take_along(house, table_id, new.id, each, on, by, now)
    people_changed(house, table_id, now)
    return new


def _passed(
    house: Session,
    old: Seat,
    ended_id: int,
    successor_id: int,
    on: date,
    kind: SeatKind,
    by: Actor,
    now: datetime,
) -> Seat:
    """The seat that the successor gets or has, noted as the one to which the old one has passed."""
    _judge_successor(house, ended_id, successor_id)
    house.flush()
    facts: dict[str, Any] = {
        "kind": kind,
        "since": FuzzyDate.of_day(on),
        "starts_on": on,
        "by": by,
        "now": now,
    }
    new = _seat_on(house, old.body_id, successor_id, on)
    new = new or table_rules.admit(house, old.body_id, organisation_id=successor_id, **facts)
    house.flush()
    old.passed_to_id = new.id
    record(house, "succeed", new, by=by, now=now, before=old.id)
    return new


def _ended(house: Session, seat: Seat, on: date) -> int:
    """The institution of the seat, which must be no more on that day."""
    organisation = house.get_one(Organisation, seat.organisation_id)
    if organisation.ended_on is None:
        raise RuleBroken(N_("This institution has not ended."))
    if on < organisation.ended_on:
        raise RuleBroken(N_("The institution still exists on this day."), field="on")
    return organisation.id


def _judge_successor(house: Session, ended_id: int, successor_id: int) -> None:
    known = select(Succession.successor_id).where(
        Succession.predecessor_id == ended_id, Succession.successor_id == successor_id
    )
    if house.scalar(known) is None:
        raise RuleBroken(N_("This institution is not its successor."), field="successor_id")


def _seat_on(house: Session, table_id: int, organisation_id: int, on: date) -> Seat | None:
    """The seat that the successor holds already."""
    return house.scalar(
        select(Seat)
        .where(
            Seat.body_id == table_id,
            Seat.organisation_id == organisation_id,
            or_(Seat.ends_on.is_(None), Seat.ends_on >= on),
        )
        .order_by(Seat.id.desc())
        .limit(1)
    )


def _take_along(
    house: Session, table_id: int, seat_id: int, old: Appointment, on: date, by: Actor, now: datetime
) -> None:
    """The same person in the same role; whoever comes second to a seat that has a main one is a deputy."""
    seat = house.scalars(
        select(Seat)
        .where(Seat.id == seat_id)
        .options(selectinload(Seat.appointments))
        .execution_options(populate_existing=True)
    ).one()
    held = [each for each in seat.appointments if each.overlaps(on, None)]
    if any(each.person_id == old.person_id for each in held):
        return
    has_main = any(each.role is AppointmentRole.MAIN for each in held)
    role = AppointmentRole.DEPUTY if old.role is AppointmentRole.MAIN and has_main else old.role
    people_rules.appoint(
        house,
        table_id,
        seat_id,
        person={"person_id": old.person_id},
        role=role,
        rank=None,
        starts_on=on,
        ends_on=None,
        may_sign=False,
        declared_on=old.declared_on,
        by=by,
        now=now,
    )
    house.get_one(Person, old.person_id).organisation_id = seat.organisation_id
    house.flush()
