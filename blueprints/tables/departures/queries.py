"""Seats of institutions that have ended: what each table's coordination has to settle."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from models.actors import Actor
from models.organisations import Organisation, Succession
from models.seats import Seat

SUCCESSOR = aliased(Organisation)
OUTLASTS = and_(
    Organisation.ended_on.is_not(None), or_(Seat.ends_on.is_(None), Seat.ends_on >= Organisation.ended_on)
)
"""The seat outlasts its institution: true as soon as that is recorded, while the day lies ahead, too."""
BECAME = (
    select(func.aggregate_strings(SUCCESSOR.name, ", "))
    .join(Succession, Succession.successor_id == SUCCESSOR.id)
    .where(Succession.predecessor_id == Organisation.id)
    .correlate(Organisation)
    .scalar_subquery()
)
"""The names of those who took its place, empty if it was closed."""
OUTLASTING = (
    select(Seat, SUCCESSOR)
    .join(Seat.organisation)
    .outerjoin(Succession, Succession.predecessor_id == Organisation.id)
    .outerjoin(SUCCESSOR, SUCCESSOR.id == Succession.successor_id)
    .where(Seat.id == bindparam("seat_id"), Seat.body_id == bindparam("table_id"), OUTLASTS)
    .options(contains_eager(Seat.organisation))
    .order_by(SUCCESSOR.folded)
)


@dataclass(frozen=True, kw_only=True)
class Outlasting:
    """A seat in a list: its institution is no more from `ended_on` on; `became` names who took its place."""

    seat_id: int
    body_id: int
    institution: str
    became: str
    ended_on: date
    table_name: str
    hue: int


def outlasting(row: Any) -> Outlasting:
    """Of a row of `vacancy_queries`, which asks for all that is open at seats at once."""
    return Outlasting(
        seat_id=row.id,
        body_id=row.body_id,
        institution=row.name,
        became=row.became or "",
        ended_on=row.ended_on,
        table_name=row.table_name,
        hue=row.hue,
    )


@dataclass(frozen=True, kw_only=True)
class SeatInQuestion:
    """A seat whose institution is no more from `ended_on` on, and who took its place."""

    seat: Seat
    successors: list[Organisation] = field(default_factory=list)

    @property
    def ended_on(self) -> date:
        assert self.seat.organisation.ended_on is not None
        return self.seat.organisation.ended_on


def seat_in_question(reading: Session, by: Actor, table_id: int, seat_id: int) -> SeatInQuestion | None:
    """A seat that its coordination has to settle, or none where there is nothing to settle."""
    if not by.coordinates_body(table_id):
        return None
    rows: list[Any] = list(reading.execute(OUTLASTING, {"seat_id": seat_id, "table_id": table_id}))
    if not rows:
        return None
    return SeatInQuestion(seat=rows[0][0], successors=[row[1] for row in rows if row[1] is not None])
