"""Letters that wait for further changes: gathered until somebody sends them, or resting for two minutes.

Newer ones take their place meanwhile, so that several changes become one letter. Gathered letters have no
next try.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from models.outbox import WAITING, Letter

RESTS_FOR: Final = timedelta(minutes=2)
"""How long a change waits by itself: a second one within that time is told in the same letter."""
GATHERED: Final = and_(Letter.state.in_(WAITING), Letter.next_try_at.is_(None))


def gather(house: Session, meeting_id: int) -> None:
    """What this transaction has posted about a meeting waits until it is sent by a gesture of its own."""
    for made in house.info.get("unrendered", ()):
        if made.letter.meeting_id == meeting_id:
            made.letter.next_try_at = None


def let_rest(house: Session, meeting_id: int, now: datetime) -> None:
    """What was gathered about a meeting, and what this transaction has posted, goes out in two minutes."""
    for made in house.info.get("unrendered", ()):
        if made.letter.meeting_id == meeting_id:
            made.letter.next_try_at = now + RESTS_FOR
    send_gathered(house, meeting_id, now + RESTS_FOR)


def gathered(house: Session, meeting_id: int) -> int:
    """How many letters of a meeting wait for somebody to send them."""
    ids = house.scalars(select(Letter.id).where(Letter.meeting_id == meeting_id, GATHERED))
    return len(ids.all())


def send_gathered(house: Session, meeting_id: int, now: datetime) -> int:
    """Let them go with the first delivery from that moment on; returns how many."""
    change = update(Letter).where(Letter.meeting_id == meeting_id, GATHERED)
    gone = house.execute(
        change.values(next_try_at=now, version=Letter.version + 1).execution_options(
            synchronize_session="fetch"
        )
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
