"""What the doctor says: one line with ok, warn or wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from plumbing import database


class Health(Enum):
    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor."""

    health: Health
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.health.value:<6} {self.about:<12} {self.words}"


def ok(about: str, words: str) -> Finding:
    return Finding(Health.OK, about, words)


def warn(about: str, words: str) -> Finding:
    return Finding(Health.WARN, about, words)


def wrong(about: str, words: str) -> Finding:
    return Finding(Health.WRONG, about, words)


@contextmanager
def looking() -> Iterator[database.Work]:
    """The database, only to look at: a reading transaction that takes no lock."""
    unit = database.Work(database.engine(), writing=False)
    try:
        yield unit
    finally:
        unit.close()
