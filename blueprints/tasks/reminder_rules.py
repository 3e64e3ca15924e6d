"""Reminders of tasks: a week before the last day, and once a week what is overdue; to the seat's people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from blueprints.meetings.due_rules import who_want_it
from blueprints.tables.letter_queries import letter_facts
from blueprints.tasks.letters import DIGEST, DUE, OVERDUE, issue_link, send, sent
from blueprints.tasks.recipient_queries import Recipient, recipients_of
from models.bodies import Body, BodyState
from models.deadlines import BERLIN
from models.reminder_stops import stopped
from models.task_lists import DUE as LAST_DAY
from models.task_lists import NEXT_MEETING, due_day, owed
from models.tasks import Task, TaskLink

NOTICE: Final = timedelta(days=7)
"""So long before the last day a task is reminded of (domain.md 6)."""
LINKS_KEPT_AFTER_END: Final = timedelta(days=14)
LINKS_KEPT: Final = timedelta(days=183)
"""What is owed longer has been reminded of since, each time with a new link."""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A task that is owed at a table that is awake, with its last day as it is computed now."""

    task: Task
    body: Body
    due_on: date


def remind(house: Session, today: date, now: datetime) -> int:
    """Both kinds of reminders; returns the letters. As often as one likes: each has one key for its day or
    week, and days that were missed are made up by one letter."""
    return remind_before(house, today, now) + remind_overdue(house, today, now)


def remind_before(house: Session, today: date, now: datetime) -> int:
    """A week before the last day, unless the task was given or handed on only since then."""
    found = _owed(house, today <= LAST_DAY, today + NOTICE >= LAST_DAY)
    due = [each for each in found if _day(each.task.assigned_at) < each.due_on - NOTICE]
    to = _reached(house, due, today)
    known = sent(house, DUE, sorted({each.body.id for each in due}))
    count = 0
    for each in due:
        recipient = to.get(each.task.id)
        purpose = f"task-due-{each.task.id}-{each.due_on}"
        if recipient is None or (purpose, recipient.address.lower()) in known:
            continue
        said = letter_facts(house, each.body.id, today) | {
            "due_on": each.due_on,
            "until_next_meeting": each.task.until_next_meeting,
            "token": issue_link(house, each.task, recipient, now),
        }
        send(house, each.body.id, recipient, template=DUE, purpose=purpose, said=said, now=now)
        count += 1
    return count


def remind_overdue(house: Session, today: date, now: datetime) -> int:
    """Once a week what was overdue on its Monday: one letter for each table and address with a link for each
    task, and to coordinators who want letters about deadlines how many there are."""
    monday = today - timedelta(days=today.weekday())
    late = _owed(house, monday > LAST_DAY)
    to = _reached(house, late, today)
    letters: dict[tuple[int, int, str], list[Owed]] = defaultdict(list)
    for each in late:
        recipient = to.get(each.task.id)
        if recipient is not None:
            letters[each.body.id, recipient.seat_id, recipient.address.lower()].append(each)
    known = sent(house, OVERDUE, sorted({each.body.id for each in late}))
    count = 0
    for (_, seat_id, address), tasks in letters.items():
        purpose = f"tasks-overdue-{seat_id}-{monday}"
        if (purpose, address) not in known:
            _send_overdue(house, tasks, to[tasks[0].task.id], purpose, today, now)
            count += 1
    return count + _tell_coordinations(house, late, monday, today, now)


def _send_overdue(
    house: Session, tasks: list[Owed], to: Recipient, purpose: str, today: date, now: datetime
) -> None:
    overdue = [
        {"due_on": each.due_on, "token": issue_link(house, each.task, to, now)}
        for each in sorted(tasks, key=lambda each: (each.due_on, each.task.id))
    ]
    said = letter_facts(house, tasks[0].body.id, today) | {"overdue": overdue}
    send(house, tasks[0].body.id, to, template=OVERDUE, purpose=purpose, said=said, now=now)


def _tell_coordinations(house: Session, late: list[Owed], monday: date, today: date, now: datetime) -> int:
    counts: dict[int, list[Owed]] = defaultdict(list)
    for each in late:
        counts[each.body.id].append(each)
    people = who_want_it(house, set(counts), today)
    known = sent(house, DIGEST, sorted(counts))
    count = 0
    for body_id, tasks in sorted(counts.items()):
        said = letter_facts(house, tasks[0].body.id, today) | {"count": len(tasks)}
        for person in people.get(body_id, []):
            to, purpose = Recipient.of_coordination(person), f"tasks-overdue-{body_id}-{monday}"
            if (purpose, to.address.lower()) not in known:
                send(house, body_id, to, template=DIGEST, purpose=purpose, said=said, now=now)
                count += 1
    return count


def _owed(house: Session, *which: ColumnElement[bool]) -> list[Owed]:
    """What is owed at tables that are awake."""
    rows: Iterable[Any] = house.execute(
        select(Task, Body, NEXT_MEETING)
        .join(Body, Body.id == Task.body_id)
        .where(owed(), Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)), *which)
        .order_by(Task.id)
    )
    found = [(task, body, due_day(task, next_at)) for task, body, next_at in rows]
    return [Owed(task=task, body=body, due_on=due_on) for task, body, due_on in found if due_on]


def _reached(house: Session, tasks: list[Owed], today: date) -> dict[int, Recipient]:
    """Who is reminded of each task; not who wants no reminders."""
    to = recipients_of(house, [each.task for each in tasks], today)
    unwanted = stopped(house, [each.address for each in to.values()])
    return {key: each for key, each in to.items() if each.address.lower() not in unwanted}


def _day(at: datetime) -> date:
    return at.astimezone(BERLIN).date()


def forget_links(house: Session, today: date, now: datetime) -> int:
    """Links of tasks that have been settled for two weeks, and old ones; returns how many."""
    ended = select(Task.id).where(Task.settled_at < now - LINKS_KEPT_AFTER_END)
    old = or_(TaskLink.task_id.in_(ended), TaskLink.issued_at < now - LINKS_KEPT)
    gone = house.execute(delete(TaskLink).where(old).execution_options(synchronize_session=False))
    return int(getattr(gone, "rowcount", 0))
