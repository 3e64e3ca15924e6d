"""What must hold for a task: where it comes from, who may have it, who may see it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import periods
from models.bodies import Body, BodyState
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.meetings import AgendaItem, ItemAudience, Meeting
from models.seats import Appointment, AppointmentRole, Seat
from models.tasks import Task, TaskAudience
from models.visibility import Visibility
from models.words import N_


def source_of(
    house: Session, table_id: int, item_id: int | None, meeting_id: int | None
) -> tuple[AgendaItem | None, Meeting | None]:
    """The item and the meeting that a task comes from, both of this table."""
    item = house.get(AgendaItem, item_id) if item_id else None
    if item_id and (item is None or meeting_id not in (None, item.meeting_id)):
        raise NotAllowed
    wanted = item.meeting_id if item else meeting_id
    meeting = house.get(Meeting, wanted) if wanted else None
    if wanted and (meeting is None or meeting.body_id != table_id):
        raise NotAllowed
    return item, meeting


def level_of(
    house: Session, item: AgendaItem | None, wanted: Visibility | None, seat_ids: Iterable[int]
) -> tuple[Visibility, set[int]]:
    """The level of a task with the institutions it names: as chosen, else as its item's, else internal."""
    if wanted is None and item is not None and item.visibility is not Visibility.PUBLIC:
        named = select(ItemAudience.seat_id).where(ItemAudience.item_id == item.id)
        return item.visibility, set(house.scalars(named))
    level = wanted or Visibility.INTERNAL
    if item is not None and item.visibility.strictness > max(level.strictness, 1):
        raise RuleBroken(N_("The item that it comes from is meant for fewer readers."), field="visibility")
    return level, set(seat_ids) if level is Visibility.CONFIDENTIAL else set()


def judge_seat(house: Session, table_id: int, seat_id: int, on: date, field: str) -> None:
    """Refuse a seat of another table, and one that has ended."""
    found = house.get(Seat, seat_id)
    if found is None or found.body_id != table_id or not found.holds_on(on):
        raise RuleBroken(N_("This institution does not sit at the table."), field=field)


def judge_person(house: Session, appointment_id: int | None, seat_id: int | None, on: date) -> None:
    """Refuse a person who does not act for the institution that day."""
    if appointment_id is not None and acting(house, appointment_id, seat_id, on) is None:
        raise RuleBroken(N_("This person does not act for the institution."), field="appointment_id")


def acting(house: Session, appointment_id: int | None, seat_id: int | None, on: date) -> int | None:
    """The appointment, while it holds at this seat and is more than reading."""
    held = house.get(Appointment, appointment_id) if appointment_id else None
    if held is None or held.seat_id != seat_id or held.role is AppointmentRole.READER:
        return None
    return held.id if periods.holds(held.starts_on, held.ends_on, on) else None


def judge_day(due_on: date | None, on: date) -> None:
    if due_on is not None and due_on < on:
        raise RuleBroken(N_("This day has passed."), field="due_on")


def name_seats(house: Session, task: Task, named: set[int], on: date) -> None:
    """The institutions that a confidential task names from now on, and no others."""
    for each in sorted(named):
        judge_seat(house, task.body_id, each, on, "seat_ids")
    rows: Sequence[TaskAudience] = house.scalars(
        select(TaskAudience).where(TaskAudience.task_id == task.id)
    ).all()
    kept = {each.seat_id: each for each in rows}
    for seat_id in kept.keys() - named:
        house.delete(kept[seat_id])
    house.add_all(TaskAudience(task_id=task.id, seat_id=each) for each in sorted(named - kept.keys()))
    house.flush()


def living(house: Session, table_id: int) -> Body:
    """The table; at one that is dissolved nobody acts any more."""
    body = house.get(Body, table_id)
    if body is None or body.state is BodyState.DISSOLVED:
        raise NotAllowed
    return body


def locked(house: Session, task_id: int) -> tuple[Task, Body]:
    """The task and its table, the task held until the end: gestures come one after the other."""
    task = house.get(Task, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise NotAllowed
    return task, living(house, task.body_id)


def day_of(now: datetime) -> date:
    """The calendar day in Berlin."""
    return now.astimezone(BERLIN).date()
