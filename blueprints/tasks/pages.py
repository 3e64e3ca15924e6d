"""Pages of tasks, made of several parts: forms with their choices, a list with its filters, one task."""

from typing import Any, TypeVar

from flask import request, url_for
from flask_babel import gettext

from blueprints.tables.queries import coordination_name
from blueprints.tasks import list_queries, queries, rules
from blueprints.tasks.forms import AS_ITEM, COORDINATION, CreateAtForm, CreateForm, EditForm, ReportForm
from blueprints.tasks.list_queries import Which
from blueprints.tasks.queries import Whole
from models.tasks import Task
from plumbing.access import me
from plumbing.clock import today
from plumbing.database import house, reading

Filled = TypeVar("Filled", CreateForm, CreateAtForm, EditForm)


def table_page(table_id: int) -> dict[str, Any]:
    """The list of one table with its filters."""
    which, seat_id = asked_which(), asked_seat()
    found = list_queries.table_tasks(reading(), table_id, which, seat_id, me(), today(), page_number())
    return {
        "found": found,
        "which": which,
        "choices": list(Which),
        "seat_id": seat_id,
        "seats": with_coordination(table_id, queries.choice(reading(), table_id, today()).seats),
        "may_create": rules.may_create(me(), table_id),
    }


def asked_which() -> Which:
    """The choice in the address; whatever is none of them counts as what is owed."""
    try:
        return Which(request.args.get("which", ""))
    except ValueError:
        return Which.OWED


def asked_seat() -> int | None:
    """The institution in the address; what can be none counts as all."""
    found = request.args.get("seat_id", type=int)
    return found if found is not None and 0 <= found < 2**31 else None


def page_number() -> int:
    return max(1, min(request.args.get("page", default=1, type=int), 100_000))


def with_coordination(table_id: int, seats: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The coordination before the institutions."""
    name = coordination_name(house(), table_id, today())
    label = gettext("Coordination (%(name)s)", name=name) if name else gettext("Coordination")
    return [(COORDINATION, label), *seats]


def form_at(meeting_id: int) -> CreateAtForm:
    """The form of a task that comes from a meeting: the item of the address is chosen."""
    form = CreateAtForm(item_id=request.args.get("item_id", type=int), visibility=AS_ITEM, deadline="next")
    items = [(str(key), title) for key, title in queries.items_of(reading(), meeting_id)]
    form.item_id.choices = [("", gettext("no item")), *items]
    return form


def came_from(task_id: int) -> str:
    """Where a report leads back to: the meeting that is going through its tasks, else the task."""
    meeting_id = request.args.get("meeting", 0, type=int)
    if 0 < meeting_id < 2**31:
        return url_for("tasks.at_meeting", meeting_id=meeting_id)
    return url_for("tasks.show", task_id=task_id)


def offered(form: Filled, table_id: int) -> Filled:
    """The form with the institutions and people of today."""
    known = queries.choice(reading(), table_id, today())
    form.offer(known.seats, known.people, isinstance(form, CreateAtForm))
    seats = with_coordination(table_id, known.seats)
    if isinstance(form, CreateForm):
        form.of.choices = seats
    else:
        form.seat_id.choices = seats
    return form


def edit_form(found: Whole, **given: Any) -> EditForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    task = found.line.task
    deadline = "next" if task.until_next_meeting else "day" if task.due_on else "none"
    form = EditForm(
        title=task.title,
        text=task.text,
        seat_id=task.seat_id or COORDINATION,
        appointment_id=task.appointment_id,
        deadline=deadline,
        due_on=task.due_on,
        visibility=task.visibility.value,
        seat_ids=queries.named_seats(reading(), task.id),
        based_on=task.version,
        **given,
    )
    offered(form, task.body_id)
    if found.line.has_left and task.seat_id:
        form.seat_id.choices = [*(form.seat_id.choices or ()), (task.seat_id, found.line.institution)]
    return form


def report_form(task: Task, **given: Any) -> ReportForm:
    """How the task stands: what was said last of whom one waits for stands in it."""
    form = ReportForm(
        waiting_for=task.waiting_for, waiting_seat_id=task.waiting_seat_id, based_on=task.version, **given
    )
    form.offer(task.is_settled)
    form.offer_seats(queries.choice(reading(), task.body_id, today()).seats)
    return form


def task_page(found: Whole) -> dict[str, Any]:
    """One task with what one may do about it."""
    task = found.line.task
    return {
        "found": found,
        "line": found.line,
        "task": task,
        "hue": found.line.hue,
        "may_report": rules.may_report(me(), task) and found.line.is_living,
        "may_edit": rules.may_edit(me(), task),
        "belongs": task.body_id in me().readable,
        "records": task.seat_id is not None and task.seat_id not in me().seat_ids,
        "step": gettext("Reopen") if task.is_settled else gettext("Report"),
    }
