"""Date finding: which of several dates fits the institutions. Options, answers, the meeting made of it."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.indexes import unique_where
from models.meetings import BERLIN, Meeting
from models.people import Person
from models.rounds import Channel, Round
from models.seats import Seat
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

FEWEST: Final = 2
MOST: Final = 20
"""So many dates are offered at least and at most; withdrawn ones do not count."""
WITHIN_DAYS: Final = 14
"""How long the institutions get for their answer, if nothing else is said."""


class Fits(enum.Enum):
    """Whether a date fits somebody; in the order in which answers of one institution count."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"

    @property
    def label(self) -> str:
        return FITS_WORDS[self]


FITS_WORDS = {Fits.YES: N_("yes"), Fits.PERHAPS: N_("perhaps"), Fits.NO: N_("no")}


def best_of(said: Iterable[Fits]) -> Fits | None:
    """An institution's one voice on a date: main or deputy suffices, so the best of its people's answers.

    None while nobody has answered.
    """
    order = list(Fits)
    return min(said, key=order.index, default=None)


@dataclass(frozen=True)
class Times:
    """A date to offer."""

    starts_at: datetime
    ends_at: datetime | None = None

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(BERLIN).date()


class Standing(enum.Enum):
    """How far an institution has answered: all dates, not those that were added since, nothing."""

    ALL = "all"
    PART = "part"
    NONE = "none"
    VOID = "void"
    DORMANT = "dormant"

    @property
    def label(self) -> str:
        return STANDING_WORDS[self]


STANDING_WORDS = {
    Standing.ALL: N_("answered"),
    Standing.PART: N_("a later date is still open"),
    Standing.NONE: N_("no reply yet"),
    Standing.VOID: N_("no longer a member"),
    Standing.DORMANT: N_("membership dormant"),
}
SILENT: Final = (Standing.PART, Standing.NONE)


class DateFinding(Guarded, Base):
    """What belongs to a date finding besides its round. `note` stands on the pages, not in the letters.

    `reason` says why it was closed without a date.
    """

    __tablename__ = "date_finding"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    reason: Mapped[str] = mapped_column(TypedLine(300), default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.round_id.in_(ids_where(Round, Round.visible_to(reader)))


class DateOption(Guarded, Base):
    """A date that is offered. Withdrawn it stays with its answers; `meeting_id` is the meeting made of it."""

    __tablename__ = "date_option"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="period"),
        CheckConstraint("withdrawn_at IS NULL OR meeting_id IS NULL", name="chosen"),
        unique_where("ix_date_option_once", "round_id", "starts_at", where="withdrawn_at IS NULL"),
        unique_where("ix_date_option_one_winner", "round_id", where="meeting_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    starts_at: Mapped[datetime]
    added_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None)

    meeting: Mapped[Meeting | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.round_id.in_(ids_where(Round, Round.visible_to(reader)))


class DateAnswer(Guarded, Base):
    """One answer of one person, or of the institution as a whole (no `person_id`): appended only.

    Of each person and option the last one by `id` counts. `address` is the one whose link was used;
    `recorded_by_id` is set when the coordination wrote down what was said.
    """

    __tablename__ = "date_answer"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    channel: Mapped[Channel]
    answered_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(TypedText(500), default="")
    address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    person: Mapped[Person | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="DateAnswer.person_id"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, and the institution's own people at this table; others see the voice only."""
        coordinated = ids_where(Seat, Seat.body_id.in_(reader.coordinates))
        return or_(cls.seat_id.in_(coordinated), cls.seat_id.in_(reader.seat_ids))


class DateChoice(Guarded, Base):
    """What an answer says of one option."""

    __tablename__ = "date_choice"

    answer_id: Mapped[int] = mapped_column(ForeignKey("date_answer.id"), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("date_option.id"), primary_key=True)
    fits: Mapped[Fits]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.answer_id.in_(ids_where(DateAnswer, DateAnswer.visible_to(reader)))
