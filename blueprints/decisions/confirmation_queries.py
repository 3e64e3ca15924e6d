"""Provisional answers of one's own institutions, whose management has not been heard yet."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.bodies import Body
from models.constants import fixed
from models.decisions import Decision
from models.results import Result
from models.rounds import AskedSeat
from models.seats import AppointmentRole
from models.stances import Stance, StanceConfirmation

OTHER: Final = aliased(Stance)


def _weight(stance: Any) -> Any:
    """SQL: the representative's word counts over a deputy's (models.stances.counting)."""
    return case((stance.role == AppointmentRole.MAIN, 1), else_=0)


OUTWEIGHED: Final = exists().where(
    OTHER.asked_seat_id == Stance.asked_seat_id,
    or_(
        _weight(OTHER) > _weight(Stance),
        and_(_weight(OTHER) == _weight(Stance), OTHER.id > Stance.id),
    ),
)
STILL: Final = or_(Decision.result.is_(None), Decision.result.not_in((Result.ADJOURNED, Result.OBJECTED)))
WAITING: Final = fixed(
    select(
        Stance.id.label("stance_id"),
        AskedSeat.name.label("institution"),
        Decision.id.label("decision_id"),
        Decision.title,
        Body.id.label("table_id"),
        Body.name.label("table_name"),
        Body.hue,
    )
    .join(AskedSeat, AskedSeat.id == Stance.asked_seat_id)
    .join(Decision, Decision.round_id == AskedSeat.round_id)
    .join(Body, Body.id == Decision.body_id)
    .where(
        Stance.seat_id.in_(bindparam("seats", expanding=True)),
        Stance.provisional.is_(True),
        not_(exists().where(StanceConfirmation.stance_id == Stance.id)),
        not_(OUTWEIGHED),
        STILL,
    )
    .order_by(Stance.id)
)


@dataclass(frozen=True, kw_only=True)
class Unconfirmed:
    """One answer of one's own institution that waits for its management."""

    stance_id: int
    institution: str
    decision_id: int
    title: str
    table_id: int
    table_name: str
    hue: int


def unconfirmed(house: Session, by: Actor) -> list[Unconfirmed]:
    """Those of the institutions that she acts for: what she has said herself, she may read."""
    if not by.seat_ids:
        return []
    rows = house.execute(WAITING, {"seats": sorted(by.seat_ids)}).all()
    return [Unconfirmed(**row._mapping) for row in rows]
