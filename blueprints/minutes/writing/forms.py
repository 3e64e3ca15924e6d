"""Shape of what is typed on the screen on which minutes are written."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from models.decisions import DecisionKind
from models.item_outcomes import ItemOutcome
from models.minutes import AttendanceState
from models.text_drafts import Window
from models.texts import LONGEST
from plumbing.date_fields import DayField
from plumbing.forms import Form, Groups, LineField, ManyField, TextField, choices, grouped, id_or_none

NO_CLIENTS = _l("Please no details about clients.")


class LineForm(Form):
    """What is noted of one institution or guest; an institution may leave the room for an item."""

    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    state = RadioField(_l("Participation"), choices=lambda: choices(AttendanceState))
    names = LineField(_l("Who came"), 300)
    came = TimeField(_l("Came later, at"), [Optional()])
    left = TimeField(_l("Left earlier, at"), [Optional()])
    left_for = ManyField(
        _l("Left the room for (conflict of interest)"),
        coerce=int,
        description=_l("It has no vote on what is decided there."),
    )

    def noted(self) -> dict[str, Any]:
        """What the rules are told."""
        return {
            "state": AttendanceState(self.state.data),
            "names": self.names.data or "",
            "came": self.came.data,
            "left": self.left.data,
            "left_for": frozenset(self.left_for.data or ()),
        }


class DraftForm(Form):
    """One item's text with the version it started from (0: none), and the window in which it is typed."""

    markdown = TextField(_l("Result"), LONGEST, render_kw={"rows": 10})
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0, max=10**6)])

    window = HiddenField(validators=[Length(max=32)])
    draft_seen = HiddenField(validators=[Length(max=32)])

    def from_window(self) -> Window | None:
        """Where it was typed; None for whoever does not say it."""
        return Window(self.window.data, self.draft_seen.data or "") if self.window.data else None

    @property
    def was_sent(self) -> bool:
        """Whether it holds what somebody typed, and not what is stored."""
        return self.markdown.raw_data is not None


class WritingForm(DraftForm):
    """The text, and the lines to be recorded with it; a line that is empty records nothing.

    One form, so that whatever was typed arrives with any of its buttons.
    """

    information = LineField(_l("Information"), 500)
    task_title = LineField(_l("Task"), 200)
    task_seat_id = SelectField(_l("Responsible institution"), coerce=id_or_none)
    task_appointment_id = SelectField(_l("Person, if she is known"), coerce=id_or_none)
    task_due_on = DayField(_l("Until"), [Optional()])
    decision_title = LineField(_l("What is to be decided?"), 200)
    decision_wording = TextField(_l("Wording"), 20_000, description=NO_CLIENTS)
    decision_kind = SelectField(
        _l("What kind of question is it?"),
        choices=lambda: choices(DecisionKind),
        default=DecisionKind.SUBSTANCE.value,
    )

    outcome = SelectField(
        _l("What became of it?"),
        choices=lambda: [
            ("", gettext("still open")),
            *((each.value, gettext(each.label)) for each in ItemOutcome),
        ],
        default="",
    )
    put_off_to_id = SelectField(_l("Put off to"), coerce=id_or_none)
    chatham_house = SelectField(
        _l("Chatham House rule"),
        choices=lambda: [("no", gettext("does not hold")), ("yes", gettext("holds: the text names nobody"))],
        default="no",
    )
    note = TextField(_l("Note of the chair"), 20_000, description=_l("Only the coordination ever sees it."))
    note_based_on = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, 10**6)])

    def offer(self, seats: list[tuple[int, str]], people: Groups) -> None:
        """The institutions that may have a task (0: the coordination) and their people."""
        named = [(str(key), words) for key, words in seats]
        self.task_seat_id.choices = [("", gettext("please choose")), *named]
        self.task_appointment_id.choices = grouped(("", gettext("nobody named")), people)

    def offer_meetings(self, meetings: list[tuple[int, str]]) -> None:
        """Those to which the item may be put off."""
        named = [(str(key), words) for key, words in meetings]
        self.put_off_to_id.choices = [("", gettext("no meeting named yet")), *named]

    def validate(self, extra_validators: Any = None) -> bool:
        """A task says what and who, a decision what and in which words; half a line is refused."""
        valid: bool = super().validate(extra_validators)
        asked = (
            (self.gives_task, self.task_title, gettext("Please say in a few words what is to be done.")),
            (self.gives_task, self.task_seat_id, gettext("Please choose who is responsible.")),
            (
                self.proposes,
                self.decision_title,
                gettext("Please say in a few words what is to be decided."),
            ),
            (self.proposes, self.decision_wording, gettext("Please give the wording.")),
        )
        for wanted, field, words in asked:
            if wanted and not (field.data or field.errors or field.raw_data == ["0"]):
                field.errors = [words]
                valid = False
        return valid

    @property
    def gives_task(self) -> bool:
        """Whether anything of a task was typed or chosen."""
        return any(self[f"task_{name}"].raw_data not in (None, [], [""]) for name in TASK)

    @property
    def proposes(self) -> bool:
        return bool(self.decision_title.data or self.decision_wording.data)

    def task(self) -> dict[str, Any]:
        """What the rules of tasks are told: without a day it is due by the next meeting."""
        due_on = self.task_due_on.data
        return {
            "title": self.task_title.data,
            "appointment_id": self.task_appointment_id.data,
            "due_on": due_on,
            "until_next_meeting": due_on is None,
        }

    def settled(self) -> tuple[ItemOutcome | None, int | None]:
        """What became of the item, and the meeting that it was put off to."""
        outcome = ItemOutcome(self.outcome.data) if self.outcome.data else None
        return outcome, self.put_off_to_id.data if outcome is ItemOutcome.PUT_OFF else None

    def decision(self) -> dict[str, Any]:
        return {
            "title": self.decision_title.data,
            "wording": self.decision_wording.data,
            "kind": DecisionKind(self.decision_kind.data),
        }


TASK = ("title", "seat_id", "appointment_id", "due_on")
