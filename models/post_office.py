"""The state of the whole queue of letters: open, held because the mail server refuses us, or paused."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor
from models.base import Base
from models.errors import NotAllowed
from models.history import record
from models.letter_words import POST_OFFICE_WORDS
from models.outbox import PAUSES, Letter, LetterState


class PostOffice(Base):
    """The one row that says whether the whole queue pauses, why, and until when.

    `held_since` is set while the mail server refuses us as a sender (login, encryption, address of the
    sender): no letter's fault, the administration must look. Without it a pause is a mere back-off (421).
    `paused_at` is set while the administration has all sending stopped; only a person ends that.
    """

    __tablename__ = "post_office"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    held_since: Mapped[datetime | None] = mapped_column(default=None)
    resume_at: Mapped[datetime | None] = mapped_column(default=None)
    pauses: Mapped[int] = mapped_column(default=0)
    smtp_code: Mapped[int | None] = mapped_column(default=None)
    last_text: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_stopped(self) -> bool:
        """Whether nothing goes out until a person or the next try finds the way free."""
        return self.paused_at is not None or self.held_since is not None

    @property
    def reason(self) -> str:
        """A marked sentence: whether letters go out, and who must look."""
        if self.paused_at:
            return POST_OFFICE_WORDS["paused"]
        return POST_OFFICE_WORDS["held" if self.held_since else "pause" if self.resume_at else "open"]

    def hold(self, code: int | None, text: str, now: datetime) -> None:
        """Stop everything; one letter tries the way again after 15, 30, then every 60 minutes."""
        self.held_since = self.held_since or now
        self.resume_at = now + min(timedelta(minutes=15) * 2**self.pauses, timedelta(hours=1))
        self.pauses += 1
        self.smtp_code, self.last_text = code, text

    def back_off(self, code: int | None, text: str, now: datetime) -> None:
        """The server asks for a pause (421): nobody sends for 1, 5, 15, then 60 minutes."""
        self.resume_at = now + PAUSES[min(self.pauses, len(PAUSES) - 1)]
        self.pauses += 1
        self.smtp_code, self.last_text = code, text

    def open(self) -> None:
        self.held_since = self.resume_at = self.smtp_code = None
        self.pauses, self.last_text = 0, ""


QUEUE: Final = select(PostOffice).where(PostOffice.id == 1).execution_options(populate_existing=True)


def queue_of(house: Session) -> PostOffice:
    """The state of the queue. It has a row once it has been in trouble: add it where you change it."""
    return house.scalar(QUEUE) or PostOffice()


def pause_queue(house: Session, *, by: Actor, now: datetime) -> None:
    """The administration stops all sending; what is at the mail server at this moment is finished."""
    if not by.is_admin:
        raise NotAllowed
    post_office = queue_of(house)
    house.add(post_office)
    if post_office.paused_at is None:
        post_office.paused_at = now
        record(house, "pause", post_office, by=by, now=now)


def release_queue(house: Session, *, by: Actor, now: datetime) -> None:
    """The administration lets letters go again: the way is mended, or its pause is over."""
    if not by.is_admin:
        raise NotAllowed
    post_office = queue_of(house)
    if post_office.is_stopped:
        record(house, "release", post_office, by=by, now=now)
    post_office.paused_at = None
    reopen(house, post_office)


def reopen(house: Session, post_office: PostOffice) -> None:
    """A letter went through, or a person says that the way is free: what was held goes on."""
    if post_office.held_since is not None:
        set_waiting(house, LetterState.HELD, LetterState.QUEUED)
    post_office.open()


def set_waiting(house: Session, old: LetterState, new: LetterState) -> None:
    """Move all letters of one waiting state to the other: held and back."""
    change = update(Letter).where(Letter.state == old).values(state=new, version=Letter.version + 1)
    house.execute(change.execution_options(synchronize_session="fetch"))
