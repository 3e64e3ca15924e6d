"""What the forms of positions offer to choose from, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from models.citations import Cited, Reference, citable, reference_to
from models.decisions import Decision
from models.meetings import AgendaItem, Meeting
from models.minutes import Minutes, MinutesState
from models.organisations import Organisation
from models.papers import Paper
from models.position_texts import PositionVersion
from models.positions import Position
from models.procedures import ProcedureVersion
from models.projects import Project
from models.seats import Seat
from models.standing import in_force
from models.surveys import Survey


def seats_to_name(reading: Session, body_ids: frozenset[int], on: date) -> list[tuple[int, str]]:
    """The seats of a day at the tables that take part, for a choice."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.body_id.in_(body_ids), in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Citable:
    """What of a table a source can lead to, as far as the reader may see it; the newest first."""

    papers: Sequence[Paper]
    decisions: Sequence[Decision]
    items: Sequence[AgendaItem]
    procedures: Sequence[Reference]
    surveys: Sequence[Survey]


def citable_at(reading: Session, table_id: int) -> Citable:
    """Of the minutes the items of those that were circulated; of procedures the address that always leads to
    what is in force, and each version that was decided."""
    papers = select(Paper).where(Paper.body_id == table_id).order_by(Paper.dated.desc(), Paper.id.desc())
    decisions = select(Decision).where(Decision.body_id == table_id).order_by(Decision.id.desc())
    surveys = select(Survey).where(Survey.body_id == table_id).order_by(Survey.id.desc())
    return Citable(
        papers=reading.scalars(papers).all(),
        decisions=reading.scalars(decisions).all(),
        items=_minuted(reading, table_id),
        procedures=[reference_to(each) for each in citable(reading, table_id) if _stands(each)],
        surveys=reading.scalars(surveys).all(),
    )


def _stands(thing: Cited) -> bool:
    """What may still change before it is decided is no source."""
    return not isinstance(thing, ProcedureVersion) or thing.is_decided


def _minuted(reading: Session, table_id: int) -> Sequence[AgendaItem]:
    rows = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.body_id == table_id, Minutes.state == MinutesState.CIRCULATED)
        .options(contains_eager(AgendaItem.meeting))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), AgendaItem.place, AgendaItem.id)
    )
    return reading.scalars(rows).all()


def earlier(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The positions of the table with a frozen version, the newest first, for a choice."""
    frozen = select(PositionVersion.position_id)
    rows = select(Position.id, Position.title).where(Position.body_id == table_id, Position.id.in_(frozen))
    return [(row.id, row.title) for row in reading.execute(rows.order_by(Position.id.desc()))]


def projects(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The projects that the table follows, the newest first, for a choice."""
    rows = select(Project).where(Project.body_id == table_id).order_by(Project.id.desc())
    return [(each.id, each.title) for each in reading.scalars(rows)]
