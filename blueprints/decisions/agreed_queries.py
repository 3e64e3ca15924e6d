"""What one institution has agreed to: decisions that came about with its own consent, over all years."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session

from models.bodies import Body
from models.decisions import Decision
from models.results import CAME_ABOUT
from models.rounds import AskedSeat
from models.seats import Seat
from models.stances import Stance, StanceConfirmation, StanceValue, counting
from models.standing import dormant

CONSENT: Final = (StanceValue.AGREE, StanceValue.CONCERN)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One decision. `value` says whether with concern, `waits` that a management has not confirmed it yet;
    `is_past`: another decision has taken its place."""

    decision_id: int
    table_id: int
    table_name: str
    title: str
    number: str
    decided_on: date
    value: StanceValue
    waits: bool
    is_past: bool


def _asked() -> Any:
    """Every stance of the institution to what came about, as far as its seat counted on that day."""
    day = Decision.decided_on
    held = and_(
        or_(Seat.starts_on.is_(None), Seat.starts_on <= day),
        or_(Seat.ends_on.is_(None), Seat.ends_on >= day),
        not_(dormant(day)),
    )
    return (
        select(
            Decision.id.label("decision_id"),
            Decision.title,
            Decision.number,
            Decision.year,
            Decision.decided_on,
            Decision.superseded_by_id,
            Body.id.label("table_id"),
            Body.name.label("table_name"),
            AskedSeat.id.label("asked_id"),
            Stance.id,
            Stance.role,
            Stance.value,
            Stance.provisional,
            StanceConfirmation.agreed,
        )
        .join(Body, Body.id == Decision.body_id)
        .join(AskedSeat, AskedSeat.round_id == Decision.round_id)
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .join(Stance, Stance.asked_seat_id == AskedSeat.id)
        .outerjoin(StanceConfirmation, StanceConfirmation.stance_id == Stance.id)
        .where(
            AskedSeat.organisation_id == bindparam("organisation_id"),
            AskedSeat.had_withdrawn.is_not(True),
            Decision.result.in_(CAME_ABOUT),
            held,
        )
        .order_by(day.desc(), Decision.id.desc(), AskedSeat.id, Stance.id)
    )


ASKED: Final = _asked()


def agreed_by(reading: Session, organisation_id: int) -> list[Agreed]:
    """The newest first, in one statement: where the stance that counts is a consent. Silence is none, even
    where the table lets it count; what a management has refused has fallen away.

    The reader's session leaves what her own institution and the tables she coordinates have said.
    """
    rows = reading.execute(ASKED, {"organisation_id": organisation_id}).all()
    found = []
    for _, cast in groupby(rows, key=lambda row: row.asked_id):
        said = counting(cast)
        if said is not None and said.value in CONSENT and said.agreed is not False:
            found.append(_agreed(said))
    return found


def _agreed(row: Any) -> Agreed:
    return Agreed(
        decision_id=row.decision_id,
        table_id=row.table_id,
        table_name=row.table_name,
        title=row.title,
        number=f"{row.number}/{row.year}" if row.number else "",
        decided_on=row.decided_on,
        value=row.value,
        waits=row.provisional and row.agreed is None,
        is_past=row.superseded_by_id is not None,
    )
