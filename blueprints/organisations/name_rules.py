"""How an institution gets another name, and keeps those that it bore."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.organisations.rules import judge_name, locked
from models.actors import Actor
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import FormerName, Organisation
from models.versions import must_be
from models.words import N_


def rename(
    house: Session,
    organisation_id: int,
    *,
    name: str,
    short_name: str,
    since: FuzzyDate,
    source: str = "",
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Organisation:
    """The institution bears another name since a day; the one until then is kept."""
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    until = _begun(since, now, "since")
    if (name, short_name) == (organisation.name, organisation.short_name):
        raise RuleBroken(N_("The institution bears this name already."), field="name")
    judge_name(house, name, organisation_id)
    latest = max(
        (each.until for each in _former(house, organisation_id) if each.until.is_known), default=None
    )
    if latest is not None and until <= latest:
        raise RuleBroken(
            N_("The last renaming that is known lies later. Enter this name as a former name instead."),
            field="since",
        )
    house.add(
        FormerName(
            organisation_id=organisation_id,
            name=organisation.name,
            short_name=organisation.short_name,
            until=until,
            source=source,
        )
    )
    organisation.name, organisation.short_name = name, short_name
    record(house, "rename", organisation, by=by, now=now, since=until.canonical)
    return organisation


def add_former_name(
    house: Session,
    organisation_id: int,
    *,
    name: str,
    short_name: str,
    until: FuzzyDate,
    source: str = "",
    by: Actor,
    now: datetime,
) -> FormerName:
    """Note a name that the institution bore until a day, as exactly as that is known."""
    organisation = locked(house, organisation_id, by)
    if until.is_known:
        until = _begun(until, now, "until")
        if any(each.until == until for each in _former(house, organisation_id)):
            raise RuleBroken(N_("A former name with this end is known already."), field="until")
    former = FormerName(
        organisation_id=organisation_id, name=name, short_name=short_name, until=until, source=source
    )
    house.add(former)
    record(house, "add-name", organisation, by=by, now=now)
    return former


def remove_former_name(
    house: Session, organisation_id: int, name_id: int, *, by: Actor, now: datetime
) -> None:
    """Take out a former name that was entered by mistake."""
    organisation = locked(house, organisation_id, by)
    former = house.get(FormerName, name_id)
    if former is None or former.organisation_id != organisation_id:
        raise NotAllowed
    house.delete(former)
    record(house, "remove-name", organisation, by=by, now=now)


def _former(house: Session, organisation_id: int) -> list[FormerName]:
    return list(house.scalars(select(FormerName).where(FormerName.organisation_id == organisation_id)))


def _begun(since: FuzzyDate, now: datetime, field: str) -> FuzzyDate:
    """The first day of a name, never one that lies ahead; "since 2015" and "2015" are the same here."""
    if since.first_day is None:
        raise RuleBroken(N_("Please say since when, if only the year."), field=field)
    if since.first_day > now.astimezone(BERLIN).date():
        raise RuleBroken(N_("This day has not come yet."), field=field)
    return replace(since, since=False)
