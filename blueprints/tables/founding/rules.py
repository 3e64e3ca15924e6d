"""System administration sets up an empty body with its first coordination, and nothing more."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.founding import queries
from blueprints.tables.people.access_rules import account_of, invite
from blueprints.tables.people.person_rules import person_for
from blueprints.tables.rules import day_of, judge_name
from models.actors import Actor
from models.bodies import Body, BodyKind, BodyState, Bylaws, Coordination, Office, OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation
from models.people import Person
from models.standing import in_force
from models.words import N_

HUES = 12


def may_create(by: Actor) -> bool:
    """System administration, which has no content."""
    return by.is_admin


def create(
    house: Session,
    *,
    name: str,
    kind: BodyKind,
    organisation_id: int | None,
    organisation_name: str,
    coordinator: dict[str, Any],
    is_founding: bool = False,
    by: Actor,
    now: datetime,
) -> Office:
    """Set up an empty body with its coordinating institution and its first coordinator."""
    if not may_create(by):
        raise NotAllowed
    judge_name(house, name, None, by)
    organisation = _coordinating(house, organisation_id, organisation_name)
    person = person_for(house, organisation_id=organisation.id, by=by, **coordinator)
    state = BodyState.FOUNDING if is_founding else BodyState.ACTIVE
    body = Body(
        name=name, kind=kind, state=state, hue=(house.scalar(select(func.count(Body.id))) or 0) % HUES
    )
    house.add(body)
    house.flush()
    since = FuzzyDate.of_day(day_of(now))
    house.add(Bylaws(body_id=body.id))
    house.add(Coordination(body_id=body.id, organisation_id=organisation.id, since=since))
    office = Office(body_id=body.id, person_id=person.id, kind=OfficeKind.COORDINATION)
    house.add(office)
    record(house, "create", body, by=by, now=now, body_id=body.id, organisation=organisation.id)
    record(house, "give", office, by=by, now=now, person=person.id, kind=office.kind.value)
    invite(house, person, body_id=body.id, by=by, now=now)
    return office


def name_coordination(
    house: Session,
    body_id: int,
    *,
    coordinator: dict[str, Any],
    organisation_id: int | None = None,
    organisation_name: str = "",
    by: Actor,
    now: datetime,
) -> Office:
    """Give a body that nobody can coordinate any more a new first coordinator (rulings.md 17).

    Nobody of the system administration: she would read what she locked the others out of.
    """
    body = house.get(Body, body_id, with_for_update=True)
    known = queries.one_body(house, body_id, now)
    if not may_create(by) or body is None or known is None:
        raise NotAllowed
    if not known.is_orphaned:
        raise RuleBroken(N_("Somebody who coordinates this body can sign in."))
    organisation = _standing(house, body_id, day_of(now)) or _coordinating(
        house, organisation_id, organisation_name
    )
    if not known.coordination:
        since = FuzzyDate.of_day(day_of(now))
        house.add(Coordination(body_id=body_id, organisation_id=organisation.id, since=since))
    person = person_for(house, organisation_id=organisation.id, by=by, **coordinator)
    account = account_of(house, person)
    if person.id == by.person_id or (account is not None and account.is_admin):
        raise RuleBroken(N_("System administration and coordination are kept apart."), field="email")
    if account is not None and account.locked_at is not None:
        raise RuleBroken(N_("The account with this address is locked."), field="email")
    office = Office(body_id=body_id, person_id=person.id, kind=OfficeKind.COORDINATION, starts_on=day_of(now))
    held = [each for each in _offices(house, body_id, person) if each.holds_on(day_of(now))]
    if not held:
        house.add(office)
        record(house, "give", office, by=by, now=now, person=person.id, kind=office.kind.value)
    invite(house, person, body_id=body_id, by=by, now=now)
    return held[0] if held else office


def _offices(house: Session, body_id: int, person: Person) -> Sequence[Office]:
    """The coordination's offices that a person has, or had, at a body."""
    mine = select(Office).where(Office.body_id == body_id, Office.person_id == person.id)
    return house.scalars(mine.where(Office.kind == OfficeKind.COORDINATION)).all()


def _standing(house: Session, body_id: int, on: date) -> Organisation | None:
    """The institution that coordinates the body on a day."""
    return house.scalar(
        select(Organisation)
        .join(Coordination, Coordination.organisation_id == Organisation.id)
        .where(Coordination.body_id == body_id, in_force(Coordination, on))
        .order_by(Coordination.id.desc())
    )


def _coordinating(house: Session, organisation_id: int | None, name: str) -> Organisation:
    """The institution that was chosen, or a new one of this name."""
    if (organisation_id is None) is (not name):
        raise RuleBroken(N_("Choose an institution or name a new one."), field="organisation_name")
    if organisation_id is not None:
        chosen = house.get(Organisation, organisation_id)
        if chosen is None:
            raise RuleBroken(N_("There is no such institution."), field="organisation_id")
        return chosen
    if any(each.name.casefold() == name.casefold() for each in house.scalars(select(Organisation))):
        raise RuleBroken(N_("There is already an institution with this name."), field="organisation_name")
    organisation = Organisation(name=name)
    house.add(organisation)
    house.flush()
    return organisation
