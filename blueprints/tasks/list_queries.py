"""Lists of tasks: of a table, over all tables, of one institution, at the beginning of a meeting."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.constants import fixed
from models.meetings import Meeting, MeetingState
from models.readers import among
from models.seats import Appointment, Seat
from models.standing import DAY, in_force
from models.task_lists import (
    BY_DUE,
    BY_END,
    DUE,
    LINES,
    TaskLine,
    TaskLines,
    alive,
    lines_of,
    ours,
    overdue,
    owed,
    task_lines,
)
from models.tasks import SETTLED, Task, TaskState
from models.words import N_

PAGE: Final = 40
AT_ONCE: Final = 100
"""With so many tasks a meeting begins at most; all others stand in the list of the table."""
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


SEAT_OVER: Final = Task.seat_id.in_(select(Seat.id).where(Seat.ends_on < DAY))
OWED_ON_OVERVIEW: Final = fixed(
    LINES.where(
        owed(),
        alive(),
        or_(
            Task.seat_id.in_(among("seats")),
            and_(Task.seat_id.is_(None), Task.body_id.in_(among("living"))),
            and_(Task.body_id.in_(among("coordinated")), or_(DAY > DUE, SEAT_OVER)),
        ),
    ).order_by(*BY_DUE)
)
"""Prepared, because everybody opens the overview: `ours` and `overdue` in one statement for all readers."""


def owed_on_overview(reading: Session, by: Actor, on: date) -> Sequence[TaskLine]:
    """What her institutions owe at all tables; of the tables she coordinates also what is overdue, and what
    institutions owe that have left."""
    if not by.seat_ids and not by.coordinates:
        return []
    given = {
        "seats": sorted(by.seat_ids),
        "living": sorted(by.coordinates - by.dissolved),
        "coordinated": sorted(by.coordinates),
    }
    return lines_of(reading, by, on, OWED_ON_OVERVIEW, given).lines


def owed_by(reading: Session, seat_ids: list[int], by: Actor, on: date) -> Sequence[TaskLine]:
    """What is owed by these seats."""
    return task_lines(reading, by, on, owed(), alive(), Task.seat_id.in_(seat_ids)).lines


def may_go_through(by: Actor, meeting: Meeting) -> bool:
    """Whoever belongs to the table, and the minute taker; guests of an item see no tasks."""
    return meeting.body_id in by.readable or meeting.id in by.records


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """With which tasks a meeting begins: what is owed, and what ended since the one before.

    `is_cut`: there are more.
    """

    owed: Sequence[TaskLine]
    ended: Sequence[TaskLine]
    since: datetime | None
    is_cut: bool


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
        *(reading, by, on, Task.body_id == meeting.body_id, or_(owed(), ended)),
        order=(Task.state.in_(SETTLED), *BY_DUE),
        limit=AT_ONCE,
    )
    return Beginning(
        owed=[each for each in found.lines if each.task.is_unsettled],
        ended=[each for each in found.lines if each.task.is_settled],
        since=since,
        is_cut=found.total > AT_ONCE,
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
