"""Who may give and change tasks and report on them; giving one, changing one, and telling who has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.letter_queries import letter_facts
from blueprints.tasks import truth_rules as truth
from blueprints.tasks.letters import (
    ASSIGNED,
    CHANGED,
    end_links,
    issue_link,
    purpose_of,
    send,
)
from blueprints.tasks.recipient_queries import recipients_of
from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import Letter
from models.meetings import AgendaItem, Meeting
from models.task_lists import NEXT_MEETING, due_day
from models.tasks import Task, TaskState
from models.unnamed import must_name_nobody
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a task shall say. `appointment_id`: a person of the responsible institution, if one is named.

    Due on a day, or `until_next_meeting`: the first one after the meeting that it comes from, else after
    today. `visibility` None: as the item that it comes from (with the institutions which that one names),
    else internal. `seat_ids`: the institutions that a confidential task names; its own one sees it anyway.
    """

    title: str
    text: str = ""
    appointment_id: int | None = None
    due_on: date | None = None
    until_next_meeting: bool = False
    visibility: Visibility | None = None
    seat_ids: Sequence[int] = ()


def may_create(by: Actor, table_id: int) -> bool:
    """The coordination gives tasks."""
    return by.coordinates_body(table_id)


def may_create_at(by: Actor, meeting: Meeting) -> bool:
    """Tasks that come from a meeting: whoever writes its minutes, too."""
    return may_create(by, meeting.body_id) or meeting.id in by.records


def may_edit(by: Actor, task: Task) -> bool:
    """Words, deadline and who is responsible are the coordination's."""
    return by.coordinates_body(task.body_id)


def may_report(by: Actor, task: Task) -> bool:
    """The institution that has it, and the coordination for it (domain.md 3 and 5.9)."""
    return task.seat_id in by.seat_ids or by.coordinates_body(task.body_id)


def create(
    house: Session,
    table_id: int,
    wanted: Wanted,
    *,
    seat_id: int | None,
    item_id: int | None = None,
    meeting_id: int | None = None,
    by: Actor,
    now: datetime,
) -> Task:
    """Give a task to one institution (`seat_id`; None: to the coordination itself) and tell it by a letter.

    `item_id` or `meeting_id` say where it comes from; whoever only takes minutes names one of them.
    """
    item, meeting = truth.source_of(house, table_id, item_id, meeting_id)
    if not (may_create_at(by, meeting) if meeting else may_create(by, table_id)):
        raise NotAllowed
    must_name_nobody(house, item_id, title=wanted.title, text=wanted.text)
    body, on = truth.living(house, table_id), truth.day_of(now)
    level, named = truth.level_of(house, item, wanted.visibility, wanted.seat_ids)
    task = Task(
        body_id=table_id,
        title=wanted.title,
        text=wanted.text,
        seat_id=seat_id,
        appointment_id=wanted.appointment_id,
        meeting_id=meeting.id if meeting else None,
        item_id=item_id,
        due_on=wanted.due_on,
        until_next_meeting=wanted.until_next_meeting,
        visibility=level,
        created_at=now,
        created_by_id=by.person_id,
        counted_from=max(meeting.starts_at, now) if meeting and meeting.starts_at else now,
        assigned_at=now,
    )
    _add(house, task, named, on)
    record(house, "create", task, by=by, now=now, seat=seat_id, level=level.value)
    _tell(house, body, task, ASSIGNED, by, now)
    return task


def _add(house: Session, task: Task, named: set[int], on: date) -> None:
    """The new row, once it is judged, with the institutions that it names."""
    task.judge(len(named))
    _judge_responsible(house, task, on)
    truth.judge_day(task.due_on, on)
    house.add(task)
    house.flush()
    truth.name_seats(house, task, named, on)


def create_for_each(
    house: Session,
    table_id: int,
    wanted: Wanted,
    *,
    of: Sequence[int | None],
    item_id: int | None = None,
    meeting_id: int | None = None,
    by: Actor,
    now: datetime,
) -> list[Task]:
    """The same words for each of several institutions: one task each, on which it reports alone."""
    chosen = list(dict.fromkeys(of))
    if not chosen:
        raise RuleBroken(N_("Please choose who is responsible."), field="of")
    if len(chosen) > 1 and wanted.appointment_id is not None:
        raise RuleBroken(N_("A person can only be named for one institution."), field="appointment_id")
    source = {"item_id": item_id, "meeting_id": meeting_id}
    return [create(house, table_id, wanted, seat_id=each, **source, by=by, now=now) for each in chosen]


def edit(
    house: Session,
    task_id: int,
    wanted: Wanted,
    *,
    seat_id: int | None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Task:
    """Change words, deadline, level or who is responsible. Whoever has it from now on is told; so is whoever
    keeps it about another deadline. Another institution begins anew, and the former one's links end."""
    task, body = truth.locked(house, task_id)
    if not may_edit(by, task):
        raise NotAllowed
    must_be(task, based_on)
    must_name_nobody(house, task.item_id, title=wanted.title, text=wanted.text)
    on = truth.day_of(now)
    held_by = task.seat_id, truth.acting(house, task.appointment_id, task.seat_id, on)
    due = task.due_on, task.until_next_meeting
    handed_on = held_by != (seat_id, wanted.appointment_id)
    if task.is_settled and handed_on:
        raise RuleBroken(N_("This task is settled. Please reopen it first."), field="seat_id")
    if wanted.due_on != task.due_on:
        truth.judge_day(wanted.due_on, on)
    item = house.get(AgendaItem, task.item_id) if task.item_id else None
    level, named = truth.level_of(house, item, wanted.visibility or task.visibility, wanted.seat_ids)
    with house.no_autoflush:
        _change(task, wanted, seat_id, level)
        task.judge(len(named))
        if handed_on:
            _judge_responsible(house, task, on)
            _hand_on(house, task, other=held_by[0] != seat_id, now=now)
    truth.name_seats(house, task, named, on)
    record(house, "edit", task, by=by, now=now, seat=seat_id, level=level.value)
    if task.is_unsettled and (handed_on or due != (task.due_on, task.until_next_meeting)):
        _tell(house, body, task, ASSIGNED if handed_on else CHANGED, by, now)
    return task


def _change(task: Task, wanted: Wanted, seat_id: int | None, level: Visibility) -> None:
    task.title, task.text, task.visibility = wanted.title, wanted.text, level
    task.seat_id, task.appointment_id = seat_id, wanted.appointment_id
    task.due_on, task.until_next_meeting = wanted.due_on, wanted.until_next_meeting


def _hand_on(house: Session, task: Task, *, other: bool, now: datetime) -> None:
    """Somebody else has it from now on; another institution (`other`) begins anew."""
    task.assigned_at = now
    if other:
        task.state, task.waiting_for, task.waiting_seat_id = TaskState.OPEN, "", None
        end_links(house, task)


def _judge_responsible(house: Session, task: Task, on: date) -> None:
    """Refuse institutions and people that do not act at the table."""
    if task.seat_id is not None:
        truth.judge_seat(house, task.body_id, task.seat_id, on, "seat_id")
    truth.judge_person(house, task.appointment_id, task.seat_id, on)


def number_told(house: Session, tasks: Sequence[Task]) -> int:
    """How many letters tell of these tasks as they are now."""
    told = Letter.purpose.in_([purpose_of(each) for each in tasks])
    of_table = Letter.body_id.in_({each.body_id for each in tasks})
    return house.scalar(select(func.count(Letter.id)).where(of_table, told)) or 0


def _tell(house: Session, body: Body, task: Task, template: str, by: Actor, now: datetime) -> None:
    """Write to whoever has it; nobody writes to herself."""
    house.flush()
    on = truth.day_of(now)
    to = recipients_of(house, [task], on).get(task.id)
    if to is None or to.person_id == by.person_id:
        return
    next_at = house.scalar(select(NEXT_MEETING).select_from(Task).where(Task.id == task.id))
    said = letter_facts(house, body.id, on) | {
        "due_on": due_day(task, next_at),
        "until_next_meeting": task.until_next_meeting,
        "token": issue_link(house, task, to, now),
    }
    send(house, body.id, to, template=template, purpose=purpose_of(task), said=said, now=now)
