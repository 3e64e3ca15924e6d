"""Mandates: given, corrected, ended, kept on when the person has left; and the report back to the table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.lobbying.appearance_rules import locked
from blueprints.lobbying.rules import may_keep
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.appearance_words import MandateEnd
from models.appearances import Appearance, Mandate
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.people import Person
from models.position_texts import PositionVersion
from models.positions import Position
from models.seats import Appointment, Seat
from models.standing import in_force
from models.versions import must_be
from models.words import N_


def give(house: Session, appearance_id: int, *, by: Actor, now: datetime, **facts: Any) -> Mandate:
    """Somebody goes there; without a day it was given today."""
    appearance = locked(house, appearance_id, by)
    made = Mandate(appearance_id=appearance_id, body_id=appearance.body_id, **facts)
    _judge(house, made, day_of(now))
    house.add(made)
    house.flush()
    record(house, "give", made, by=by, now=now, appearance=appearance_id)
    return made


def correct(
    house: Session, mandate_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Change a mandate that runs: who goes, for whom, how far, bound to which text."""
    found = _running(house, mandate_id, by)
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(house, found, day_of(now))
    record(house, "edit", found, by=by, now=now, changed=names)


def end(house: Session, mandate_id: int, *, how: MandateEnd, by: Actor, now: datetime) -> None:
    """Fulfilled, taken back, or lapsed because the person has left."""
    found = _running(house, mandate_id, by)
    found.end(how, day_of(now))
    record(house, "end", found, by=by, now=now, how=how.value)


def keep_on(house: Session, mandate_id: int, *, by: Actor, now: datetime) -> None:
    """The person has left her employer, and yet goes on speaking for whoever sent her."""
    found = _running(house, mandate_id, by)
    if found.to_check_since is None:
        raise NotAllowed
    found.to_check_since, found.kept_on = None, day_of(now)
    record(house, "keep-on", found, by=by, now=now)


def may_report(by: Actor, mandate: Mandate) -> bool:
    """Who went reports back, as long as she is at the table; the coordination writes it down for her."""
    mine = mandate.person_id is not None and mandate.person_id == by.person_id
    return may_keep(by, mandate.body_id) or (mine and bool(by.seats_at(mandate.body_id)))


def report(
    house: Session, mandate_id: int, *, text: str, based_on: int | None, by: Actor, now: datetime
) -> None:
    """Report back to the table; a second time replaces what was reported, and was seen. Not before the day
    has come, and not for a mandate that was taken back."""
    found = house.scalar(
        select(Mandate).where(Mandate.id == mandate_id, Mandate.visible_to(by)).with_for_update()
    )
    if found is None or not may_report(by, found) or found.ended not in (None, MandateEnd.FULFILLED):
        raise NotAllowed
    must_be(found, based_on)
    if not text:
        raise RuleBroken(N_("Please write what is to be reported."), field="text")
    held_on = house.get_one(Appearance, found.appearance_id).held_on
    if held_on.first_day and held_on.first_day > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="text")
    found.report, found.reported_on = text, day_of(now)
    if found.runs:
        found.end(MandateEnd.FULFILLED, day_of(now))
    record(house, "report", found, by=by, now=now)


def _running(house: Session, mandate_id: int, by: Actor) -> Mandate:
    found = house.scalar(select(Mandate).where(Mandate.id == mandate_id).with_for_update())
    if found is None or not may_keep(by, found.body_id) or not found.runs:
        raise NotAllowed
    return found


def _judge(house: Session, found: Mandate, today: date) -> None:
    """Refuse people who are not at the table, institutions and texts that there are not; who is known here is
    employed where the directory says, unless something else is typed."""
    if found.person_id is not None:
        person = house.scalar(
            select(Person).where(Person.id == found.person_id, at_table(found.body_id, today))
        )
        if person is None and found.id is None:
            raise RuleBroken(N_("Choose among the people of the table."), field="person_id")
        if person and found.employer_id is None and not found.employer_name:
            found.employer_id = person.organisation_id
    found.judge()
    for name in ("employer_id", "principal_id"):
        if (known := getattr(found, name)) is not None and house.get(Organisation, known) is None:
            raise RuleBroken(N_("There is no such institution."), field=name)
    if found.position_version_id is not None:
        ours = (
            select(PositionVersion.id)
            .join(Position, Position.id == PositionVersion.position_id)
            .where(PositionVersion.id == found.position_version_id, Position.body_id == found.body_id)
        )
        if house.scalar(ours) is None:
            raise RuleBroken(N_("There is no such version at this table."), field="position_version_id")


def at_table(table_id: int, today: date) -> Any:
    """SQL: the person fills a seat of the table on that day."""
    sitting = (
        select(Appointment.person_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(Seat.body_id == table_id, in_force(Appointment, today), in_force(Seat, today))
    )
    return Person.id.in_(sitting)
