"""The outbox's rows: letters with their states, their bytes, and what was dispatched."""

import enum
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, Index, LargeBinary, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column, validates
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.letter_words import ADVICE, LETTER_KIND_WORDS, LETTER_STATE_WORDS, TITLES, WAY_WORDS
from models.visibility import Guarded
from models.words import N_


class LetterKind(enum.Enum):
    """What a letter carries decides what happens in doubt: content waits for a person, others go again."""

    CALENDAR = "calendar"
    REMINDER = "reminder"
    CONTENT = "content"
    ACCOUNT = "account"

    @property
    def label(self) -> str:
        return LETTER_KIND_WORDS[self.value]


class LetterState(enum.Enum):
    """States of delivery. UNKNOWN: the connection broke after DATA, nobody can tell whether it went out.

    BOUNCED: it had been taken, then a mail server on the way sent it back.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"
    HELD = "held"
    BOUNCED = "bounced"

    @property
    def label(self) -> str:
        return LETTER_STATE_WORDS[self.value]


class Way(enum.Enum):
    """How something reached its recipient. All but MAIL are noted by a person: the second channel."""

    MAIL = "mail"
    POST = "post"
    PHONE = "phone"
    IN_PERSON = "in-person"

    @property
    def label(self) -> str:
        return WAY_WORDS[self.value]


WAITING: Final = (LetterState.QUEUED, LetterState.HELD)
BLOCKING: Final = (*WAITING, LetterState.SENDING, LetterState.UNKNOWN)
"""States of an older letter for which a newer one of the same order waits."""
PAUSES: Final = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60))
LONG_PAUSE: Final = timedelta(hours=4)
GIVE_UP_AFTER: Final = timedelta(hours=72)
LATE_AFTER: Final = timedelta(hours=1)


def new_key() -> str:
    """A key like no other. Posting gives its own; as the rows' sentinel it lets many be inserted at once."""
    return secrets.token_hex(32)


class Letter(Guarded, Base):
    """One mail to one recipient, and how far it has come. Its bytes are apart and go once it is accepted.

    `order_key`: a newer letter of the same order waits for the older one. `next_try_at` is set while it
    waits (without one it is gathered until somebody sends it), `lease_until` and `worker` while it is being
    sent. `doubts` counts broken connections after DATA.
    `reached_by` is another way by which somebody told the recipient, on which day, noted by whom.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[LetterKind]
    template: Mapped[str]
    recipient: Mapped[str]
    recipient_key: Mapped[str] = mapped_column(init=False, index=True)
    created_at: Mapped[datetime]
    dedupe_key: Mapped[str] = mapped_column(
        unique=True, default_factory=new_key, insert_default=new_key, insert_sentinel=True
    )
    message_id: Mapped[str] = mapped_column(unique=True, default="")
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    purpose: Mapped[str] = mapped_column(default="")
    resend: Mapped[int] = mapped_column(default=0)
    method: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int | None] = mapped_column(default=None)
    order_key: Mapped[str | None] = mapped_column(default=None, index=True)
    sender: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    state: Mapped[LetterState] = mapped_column(default=LetterState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    first_tried_at: Mapped[datetime | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    worker: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    final_at: Mapped[datetime | None] = mapped_column(default=None)
    smtp_code: Mapped[int | None] = mapped_column(default=None)
    enhanced_code: Mapped[str] = mapped_column(default="")
    last_text: Mapped[str] = mapped_column(default="")
    institution: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    reached_by: Mapped[Way | None] = mapped_column(default=None)
    reached_on: Mapped[date | None] = mapped_column(default=None)
    reached_noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("recipient")
    def _compare_by_key(self, _name: str, address: str) -> str:
        """However an address is spelled, it is one mailbox: letters to it are found by its key."""
        self.recipient_key = address.lower()
        return address

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination sees its bodies' letters, the administration the account letters; states only."""
        table = cls.__table__.c
        account = and_(table.kind == LetterKind.ACCOUNT, table.id.is_not(None) & reader.is_admin)
        return or_(table.body_id.in_(reader.coordinates), account)

    @property
    def title(self) -> str:
        """What kind of letter it is, in marked words: subjects are not kept."""
        return TITLES.get(self.template, N_("Letter"))

    @property
    def advice(self) -> str:
        """A marked sentence for the coordination: what happened and what to do."""
        advice: str = ADVICE[self._situation()]
        return advice

    def _situation(self) -> str:
        if self.state is LetterState.QUEUED and self.next_try_at is None:
            return "gathered"
        if self.state is LetterState.QUEUED and self.attempts:
            return "again-in-doubt" if self.doubts and self.smtp_code is None else "later"
        if self.came_twice_perhaps:
            return "accepted-again"
        if self.state is LetterState.FAILED:
            return "refused" if (self.smtp_code or 0) >= 500 else "given-up"
        return self.state.value

    @property
    def goes_again_in_doubt(self) -> bool:
        """Once, with the same bytes: a second copy of a date or a reminder does no harm (rulings.md 13)."""
        return self.kind is not LetterKind.CONTENT and self.doubts <= 1

    @property
    def came_twice_perhaps(self) -> bool:
        """A try was broken off, another one went through: nobody can tell whether both arrived."""
        handed_over = self.doubts + (self.smtp_code is not None)
        return self.state is LetterState.ACCEPTED and self.doubts > 0 and handed_over > 1

    def is_late(self, now: datetime) -> bool:
        """Still under way an hour after it was written: the coordination should know."""
        return self.state in (*WAITING, LetterState.SENDING) and now - self.created_at > LATE_AFTER

    def take(self, worker: str, now: datetime, lease: timedelta) -> None:
        self.state, self.worker, self.lease_until = LetterState.SENDING, worker, now + lease

    def note(self, code: int | None, enhanced: str, text: str) -> None:
        """Keep what the mail server said; the text is masked by whoever hands it in."""
        self.smtp_code, self.enhanced_code, self.last_text = code, enhanced, text

    def accept(self, now: datetime) -> None:
        self.attempts += 1
        self._leave(LetterState.ACCEPTED, final_at=now)
        self.sent_at = now

    def refuse(self, now: datetime) -> None:
        """The mail server said no for good (5xx): no further try."""
        self.attempts += 1
        self._leave(LetterState.FAILED, final_at=now)

    def postpone(self, now: datetime) -> None:
        """Try again in 1, 5, 15, 60 minutes, then every 4 hours; given up 72 hours after the first try."""
        self.attempts += 1
        self.first_tried_at = self.first_tried_at or now
        pause = PAUSES[self.attempts - 1] if self.attempts <= len(PAUSES) else LONG_PAUSE
        if now + pause > self.first_tried_at + GIVE_UP_AFTER:
            self._leave(LetterState.FAILED, final_at=now)
        else:
            self._leave(LetterState.QUEUED, next_try_at=now + pause)

    def put_back(self, now: datetime) -> None:
        """The queue is in trouble, not this letter: its attempts stay as they are."""
        self._leave(LetterState.QUEUED, next_try_at=now)

    def doubt(self, now: datetime) -> None:
        """Nobody can tell whether it went out: it goes again once, or waits for a person."""
        self.attempts += 1
        self.doubts += 1
        self.first_tried_at = self.first_tried_at or now
        if self.goes_again_in_doubt:
            self._leave(LetterState.QUEUED, next_try_at=now)
        else:
            self._leave(LetterState.UNKNOWN)

    def come_back(self, now: datetime) -> None:
        """A mail server on the way could not deliver it: whatever we noted before, it did not arrive."""
        self._leave(LetterState.BOUNCED, final_at=now)

    def supersede(self, now: datetime) -> None:
        self._leave(LetterState.SUPERSEDED, final_at=now)

    def _leave(
        self, state: LetterState, *, next_try_at: datetime | None = None, final_at: datetime | None = None
    ) -> None:
        self.state, self.next_try_at, self.final_at = state, next_try_at, final_at
        self.worker = self.lease_until = None


class LetterBytes(Guarded, Base):
    """The finished mail as it goes out, each time the same. Holds secrets: no reader's session finds it.

    With an enclosure the mail goes on after `raw` (models/enclosures.py).
    """

    __tablename__ = "letter_bytes"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    enclosure_id: Mapped[int | None] = mapped_column(ForeignKey("enclosure.id"), default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return false()


class Dispatch(Guarded, Base):
    """What went out to which institution, for good: no person and no address; it outlives the letter."""

    __tablename__ = "dispatch"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    sent_on: Mapped[date]
    kind: Mapped[LetterKind]
    template: Mapped[str]
    purpose: Mapped[str]
    sequence: Mapped[int | None]
    institution: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    way: Mapped[Way] = mapped_column(default=Way.MAIL)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.__table__.c.body_id.in_(reader.coordinates)

    @property
    def title(self) -> str:
        return TITLES.get(self.template, N_("Letter"))
