"""Addresses that want no reminders or calls for topics: invitations and decisions reach them (RFC 8058)."""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol, TypeVar

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.history import record
from models.typed_text import TypedEmail

IN_ONE_QUESTION = 500
STOPPABLE: Final = ("meetings/topic_call", "meetings/topic_call_moved")
"""Letters that are no reminders and have a switch of their own (domain.md 6)."""


class StopKind(enum.Enum):
    """What an address does not want."""

    REMINDERS = "reminders"
    TOPIC_CALLS = "topic-calls"

    @classmethod
    def of(cls, template: str) -> "StopKind":
        """What the link in the head of such a letter switches off."""
        return cls.TOPIC_CALLS if template in STOPPABLE else cls.REMINDERS


class _Addressed(Protocol):
    @property
    def address(self) -> str | None: ...


Reachable = TypeVar("Reachable", bound=_Addressed)


class ReminderStop(Base):
    """An address, in small letters, whose owner has said what she does not want, and since when."""

    __tablename__ = "reminder_stop"
    __table_args__ = (UniqueConstraint("address", "what"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    address: Mapped[str] = mapped_column(TypedEmail())
    since: Mapped[datetime]
    what: Mapped[StopKind] = mapped_column(default=StopKind.REMINDERS)


def stopped(house: Session, addresses: Iterable[str], what: StopKind = StopKind.REMINDERS) -> set[str]:
    """Those among these addresses, in small letters, that don't want it."""
    asked = sorted({address.lower() for address in addresses})
    found: set[str] = set()
    for start in range(0, len(asked), IN_ONE_QUESTION):
        some = ReminderStop.address.in_(asked[start : start + IN_ONE_QUESTION])
        unwanted = select(ReminderStop.address).where(some, ReminderStop.what == what)
        found |= set(house.scalars(unwanted))
    return found


def wanting(
    house: Session, asked: Iterable[Reachable], what: StopKind = StopKind.REMINDERS
) -> list[Reachable]:
    """Those with an address that wants it."""
    reached = [(each, each.address.lower()) for each in asked if each.address]
    unwanted = stopped(house, [address for _, address in reached], what)
    return [each for each, address in reached if address not in unwanted]


def stop_reminders(house: Session, address: str, now: datetime, what: StopKind = StopKind.REMINDERS) -> None:
    """From now on nothing of the kind goes to this address; saying so twice changes nothing."""
    if _kept(house, address, what) is None:
        made = ReminderStop(address=address.lower(), since=now, what=what)
        house.add(made)
        house.flush()
        record(house, f"stop-{what.value}", made, by=None, now=now)


def allow_reminders(house: Session, address: str, now: datetime, what: StopKind = StopKind.REMINDERS) -> None:
    """It comes again."""
    if (kept := _kept(house, address, what)) is not None:
        record(house, f"allow-{what.value}", kept, by=None, now=now)
        house.delete(kept)


def _kept(house: Session, address: str, what: StopKind) -> ReminderStop | None:
    same = ReminderStop.address == address.lower(), ReminderStop.what == what
    return house.scalar(select(ReminderStop).where(*same))
