"""Invitations to a meeting, the answers to them, and what is kept apart: support needs."""

import enum
import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import ForeignKey, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.meetings import Meeting
from models.people import Person
from models.rounds import Answered, Channel, Coming
from models.seats import AppointmentRole, Seat
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class InvitationKind(enum.Enum):
    MAIN = "main"
    DEPUTY = "deputy"
    MAILBOX = "mailbox"
    GUEST = "guest"
    SUBSTITUTE = "substitute"

    @property
    def label(self) -> str:
        return INVITATION_KIND_WORDS[self]

    @property
    def role(self) -> AppointmentRole | None:
        return {InvitationKind.MAIN: AppointmentRole.MAIN, InvitationKind.DEPUTY: AppointmentRole.DEPUTY}.get(
            self
        )


INVITATION_KIND_WORDS = {
    InvitationKind.MAIN: N_("representative"),
    InvitationKind.DEPUTY: N_("deputy"),
    InvitationKind.MAILBOX: N_("function mailbox"),
    InvitationKind.GUEST: N_("guest for an item"),
    InvitationKind.SUBSTITUTE: N_("substitute"),
}


def answered(kind: InvitationKind, coming: Coming) -> Answered:
    """What an answer says for the institution; the function mailbox speaks for it as a whole."""
    return Answered(role=kind.role, coming=coming, for_institution=kind is InvitationKind.MAILBOX)


class Invitation(Guarded, Base):
    """One recipient of one meeting's invitation. Sent one by one, never with an open list.

    Guests have no seat but an item; mailboxes have a seat but no person. `withdrawn_at` is set when
    somebody is taken off; `withdrawn_by_id` if the coordination did, and not the end of an appointment.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "seat_id", "address", "item_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[InvitationKind]
    address: Mapped[str] = mapped_column(TypedEmail())
    name: Mapped[str] = mapped_column(TypedLine(120))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), default=None)
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    meeting: Mapped[Meeting] = relationship(init=False, repr=False, lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=[person_id]
    )

    def answered(self, reply: "Reply | None", starts_at: datetime | None) -> Answered | None:
        """What its last reply says for the institution; None if silent or given for an earlier date."""
        if reply is None or reply.starts_at != starts_at:
            return None
        return answered(self.kind, reply.coming)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        mine = ids_where(Meeting, Meeting.body_id.in_(reader.coordinates))
        return or_(
            cls.meeting_id.in_(mine), cls.seat_id.in_(reader.seat_ids), cls.person_id == reader.person_id
        )


class Reply(Guarded, Base):
    """One answer of one invited person: appended, never overwritten, so that the history is whole.

    The last one by `id` counts for its invitation, and only while `starts_at` is the meeting's: after a
    move the older ones are hints. `recorded_by_id` is set when the coordination wrote down an answer.
    """

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), index=True)
    coming: Mapped[Coming]
    channel: Mapped[Channel]
    answered_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    substitute: Mapped[str] = mapped_column(TypedLine(120), default="")
    substitute_address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        seen = ids_where(Invitation, Invitation.visible_to(reader))
        return or_(cls.invitation_id.in_(seen), cls.seat_id.in_(reader.seat_ids))


UNSIGNED: Final = (Channel.LINK, Channel.CALENDAR)
"""Ways for which nobody signs in: whoever has the letter can go them."""
NAMED_BY_LINK: Final = 5
"""So often may one invitation's letter name somebody to come instead: each time letters go out."""
NAMED_BY_LINK_A_DAY: Final = 3
"""And so often on one day all links of an institution together for one meeting."""


Said = TypeVar("Said", bound=Any)
"""A reply, or a row that says as much of it."""


def named_by_link(replies: Iterable[Said]) -> list[Said]:
    """Of answers in their order those without sign-in that named somebody else than the answer before."""
    found: list[Said] = []
    before: dict[int | None, tuple[datetime, str]] = {}
    for each in replies:
        said = each.starts_at, (each.substitute_address or "").lower()
        if said[1] and each.channel in UNSIGNED and before.get(each.invitation_id) != said:
            found.append(each)
        before[each.invitation_id] = said
    return found


class AnswerLink(Base):
    """A secret in a letter by which exactly one question is answered; stored as its SHA-256 only.

    It lives until the meeting has ended and may be used again until then.
    """

    __tablename__ = "answer_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    issued_at: Mapped[datetime]

    @staticmethod
    def new_token() -> tuple[str, str]:
        """A fresh secret of 256 bits and its hash."""
        token = secrets.token_urlsafe(32)
        return token, AnswerLink.hashed(token)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class SupportNeed(Guarded, Base):
    """What somebody needs to take part (Art. 9 GDPR): for the coordination, deleted 14 days after."""

    __tablename__ = "support_need"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), unique=True)
    text: Mapped[str] = mapped_column(TypedText(500))
    stated_on: Mapped[date]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        mine = ids_where(Meeting, Meeting.body_id.in_(reader.coordinates))
        own = ids_where(Invitation, Invitation.person_id == reader.person_id)
        return or_(cls.meeting_id.in_(mine), cls.invitation_id.in_(own))
