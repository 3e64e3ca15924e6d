"""The coordination passes to another institution: periods, offices, and what is gone through with it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.accounts import sign_in_rules
from blueprints.tables.handovers import letters
from blueprints.tables.people.access_rules import account_of, invite, lacks_access
from blueprints.tables.people.person_rules import person_for
from blueprints.tables.rules import day_of, locked
from models import periods
from models.actors import Actor
from models.bodies import Coordination, Office, OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.handovers import HandoverPoint, HandoverTick
from models.history import record
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat
from models.standing import in_force
from models.words import N_

REASONABLE = timedelta(days=366)
"""A change of coordination is noted at most so long after it, and planned at most so long before."""


def pass_on(
    house: Session,
    table_id: int,
    *,
    organisation_id: int,
    starts_on: date,
    person: dict[str, Any],
    by: Actor,
    now: datetime,
) -> Coordination:
    """Let another institution coordinate from a day on: a new period, the old one ends the day before.

    Offices are never rewritten: where the day lies back, they change today.
    """
    locked(house, table_id, by)
    organisation = house.get(Organisation, organisation_id)
    if organisation is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    organisation.must_exist(starts_on, "organisation_id")
    for former in _former(house, table_id, organisation_id, starts_on, now):
        former.ends_on = starts_on - timedelta(days=1)
    new = Coordination(
        body_id=table_id,
        organisation_id=organisation_id,
        since=FuzzyDate.of_day(starts_on),
        starts_on=starts_on,
    )
    house.add(new)
    house.flush()
    record(house, "pass-on", new, by=by, now=now, organisation=organisation_id, on=starts_on.isoformat())
    changes_on = max(starts_on, day_of(now))
    _give_office(house, new, person, changes_on, by, now)
    _end_offices(house, new, changes_on, by, now)
    letters.send(house, new, letters.PASSED_ON, now=now)
    return new


def _former(
    house: Session, table_id: int, organisation_id: int, starts_on: date, now: datetime
) -> Sequence[Coordination]:
    """The periods that end, if the new one may begin that day."""
    today = day_of(now)
    if not today - REASONABLE <= starts_on <= today + REASONABLE:
        raise RuleBroken(N_("At most one year before or after today."), field="starts_on")
    rows = house.scalars(
        select(Coordination).where(
            Coordination.body_id == table_id,
            or_(Coordination.ends_on.is_(None), Coordination.ends_on >= today),
        )
    ).all()
    if any(each.starts_on and each.starts_on > today for each in rows):
        raise RuleBroken(N_("A change of coordination is planned already. Call it off first."))
    if any(each.organisation_id == organisation_id for each in rows):
        raise RuleBroken(N_("This institution coordinates already."), field="organisation_id")
    begun = [each.starts_on or each.since.first_day for each in rows]
    if any(day is not None and starts_on <= day for day in begun):
        raise RuleBroken(N_("The present coordination had not begun yet on this day."), field="starts_on")
    return rows


def _give_office(
    house: Session, new: Coordination, person: dict[str, Any], on: date, by: Actor, now: datetime
) -> None:
    """Nobody is locked out: somebody of the new institution coordinates from that day, and can sign in."""
    held = house.scalars(
        select(Office)
        .join(Office.person)
        .where(
            Office.body_id == new.body_id,
            Office.kind == OfficeKind.COORDINATION,
            Office.ends_on.is_(None),
            Person.organisation_id == new.organisation_id,
        )
        .options(joinedload(Office.person))
    ).all()
    if not (person["person_id"] or person["name"]):
        if not any(each.holds_on(on) and can_sign_in(house, each.person) for each in held):
            raise RuleBroken(
                N_("Name somebody of the new institution who coordinates from that day on."), field="name"
            )
        return
    chosen = person_for(house, organisation_id=new.organisation_id, table_id=new.body_id, by=by, **person)
    if chosen.organisation_id != new.organisation_id:
        field = "person_id" if person["person_id"] else "email"
        raise RuleBroken(N_("This person does not belong to the new institution."), field=field)
    if not can_sign_in(house, chosen) and not lacks_access(house, chosen):
        raise RuleBroken(N_("Without an e-mail address of her own this person can’t sign in."), field="email")
    if not any(each.person_id == chosen.id and each.holds_on(on) for each in held):
        office = Office(
            body_id=new.body_id,
            person_id=chosen.id,
            kind=OfficeKind.COORDINATION,
            starts_on=on,
            handover_id=new.id,
        )
        office.judge(house.scalars(select(Office).where(Office.body_id == new.body_id)).all())
        house.add(office)
        record(house, "give", office, by=by, now=now, person=chosen.id, kind=office.kind.value)
    invite(house, chosen, body_id=new.body_id, by=by, now=now)


def can_sign_in(house: Session, person: Person) -> bool:
    account = account_of(house, person)
    return account is not None and account.password_hash is not None and account.locked_at is None


def _end_offices(house: Session, new: Coordination, on: date, by: Actor, now: datetime) -> None:
    """Whoever is not of the new institution coordinates no more; the seat of a house reads on as a member,
    and whoever has none keeps read access (domain.md 13, case 25)."""
    offices = house.scalars(
        select(Office)
        .where(
            Office.body_id == new.body_id,
            Office.kind != OfficeKind.READER,
            or_(Office.ends_on.is_(None), Office.ends_on >= on),
        )
        .options(joinedload(Office.person))
        .order_by(Office.id)
    ).all()
    leaving = [each for each in offices if each.person.organisation_id != new.organisation_id]
    for office in leaving:
        if office.ends_on is None:
            office.handover_id = new.id
        periods.cut(office, on - timedelta(days=1))
        record(house, "end", office, by=by, now=now, ends_on=on.isoformat())
        if on <= day_of(now):
            sign_in_rules.end_sessions_of(house, office.person_id, by=by, now=now)
    house.flush()
    for person in {each.person_id: each.person for each in leaving}.values():
        if not _reads_on(house, new.body_id, person, on):
            reader = Office(
                body_id=new.body_id,
                person_id=person.id,
                kind=OfficeKind.READER,
                starts_on=on,
                handover_id=new.id,
            )
            house.add(reader)
            record(house, "give", reader, by=by, now=now, person=person.id, kind=reader.kind.value)


def _reads_on(house: Session, table_id: int, person: Person, on: date) -> bool:
    """Whether a seat of the person's institution, an own one or read access is there anyway."""
    seats = house.scalars(
        select(Seat.id)
        .outerjoin(Seat.appointments)
        .where(
            Seat.body_id == table_id,
            in_force(Seat, on),
            or_(
                Seat.organisation_id == person.organisation_id,
                (Appointment.person_id == person.id) & in_force(Appointment, on),
            ),
        )
    ).first()
    offices = house.scalars(
        select(Office).where(
            Office.body_id == table_id, Office.person_id == person.id, Office.kind == OfficeKind.READER
        )
    ).all()
    return seats is not None or any(each.ends_on is None or each.ends_on >= on for each in offices)


def call_off(house: Session, table_id: int, coordination_id: int, *, by: Actor, now: datetime) -> None:
    """Call a planned change off before its day: all is as before."""
    locked(house, table_id, by)
    planned = _of_table(house, table_id, coordination_id)
    if planned.starts_on is None or planned.starts_on <= day_of(now):
        raise RuleBroken(N_("This change has already taken place."))
    letters.send(house, planned, letters.CALLED_OFF, now=now)
    last = planned.starts_on - timedelta(days=1)
    for office in house.scalars(select(Office).where(Office.handover_id == planned.id)):
        if office.starts_on == planned.starts_on:
            house.delete(office)
        else:
            office.ends_on, office.handover_id = None, None
    for former in house.scalars(
        select(Coordination).where(Coordination.body_id == table_id, Coordination.ends_on == last)
    ):
        former.ends_on = None
    record(house, "call-off", planned, by=by, now=now)
    house.execute(delete(HandoverTick).where(HandoverTick.coordination_id == planned.id))
    house.flush()
    house.delete(planned)


def tick(
    house: Session,
    table_id: int,
    coordination_id: int,
    *,
    point: HandoverPoint,
    done: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Note a point of the handover as done, or take that back."""
    locked(house, table_id, by)
    coordination = _of_table(house, table_id, coordination_id)
    found = house.scalar(
        select(HandoverTick).where(
            HandoverTick.coordination_id == coordination.id, HandoverTick.point == point
        )
    )
    if done is (found is not None):
        return
    if found is not None:
        house.delete(found)
    else:
        house.add(
            HandoverTick(
                coordination_id=coordination.id, point=point, done_on=day_of(now), done_by_id=by.person_id
            )
        )
    record(house, "tick" if done else "untick", coordination, by=by, now=now, point=point.value)


def _of_table(house: Session, table_id: int, coordination_id: int) -> Coordination:
    coordination = house.get(Coordination, coordination_id)
    if coordination is None or coordination.body_id != table_id or coordination.starts_on is None:
        raise NotAllowed
    return coordination
