"""Addresses that want no reminders and calls: invitations and decisions still reach them (RFC 8058)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.history import record
from models.typed_text import TypedEmail

IN_ONE_QUESTION = 500
STOPPABLE: Final = ("meetings/topic_call", "meetings/topic_call_moved")
"""Letters that are no reminders and are switched off with them (domain.md 6)."""


class _Addressed(Protocol):
    @property
    def address(self) -> str | None: ...


Reachable = TypeVar("Reachable", bound=_Addressed)


class ReminderStop(Base):
    """An address, in small letters, whose owner has said that she wants no reminders, and since when."""

    __tablename__ = "reminder_stop"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    address: Mapped[str] = mapped_column(TypedEmail(), unique=True)
    since: Mapped[datetime]


def stopped(house: Session, addresses: Iterable[str]) -> set[str]:
    """Those among these addresses, in small letters, that want no reminders."""
    asked = sorted({address.lower() for address in addresses})
    found: set[str] = set()
    for start in range(0, len(asked), IN_ONE_QUESTION):
        some = ReminderStop.address.in_(asked[start : start + IN_ONE_QUESTION])
        found |= set(house.scalars(select(ReminderStop.address).where(some)))
    return found


def wanting(house: Session, asked: Iterable[Reachable]) -> list[Reachable]:
    """Those with an address that wants reminders."""
    reached = [(each, each.address.lower()) for each in asked if each.address]
    unwanted = stopped(house, [address for _, address in reached])
    return [each for each, address in reached if address not in unwanted]


def stop_reminders(house: Session, address: str, now: datetime) -> None:
    """From now on no reminder goes to this address; saying so twice changes nothing."""
    kept = house.scalar(select(ReminderStop).where(ReminderStop.address == address.lower()))
    if kept is None:
        made = ReminderStop(address=address.lower(), since=now)
        house.add(made)
        house.flush()
        record(house, "stop-reminders", made, by=None, now=now)


def allow_reminders(house: Session, address: str, now: datetime) -> None:
    """Reminders come again."""
    kept = house.scalar(select(ReminderStop).where(ReminderStop.address == address.lower()))
    if kept is not None:
        record(house, "allow-reminders", kept, by=None, now=now)
        house.delete(kept)
