"""Shape of what is typed when somebody objects to minutes, and when that is decided."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from models.objections import DECIDED, LONGEST_WORDS, ObjectionOutcome
from plumbing.forms import Form, TextField, choices, id_or_none


class ObjectionForm(Form):
    """What is not right, and how it should read. The institution is asked for where there are several."""

    seat_id = SelectField(_l("For which institution?"), coerce=id_or_none)
    wrong = TextField(
        _l("What is not right?"),
        LONGEST_WORDS,
        [DataRequired(_l("Please say what is not right."))],
        description=_l("Objections concern what is not recorded correctly. Please no details about clients."),
    )
    wording = TextField(
        _l("How should it read?"),
        LONGEST_WORDS,
        description=_l("A proposed wording helps the coordination to decide."),
    )

    asks = False

    def offer(self, institutions: Sequence[tuple[int | None, str]], *, recording: bool) -> None:
        """Whoever has one institution is not asked for it; the coordination always is."""
        choices = [(key or "", name) for key, name in institutions]
        self.asks = recording
        if len(choices) == 1 and not recording:
            del self.seat_id
        else:
            self.seat_id.choices = [("", gettext("Please choose")), *choices] if recording else choices

    def chosen(self, only: int | None) -> int | None:
        """The seat for which it is said; `only` where there is no choice."""
        return self.seat_id.data if "seat_id" in self else only

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if self.asks and self.seat_id.data is None:
            self.seat_id.errors = [*self.seat_id.errors, gettext("Please choose one of these.")]
            return False
        return valid


class WithdrawForm(Form):
    """Nothing but its key."""


class DecideForm(Form):
    """What becomes of an objection."""

    outcome = RadioField(
        _l("What becomes of it?"),
        [InputRequired(_l("Please choose one of these."))],
        choices=lambda: choices(DECIDED),
    )
    wording = TextField(
        _l("Wording"),
        LONGEST_WORDS,
        description=_l(
            "How the passage reads from now on, or the statement for the record. Needed unless you refuse it."
        ),
    )
    answer = TextField(
        _l("Reason"), LONGEST_WORDS, description=_l("Needed where it is refused or taken over only in part.")
    )

    def facts(self) -> dict[str, Any]:
        return {
            "outcome": ObjectionOutcome(self.outcome.data),
            "wording": self.wording.data or "",
            "answer": self.answer.data or "",
        }


class ApproveForm(Form):
    """The later meeting in which the minutes were approved."""

    in_meeting_id = SelectField(_l("In which meeting?"), coerce=id_or_none)
    sure = BooleanField(
        _l("This meeting has approved the minutes, with what was taken over from objections."),
        [DataRequired(_l("Please confirm this."))],
    )

    def offer(self, meetings: Sequence[tuple[int, str]]) -> None:
        self.in_meeting_id.choices = [("", gettext("Please choose")), *meetings]
