"""Guests of an agenda item, and the part of the meeting for which they are asked to be there."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.clock_times import judge_hours
from models.errors import RuleBroken
from models.meetings import Meeting
from models.people import Person
from models.words import N_


class Slot(NamedTuple):
    """The part of a meeting for which a guest is asked to be there."""

    starts_at: datetime
    ends_at: datetime | None

    def shifted(self, by: timedelta) -> "Slot":
        return Slot(self.starts_at + by, self.ends_at + by if self.ends_at else None)

    def judge(self, meeting: Meeting) -> None:
        """Refuse a time that does not lie within the meeting."""
        if meeting.starts_at is None:
            raise RuleBroken(N_("Fix the day and time of the meeting first."), field="slot_from")
        judge_hours(self.starts_at, self.ends_at, fields=("slot_from", "slot_until"))
        last = meeting.ends_at
        if self.starts_at < meeting.starts_at or (last is not None and self.starts_at >= last):
            raise RuleBroken(N_("This lies outside the meeting."), field="slot_from")
        if self.ends_at is not None and last is not None and self.ends_at > last:
            raise RuleBroken(N_("The meeting ends before that."), field="slot_until")


class ItemGuest(Base):
    """A person invited for one item only; sees that item and nothing else.

    `starts_at` and `ends_at` are the part of the meeting for which she is asked to be there, if one is named.
    """

    __tablename__ = "item_guest"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="period"),
        CheckConstraint("starts_at IS NOT NULL OR ends_at IS NULL", name="beginning"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)

    def slot_in(self, meeting: Meeting) -> Slot | None:
        return slot_within(meeting, self.starts_at, self.ends_at)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")


def slot_within(meeting: Meeting, starts_at: datetime | None, ends_at: datetime | None) -> Slot | None:
    """A guest's time, as long as it lies within the meeting: that may have been shortened since."""
    if starts_at is None:
        return None
    slot = Slot(starts_at, ends_at)
    try:
        slot.judge(meeting)
    except RuleBroken:
        return None
    return slot
