"""Backward plans: laid over a date of a project by the coordination, changed, taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.lobbying.rules import locked
from blueprints.tables.rules import changed
from models.actors import Actor
from models.backward_plans import BackwardPlan
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.positions import Position
from models.projects import ProjectStation
from models.versions import must_be
from models.words import N_


def plan(
    house: Session, project_id: int, station_id: int, *, based_on: int | None, by: Actor, now: datetime,
    **facts: Any,
) -> BackwardPlan:  # fmt: skip
    """Plan back from a date, or change the plan that there is (`based_on` is its version, 0 for none)."""
    station = _dated(house, project_id, station_id, by)
    found = house.scalar(select(BackwardPlan).where(BackwardPlan.station_id == station_id))
    if found is None:
        found = BackwardPlan(station_id=station_id, body_id=station.body_id, **facts)
        _judge(house, found)
        house.add(found)
        house.flush()
        record(house, "plan", found, by=by, now=now, station=station_id)
        return found
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(house, found)
    record(house, "edit", found, by=by, now=now, changed=names)
    return found


def drop(house: Session, project_id: int, station_id: int, *, by: Actor, now: datetime) -> None:
    """Take the plan away; the date stays."""
    locked(house, project_id, by)
    found = house.scalar(
        select(BackwardPlan)
        .join(ProjectStation, ProjectStation.id == BackwardPlan.station_id)
        .where(BackwardPlan.station_id == station_id, ProjectStation.project_id == project_id)
    )
    if found is None:
        raise NotAllowed
    record(house, "drop", found, by=by, now=now, station=station_id)
    house.delete(found)


def _dated(house: Session, project_id: int, station_id: int, by: Actor) -> ProjectStation:
    locked(house, project_id, by)
    station = house.get(ProjectStation, station_id)
    if station is None or station.project_id != project_id:
        raise NotAllowed
    if station.held_on.day is None:
        raise RuleBroken(N_("A plan needs an exact day. Please give the date its day first."))
    return station


def _judge(house: Session, found: BackwardPlan) -> None:
    found.judge()
    if found.position_id is not None:
        ours = select(Position.id).where(Position.id == found.position_id, Position.body_id == found.body_id)
        if house.scalar(ours) is None:
            raise RuleBroken(N_("There is no such position at this table."), field="position_id")
