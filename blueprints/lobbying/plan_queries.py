"""What the pages read of backward plans, through the reader's session."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.backward_plans import BackwardPlan
from models.bodies import Bylaws
from models.positions import Position
from models.projects import ProjectStation


def plans_of(reading: Session, project_id: int, today: date) -> list[BackwardPlan]:
    """The plans for dates of a project that lie ahead, the nearest first; the others are history."""
    rows = reading.scalars(
        select(BackwardPlan)
        .join(ProjectStation, ProjectStation.id == BackwardPlan.station_id)
        .where(ProjectStation.project_id == project_id)
        .options(joinedload(BackwardPlan.station), joinedload(BackwardPlan.position))
    )
    ahead = [each for each in rows if (day := each.station.held_on.day) and day >= today]
    return sorted(ahead, key=lambda each: (each.station.held_on, each.id))


def plan_of(reading: Session, station_id: int) -> BackwardPlan | None:
    return reading.scalar(select(BackwardPlan).where(BackwardPlan.station_id == station_id))


def bylaws_of(reading: Session, table_id: int) -> Bylaws:
    """The table's own periods, and whose holidays count."""
    return reading.scalars(select(Bylaws).where(Bylaws.body_id == table_id)).one()


def positions(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The positions of the table, for a choice."""
    rows = reading.execute(select(Position.id, Position.title).where(Position.body_id == table_id))
    return sorted(((row.id, row.title) for row in rows), key=lambda each: (each[1].casefold(), each[0]))
