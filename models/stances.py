"""Stance: what an institution says to one frozen wording. Appended only; which one counts is derived."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Protocol, TypeVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.people import Person
from models.rounds import Channel
from models.seats import AppointmentRole, Seat
from models.typed_text import TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class StanceValue(enum.Enum):
    """Positions of domain.md 5.8 and, from IN_CONSULTATION on, what is said to a procedure (5.10).

    CONFLICT (Mitwirkungsverbot) leaves the vote; AGAINST is for majorities.
    """

    AGREE = "agree"
    CONCERN = "concern"
    ABSTAIN = "abstain"
    AGAINST = "against"
    VETO = "veto"
    NO_PART = "no-part"
    CONFLICT = "conflict"
    IN_CONSULTATION = "in-consultation"
    ADOPTED = "adopted"
    ADOPTED_RESERVED = "adopted-reserved"
    OWN_RULE = "own-rule"
    NOT_CONCERNED = "not-concerned"
    NOT_ADOPTED = "not-adopted"
    TERMINATED = "terminated"

    @property
    def label(self) -> str:
        return STANCE_WORDS[self]


STANCE_WORDS: Final = {
    StanceValue.AGREE: N_("agrees"),
    StanceValue.CONCERN: N_("agrees with concern"),
    StanceValue.ABSTAIN: N_("abstains"),
    StanceValue.AGAINST: N_("is against it"),
    StanceValue.VETO: N_("veto (serious objection)"),
    StanceValue.NO_PART: N_("took no part"),
    StanceValue.CONFLICT: N_("conflict of interest, leaves the vote"),
    StanceValue.IN_CONSULTATION: N_("under consultation in the house"),
    StanceValue.ADOPTED: N_("adopted"),
    StanceValue.ADOPTED_RESERVED: N_("adopted with reservation"),
    StanceValue.OWN_RULE: N_("has its own rule"),
    StanceValue.NOT_CONCERNED: N_("not concerned"),
    StanceValue.NOT_ADOPTED: N_("not adopted"),
    StanceValue.TERMINATED: N_("terminated"),
}
EXPRESSED: Final = (
    *(StanceValue.AGREE, StanceValue.CONCERN, StanceValue.ABSTAIN),
    *(StanceValue.AGAINST, StanceValue.VETO),
    *(StanceValue.ADOPTED, StanceValue.ADOPTED_RESERVED, StanceValue.NOT_ADOPTED, StanceValue.TERMINATED),
)
"""What can be provisional until an institution's management confirms it."""
WITH_REASON: Final = (StanceValue.CONCERN, StanceValue.VETO, StanceValue.ADOPTED_RESERVED)


class SaidBy(enum.Enum):
    """The way by which the coordination got a stance that it has recorded."""

    ORALLY = "orally"
    PHONE = "phone"
    WRITING = "writing"

    @property
    def label(self) -> str:
        return SAID_BY_WORDS[self]


SAID_BY_WORDS: Final = {
    SaidBy.ORALLY: N_("orally in the meeting"),
    SaidBy.PHONE: N_("by phone"),
    SaidBy.WRITING: N_("in writing"),
}


class Stance(Guarded, Base):
    """One answer of one person for one asked institution: never changed, never deleted.

    `role` is the one she had when she cast it. `reason` says what would have to change ("would agree if ...")
    or what the concern is; `special_opinion` is the institution's own wording for the record. `provisional`:
    until its management confirms (see `StanceConfirmation`). Recorded by the coordination: by whom, in which
    way and on which day it was said. `ends_on`: the last day on which a
    procedure that it terminates binds it.
    """

    __tablename__ = "stance"
    __table_args__ = (
        CheckConstraint("role <> 'reader'", name="acts"),
        CheckConstraint("value <> 'veto' OR reason <> ''", name="veto"),
        CheckConstraint("NOT provisional OR value NOT IN ('no-part', 'conflict')", name="provisional"),
        CheckConstraint(
            "(channel = 'coordination') = (recorded_by_id IS NOT NULL AND said_by IS NOT NULL "
            "AND said_on IS NOT NULL)",
            name="recorded",
        ),
        CheckConstraint("channel IN ('site', 'coordination')", name="never_by_link"),
        CheckConstraint("(value = 'terminated') = (ends_on IS NOT NULL)", name="ends"),
        Index("ix_stance_provisional", "provisional", "asked_seat_id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[AppointmentRole]
    value: Mapped[StanceValue]
    channel: Mapped[Channel]
    cast_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(TypedText(2000), default="")
    special_opinion: Mapped[str] = mapped_column(TypedText(4000), default="")
    provisional: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    said_by: Mapped[SaidBy | None] = mapped_column(default=None)
    said_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="Stance.person_id"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, and the institution's own people; what others may read their pages hand on."""
        coordinated = ids_where(Seat, Seat.body_id.in_(reader.coordinates))
        return or_(cls.seat_id.in_(coordinated), cls.seat_id.in_(reader.seat_ids))

    def judge(self) -> None:
        """Refuse a veto without reason, and a reservation of those who say nothing."""
        if self.value is StanceValue.VETO and not self.reason:
            raise RuleBroken(N_("A veto needs a reason: your institution would agree if ..."), field="reason")
        if self.provisional and self.value not in EXPRESSED:
            raise RuleBroken(N_("There is nothing that your management could confirm."), field="provisional")
        if self.value is StanceValue.ADOPTED_RESERVED and not self.reason:
            raise RuleBroken(N_("Please give the wording of the reservation."), field="reason")
        if (self.value is StanceValue.TERMINATED) is not (self.ends_on is not None):
            raise RuleBroken(N_("A termination, and nothing else, needs a last day."), field="ends_on")


class StanceConfirmation(Guarded, Base):
    """What the management of an institution has said to a provisional stance: once, and for this one only.

    Not agreed: the stance falls away. `said_on` is the day of its word; it may come after the deadline.
    `recorded_by_id` is set when the coordination wrote it down.
    """

    __tablename__ = "stance_confirmation"

    stance_id: Mapped[int] = mapped_column(ForeignKey("stance.id"), primary_key=True)
    agreed: Mapped[bool]
    said_on: Mapped[date]
    noted_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.stance_id.in_(ids_where(Stance, Stance.visible_to(reader)))


class Cast(Protocol):
    """What `counting` must know of a stance."""

    @property
    def id(self) -> int: ...
    @property
    def role(self) -> AppointmentRole | None: ...


AnyCast = TypeVar("AnyCast", bound=Cast)


def counting(cast: Iterable[AnyCast]) -> AnyCast | None:
    """The one stance of an institution that counts: that of its main representative over any deputy's,
    whatever the order; of several the last, by the order in which the database took them (rulings.md 3)."""
    return max(cast, key=lambda each: (each.role is AppointmentRole.MAIN, each.id), default=None)
