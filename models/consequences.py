"""What follows when the people at a body change: each feature above the tables hangs its own part on here.

Tables lie below meetings and may not know them. A gesture about seats calls `people_changed` in its own
transaction; `flask deadlines run` does the same for all bodies on the day that a planned end has come.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

Consequence = Callable[[Session, int | None, datetime], int]
_consequences: list[Consequence] = []


def consequence(rule: Consequence) -> Consequence:
    """Mark a rule that brings its feature in line with the seats of one body (None: of all) as they are now.

    It reads the state of the day instead of being told an event, so that once more changes nothing.
    """
    _consequences.append(rule)
    return rule


@contextmanager
def put_off(house: Session) -> Iterator[None]:
    """Inside, nothing follows: whoever writes many rows says `people_changed` once, when all are there."""
    house.info["put_off"] = True
    try:
        yield
    finally:
        house.info.pop("put_off", None)


def people_changed(house: Session, body_id: int | None, now: datetime) -> int:
    """Let everything follow that hangs on who sits for whom; returns how much was changed."""
    if house.info.get("put_off"):
        return 0
    house.flush()
    return sum(rule(house, body_id, now) for rule in _consequences)
