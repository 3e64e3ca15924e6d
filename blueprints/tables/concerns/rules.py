"""The coordination looks into what seems wrong with a seat, and lets it be."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables import rules as table_rules
from blueprints.tables.concerns.queries import concern_of
from models.actors import Actor
from models.concerns import CheckedConcern, ConcernKind
from models.errors import RuleBroken
from models.history import record
from models.words import N_


def let_be(
    house: Session,
    table_id: int,
    seat_id: int,
    kind: ConcernKind,
    *,
    situation: str,
    by: Actor,
    now: datetime,
) -> None:
    """Checked, stays so: silent until the situation is another one than the one that was shown."""
    table_rules.locked(house, table_id, by)
    seat, today = table_rules.seat_of(house, table_id, seat_id), table_rules.day_of(now)
    concern = concern_of(house, table_id, seat_id, kind, today)
    if concern is None or concern.situation != situation:
        raise RuleBroken(N_("This has changed meanwhile. Please look again."))
    same = (CheckedConcern.seat_id == seat_id) & (CheckedConcern.kind == kind)
    checked = house.scalar(select(CheckedConcern).where(same))
    if checked is None:
        house.add(
            CheckedConcern(
                seat_id=seat_id, kind=kind, situation=situation, checked_on=today, person_id=by.person_id
            )
        )
    else:
        checked.situation, checked.checked_on, checked.person_id = situation, today, by.person_id
    record(house, "let-be", seat, by=by, now=now, concern=kind.value)
