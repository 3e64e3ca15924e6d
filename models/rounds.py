"""Round: one question to a fixed set of seats until a deadline. The reply is its first kind."""

import enum
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint, and_, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.meetings import Meeting
from models.organisations import Organisation
from models.seats import AppointmentRole, Seat
from models.typed_text import TypedEmail, TypedLine
from models.visibility import Guarded, ids_where
from models.words import N_


class RoundKind(enum.Enum):
    REPLY = "reply"
    PEOPLE = "people"
    DATES = "dates"
    DECISION = "decision"
    TOPICS = "topics"
    ADOPTION = "adoption"
    SIGN_OFF = "sign-off"
    SURVEY = "survey"

    @property
    def label(self) -> str:
        return ROUND_KIND_WORDS[self]


ROUND_KIND_WORDS = {
    RoundKind.REPLY: N_("reply to an invitation"),
    RoundKind.PEOPLE: N_("are these still your people"),
    RoundKind.DATES: N_("date finding"),
    RoundKind.DECISION: N_("consensus check or circular decision"),
    RoundKind.TOPICS: N_("call for topics"),
    RoundKind.ADOPTION: N_("adoption of a procedure"),
    RoundKind.SIGN_OFF: N_("sign-off of a position"),
    RoundKind.SURVEY: N_("survey"),
}


TO_THE_ASKED: Final = (RoundKind.PEOPLE, RoundKind.DECISION, RoundKind.ADOPTION, RoundKind.SURVEY)
"""Rounds of which whoever is asked may know."""


class Channel(enum.Enum):
    """The way by which an answer came. UNPROVEN: the coordination vouches for a reply by mail."""

    SITE = "site"
    LINK = "link"
    CALENDAR = "calendar"
    UNPROVEN = "unproven"
    COORDINATION = "coordination"

    @property
    def label(self) -> str:
        return CHANNEL_WORDS[self]


CHANNEL_WORDS = {
    Channel.SITE: N_("on the site"),
    Channel.LINK: N_("by the link in the letter"),
    Channel.CALENDAR: N_("by calendar reply"),
    Channel.UNPROVEN: N_("by calendar reply, taken over by the coordination"),
    Channel.COORDINATION: N_("recorded by the coordination"),
}


class Round(Guarded, Base):
    """An asking. The asked set is fixed at opening; the deadline is announced and then stored.

    Open while `closed_at` is empty. What was answered is the kind's own (models/invitations.py,
    models/people_checks.py, models/date_findings.py, models/stances.py, models/topics.py,
    models/signatures.py, models/survey_answers.py).
    """

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[RoundKind]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    asked: Mapped[list["AskedSeat"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="AskedSeat.id"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        visible = ids_where(Meeting, Meeting.visible_to(reader))
        asking_us = select(AskedSeat.round_id).where(AskedSeat.seat_id.in_(reader.seat_ids))
        return or_(
            cls.body_id.in_(reader.coordinates),
            and_(cls.kind.in_(TO_THE_ASKED), cls.id.in_(asking_us.correlate(None))),
            and_(cls.kind == RoundKind.DATES, cls.body_id.in_(reader.member_of)),
            and_(cls.body_id.in_(reader.member_of), cls.meeting_id.in_(visible)),
        )


class AskedSeat(Base):
    """A seat that a round asks, with the institution's name of that day.

    A seat that ends before the round is closed is void: derived from the seat, never deleted. `was_there` and
    `had_withdrawn` are written when a decision is closed: what the attendance list said of it by then.
    """

    __tablename__ = "asked_seat"
    __table_args__ = (UniqueConstraint("round_id", "seat_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(TypedLine(200))
    was_there: Mapped[bool | None] = mapped_column(default=None)
    had_withdrawn: Mapped[bool] = mapped_column(default=False)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")


class AskedLink(Base):
    """A secret in a letter by which one institution's question is answered; stored as its SHA-256 only.

    Its round says which question that is. `person_id` is empty where the letter went to a function mailbox.
    """

    __tablename__ = "asked_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), index=True)
    address: Mapped[str] = mapped_column(TypedEmail())
    issued_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    asked: Mapped[AskedSeat] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def asks(cls, kind: RoundKind) -> ColumnElement[bool]:
        """SQL: the question of a link is one of this kind."""
        asked = (AskedSeat.id == cls.asked_seat_id) & (Round.id == AskedSeat.round_id)
        return exists().where(asked, Round.kind == kind).correlate(cls)

    @staticmethod
    def new_token() -> tuple[str, str]:
        """A fresh secret of 256 bits and its hash."""
        token = secrets.token_urlsafe(32)
        return token, AskedLink.hashed(token)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class Coming(enum.Enum):
    """What one invited person answers."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    SUBSTITUTE = "substitute"

    @property
    def label(self) -> str:
        return COMING_WORDS[self]


COMING_WORDS = {
    Coming.YES: N_("comes"),
    Coming.NO: N_("does not come"),
    Coming.PERHAPS: N_("perhaps"),
    Coming.SUBSTITUTE: N_("somebody else comes"),
}


class Voice(enum.Enum):
    """What an institution has answered as a whole (rulings.md 2)."""

    COMES = "comes"
    DEPUTY = "deputy"
    PERHAPS = "perhaps"
    DECLINED = "declined"
    OPEN = "open"
    VOID = "void"
    DORMANT = "dormant"

    @property
    def label(self) -> str:
        return VOICE_WORDS[self]


VOICE_WORDS = {
    Voice.COMES: N_("comes"),
    Voice.DEPUTY: N_("represented by a deputy"),
    Voice.PERHAPS: N_("perhaps"),
    Voice.DECLINED: N_("declined"),
    Voice.OPEN: N_("no reply yet"),
    Voice.VOID: N_("no longer a member"),
    Voice.DORMANT: N_("membership dormant"),
}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One invited person's last answer, as the institution's voice needs it."""

    role: AppointmentRole | None
    coming: Coming
    for_institution: bool = False


def voice_of(answers: Iterable[Answered], seat_holds: bool = True, seat_sleeps: bool = False) -> Voice:
    """The institution comes if anyone comes; it is declined only if the main representative (or the
    coordination for it) declines and nobody else comes; else it is open (rulings.md 2)."""
    if not seat_holds:
        return Voice.VOID
    if seat_sleeps:
        return Voice.DORMANT
    answers = list(answers)
    coming = [each for each in answers if each.coming in (Coming.YES, Coming.SUBSTITUTE)]
    if any(each.role is AppointmentRole.MAIN and each.coming is Coming.YES for each in coming):
        return Voice.COMES
    if any(each.for_institution and each.coming is Coming.YES for each in coming):
        return Voice.COMES
    if coming:
        return Voice.DEPUTY
    if any(each.coming is Coming.PERHAPS for each in answers):
        return Voice.PERHAPS
    if any(
        each.coming is Coming.NO and (each.for_institution or each.role is AppointmentRole.MAIN)
        for each in answers
    ):
        return Voice.DECLINED
    return Voice.OPEN
