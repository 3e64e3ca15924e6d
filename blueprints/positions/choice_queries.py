"""What the forms of positions offer to choose from, as far as the reader may see it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decisions import Decision
from models.organisations import Organisation
from models.papers import Paper
from models.projects import Project
from models.seats import Seat
from models.standing import in_force


def seats_to_name(reading: Session, body_ids: frozenset[int], on: date) -> list[tuple[int, str]]:
    """The seats of a day at the tables that take part, for a choice."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.body_id.in_(body_ids), in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


def papers(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The papers of the table, the newest first, for a choice."""
    rows = select(Paper).where(Paper.body_id == table_id).order_by(Paper.dated.desc(), Paper.id.desc())
    return [(each.id, f"{each.number} {each.title}".strip()) for each in reading.scalars(rows)]


def decisions(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The decisions of the table, the newest first, for a choice."""
    rows = select(Decision).where(Decision.body_id == table_id).order_by(Decision.id.desc())
    return [(each.id, each.title) for each in reading.scalars(rows)]


def projects(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The projects that the table follows, the newest first, for a choice."""
    rows = select(Project).where(Project.body_id == table_id).order_by(Project.id.desc())
    return [(each.id, each.title) for each in reading.scalars(rows)]
