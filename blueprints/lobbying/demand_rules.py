"""Demands: kept once each, with every place where they stood and every answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.lobbying.rules import may_keep
from blueprints.tables.rules import changed
from models.actors import Actor
from models.bodies import Body
from models.demands import Demand, DemandEntry
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.papers import Paper
from models.positions import Position
from models.projects import Project
from models.repeated_demands import hints
from models.versions import must_be
from models.words import N_


def raise_demand(
    house: Session, table_id: int, *, anyway: bool, by: Actor, now: datetime, **facts: Any
) -> Demand:
    """Keep a new demand under the next number. One that says what another says is refused once (`anyway`):
    where it stood again is noted at the first."""
    body = house.get(Body, table_id, with_for_update=True)
    if body is None or not may_keep(by, table_id):
        raise NotAllowed
    last = house.scalar(select(func.max(Demand.number)).where(Demand.body_id == table_id)) or 0
    made = Demand(body_id=table_id, number=last + 1, **facts)
    _judge(house, made)
    if not anyway:
        _judge_once(house, made)
    house.add(made)
    house.flush()
    record(house, "raise", made, by=by, now=now, number=made.number)
    return made


def _judge_once(house: Session, made: Demand) -> None:
    others = house.scalars(select(Demand).where(Demand.body_id == made.body_id).order_by(Demand.number)).all()
    found = hints(made.wording, others)
    if not found:
        return
    message = (
        N_("Number %(number)s says the contrary. If it is meant so, tick below that it is kept all the same.")
        if found[0].contradicts
        else N_("Number %(number)s says the same. Note there where it stood again, or keep it all the same.")
    )
    raise RuleBroken(message, field="anyway", number=found[0].of.number)


def correct(
    house: Session, demand_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct the wording, the project or the remark of a demand."""
    found = _locked(house, demand_id, by)
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(house, found)
    record(house, "edit", found, by=by, now=now, changed=names)


def add_entry(house: Session, demand_id: int, *, by: Actor, now: datetime, **facts: Any) -> DemandEntry:
    """Note where a demand stood, or what was answered."""
    demand = _locked(house, demand_id, by)
    made = DemandEntry(demand_id=demand_id, body_id=demand.body_id, **facts)
    made.judge()
    paper = house.get(Paper, made.paper_id) if made.paper_id is not None else None
    position = house.get(Position, made.position_id) if made.position_id is not None else None
    wanted = ((paper, made.paper_id, "paper_id"), (position, made.position_id, "position_id"))
    for row, key, name in wanted:
        if key is not None and (row is None or row.body_id != demand.body_id):
            raise RuleBroken(N_("There is no such text at this table."), field=name)
    house.add(made)
    house.flush()
    state = made.state.value if made.state else None
    record(house, "add", made, by=by, now=now, demand=demand_id, state=state)
    return made


def remove_entry(house: Session, demand_id: int, entry_id: int, *, by: Actor, now: datetime) -> None:
    """Take a place or an answer out again."""
    _locked(house, demand_id, by)
    found = house.get(DemandEntry, entry_id)
    if found is None or found.demand_id != demand_id:
        raise NotAllowed
    record(house, "remove", found, by=by, now=now, demand=demand_id)
    house.delete(found)


def _judge(house: Session, found: Demand) -> None:
    found.judge()
    if found.project_id is not None:
        ours = select(Project.id).where(Project.id == found.project_id, Project.body_id == found.body_id)
        if house.scalar(ours) is None:
            raise RuleBroken(N_("There is no such project at this table."), field="project_id")


def _locked(house: Session, demand_id: int, by: Actor) -> Demand:
    found = house.scalar(select(Demand).where(Demand.id == demand_id).with_for_update())
    if found is None or not may_keep(by, found.body_id):
        raise NotAllowed
    return found
