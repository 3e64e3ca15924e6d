"""Mandates follow the people: who leaves her institution does not go on speaking for it unseen."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.rules import day_of
from models.appearance_words import MandateEnd
from models.appearances import Appearance, Mandate
from models.consequences import consequence
from models.history import record
from models.people import Person
from models.seats import Appointment, Seat


@consequence
def follow_mandates(house: Session, body_id: int | None, now: datetime) -> int:
    """A mandate for one's own institution lapses when the person has left it. One for somebody else is
    marked, so that the coordination asks whoever sent her: neither is it lost, nor does it go on unseen.
    Returns how many."""
    today, count = day_of(now), 0
    running = (
        select(Mandate)
        .join(Appearance, Appearance.id == Mandate.appearance_id)
        .where(
            Mandate.ended.is_(None),
            Mandate.person_id.is_not(None),
            Mandate.employer_id.is_not(None),
            Mandate.to_check_since.is_(None),
            Mandate.kept_on.is_(None),
        )
        .options(joinedload(Mandate.appearance), joinedload(Mandate.person))
        .order_by(Mandate.id)
    )
    found = [each for each in house.scalars(running).all() if each.appearance.state.is_open]
    there = _who_is_there(house, found, now)
    for each in found:
        if (each.person_id, each.employer_id) in there:
            continue
        count += 1
        if each.speaks_for_others:
            each.to_check_since = today
            record(house, "must-check", each, by=None, now=now)
        else:
            each.end(MandateEnd.LAPSED, today)
            record(house, "end", each, by=None, now=now, how=MandateEnd.LAPSED.value)
    return count


def _who_is_there(house: Session, found: list[Mandate], now: datetime) -> set[tuple[int, int]]:
    """Of the people of these mandates who is with which institution today: by a seat that she fills, or, if
    she never filled one of it, by what the directory says."""
    people = {each.person_id for each in found}
    rows = house.execute(
        select(Appointment, Seat)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(Appointment.person_id.in_(people))
    ).all()
    today = day_of(now)
    ever = {(held.person_id, seat.organisation_id) for held, seat in rows}
    there = {
        (held.person_id, seat.organisation_id)
        for held, seat in rows
        if (held.ends_on is None or held.ends_on >= today) and (seat.ends_on is None or seat.ends_on >= today)
    }
    listed = house.execute(select(Person.id, Person.organisation_id).where(Person.id.in_(people)))
    return there | {
        (row.id, row.organisation_id) for row in listed if (row.id, row.organisation_id) not in ever
    }
