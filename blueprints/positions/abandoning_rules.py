"""Drafts that come to nothing: withdrawn by whoever leads, and taken up again."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from blueprints.positions.rules import led, may_lead
from models.actors import Actor
from models.errors import RuleBroken
from models.history import record
from models.positions import Position
from models.words import N_

IS_NOT_WITHDRAWN: Final = N_("This draft is not withdrawn.")


def may_abandon(by: Actor, position: Position) -> bool:
    """Whoever leads, as long as the text is not final: what was signed is withdrawn by its signatories."""
    return may_lead(by, position) and position.is_in_the_making


def may_take_up(by: Actor, position: Position) -> bool:
    return may_lead(by, position) and position.abandoned_at is not None


def abandon(house: Session, position_id: int, *, by: Actor, now: datetime) -> None:
    """Nobody writes, comments or proposes any more; what was said stays readable, for those who could."""
    position = led(house, position_id, by)
    if position.abandoned_at is not None:
        raise RuleBroken(N_("This draft is withdrawn already."))
    if not position.is_in_the_making:
        raise RuleBroken(N_("The text is final. Open it again before you change anything."))
    position.abandoned_at = now
    record(house, "abandon", position, by=by, now=now)


def take_up(house: Session, position_id: int, *, by: Actor, now: datetime) -> None:
    """It goes on where it stood."""
    position = led(house, position_id, by)
    if position.abandoned_at is None:
        raise RuleBroken(IS_NOT_WITHDRAWN)
    position.abandoned_at = None
    record(house, "take-up", position, by=by, now=now)
