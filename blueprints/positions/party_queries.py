"""Who takes part in a position from elsewhere, and who could."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.bodies import Body, BodyState
from models.organisations import Organisation
from models.positions import PositionDelegate
from models.seats import Seat
from models.standing import in_force


def table_names(house: Session, ids: Sequence[int]) -> dict[int, str]:
    """The names of tables that take part: everybody who sees the position may know those."""
    return {row.id: row.name for row in house.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))}


def tables_to_ask(reading: Session) -> list[tuple[int, str]]:
    """The tables that the reader knows, by name."""
    rows = (
        select(Body.id, Body.name)
        .where(Body.is_external.is_(False), Body.state != BodyState.DISSOLVED)
        .order_by(Body.name, Body.id)
    )
    return [(row.id, row.name) for row in reading.execute(rows)]


def delegates(reading: Session, position_id: int) -> list[PositionDelegate]:
    """Those invited from outside who still take part, by institution."""
    rows = (
        select(PositionDelegate)
        .join(Organisation, Organisation.id == PositionDelegate.organisation_id)
        .where(PositionDelegate.position_id == position_id, PositionDelegate.ended_at.is_(None))
        .options(joinedload(PositionDelegate.person), joinedload(PositionDelegate.organisation))
        .order_by(Organisation.folded, PositionDelegate.id)
    )
    return list(reading.scalars(rows))


def institutions_outside(reading: Session, body_ids: frozenset[int], on: date) -> list[tuple[int, str]]:
    """Institutions of the directory without a seat at these tables; a group that is named together has nobody
    who could speak for it."""
    seated = select(Seat.organisation_id).where(Seat.body_id.in_(body_ids), in_force(Seat, on))
    rows = (
        select(Organisation.id, Organisation.name)
        .where(
            Organisation.id.not_in(seated),
            Organisation.ended_on.is_(None),
            Organisation.is_collective.is_(False),
        )
        .order_by(Organisation.folded, Organisation.id)
    )
    return [(row.id, row.name) for row in reading.execute(rows)]
