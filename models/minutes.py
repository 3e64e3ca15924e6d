"""Minutes of a meeting: a text for each item, who was there, and what is frozen when they are circulated."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.meetings import Meeting
from models.texts import Text, TextVersion
from models.typed_text import TypedLine
from models.visibility import Guarded, ids_where
from models.words import N_


class MinutesState(enum.Enum):
    """Life cycle of domain.md 5.7 as far as it is built: approval follows the objection period."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    CIRCULATED = "circulated"

    @property
    def label(self) -> str:
        return MINUTES_STATE_WORDS[self]


MINUTES_STATE_WORDS = {
    MinutesState.DRAFT: N_("draft"),
    MinutesState.IN_REVIEW: N_("in review"),
    MinutesState.CIRCULATED: N_("circulated"),
}


class Minutes(Guarded, Base):
    """The result minutes of a meeting. `confirmed_at`: somebody has vouched that they say nothing about
    clients; a later change of a text takes that back. `objections_until` is stored when it is announced.

    `approved_at` says when it was noted that they are approved, `approved_on` since which day: the last day
    for objections, or that of the meeting `approved_in_id` that decided. They are then closed.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint(
            "state <> 'circulated' OR (confirmed_at IS NOT NULL AND circulated_at IS NOT NULL "
            "AND objections_until IS NOT NULL)",
            name="circulated",
        ),
        CheckConstraint(
            "(approved_at IS NULL AND approved_on IS NULL AND approved_in_id IS NULL) "
            "OR (approved_at IS NOT NULL AND approved_on IS NOT NULL AND state = 'circulated')",
            name="approved",
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    begun_at: Mapped[datetime]
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    attendance_noted_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    circulated_at: Mapped[datetime | None] = mapped_column(default=None)
    objections_until: Mapped[date | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_on: Mapped[date | None] = mapped_column(default=None)
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Who writes sees them from the beginning, who sees the meeting once they are out."""
        seen = ids_where(Meeting, Meeting.visible_to(reader))
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.meeting_id.in_(reader.records),
            and_(cls.state == MinutesState.CIRCULATED, cls.meeting_id.in_(seen)),
        )

    @property
    def is_open(self) -> bool:
        """Whether they may still be written."""
        return self.state is not MinutesState.CIRCULATED

    def must_be_open(self) -> None:
        if not self.is_open:
            raise RuleBroken(N_("These minutes have been sent and stay as they are."))

    def confirm(self, by: Actor, now: datetime) -> None:
        """Somebody vouches for it that nothing about clients stands in them: ready for review."""
        self.must_be_open()
        self.confirmed_at, self.confirmed_by_id = now, by.person_id
        self.state = MinutesState.IN_REVIEW

    def reopen(self) -> None:
        """A text has changed: what was confirmed no longer holds."""
        if self.state is MinutesState.IN_REVIEW:
            self.confirmed_at = self.confirmed_by_id = None
            self.state = MinutesState.DRAFT

    def circulate(self, objections_until: date, now: datetime) -> None:
        self.must_be_open()
        if self.confirmed_at is None:
            raise RuleBroken(
                N_("Please confirm first that the minutes say nothing about clients."), field="confirmed"
            )
        if self.attendance_noted_at is None:
            raise RuleBroken(
                N_("Please note first who was there: so far it is only what the replies announced.")
            )
        self.state = MinutesState.CIRCULATED
        self.circulated_at, self.objections_until = now, objections_until

    def approve(self, on: date, now: datetime, in_meeting_id: int | None = None) -> None:
        """They count from now on as they were sent, with what was taken over from objections."""
        if self.state is not MinutesState.CIRCULATED:
            raise RuleBroken(N_("These minutes have not been sent yet."))
        if self.approved_at is not None:
            raise RuleBroken(N_("These minutes are approved already."))
        self.approved_at, self.approved_on, self.approved_in_id = now, on, in_meeting_id

    def take_back_lapse(self) -> bool:
        """An objection of the last second arrives when they have just been approved by lapse: it counts."""
        if self.approved_at is None or self.approved_in_id is not None:
            return False
        self.approved_at = self.approved_on = None
        return True


class ItemMinutes(Guarded, Base):
    """The text of one agenda item's minutes."""

    __tablename__ = "item_minutes"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), unique=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.text_id.in_(ids_where(Text, Text.visible_to(reader)))


class AttendanceState(enum.Enum):
    """After the meeting (domain.md 5.5); open as long as nobody has noted it."""

    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"
    OPEN = "open"

    @property
    def label(self) -> str:
        return ATTENDANCE_WORDS[self]


ATTENDANCE_WORDS = {
    AttendanceState.PRESENT: N_("present"),
    AttendanceState.REPRESENTED: N_("represented"),
    AttendanceState.EXCUSED: N_("excused"),
    AttendanceState.ABSENT: N_("absent"),
    AttendanceState.OPEN: N_("not noted"),
}
WERE_THERE = (AttendanceState.PRESENT, AttendanceState.REPRESENTED)


class Attendance(Guarded, Base):
    """One institution, or one guest, and whether it was there. Names are those of the day of the meeting.

    `names` is who came for the institution; an institution has one line however many came. `came_at` and
    `left_at` only where that was later than the beginning or earlier than the end.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("minutes_id", "seat_id"),
        UniqueConstraint("minutes_id", "person_id"),
        CheckConstraint("(seat_id IS NULL) <> (person_id IS NULL)", name="one_kind"),
        CheckConstraint("came_at IS NULL OR left_at IS NULL OR came_at < left_at", name="period"),
        CheckConstraint(
            "(came_at IS NULL AND left_at IS NULL) OR state IN ('present', 'represented')", name="there"
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    institution: Mapped[str] = mapped_column(TypedLine(200))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    names: Mapped[str] = mapped_column(TypedLine(300), default="")
    state: Mapped[AttendanceState] = mapped_column(default=AttendanceState.OPEN)
    came_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    withdrawals: Mapped[list["Withdrawal"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="Withdrawal.item_id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Who writes the minutes; all others read it in their edition."""
        writable = or_(Minutes.body_id.in_(reader.coordinates), Minutes.meeting_id.in_(reader.records))
        return cls.minutes_id.in_(ids_where(Minutes, writable))

    @property
    def was_there(self) -> bool:
        return self.state in WERE_THERE


class Withdrawal(Guarded, Base):
    """An institution left the room for an item because of a conflict of interest (Mitwirkungsverbot): it does
    not vote on what is decided there."""

    __tablename__ = "withdrawal"

    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.attendance_id.in_(ids_where(Attendance, Attendance.visible_to(reader)))


def newest_versions(session: Session, minutes_id: int) -> dict[int, TextVersion]:
    """The newest version of each item's text that has one, by item."""
    rows = session.execute(
        select(ItemMinutes.item_id, TextVersion)
        .join(Text, Text.id == ItemMinutes.text_id)
        .join(TextVersion, and_(TextVersion.text_id == Text.id, TextVersion.number == Text.latest))
        .where(ItemMinutes.minutes_id == minutes_id)
    )
    return {row.item_id: row.TextVersion for row in rows}


def attendances(session: Session, minutes_id: int) -> list[Attendance]:
    """Institutions by name, then guests."""
    found = select(Attendance).where(Attendance.minutes_id == minutes_id)
    rows = session.scalars(found.options(selectinload(Attendance.withdrawals)))
    return sorted(rows, key=lambda row: (row.seat_id is None, row.institution.casefold(), row.names))
