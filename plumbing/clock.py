"""The one clock of the site, which tests can stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Berlin: what deadlines and periods are measured by."""
    return now().astimezone(BERLIN).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at an instant, for tests and for commands that are told their day."""
    token = _stopped.set(at)
    try:
        yield at
    finally:
        _stopped.reset(token)
