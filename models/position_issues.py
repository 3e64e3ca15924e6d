"""What became of a signed position: issues with their signatories, submissions, the check of the register."""

import enum
from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.positions import Position
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class PositionIssue(Guarded, Base):
    """A final text with the signatures of a day (`as_of`), compiled as an edition: published and sent.

    Never changed: whoever signs later stands in the next issue, and so does the withdrawal of a signature.
    Public from `published_at` until the next one is, or until `withdrawn_at`.
    """

    __tablename__ = "position_issue"
    __table_args__ = (
        UniqueConstraint("position_id", "number"),
        CheckConstraint("withdrawn_at IS NULL OR published_at IS NOT NULL", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("position_version.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    number: Mapped[int]
    as_of: Mapped[date]
    compiled_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class SentBy(enum.Enum):
    """The way by which a position goes to its addressee."""

    MAIL = "mail"
    PORTAL = "portal"
    POST = "post"
    ORALLY = "orally"

    @property
    def label(self) -> str:
        return SENT_BY_WORDS[self]


SENT_BY_WORDS: Final = {
    SentBy.MAIL: N_("by e-mail"),
    SentBy.PORTAL: N_("through a portal"),
    SentBy.POST: N_("by post"),
    SentBy.ORALLY: N_("orally"),
}


class SubmissionState(enum.Enum):
    """Derived (domain.md 5.16)."""

    PREPARED = "prepared"
    SENT = "sent"
    RECEIVED = "received"
    LISTED = "listed"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        return SUBMISSION_WORDS[self]


SUBMISSION_WORDS: Final = {
    SubmissionState.PREPARED: N_("prepared"),
    SubmissionState.SENT: N_("sent"),
    SubmissionState.RECEIVED: N_("receipt confirmed"),
    SubmissionState.LISTED: N_("published by the addressee"),
    SubmissionState.ANSWERED: N_("answered"),
}


class PositionSubmission(Guarded, Base):
    """A position as it goes to one addressee (Übermittlung): a body, and a person by her function.

    It names the issue that was sent, and keeps it: later signatures or withdrawals change nothing of what
    the addressee got. `reference` is the addressee's own (a number of a committee's paper). `address` is for
    the letter.
    """

    __tablename__ = "position_submission"
    __table_args__ = (
        CheckConstraint("received_on IS NULL OR sent_on IS NOT NULL", name="received"),
        CheckConstraint("answered_on IS NULL OR sent_on IS NOT NULL", name="answered"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("position_issue.id"), index=True)
    addressee: Mapped[str] = mapped_column(TypedLine(200))
    channel: Mapped[SentBy]
    made_at: Mapped[datetime]
    function: Mapped[str] = mapped_column(TypedLine(200), default="")
    address: Mapped[str] = mapped_column(TypedText(500), default="")
    sent_on: Mapped[date | None] = mapped_column(default=None)
    received_on: Mapped[date | None] = mapped_column(default=None)
    reference: Mapped[str] = mapped_column(TypedLine(100), default="")
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(TypedText(4000), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    issue: Mapped[PositionIssue] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))

    @property
    def state(self) -> SubmissionState:
        if self.answered_on is not None:
            return SubmissionState.ANSWERED
        if self.reference:
            return SubmissionState.LISTED
        if self.received_on is not None:
            return SubmissionState.RECEIVED
        return SubmissionState.SENT if self.sent_on is not None else SubmissionState.PREPARED

    def judge(self, today: date) -> None:
        """Refuse what came before it was sent, and days that have not come."""
        for name in ("sent_on", "received_on", "answered_on"):
            day = getattr(self, name)
            if day is not None and day > today:
                raise RuleBroken(N_("This day has not come yet."), field=name)
            if day is not None and (self.sent_on is None or day < self.sent_on):
                raise RuleBroken(N_("It had not been sent then."), field=name)
        if (self.reference or self.answer) and self.sent_on is None:
            raise RuleBroken(N_("It has not been sent yet."), field="sent_on")
