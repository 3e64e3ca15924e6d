"""Calendar feeds: secret addresses at which a calendar program reads its owner's dates again and again."""

import enum
from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor
from models.base import Base
from models.typed_text import TypedLine
from models.words import N_

FEEDS_AT_MOST: Final = 5
"""So many addresses an account may have."""


class FeedKind(enum.Enum):
    """What a feed tells: one's own meetings, or the last days that the coordination has to keep."""

    MEETINGS = "meetings"
    DEADLINES = "deadlines"

    @property
    def label(self) -> str:
        return FEED_KIND_WORDS[self]

    def is_for(self, actor: Actor) -> bool:
        """Whether there is, with the rights of this moment, anything that it could tell."""
        if self is FeedKind.DEADLINES:
            return bool(actor.coordinates)
        return bool(actor.coordinates | actor.member_of | actor.guest_meetings | actor.records)


FEED_KIND_WORDS: Final = {
    FeedKind.MEETINGS: N_("my meetings"),
    FeedKind.DEADLINES: N_("deadlines of the coordination"),
}


class CalendarFeed(Base):
    """One address for one device; stored as the SHA-256 of its secret only. Who revokes it deletes it.

    It is no session: what it tells is computed anew with its owner's rights at each request. `used_on` is
    the last day on which it was read. `told_hash` and `told_at` are what was read last, and since when
    that is so (for Last-Modified).
    """

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True, repr=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[FeedKind]
    device: Mapped[str] = mapped_column(TypedLine(80))
    made_at: Mapped[datetime]
    used_on: Mapped[date | None] = mapped_column(default=None)
    told_hash: Mapped[str | None] = mapped_column(default=None, repr=False)
    told_at: Mapped[datetime | None] = mapped_column(default=None)


def revoke_all_feeds(house: Session, account_id: int) -> int:
    """The account may be in other hands: none of its addresses opens anything any more."""
    gone = house.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account_id))
    return int(getattr(gone, "rowcount", 0))
