"""What a table has contributed to a project, as far as the reader may see it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.demands import Demand
from models.political_contacts import PoliticalContact
from models.position_issues import PositionSubmission
from models.positions import Position
from models.projects import Project


def positions_of(reading: Session, project: Project) -> list[Position]:
    """The positions on a project, the oldest first, with their versions."""
    rows = select(Position).where(Position.project_id == project.id).options(selectinload(Position.versions))
    return list(reading.scalars(rows.order_by(Position.id)))


def submissions_of(reading: Session, position_ids: Collection[int]) -> list[PositionSubmission]:
    """To whom these positions went, in the order in which it was noted; nothing is asked for none."""
    if not position_ids:
        return []
    rows = select(PositionSubmission).where(PositionSubmission.position_id.in_(position_ids))
    return list(reading.scalars(rows.order_by(PositionSubmission.id)))


def contacts_of(reading: Session, project: Project) -> list[PoliticalContact]:
    """The contacts with politics about a project, in the order of time."""
    rows = (
        select(PoliticalContact)
        .where(PoliticalContact.project_id == project.id)
        .options(joinedload(PoliticalContact.organisation))
    )
    return sorted(reading.scalars(rows), key=lambda each: (each.held_on, each.id))


def demands_of(reading: Session, project: Project) -> list[Demand]:
    """The demands on a project by their numbers, each with what one may see of its answers."""
    rows = select(Demand).where(Demand.project_id == project.id).options(selectinload(Demand.entries))
    return list(reading.scalars(rows.order_by(Demand.number)))
