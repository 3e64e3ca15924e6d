"""How an institution gets another name, and keeps those that it bore."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from blueprints.organisations.letters import tell_of_name
from blueprints.organisations.rules import is_taken, judge_name, locked
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
    """The institution bears another name since a day; the one until then is kept.

    A name from a day ahead on is only entered; `take_names` makes it the name on that day.
    """
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    if (name, short_name) == (organisation.name, organisation.short_name):
        raise RuleBroken(N_("The institution bears this name already."), field="name")
    judge_name(house, name, organisation_id)
    if since.first_day is not None and since.first_day > day_of(now):
        _await(organisation, name, short_name, since, source)
        record(house, "enter-name-ahead", organisation, by=by, now=now, since=since.canonical)
        tell_of_name(house, organisation, by=by, now=now)
        return organisation
    until = _begun(since, now, "since")
    latest = max(
        (each.until for each in _former(house, organisation_id) if each.until.is_known), default=None
    )
    if latest is not None and until <= latest:
        raise RuleBroken(
            N_("The last renaming that is known lies later. Enter this name as a former name instead."),
            field="since",
        )
    _bear(house, organisation, name, short_name, until, source)
    record(house, "rename", organisation, by=by, now=now, since=until.canonical)
    tell_of_name(house, organisation, by=by, now=now)
    return organisation


def take_name_back(
    house: Session, organisation_id: int, *, based_on: int | None, by: Actor, now: datetime
) -> None:
    """The name that lies ahead was entered by mistake, or the renaming does not come."""
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    forget_name_ahead(organisation)
    record(house, "take-name-back", organisation, by=by, now=now)
    tell_of_name(house, organisation, by=by, now=now)


def take_names(house: Session, today: date, now: datetime) -> int:
    """Names whose day has come are the names now, and those until then former ones; returns how many.

    A name that another institution took meanwhile waits: whoever keeps the directory has to decide.
    """
    due = select(Organisation).where(Organisation.next_name_on <= today).order_by(Organisation.id)
    taken = 0
    for each in house.scalars(due.options(undefer_group("coming")).with_for_update()).all():
        if each.next_name_on is None or is_taken(house, each.next_name, each.id):
            continue
        since = FuzzyDate.of_day(each.next_name_on)
        _bear(house, each, each.next_name, each.next_short_name, since, each.next_name_source)
        forget_name_ahead(each)
        record(house, "rename", each, by=None, now=now, since=since.canonical)
        house.flush()
        taken += 1
    return taken


def _await(organisation: Organisation, name: str, short_name: str, since: FuzzyDate, source: str) -> None:
    """Keep a name for its day, which must be known to take effect by itself."""
    if since.day is None:
        raise RuleBroken(N_("For a name that lies ahead, the day is needed."), field="since")
    organisation.must_exist(since.day, "since")
    organisation.await_name(name, since.day)
    organisation.next_short_name, organisation.next_name_source = short_name, source


def forget_name_ahead(organisation: Organisation) -> None:
    """Nothing is left of the name that lay ahead."""
    organisation.take_name_back()
    organisation.next_short_name = organisation.next_name_source = ""


def _bear(
    house: Session, organisation: Organisation, name: str, short_name: str, since: FuzzyDate, source: str
) -> None:
    """Make a name the present one, and keep the one until then."""
    former = FormerName(organisation_id=organisation.id, name=organisation.name, until=since, source=source)
    former.short_name = organisation.short_name
    house.add(former)
    organisation.name, organisation.short_name = name, short_name


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


def day_of(now: datetime) -> date:
    return now.astimezone(BERLIN).date()


def _former(house: Session, organisation_id: int) -> list[FormerName]:
    return list(house.scalars(select(FormerName).where(FormerName.organisation_id == organisation_id)))


def _begun(since: FuzzyDate, now: datetime, field: str) -> FuzzyDate:
    """The first day of a name, never one that lies ahead; "since 2015" and "2015" are the same here."""
    if since.first_day is None:
        raise RuleBroken(N_("Please say since when, if only the year."), field=field)
    if since.first_day > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field=field)
    return replace(since, since=False)
