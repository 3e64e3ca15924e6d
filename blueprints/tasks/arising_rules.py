"""Tasks that nobody gives: they arise for the coordination when something has gone that others rely on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.history import record
from models.links import LinkKind, link
from models.tasks import Task
from models.visibility import Visibility


def arise(
    house: Session, about: Any, *, purpose: str, title: str, text: str, due_on: date, now: datetime
) -> bool:
    """Give the coordination of the table that keeps `about` a task that follows from it: for one purpose
    once, whatever became of the task. Whether there was none yet."""
    if house.scalar(select(Task.id).where(Task.purpose == purpose)) is not None:
        return False
    task = Task(
        body_id=about.body_id,
        title=title,
        text=text,
        created_at=now,
        created_by_id=None,
        counted_from=now,
        assigned_at=now,
        due_on=due_on,
        visibility=Visibility.COORDINATION,
        purpose=purpose,
    )
    house.add(task)
    link(house, LinkKind.FOLLOWS_FROM, task, about)
    record(house, "create", task, by=None, now=now, seat=None, level=task.visibility.value)
    return True
