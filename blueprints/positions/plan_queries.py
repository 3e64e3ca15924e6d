"""The days that a position takes from the backward plan of its project."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from models.backward_plans import STEP_WORDS, BackwardPlan, PlannedStep, planned
from models.bodies import Bylaws
from models.decisions import earliest_end
from models.positions import Position
from models.projects import ProjectStation

Timetable = tuple[ProjectStation, list[PlannedStep]]
AMENDMENTS: Final = STEP_WORDS["amendments"]
SIGN_OFF: Final = STEP_WORDS["sign_off"]


def timetable(reading: Session, position: Position, today: date) -> Timetable | None:
    """The nearest date ahead that is planned back from for this position, and the steps to it: a plan that
    names the position, or one of its project that names none."""
    of_project = and_(
        BackwardPlan.position_id.is_(None),
        ProjectStation.project_id == position.project_id,
    )
    rows = reading.execute(
        select(BackwardPlan, Bylaws.land)
        .join(ProjectStation, ProjectStation.id == BackwardPlan.station_id)
        .join(Bylaws, Bylaws.body_id == BackwardPlan.body_id)
        .where(
            BackwardPlan.body_id == position.body_id,
            or_(BackwardPlan.position_id == position.id, of_project),
        )
        .options(joinedload(BackwardPlan.station))
        .order_by(BackwardPlan.id)
    ).all()
    ahead = [(row[0], row[1], day) for row in rows if (day := row[0].station.held_on.day) and day > today]
    if not ahead:
        return None
    plan, land, day = min(ahead, key=lambda each: (each[0].position_id is None, each[2], each[0].id))
    return plan.station, planned(plan, day, land)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A last day to begin a form with: by the plan for `station`, else by the table's own period."""

    day: date
    station: ProjectStation | None


def proposed(reading: Session, position: Position, step: str, today: date) -> Proposed:
    """The last day of a step of the plan, if it lies ahead; else the first one that the bylaws allow for
    deciding in writing."""
    found = timetable(reading, position, today)
    ends = [each.ends_on for each in found[1] if each.label == step] if found else []
    if found and ends[0] > today:
        return Proposed(day=ends[0], station=found[0])
    bylaws = reading.scalars(select(Bylaws).where(Bylaws.body_id == position.body_id)).one()
    day = earliest_end(today, bylaws.circular_working_days, bylaws.land)
    return Proposed(day=day, station=None)
