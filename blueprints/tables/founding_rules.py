"""System administration sets up an empty body with its first coordination, and nothing more."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.access_rules import lacks_access, send_link
from blueprints.tables.people_rules import person_for
from blueprints.tables.rules import day_of, judge_name
from models.actors import Actor
from models.bodies import Body, BodyKind, Bylaws, Coordination, Office, OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation
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
    by: Actor,
    now: datetime,
) -> Office:
    """Set up an empty body with its coordinating institution and its first coordinator."""
    if not may_create(by):
        raise NotAllowed
    judge_name(house, name, None)
    organisation = _coordinating(house, organisation_id, organisation_name)
    person = person_for(house, organisation_id=organisation.id, **coordinator)
    body = Body(name=name, kind=kind, hue=(house.scalar(select(func.count(Body.id))) or 0) % HUES)
    house.add(body)
    house.flush()
    since = FuzzyDate.of_day(day_of(now))
    house.add(Bylaws(body_id=body.id))
    house.add(Coordination(body_id=body.id, organisation_id=organisation.id, since=since))
    office = Office(body_id=body.id, person_id=person.id, kind=OfficeKind.COORDINATION)
    house.add(office)
    record(house, "create", body, by=by, now=now, body_id=body.id, organisation=organisation.id)
    record(house, "give", office, by=by, now=now, person=person.id, kind=office.kind.value)
    if lacks_access(house, person):
        send_link(house, person, body_id=body.id, by=by, now=now)
    return office


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
