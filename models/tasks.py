"""Tasks: what an institution has taken on at a table, until when, and what it has reported about it."""

import enum
import hashlib
import secrets
from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.joined import of_her_time, read_from_the_beginning
from models.meetings import AgendaItem, Meeting
from models.people import Person
from models.rounds import Channel
from models.seats import Appointment, Seat
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_


class TaskState(enum.Enum):
    """Life cycle of domain.md 5.9. Overdue is computed, never a state."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    WAITING = "waiting"
    PUT_BACK = "put-back"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return TASK_STATE_WORDS[self]


TASK_STATE_WORDS: Final = {
    TaskState.OPEN: N_("open"),
    TaskState.IN_PROGRESS: N_("in progress"),
    TaskState.WAITING: N_("waiting for others"),
    TaskState.PUT_BACK: N_("put back"),
    TaskState.DONE: N_("done"),
    TaskState.DROPPED: N_("dropped"),
}
UNSETTLED: Final = (TaskState.OPEN, TaskState.IN_PROGRESS, TaskState.WAITING)
"""What is owed: only these are reminded of and can be overdue."""
SETTLED: Final = (TaskState.DONE, TaskState.DROPPED)
WITH_REASON: Final = (TaskState.PUT_BACK, TaskState.DROPPED)
LEVELS: Final = (Visibility.INTERNAL, Visibility.CONFIDENTIAL, Visibility.COORDINATION)
"""A task is never public; for the coordination only means: and for the institution that has it."""


class Task(Guarded, Base):
    """What one institution does for a table: its seat first, then a person of it (`appointment_id`).

    Without a seat it is the coordination's own. `meeting_id` and `item_id` say where it comes from. Due on a
    day, or `until_next_meeting`: the first announced meeting that begins after `counted_from`; or without a
    deadline. `assigned_at` is since when the present institution or person has it; `settled_at` when it was
    done or dropped. An appointment that has ended counts no more: the task is the institution's again.
    `purpose`: why a task arose that nobody has given; for one purpose there is one.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("visibility <> 'public'", name="never_public"),
        CheckConstraint("due_on IS NULL OR NOT until_next_meeting", name="due"),
        CheckConstraint("(settled_at IS NOT NULL) = (state IN ('done', 'dropped'))", name="settled"),
        CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name="item"),
        CheckConstraint("appointment_id IS NULL OR seat_id IS NOT NULL", name="person"),
        Index("ix_task_body_id_state", "body_id", "state"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted_from: Mapped[datetime]
    assigned_at: Mapped[datetime]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), default=None, index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), default=None, index=True)
    text: Mapped[str] = mapped_column(TypedText(4000), default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    until_next_meeting: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    waiting_for: Mapped[str] = mapped_column(TypedLine(200), default="")
    waiting_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    purpose: Mapped[str | None] = mapped_column(default=None, unique=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="Task.seat_id"
    )
    appointment: Mapped[Appointment | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    audience: Mapped[list["TaskAudience"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="TaskAudience.seat_id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, the minute taker of its meeting and the institution that has it always; others at
        the table by its own level, and only while they may see the item or meeting that it comes from. What
        was settled before one joined stays with those who were there (models/joined.py)."""
        tasks = Task.__table__
        items = ids_where(AgendaItem, AgendaItem.visible_to(reader))
        meetings = ids_where(Meeting, Meeting.visible_to(reader))
        naming = select(TaskAudience.task_id).where(TaskAudience.seat_id.in_(reader.seat_ids)).correlate(None)
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.meeting_id.in_(reader.records),
            cls.seat_id.in_(reader.seat_ids),
            and_(
                cls.body_id.in_(reader.readable),
                or_(
                    cls.settled_at.is_(None),
                    read_from_the_beginning(cls.body_id, reader),
                    cls.id.in_(of_her_time(tasks, func.date(tasks.c.settled_at), reader)),
                ),
                or_(cls.meeting_id.is_(None), cls.meeting_id.in_(meetings)),
                or_(cls.item_id.is_(None), cls.item_id.in_(items)),
                or_(
                    cls.visibility == Visibility.INTERNAL,
                    and_(cls.visibility == Visibility.CONFIDENTIAL, cls.id.in_(naming)),
                ),
            ),
        )

    @property
    def is_unsettled(self) -> bool:
        """Whether something is still owed."""
        return self.state in UNSETTLED

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    def judge(self, named: int) -> None:
        """Refuse a task without words, one that everybody would see, and a confidential one for nobody."""
        if not self.title:
            raise RuleBroken(N_("Please say in a few words what is to be done."), field="title")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("A task is never public."), field="visibility")
        if self.visibility is Visibility.CONFIDENTIAL and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")
        if self.due_on is not None and self.until_next_meeting:
            raise RuleBroken(N_("Either a day, or the next meeting."), field="due_on")

    def move(
        self, state: TaskState, now: datetime, *, note: str = "", waiting: tuple[str, int | None] = ("", None)
    ) -> None:
        """Set the state that a report tells. What is done or dropped is only reopened: open or in progress.

        Waiting names for what or for which seat; putting back and dropping say why in the note; the same
        state again says something new.
        """
        if self.is_settled and state not in (TaskState.OPEN, TaskState.IN_PROGRESS):
            raise RuleBroken(N_("This task is settled. Please reopen it first."), field="state")
        if state in WITH_REASON and not note:
            raise RuleBroken(N_("Please say why."), field="note")
        if state is not TaskState.WAITING:
            waiting = ("", None)
        elif waiting == ("", None):
            raise RuleBroken(N_("Please say for whom or what you are waiting."), field="waiting_for")
        if not note and (state, *waiting) == (self.state, self.waiting_for, self.waiting_seat_id):
            raise RuleBroken(N_("That is how it stands already. Please say what is new."), field="note")
        self.state, (self.waiting_for, self.waiting_seat_id) = state, waiting
        self.settled_at = now if state in SETTLED else None


class TaskAudience(Base):
    """A seat that a confidential task names."""

    __tablename__ = "task_audience"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")


class TaskReport(Guarded, Base):
    """One report: the state that it told and a note, when, by whom and by which way; appended only.

    `address` is the one whose link was used; `recorded_by_id` is set when the coordination wrote it down.
    """

    __tablename__ = "task_report"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    state: Mapped[TaskState]
    channel: Mapped[Channel]
    reported_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    waiting_for: Mapped[str] = mapped_column(TypedLine(200), default="")
    waiting_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None)
    address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    person: Mapped[Person | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="TaskReport.person_id"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever sees the task sees how it went; names and addresses are the page's to leave out."""
        return cls.task_id.in_(ids_where(Task, Task.visible_to(reader)))


class TaskLink(Base):
    """A secret in a letter by which one task is reported on; stored as its SHA-256 only.

    It counts as long as the task is with this seat, and with this person if it names one. `person_id` is
    empty where the letter went to a function mailbox.
    """

    __tablename__ = "task_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    address: Mapped[str] = mapped_column(TypedEmail())
    issued_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @staticmethod
    def new_token() -> tuple[str, str]:
        """A fresh secret of 256 bits and its hash."""
        token = secrets.token_urlsafe(32)
        return token, TaskLink.hashed(token)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
