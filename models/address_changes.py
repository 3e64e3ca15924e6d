"""Changes of the address with which one signs in: proved by the new mailbox, told to the old one."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.typed_text import TypedEmail

CONFIRM_WITHIN: Final = timedelta(days=1)
UNDO_WITHIN: Final = timedelta(days=7)


class AddressChange(Base):
    """One wish to sign in with another address. The two links are known by their hashes only.

    `confirm_hash`: the link that only the new mailbox gets; `undo_hash`: the one for the old mailbox, once
    it is done. A newer wish of the same account takes the place of an open one.
    """

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    old_email: Mapped[str] = mapped_column(TypedEmail(), repr=False)
    new_email: Mapped[str] = mapped_column(TypedEmail(), repr=False)
    asked_at: Mapped[datetime]
    confirm_hash: Mapped[str] = mapped_column(unique=True, repr=False)
    undo_hash: Mapped[str | None] = mapped_column(default=None, unique=True, repr=False)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    def waits(self, now: datetime) -> bool:
        """Whether the new mailbox may still confirm it."""
        return self.done_at is None and self.ended_at is None and now - self.asked_at <= CONFIRM_WITHIN

    def may_be_undone(self, now: datetime) -> bool:
        """Whether the old mailbox may still say "that was not me"."""
        return self.done_at is not None and self.ended_at is None and now - self.done_at <= UNDO_WITHIN
