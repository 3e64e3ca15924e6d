"""Seats of institutions that have ended: what each table's coordination has to settle."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from models.actors import Actor
from models.organisations import Organisation, Succession
from models.seats import Seat


@dataclass(frozen=True, kw_only=True)
class SeatInQuestion:
    """A seat whose institution is no more from `ended_on` on, and who took its place."""

    seat: Seat
    successors: list[Organisation] = field(default_factory=list)

    @property
    def ended_on(self) -> date:
        assert self.seat.organisation.ended_on is not None
        return self.seat.organisation.ended_on


SUCCESSOR = aliased(Organisation)
OUTLASTING = (
    select(Seat, SUCCESSOR)
    .join(Seat.organisation)
    .join(Seat.body)
    .outerjoin(Succession, Succession.predecessor_id == Organisation.id)
    .outerjoin(SUCCESSOR, SUCCESSOR.id == Succession.successor_id)
    .where(
        Seat.body_id.in_(bindparam("bodies", expanding=True)),
        Organisation.ended_on.is_not(None),
        or_(Seat.ends_on.is_(None), Seat.ends_on >= Organisation.ended_on),
    )
    .options(contains_eager(Seat.organisation), contains_eager(Seat.body))
    .order_by(Organisation.ended_on, Seat.id, SUCCESSOR.folded)
)


def seats_in_question(reading: Session, by: Actor, table_id: int | None = None) -> list[SeatInQuestion]:
    """At the tables that the actor coordinates (or at one of them): seats that outlast their institution.

    They stand here as soon as the ending is recorded, also while its day still lies ahead.
    """
    bodies = by.coordinates if table_id is None else by.coordinates & {table_id}
    if not bodies:
        return []
    found: dict[int, SeatInQuestion] = {}
    for row in reading.execute(OUTLASTING, {"bodies": sorted(bodies)}):
        became: Organisation | None = row[1]
        each = found.setdefault(row[0].id, SeatInQuestion(seat=row[0]))
        if became is not None:
            each.successors.append(became)
    return list(found.values())


def seat_in_question(reading: Session, by: Actor, table_id: int, seat_id: int) -> SeatInQuestion | None:
    """One of them, or none where there is nothing to settle."""
    found = seats_in_question(reading, by, table_id)
    return next((each for each in found if each.seat.id == seat_id), None)
