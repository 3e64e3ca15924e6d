"""Seats: an institution's membership at a body, filled by appointments of persons."""

import enum
import hashlib
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import periods
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.indexes import unique_where
from models.organisations import Organisation
from models.people import Person
from models.typed_text import TypedLine, TypedText
from models.words import N_


class SeatKind(enum.Enum):
    VOTING = "voting"
    ADVISORY = "advisory"
    GUEST = "guest"

    @property
    def label(self) -> str:
        return SEAT_KIND_WORDS[self]


SEAT_KIND_WORDS = {
    SeatKind.VOTING: N_("full member"),
    SeatKind.ADVISORY: N_("advisory member"),
    SeatKind.GUEST: N_("standing guest"),
}


class AppointmentRole(enum.Enum):
    MAIN = "main"
    DEPUTY = "deputy"
    READER = "reader"

    @property
    def label(self) -> str:
        return APPOINTMENT_ROLE_WORDS[self]


APPOINTMENT_ROLE_WORDS = {
    AppointmentRole.MAIN: N_("representative"),
    AppointmentRole.DEPUTY: N_("deputy"),
    AppointmentRole.READER: N_("reader"),
}


class Seat(Base):
    """One institution's membership at one body, from-until. Its history stays when it ends.

    `since` is what is known of the beginning, in words; `starts_on` and `ends_on` decide rights.
    `reference` and `end_reference` say by which decision, for example "Beschluss der 12. Sitzung, TOP 3".
    `passed_to_id` is the seat of the institution that took its place: open questions pass on to that one.
    """

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period"),
        unique_where("ix_seat_open", "body_id", "organisation_id", where="ends_on IS NULL"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[SeatKind] = mapped_column(default=SeatKind.VOTING)
    since: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(TypedLine(200), default="")
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)
    reference: Mapped[str] = mapped_column(TypedLine(200), default="")
    end_reference: Mapped[str] = mapped_column(TypedLine(200), default="")
    passed_to_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)

    body: Mapped[Body] = relationship(init=False, repr=False, back_populates="seats", lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")
    appointments: Mapped[list["Appointment"]] = relationship(
        init=False,
        repr=False,
        back_populates="seat",
        lazy="raise_on_sql",
        order_by="(Appointment.role, Appointment.rank, Appointment.id)",
    )
    dormancies: Mapped[list["Dormancy"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="(Dormancy.starts_on, Dormancy.id)"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def holds_on(self, on: date) -> bool:
        return periods.holds(self.starts_on, self.ends_on, on)

    def appointed_on(self, on: date) -> list["Appointment"]:
        """Who fills the seat on a day: main first, deputies in their order, readers last."""
        order = list(AppointmentRole)
        held = [each for each in self.appointments if periods.holds(each.starts_on, each.ends_on, on)]
        return sorted(held, key=lambda each: (order.index(each.role), each.rank, each.id or 0))

    def dormant_on(self, on: date) -> "Dormancy | None":
        """The period in which the seat sleeps that day, if it does."""
        return next((each for each in self.dormancies if each.holds_on(on)), None)

    def end(self, without_from: date, reason: str, reference: str = "") -> None:
        """End the membership; from that day on nobody acts for it any more."""
        periods.end(self, without_from)
        self.end_reason, self.end_reference = reason, reference
        for appointment in self.appointments:
            periods.cut(appointment, without_from - timedelta(days=1))

    def judge(self, new: "Appointment") -> None:
        """Refuse an appointment that the seat can't hold beside those it has."""
        periods.judge(new)
        if new.role is AppointmentRole.READER and new.may_sign:
            raise RuleBroken(N_("Whoever only reads can't sign."), field="may_sign")
        if self.ends_on is not None and (new.ends_on is None or new.ends_on > self.ends_on):
            raise RuleBroken(N_("The membership ends before that."), field="ends_on")
        for other in self.appointments:
            if other is new or not other.overlaps(new.starts_on, new.ends_on):
                continue
            if other.person_id == new.person_id:
                raise RuleBroken(N_("This person is already appointed to this seat then."), field="person_id")
            if new.role is other.role is AppointmentRole.MAIN:
                raise RuleBroken(
                    N_(
                        "This seat already has a representative then. Choose “deputy”, or enter a successor "
                        "on the page of the seat."
                    ),
                    field="role",
                )
            if new.role is other.role is AppointmentRole.DEPUTY and new.rank == other.rank:
                raise RuleBroken(N_("This seat already has a deputy of this rank then."), field="rank")

    def next_rank(self) -> int:
        """The place after all deputies there are."""
        ranks = [each.rank for each in self.appointments if each.role is AppointmentRole.DEPUTY]
        return max(ranks, default=0) + 1

    def deputies_from(self, on: date) -> list["Appointment"]:
        """Deputies of that day and later ones, in their order."""
        kept = [each for each in self.appointments if each.role is AppointmentRole.DEPUTY]
        kept = [each for each in kept if each.ends_on is None or each.ends_on >= on]
        return sorted(kept, key=lambda each: (each.rank, each.id or 0))

    def reorder(self, moved: "Appointment", up: bool, on: date) -> None:
        """Let a deputy change places with the one before or after; at the end of the row nothing happens."""
        order = self.deputies_from(on)
        here = [each.id for each in order].index(moved.id)
        there = here - 1 if up else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        for rank, each in enumerate(order, 1):
            each.rank = rank


class Appointment(Base):
    """A person for a seat: main, deputy in order, or reader; a period, with or without signing right.

    `declared_on` is the day of the confidentiality declaration: no rights before it, where the bylaws ask
    for one. `wording_id` is the wording that was shown; empty for a declaration on paper. At most one main
    at a time.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period"),
        unique_where("ix_appointment_one_main", "seat_id", where="role = 'main' AND ends_on IS NULL"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[AppointmentRole] = mapped_column(default=AppointmentRole.MAIN)
    rank: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    may_sign: Mapped[bool] = mapped_column(default=False)
    declared_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("declaration_wording.id"), default=None)

    seat: Mapped[Seat] = relationship(
        init=False, repr=False, back_populates="appointments", lazy="raise_on_sql"
    )
    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def overlaps(self, starts_on: date | None, ends_on: date | None) -> bool:
        """Whether two periods share a day."""
        return periods.overlap(self.starts_on, self.ends_on, starts_on, ends_on)

    def end(self, without_from: date) -> None:
        """End the appointment; from that day on the person does not act for the institution any more."""
        periods.end(self, without_from)


class Dormancy(Base):
    """A period in which a seat sleeps: not invited, not asked, not reminded. Its people go on reading."""

    __tablename__ = "dormancy"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="period"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(TypedLine(200), default="")

    def holds_on(self, on: date) -> bool:
        return periods.holds(self.starts_on, self.ends_on, on)


class DeclarationWording(Base):
    """The words of a confidentiality declaration that somebody has given at a body: kept once, by hash."""

    __tablename__ = "declaration_wording"
    __table_args__ = (UniqueConstraint("body_id", "sha256"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(TypedText(4000))

    @staticmethod
    def hashed(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


class Reappointment(Base):
    """An institution was asked to name a new representative (Nachbenennung); `due_on` was announced to it.

    `last_day` is the last day of the one who left: it tells this gap from earlier ones of the same seat.
    """

    __tablename__ = "reappointment"
    __table_args__ = (UniqueConstraint("seat_id", "last_day"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    last_day: Mapped[date]
    asked_on: Mapped[date]
    due_on: Mapped[date]
