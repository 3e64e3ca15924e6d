"""What the pages of tasks read: lists of a table and over all tables, one task with its reports, choices."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.bodies import Body
from models.meetings import AgendaItem, Meeting, MeetingState, ordered
from models.organisations import Organisation
from models.people import Person
from models.rounds import Channel
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force
from models.task_lists import BY_DUE, BY_END, TaskLine, TaskLines, alive, ours, overdue, owed, task_lines
from models.tasks import SETTLED, Task, TaskAudience, TaskReport, TaskState
from models.words import N_

PAGE: Final = 40
AT_ONCE: Final = 200
"""So many tasks a meeting can begin with; all others stand in the list of the table."""
WERE_HELD: Final = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CLOSED)


class Which(enum.Enum):
    """Which tasks a list shows."""

    OWED = "owed"
    OVERDUE = "overdue"
    PUT_BACK = "put-back"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return WHICH_WORDS[self]


WHICH_WORDS: Final = {
    Which.OWED: N_("owed"),
    Which.OVERDUE: N_("overdue"),
    Which.PUT_BACK: N_("put back"),
    Which.SETTLED: N_("done or dropped"),
}


def chosen(which: Which, on: date) -> ColumnElement[bool]:
    return {
        Which.OWED: owed(),
        Which.OVERDUE: overdue(on),
        Which.PUT_BACK: Task.state == TaskState.PUT_BACK,
        Which.SETTLED: Task.state.in_(SETTLED),
    }[which]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of a list of tasks."""

    lines: Sequence[TaskLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def table_tasks(
    reading: Session, table_id: int, which: Which, seat_id: int | None, by: Actor, on: date, page: int
) -> Found:
    """The tasks of one table that the reader may see: the soonest first, of those that ended the latest."""
    wanted = [Task.body_id == table_id, chosen(which, on)]
    if seat_id is not None:
        wanted.append(Task.seat_id == seat_id if seat_id else Task.seat_id.is_(None))
    return _page(reading, by, on, which, page, wanted)


def our_tasks(reading: Session, which: Which, only_mine: bool, by: Actor, on: date, page: int) -> Found:
    """The tasks of one's institutions over all tables; `only_mine`: those that name oneself."""
    wanted = [ours(by), chosen(which, on)]
    if only_mine:
        mine = select(Appointment.id).where(Appointment.person_id == by.person_id, in_force(Appointment, on))
        wanted.append(Task.appointment_id.in_(mine))
    return _page(reading, by, on, which, page, wanted)


def owed_on_overview(reading: Session, by: Actor, on: date) -> Sequence[TaskLine]:
    """What her institutions owe at all tables; of the tables she coordinates also what is overdue, and what
    institutions owe that have left."""
    if not by.seat_ids and not by.coordinates:
        return []
    seat_over = Task.seat_id.in_(select(Seat.id).where(Seat.ends_on < on))
    late = and_(Task.body_id.in_(by.coordinates), or_(overdue(on), seat_over))
    return task_lines(reading, by, on, owed(), alive(), or_(ours(by), late)).lines


def owed_by(reading: Session, seat_ids: list[int], by: Actor, on: date) -> Sequence[TaskLine]:
    """What is owed by these seats."""
    return task_lines(reading, by, on, owed(), alive(), Task.seat_id.in_(seat_ids)).lines


def may_go_through(by: Actor, meeting: Meeting) -> bool:
    """Whoever belongs to the table, and the minute taker; guests of an item see no tasks."""
    return meeting.body_id in by.readable or meeting.id in by.records


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """With which tasks a meeting begins: what is owed, and what ended since the meeting before."""

    owed: Sequence[TaskLine]
    ended: Sequence[TaskLine]
    since: datetime | None


def beginning(reading: Session, meeting: Meeting, by: Actor, on: date) -> Beginning:
    """The tasks of the meeting's table, the soonest first, in two statements."""
    before = meeting.starts_at or datetime.max.replace(tzinfo=UTC)
    since = reading.scalar(
        select(func.max(Meeting.starts_at)).where(
            Meeting.body_id == meeting.body_id, Meeting.starts_at < before, Meeting.state.in_(WERE_HELD)
        )
    )
    ended = Task.settled_at > since if since else Task.state.in_(SETTLED)
    found = task_lines(
        reading, by, on, Task.body_id == meeting.body_id, or_(owed(), ended), limit=AT_ONCE
    ).lines
    return Beginning(
        owed=[each for each in found if each.task.is_unsettled],
        ended=[each for each in found if each.task.is_settled],
        since=since,
    )


def _page(
    reading: Session, by: Actor, on: date, which: Which, page: int, wanted: list[ColumnElement[bool]]
) -> Found:
    order = BY_END if which is Which.SETTLED else BY_DUE

    def asked(number: int) -> TaskLines:
        return task_lines(reading, by, on, *wanted, order=order, limit=PAGE, offset=(number - 1) * PAGE)

    found = asked(page)
    if not found.lines and page > 1:
        page, found = 1, asked(1)
    return Found(lines=found.lines, total=found.total, page=page)


def table_for(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table, for whoever belongs to it; guests of an item see no tasks."""
    if table_id not in by.readable:
        return None
    return reading.scalar(select(Body).where(Body.id == table_id))


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One report as its reader may see it: `who` is empty where no name or address is told."""

    at: datetime
    state: TaskState
    note: str
    waiting_for: str
    channel: Channel
    who: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One task with what its page shows; meeting and item only as far as the reader may see them."""

    line: TaskLine
    meeting: Meeting | None
    item: AgendaItem | None
    named: Sequence[str]
    reports: Sequence[Reported]


def whole(reading: Session, task_id: int, by: Actor, on: date) -> Whole | None:
    """One task, in four statements; None for whoever may not see it."""
    found = task_lines(reading, by, on, Task.id == task_id).lines
    if not found:
        return None
    task = found[0].task
    meeting, item = None, None
    if task.meeting_id is not None:
        row = reading.execute(
            select(Meeting, AgendaItem)
            .outerjoin(AgendaItem, AgendaItem.id == task.item_id)
            .where(Meeting.id == task.meeting_id)
            .options(joinedload(Meeting.body))
        ).first()
        meeting, item = (row.Meeting, row.AgendaItem) if row else (None, None)
    inside = task.body_id in by.coordinates or task.seat_id in by.seat_ids
    return Whole(
        line=found[0],
        meeting=meeting,
        item=item,
        named=_named(reading, task) if task.body_id in by.coordinates else (),
        reports=_reports(reading, task, inside),
    )


def _named(reading: Session, task: Task) -> Sequence[str]:
    """The institutions that a confidential task names: for the coordination only."""
    return reading.scalars(
        select(Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .join(TaskAudience, TaskAudience.seat_id == Seat.id)
        .where(TaskAudience.task_id == task.id)
        .order_by(Organisation.folded)
    ).all()


RECORDER: Final = aliased(Person)


def _reports(reading: Session, task: Task, inside: bool) -> list[Reported]:
    """The newest first. Names and addresses are for the coordination and the institution itself."""
    rows = reading.execute(
        select(TaskReport, Person.name, RECORDER.name.label("recorder"), Organisation.name.label("waited"))
        .outerjoin(Person, Person.id == TaskReport.person_id)
        .outerjoin(RECORDER, RECORDER.id == TaskReport.recorded_by_id)
        .outerjoin(Seat, Seat.id == TaskReport.waiting_seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(TaskReport.task_id == task.id)
        .order_by(TaskReport.id.desc())
    )
    return [
        Reported(
            at=row.TaskReport.reported_at,
            state=row.TaskReport.state,
            note=row.TaskReport.note,
            waiting_for=", ".join(filter(None, (row.waited, row.TaskReport.waiting_for))),
            channel=row.TaskReport.channel,
            who=(row.name or row.recorder or "") if inside else "",
            address=(row.TaskReport.address or "") if inside else "",
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who may have a task at a table: seats of that day, and their people by institution."""

    seats: list[tuple[int, str]]
    people: list[tuple[str, list[tuple[int, str]]]]


def choice(reading: Session, table_id: int, on: date) -> Choice:
    """Institutions by name; of each the people who act for it."""
    rows = reading.execute(
        select(
            Seat.id, Organisation.name, Appointment.id.label("appointment_id"), Person.name.label("person")
        )
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(
            Appointment,
            (Appointment.seat_id == Seat.id)
            & in_force(Appointment, on)
            & (Appointment.role != AppointmentRole.READER),
        )
        .outerjoin(Person, Person.id == Appointment.person_id)
        .where(Seat.body_id == table_id, in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id, Appointment.role, Appointment.rank, Appointment.id)
    ).all()
    seats = {row.id: row.name for row in rows}
    people = {
        seat_id: [
            (row.appointment_id, row.person) for row in rows if row.id == seat_id and row.appointment_id
        ]
        for seat_id in seats
    }
    return Choice(
        seats=list(seats.items()),
        people=[(name, people[seat_id]) for seat_id, name in seats.items() if people[seat_id]],
    )


def items_of(reading: Session, meeting_id: int) -> list[tuple[int, str]]:
    """The items of a meeting in order, for a choice."""
    rows = reading.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
    return [(each.id, each.title) for each in ordered(rows)]


def named_seats(reading: Session, task_id: int) -> list[int]:
    """The seats that a task names."""
    rows = select(TaskAudience.seat_id).where(TaskAudience.task_id == task_id)
    return list(reading.scalars(rows.order_by(TaskAudience.seat_id)))
