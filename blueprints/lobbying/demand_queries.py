"""What the pages of demands read, through the reader's session."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.positions.queries import drafts
from models.demands import Demand, DemandEntry
from models.papers import Paper
from models.repeated_demands import Likeness, hints


def demands(reading: Session, table_id: int) -> Sequence[Demand]:
    """The demands of a table by their numbers, each with what one may see of its places and answers."""
    rows = select(Demand).where(Demand.body_id == table_id).order_by(Demand.number)
    return reading.scalars(rows.options(selectinload(Demand.entries))).all()


def demand(reading: Session, table_id: int, demand_id: int) -> Demand | None:
    """One demand with all that one may see of it."""
    of = selectinload(Demand.entries)
    return reading.scalar(
        select(Demand)
        .where(Demand.id == demand_id, Demand.body_id == table_id)
        .options(joinedload(Demand.body), joinedload(Demand.project))
        .options(of.joinedload(DemandEntry.paper), of.joinedload(DemandEntry.position))
    )


def entry(found: Demand, entry_id: int) -> DemandEntry | None:
    """One of its entries that one may see."""
    return next((each for each in found.entries if each.id == entry_id), None)


def papers(reading: Session, table_id: int) -> Sequence[Paper]:
    """The papers of the table, for a choice."""
    rows = select(Paper).where(Paper.body_id == table_id)
    return reading.scalars(rows.order_by(Paper.dated.desc(), Paper.id.desc())).all()


def hints_for(reading: Session, table_id: int, position_id: int) -> list[Likeness[Demand]]:
    """Where the draft of a position repeats or contradicts a demand; drafts are for their writers."""
    text = "\n".join(each.version.markdown for each in drafts(reading, position_id) if each.version)
    return hints(text, demands(reading, table_id))
