"""What the link of a letter about a task leads to: read by the house, handed on as plain values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.bodies import Body, BodyState
from models.deadlines import BERLIN
from models.meetings import AgendaItem
from models.organisations import Organisation
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import declared, in_force
from models.task_lists import NEXT_MEETING, due_day, is_overdue
from models.tasks import Task, TaskLink, TaskState
from models.typed_text import email_key
from models.visibility import Visibility

AFTER_ITS_END: Final = timedelta(days=14)
"""So long what was reported as done can still be corrected by the link."""
TOLD: Final = (Visibility.PUBLIC, Visibility.INTERNAL)
"""Levels whose titles a letter that was passed on may show."""


@dataclass(frozen=True, kw_only=True)
class LinkedTask:
    """One task as whoever holds its link may see it: no notes, no names, no title of a confidential one."""

    task_id: int
    body_id: int
    table_name: str
    institution: str
    title: str
    created_at: datetime
    state: TaskState
    is_settled: bool
    due_on: date | None
    until_next_meeting: bool
    is_overdue: bool
    address: str
    version: int


def linked_task(house: Session, token: str, now: datetime) -> LinkedTask | None:
    """The task of a link; None for an unknown one, once another institution has the task, for whoever acts
    no more, at a dissolved body, and two weeks after its end."""
    on = now.astimezone(BERLIN).date()
    row = house.execute(
        select(Task, TaskLink, Body, Organisation, AgendaItem.visibility, NEXT_MEETING)
        .join(TaskLink, TaskLink.task_id == Task.id)
        .join(Body, Body.id == Task.body_id)
        .join(Seat, Seat.id == Task.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(AgendaItem, AgendaItem.id == Task.item_id)
        .where(
            TaskLink.token_hash == TaskLink.hashed(token),
            TaskLink.seat_id == Task.seat_id,
            Body.state != BodyState.DISSOLVED,
            in_force(Seat, on),
            or_(Task.settled_at.is_(None), Task.settled_at > now - AFTER_ITS_END),
        )
    ).first()
    if row is None or not _acts(house, row.TaskLink, row.Organisation, on):
        return None
    task, link, body, institution, item_level, next_at = row
    is_told = task.visibility in TOLD and item_level in (None, *TOLD)
    due_on = due_day(task, next_at)
    return LinkedTask(
        task_id=task.id,
        body_id=body.id,
        table_name=body.name,
        institution=institution.name,
        title=task.title if is_told else "",
        created_at=task.created_at,
        state=task.state,
        is_settled=task.is_settled,
        due_on=due_on,
        until_next_meeting=task.until_next_meeting,
        is_overdue=is_overdue(task, due_on, on),
        address=link.address,
        version=task.version,
    )


def _acts(house: Session, link: TaskLink, institution: Organisation, on: date) -> bool:
    """Whether the person of the link still acts for the institution; a mailbox does while it is its own."""
    if link.person_id is None:
        return email_key(link.address) == email_key(institution.mailbox or "")
    mine = (Appointment.seat_id == link.seat_id) & (Appointment.person_id == link.person_id)
    held = (
        select(Appointment.id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(mine, Appointment.role != AppointmentRole.READER, in_force(Appointment, on), declared(on))
    )
    return house.scalar(held.limit(1)) is not None
