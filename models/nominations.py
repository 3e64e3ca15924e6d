"""Nominations: an institution names in text form who shall act for it; the coordination confirms."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.indexes import unique_where
from models.seats import AppointmentRole, Seat
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

if TYPE_CHECKING:
    from models.files import File


class NominationState(enum.Enum):
    """Life cycle of domain.md 5.3 before the appointment, which only a confirmed nomination makes."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return NOMINATION_STATE_WORDS[self]


NOMINATION_STATE_WORDS = {
    NominationState.PENDING: N_("waits for confirmation"),
    NominationState.CONFIRMED: N_("confirmed"),
    NominationState.RETURNED: N_("sent back"),
    NominationState.WITHDRAWN: N_("withdrawn"),
}


class NominationWay(enum.Enum):
    """How the nomination came."""

    SITE = "site"
    LETTER = "letter"
    MAIL = "mail"

    @property
    def label(self) -> str:
        return NOMINATION_WAY_WORDS[self]


NOMINATION_WAY_WORDS = {
    NominationWay.SITE: N_("on this site"),
    NominationWay.LETTER: N_("by letter"),
    NominationWay.MAIL: N_("by mail"),
}


class Nomination(Guarded, Base):
    """Who shall act for a seat, as the institution has said it: `wording`, or the letter's `reference`.

    `by_id` is who nominated on the site, or who of the coordination wrote down what came in. It carries no
    right: that begins with the appointment. At most one waits for the place of the representative.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period"),
        unique_where("ix_nomination_one_main", "seat_id", where="role = 'main' AND state = 'pending'"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    role: Mapped[AppointmentRole]
    name: Mapped[str] = mapped_column(TypedLine(120))
    received_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str] = mapped_column(TypedLine(120), default="")
    email: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    may_sign: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    wording: Mapped[str] = mapped_column(TypedText(2000), default="")
    reference: Mapped[str] = mapped_column(TypedLine(200), default="")
    way: Mapped[NominationWay] = mapped_column(default=NominationWay.SITE)
    state: Mapped[NominationState] = mapped_column(default=NominationState.PENDING)
    reason: Mapped[str] = mapped_column(TypedLine(300), default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")
    letter: Mapped["File | None"] = relationship(
        "File", init=False, repr=False, viewonly=True, uselist=False, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        mine = ids_where(Seat, Seat.body_id.in_(reader.coordinates))
        return or_(cls.seat_id.in_(mine), cls.seat_id.in_(reader.seat_ids), cls.by_id == reader.person_id)

    def decide(self, state: NominationState, now: datetime, reason: str = "") -> None:
        """It is decided on once."""
        if self.state is not NominationState.PENDING:
            raise RuleBroken(N_("This nomination has been decided on already."))
        self.state, self.decided_at, self.reason = state, now, reason

    def judge(self, *, has_letter: bool = False) -> None:
        """Refuse what no appointment could follow from, and what is not in text form (§ 126b BGB)."""
        if self.role is AppointmentRole.READER and self.may_sign:
            raise RuleBroken(N_("Whoever only reads can't sign."), field="may_sign")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise RuleBroken(N_("The end lies before the beginning."), field="ends_on")
        if not (self.wording or self.reference or has_letter):
            raise RuleBroken(
                N_("A nomination is made in text form. Please give its wording, its letter or a reference."),
                field="wording",
            )
