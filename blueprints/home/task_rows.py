"""Lines of the overview about tasks: what one's institutions have taken on, what is late at one's tables."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext, ngettext

from blueprints.home.rows import Row
from blueprints.tasks.list_queries import owed_by, owed_on_overview
from models.actors import Actor
from models.task_lists import TaskLine
from plumbing.pages import address


def task_rows(reading: Any, by: Actor, on: date) -> list[Row]:
    """One line for each task of hers; for each of her tables one about all that is late, and one about tasks
    whose institution has left."""
    lines = owed_on_overview(reading, by, on)
    mine = [each for each in lines if each.is_ours]
    others = sorted((each for each in lines if not each.is_ours), key=lambda each: each.task.body_id)
    rows = [_owed(each) for each in mine]
    for _, tasks in groupby(others, key=lambda each: each.task.body_id):
        rows += _of_table(list(tasks))
    return rows


def owes_task_rows(reading: Any, seat_ids: Iterable[int], by: Actor, on: date) -> list[Row]:
    """What one institution owes, as far as the reader may see it."""
    return [_owed(each) for each in owed_by(reading, list(seat_ids), by, on)]


def _owed(line: TaskLine) -> Row:
    task = line.task
    waits = gettext("waiting for %(whom)s", whom=line.waiting_for) if line.waiting_for else ""
    who = gettext("the coordination") if line.is_coordinations else line.institution
    return Row(
        due=line.due_on,
        title=gettext("Task: %(title)s", title=task.title),
        detail=", ".join(part for part in (who, line.person, waits) if part),
        table_name=line.table_name,
        hue=line.hue,
        action_label=gettext("Report") if line.may_report else gettext("Look"),
        url=address("tasks.report" if line.may_report else "tasks.show", task_id=task.id),
        primary=line.is_ours,
    )


def _of_table(lines: Sequence[TaskLine]) -> list[Row]:
    left = [each for each in lines if each.has_left]
    late = [each for each in lines if each.is_overdue and not each.has_left]
    rows = []
    if late:
        title = ngettext("%(num)d task is overdue", "%(num)d tasks are overdue", len(late))
        rows.append(_told(title, late, min(each.due_on for each in late if each.due_on), "overdue"))
    if left:
        title = ngettext(
            "%(num)d task needs another institution", "%(num)d tasks need another institution", len(left)
        )
        rows.append(_told(title, left, None, "owed"))
    return rows


def _told(title: str, lines: Sequence[TaskLine], due: date | None, which: str) -> Row:
    first = lines[0]
    return Row(
        due=due,
        title=title,
        detail=", ".join(sorted({each.institution for each in lines})),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=address("tasks.index", table_id=first.task.body_id, which=which),
    )
