"""A body gets another name: from a day that has come, or from one ahead, which takes effect by itself."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer_group

from blueprints.tables.rules import day_of, judge_name, kept
from models.actors import Actor
from models.bodies import Body
from models.body_life import BodyName
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.words import N_


def rename(house: Session, table_id: int, *, name: str, since: date, by: Actor, now: datetime) -> Body:
    """Give the body another name from a day on; the one it had until then stays known."""
    body = kept(house, table_id, by)
    if name == body.name:
        raise RuleBroken(N_("The body has this name already."), field="name")
    judge_name(house, name, table_id, by)
    if since > day_of(now):
        body.await_name(name, since)
        record(house, "enter-name-ahead", body, by=by, now=now, body_id=table_id, since=since.isoformat())
        return body
    last = house.scalar(select(func.max(BodyName.until)).where(BodyName.body_id == table_id))
    if last is not None and not last < FuzzyDate.of_day(since - timedelta(days=1)):
        raise RuleBroken(N_("On this day the body still had an earlier name."), field="since")
    _bear(house, body, name, since, by, now)
    return body


def take_name_back(house: Session, table_id: int, *, by: Actor, now: datetime) -> None:
    """The name that lies ahead was entered by mistake, or the renaming does not come."""
    body = kept(house, table_id, by)
    body.take_name_back()
    record(house, "take-name-back", body, by=by, now=now, body_id=table_id)


def take_names(house: Session, today: date, now: datetime) -> int:
    """Names whose day has come are the names now, and those until then former ones; returns how many."""
    due = select(Body).where(Body.next_name_on <= today).order_by(Body.id)
    bodies = house.scalars(due.options(undefer_group("coming")).with_for_update()).all()
    for body in bodies:
        name, since = body.next_name, body.next_name_on or today
        body.take_name_back()
        _bear(house, body, name, since, None, now)
    return len(bodies)


def _bear(house: Session, body: Body, name: str, since: date, by: Actor | None, now: datetime) -> None:
    """Make a name the present one, and keep the one until then."""
    former = BodyName(body_id=body.id, name=body.name, until=FuzzyDate.of_day(since - timedelta(days=1)))
    house.add(former)
    body.name = name
    house.flush()
    record(house, "rename", body, by=by, now=now, body_id=body.id, former=former.id)
