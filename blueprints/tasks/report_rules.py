"""Reporting on a task: on the site, by the link of a letter, or written down by the coordination."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.tasks import truth_rules as truth
from blueprints.tasks.link_queries import linked_task
from blueprints.tasks.rules import may_report
from models.actors import Actor
from models.errors import NotAllowed
from models.history import record
from models.rounds import Channel
from models.tasks import Task, TaskReport, TaskState
from models.unnamed import must_name_nobody
from models.versions import must_be


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a report says: the state from now on, what is new, and for whom or what one waits."""

    state: TaskState
    note: str = ""
    waiting_for: str = ""
    waiting_seat_id: int | None = None


def report(
    house: Session, task_id: int, said: Said, *, based_on: int | None, by: Actor, now: datetime
) -> None:
    """Say how a task stands; the coordination records what an institution has told it, marked so."""
    task, _ = truth.locked(house, task_id)
    if not may_report(by, task):
        raise NotAllowed
    must_be(task, based_on)
    own = task.seat_id is None or task.seat_id in by.seat_ids
    _take(house, task, said, Channel.SITE if own else Channel.COORDINATION, by=by, now=now)


def report_by_link(house: Session, token: str, said: Said, *, based_on: int | None, now: datetime) -> None:
    """Say how a task stands with nothing but the secret of the letter; a link drops nothing."""
    linked = linked_task(house, token, now)
    if linked is None or said.state is TaskState.DROPPED:
        raise NotAllowed
    task, _ = truth.locked(house, linked.task_id)
    if linked_task(house, token, now) is None:  # handed on while this one waited for the task
        raise NotAllowed
    must_be(task, based_on)
    _take(house, task, said, Channel.LINK, address=linked.address, by=None, now=now)


def _take(
    house: Session,
    task: Task,
    said: Said,
    channel: Channel,
    *,
    by: Actor | None,
    now: datetime,
    address: str | None = None,
) -> None:
    """Move the task and add the report; what was reported before stays."""
    if said.waiting_seat_id is not None:
        truth.judge_seat(house, task.body_id, said.waiting_seat_id, truth.day_of(now), "waiting_seat_id")
    must_name_nobody(house, task.item_id, own_seat=task.seat_id, note=said.note)
    with house.no_autoflush:
        task.move(said.state, now, note=said.note, waiting=(said.waiting_for, said.waiting_seat_id))
    recorded = channel is Channel.COORDINATION
    given = TaskReport(
        task_id=task.id,
        state=said.state,
        channel=channel,
        reported_at=now,
        note=said.note,
        waiting_for=task.waiting_for,
        waiting_seat_id=task.waiting_seat_id,
        address=address,
        person_id=by.person_id if by and not recorded else None,
        recorded_by_id=by.person_id if by and recorded else None,
    )
    house.add(given)
    house.flush()
    told = {"task": task.id, "state": said.state.value, "channel": channel.value}
    record(house, "report", given, by=by, now=now, body_id=task.body_id, **told)
