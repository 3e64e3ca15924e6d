"""Tasks as lists show them: with institution and person of the day, and the deadline as it is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, Select, and_, func, not_, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.bodies import Body, BodyState, Coordination
from models.meetings import BERLIN, Meeting, MeetingState
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat
from models.standing import DAY, in_force
from models.tasks import UNSETTLED, Task

COMING: Final = aliased(Meeting)
NEXT_MEETING: Final = (
    select(func.min(COMING.starts_at))
    .where(
        COMING.body_id == Task.body_id,
        COMING.starts_at > Task.counted_from,
        COMING.state.in_(
            (
                *(MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD),
                *(MeetingState.MINUTED, MeetingState.CLOSED),
            )
        ),
        Task.until_next_meeting.is_(True),
    )
    .correlate(Task)
    .scalar_subquery()
)
"""When the meeting begins that a task is tied to; none while no date has been announced."""
DUE: Final = type_coerce(func.coalesce(Task.due_on, func.date(NEXT_MEETING)), Date)
"""SQL: the last day, for order and choice only; pages compute it in Berlin (`due_day`)."""


def due_day(task: Task, next_at: datetime | None) -> date | None:
    """The last day to do it: as it was set, or the day of the next meeting as it is planned now."""
    if task.due_on is not None:
        return task.due_on
    return next_at.astimezone(BERLIN).date() if next_at is not None else None


def is_overdue(task: Task, due_on: date | None, on: date) -> bool:
    """Computed, never stored: something is owed and its last day has passed."""
    return task.is_unsettled and due_on is not None and due_on < on


def owed() -> ColumnElement[bool]:
    """SQL: something is still owed."""
    return Task.state.in_(UNSETTLED)


def alive() -> ColumnElement[bool]:
    """SQL: its table is not dissolved."""
    return Body.state != BodyState.DISSOLVED


def overdue(on: date) -> ColumnElement[bool]:
    """SQL: owed, and its last day lies before this day."""
    return and_(owed(), on > DUE)


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task as a list shows it. `person` only for those who may know names, and only while she acts.

    `institution` is the coordinating one where the task is the coordination's own (`is_coordinations`);
    `has_left`: it has no seat here any more, somebody else must take it over. `is_living`: the table is not
    dissolved, something can still be done. `is_mine` names the reader, `is_ours` her institution or, where
    she is the coordination, the coordination itself.
    """

    task: Task
    table_name: str
    hue: int
    institution: str
    is_coordinations: bool
    has_left: bool
    is_living: bool
    person: str
    is_mine: bool
    is_ours: bool
    may_report: bool
    due_on: date | None
    is_overdue: bool
    waiting_for: str


WAITED: Final = aliased(Seat)
WAITED_FOR: Final = aliased(Organisation)
COORDINATING: Final = aliased(Organisation)
COORDINATION: Final = (
    select(COORDINATING.name)
    .join(Coordination, Coordination.organisation_id == COORDINATING.id)
    .where(Coordination.body_id == Task.body_id, in_force(Coordination, DAY))
    .order_by(Coordination.id.desc())
    .limit(1)
    .correlate(Task)
    .scalar_subquery()
)
LINES: Final = (
    select(
        Task,
        Body.name.label("table_name"),
        Body.hue,
        Body.state.label("table_state"),
        Organisation.name.label("institution"),
        COORDINATION.label("coordination"),
        not_(in_force(Seat, DAY)).label("has_left"),
        Appointment.person_id,
        Person.name.label("person"),
        NEXT_MEETING.label("next_at"),
        WAITED_FOR.name.label("waited_for"),
        func.count().over().label("total"),
    )
    .join(Body, Body.id == Task.body_id)
    .outerjoin(Seat, Seat.id == Task.seat_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(Appointment, and_(Appointment.id == Task.appointment_id, in_force(Appointment, DAY)))
    .outerjoin(Person, Person.id == Appointment.person_id)
    .outerjoin(WAITED, WAITED.id == Task.waiting_seat_id)
    .outerjoin(WAITED_FOR, WAITED_FOR.id == WAITED.organisation_id)
)
BY_DUE: Final = (DUE.is_(None), DUE, Task.id)
"""The soonest first, those without a deadline last."""
BY_END: Final = (Task.settled_at.desc(), Task.id.desc())


@dataclass(frozen=True, kw_only=True)
class TaskLines:
    """Some of the tasks that were asked for, and how many there are."""

    lines: Sequence[TaskLine]
    total: int


def task_lines(
    reading: Session,
    by: Actor,
    on: date,
    *which: ColumnElement[bool],
    order: Sequence[Any] = BY_DUE,
    limit: int | None = None,
    offset: int = 0,
) -> TaskLines:
    """The tasks that the reader may see among these, in one statement."""
    wanted: Select[Any] = LINES.where(*which).order_by(*order).offset(offset)
    return lines_of(reading, by, on, wanted.limit(limit) if limit else wanted, {})


def lines_of(reading: Session, by: Actor, on: date, asked: Select[Any], given: dict[str, Any]) -> TaskLines:
    """What a statement made of LINES finds: one that was prepared costs a tenth."""
    rows = reading.execute(asked, {"on": on} | given).all()
    return TaskLines(lines=[_line(row, by, on) for row in rows], total=rows[0].total if rows else 0)


def _line(row: Any, by: Actor, on: date) -> TaskLine:
    task: Task = row.Task
    due_on = due_day(task, row.next_at)
    coordinates, is_living = by.coordinates_body(task.body_id), row.table_state is not BodyState.DISSOLVED
    knows = task.body_id in by.coordinates or task.body_id in by.member_of
    return TaskLine(
        task=task,
        table_name=row.table_name,
        hue=row.hue,
        institution=row.institution or row.coordination or "",
        is_coordinations=task.seat_id is None,
        has_left=bool(row.has_left) and task.seat_id is not None,
        is_living=is_living,
        person=row.person or "" if knows else "",
        is_mine=row.person_id == by.person_id,
        is_ours=task.seat_id in by.seat_ids or (task.seat_id is None and coordinates),
        may_report=is_living and (task.seat_id in by.seat_ids or coordinates),
        due_on=due_on,
        is_overdue=is_overdue(task, due_on, on),
        waiting_for=", ".join(filter(None, (row.waited_for, task.waiting_for))),
    )


def _number(*which: ColumnElement[bool]) -> Any:
    """SQL: how many tasks of the table of a meeting, for a statement about meetings."""
    of_table = select(func.count(Task.id)).where(Task.body_id == Meeting.body_id, *which)
    return of_table.correlate(Meeting).scalar_subquery()


NUMBER_OWED: Final = _number(owed())
NUMBER_OVERDUE: Final = _number(owed(), DAY > DUE)
"""What each meeting begins with: how much is owed at its table, and how much of it is overdue."""


def ours(by: Actor) -> ColumnElement[bool]:
    """SQL: tasks of the institutions for which one acts, and of the coordination one is."""
    own = Task.seat_id.in_(by.seat_ids)
    return or_(own, and_(Task.seat_id.is_(None), Task.body_id.in_(by.coordinates - by.dissolved)))
