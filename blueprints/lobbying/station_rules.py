"""The phases and dates of a project: entered by the coordination, proposed by a member institution."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.lobbying.rules import locked, may_keep
from blueprints.lobbying.watching_rules import tell_watchers
from blueprints.tables.rules import changed
from models.actors import Actor
from models.backward_plans import BackwardPlan
from models.bodies import Body, BodyState
from models.errors import NotAllowed
from models.history import record
from models.projects import Project, ProjectStation
from models.versions import must_be


def may_enter(by: Actor, table_id: int) -> bool:
    """The coordination enters phases and dates; whoever sits there for an institution proposes them."""
    return may_keep(by, table_id) or bool(by.seats_at(table_id))


def add(house: Session, project_id: int, *, by: Actor, now: datetime, **facts: Any) -> ProjectStation:
    """Note a phase or a date. From a member it is a proposal, which the coordination takes over or not."""
    project = house.scalar(
        select(Project).where(Project.id == project_id, Project.visible_to(by)).with_for_update()
    )
    if project is None or not may_enter(by, project.body_id):
        raise NotAllowed
    if house.get_one(Body, project.body_id).state is BodyState.DISSOLVED:
        raise NotAllowed
    proposes = not may_keep(by, project.body_id)
    seat_id = by.seats_at(project.body_id)[0].seat_id if proposes else None
    made = ProjectStation(project_id=project_id, body_id=project.body_id, proposed_by_id=seat_id, **facts)
    house.add(made)
    record(house, "propose" if proposes else "add", made, by=by, now=now, project=project_id, seat=seat_id)
    if not proposes:
        tell_watchers(house, project, by=by, now=now)
    return made


def take_over(house: Session, project_id: int, station_id: int, *, by: Actor, now: datetime) -> None:
    """What an institution proposed stands in the history of the project from now on."""
    found = _locked(house, project_id, station_id, by)
    if not found.is_proposed:
        raise NotAllowed
    record(house, "take-over", found, by=by, now=now, project=project_id, seat=found.proposed_by_id)
    found.proposed_by_id = None
    tell_watchers(house, house.get_one(Project, project_id), by=by, now=now)


def correct(
    house: Session, project_id: int, station_id: int, *, based_on: int | None, by: Actor, now: datetime,
    **facts: Any,
) -> None:  # fmt: skip
    """Correct a phase or a date: it is known better now, or was moved."""
    found = _locked(house, project_id, station_id, by)
    must_be(found, based_on)
    names = changed(found, facts)
    record(house, "edit", found, by=by, now=now, project=project_id, changed=names)


def remove(house: Session, project_id: int, station_id: int, *, by: Actor, now: datetime) -> None:
    """Take a phase or a date out again, or do not take over what was proposed."""
    found = _locked(house, project_id, station_id, by)
    record(house, "remove", found, by=by, now=now, project=project_id, seat=found.proposed_by_id)
    house.execute(delete(BackwardPlan).where(BackwardPlan.station_id == station_id))
    house.delete(found)


def _locked(house: Session, project_id: int, station_id: int, by: Actor) -> ProjectStation:
    locked(house, project_id, by)
    found = house.get(ProjectStation, station_id)
    if found is None or found.project_id != project_id:
        raise NotAllowed
    return found
