"""Shape of what is typed about tasks: giving one, changing one, reporting on one."""

from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional

from models.tasks import LEVELS, TaskState
from models.visibility import Visibility
from plumbing.date_fields import DayField
from plumbing.forms import Form, Groups, LineField, TextField, grouped, id_or_none
from plumbing.versions import VersionedForm

Choices = list[tuple[int, str]]
COORDINATION: Final = 0
"""Stands for the coordination among the institutions that may have a task."""
AS_ITEM: Final = "as-item"
DEADLINES: Final = (("day", _l("by a day")), ("next", _l("by the next meeting")), ("none", _l("no deadline")))
REPORTED: Final = (
    *(TaskState.IN_PROGRESS, TaskState.WAITING, TaskState.DONE),
    *(TaskState.PUT_BACK, TaskState.DROPPED),
)
"""What one may report of a task that is owed."""
REOPENED: Final = (TaskState.IN_PROGRESS, TaskState.OPEN)
"""What one may report of a task that is done or dropped."""


def level_or_none(value: Any) -> Visibility | None:
    """The level that a choice stands for; none: as the item has it."""
    return None if value == AS_ITEM else Visibility(value)


class TaskForm(Form):
    """What is to be done, until when, who may see it, and one person if she is known."""

    title = LineField(
        _l("What is to be done?"),
        200,
        [DataRequired(_l("Please say in a few words what is to be done."))],
        description=_l("Short, and nothing about clients. It stands on the pages, not in letters."),
    )
    appointment_id = SelectField(
        _l("Person, if she is known"),
        coerce=id_or_none,
        description=_l("The institution stays responsible, also when this person leaves."),
    )
    deadline = RadioField(
        _l("Until when?"),
        choices=lambda: [(key, str(words)) for key, words in DEADLINES],
        default="day",
    )
    due_on = DayField(_l("Day"), [Optional()])
    visibility = RadioField(_l("Who may see this task"), default=Visibility.INTERNAL.value)
    seat_ids = SelectMultipleField(_l("Named institutions"), coerce=int)
    text = TextField(_l("Details"), 4000, description=_l("Please no details about clients."))

    def offer(self, seats: Choices, people: Groups, with_item: bool) -> None:
        levels = [(each.value, f"{gettext(each.label)} · {each.tlp}") for each in LEVELS]
        as_item = [(AS_ITEM, gettext("as the item that it comes from"))] if with_item else []
        self.visibility.choices = [*as_item, *levels]
        self.seat_ids.choices = seats
        self.appointment_id.choices = grouped(("", gettext("nobody named")), people)

    def validate(self, extra_validators: Any = None) -> bool:
        """A day where one was chosen, and none where not."""
        valid: bool = super().validate(extra_validators)
        if self.deadline.data == "day" and self.due_on.data is None and not self.due_on.errors:
            self.due_on.errors = [gettext("Please give a day, or choose another deadline.")]
            valid = False
        if self.deadline.data in ("next", "none") and self.due_on.data is not None:
            self.due_on.errors = [gettext("Please leave the day empty, or choose “by a day”.")]
            valid = False
        return valid

    def wanted(self) -> dict[str, Any]:
        """What the rules are told of it."""
        return {
            "title": self.title.data,
            "text": self.text.data or "",
            "appointment_id": self.appointment_id.data,
            "due_on": self.due_on.data if self.deadline.data == "day" else None,
            "until_next_meeting": self.deadline.data == "next",
            "visibility": level_or_none(self.visibility.data),
            "seat_ids": self.seat_ids.data or (),
        }


class CreateForm(TaskForm):
    """A new task, for one institution or for several."""

    of = SelectMultipleField(
        _l("Responsible institution"),
        coerce=int,
        description=_l("Several institutions get one task each, of the same words, and each reports alone."),
    )

    def responsible(self) -> list[int | None]:
        """Seats; none stands for the coordination."""
        return [each or None for each in self.of.data or ()]


class CreateAtForm(CreateForm):
    """A new task that comes from a meeting, with the item of its agenda."""

    item_id = SelectField(_l("Comes from the item"), coerce=id_or_none)


class EditForm(TaskForm, VersionedForm):
    """A task as it is."""

    seat_id = SelectField(_l("Responsible institution"), coerce=int)


class LinkReportForm(VersionedForm):
    """How a task stands, as whoever has the link of a letter may say."""

    state = RadioField(_l("How does it stand?"), [InputRequired(_l("Please choose one."))], coerce=TaskState)
    waiting_for = LineField(
        _l("For whom or what are you waiting?"), 200, description=_l("Only where you are waiting for others.")
    )
    note = TextField(
        _l("What is new, or why?"),
        1000,
        description=_l(
            "Whoever may see the task reads this. Needed where it is put back or dropped. "
            "Please no details about clients."
        ),
    )

    def offer(self, is_settled: bool, with_dropping: bool = True) -> None:
        if not with_dropping:
            self.note.description = _l(
                "Whoever may see the task reads this. Needed where it is put back. "
                "Please no details about clients."
            )
        states = REOPENED if is_settled else REPORTED
        self.state.choices = [
            (each.value, gettext(each.label))
            for each in states
            if with_dropping or each is not TaskState.DROPPED
        ]

    def said(self) -> dict[str, Any]:
        return {
            "state": self.state.data,
            "note": self.note.data or "",
            "waiting_for": self.waiting_for.data or "",
        }


class ReportForm(LinkReportForm):
    """The same on the site, where the institutions of the table may be named."""

    waiting_seat_id = SelectField(_l("Or for an institution of the table"), coerce=id_or_none)

    def offer_seats(self, seats: Choices) -> None:
        self.waiting_seat_id.choices = [("", gettext("no institution")), *seats]

    def said(self) -> dict[str, Any]:
        waits = self.state.data is TaskState.WAITING
        return super().said() | {"waiting_seat_id": self.waiting_seat_id.data if waits else None}
