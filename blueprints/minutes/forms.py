"""Shape of what is typed when attendance is noted and minutes are sent."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from models.minutes import WERE_THERE, AttendanceState
from plumbing.forms import Form, LineField
from plumbing.looked_at import LookedAtForm


class AttendanceForm(Form):
    """A state and names for each line; the fields are made for the lines that there are."""

    rows: ClassVar[list[Any]]
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @classmethod
    def over(cls, rows: list[Any], words: Any, proposed: Mapping[int, str], **given: Any) -> "AttendanceForm":
        """A form for these lines. `words` translates a state; `proposed` are names by seat."""
        fields: dict[str, Any] = {"rows": rows}
        choices = [SelectChoice(state.value, words(state.label)) for state in AttendanceState]
        for row in rows:
            label = row.institution if row.seat_id else row.names
            names = row.names or (proposed.get(row.seat_id, "") if row.state is AttendanceState.OPEN else "")
            fields[f"state_{row.id}"] = RadioField(label, choices=choices, default=row.state.value)
            fields[f"names_{row.id}"] = LineField(label, 300, default=names)
        form: AttendanceForm = type("AttendanceFormOver", (cls,), fields)(**given)
        return form

    def everybody_came(self) -> None:
        """Whatever is not noted yet becomes present."""
        for row in self.rows:
            state = self[f"state_{row.id}"]
            if state.data == AttendanceState.OPEN.value:
                state.data = AttendanceState.PRESENT.value

    def ask_who_came(self) -> None:
        """Beside each institution that was there: who came, where no name is known."""
        for row in self.rows:
            names, state = self[f"names_{row.id}"], AttendanceState(self[f"state_{row.id}"].data)
            if row.seat_id and state in WERE_THERE and not names.data and not names.errors:
                names.errors = [gettext("Please say who came: a name or a function.")]

    def entries(self) -> dict[int, tuple[AttendanceState, str]]:
        """What was typed, by the id of the line."""
        return {
            row.id: (
                AttendanceState(self[f"state_{row.id}"].data),
                (self[f"names_{row.id}"].data or "") if row.seat_id else row.names,
            )
            for row in self.rows
        }


PROMISE = _l(
    "The minutes contain nothing about clients: no names, no dates of birth, no cases by which somebody "
    "could be recognised."
)


class CirculateForm(LookedAtForm):
    """The last look before the letters go out."""

    confirmed = BooleanField(PROMISE)


class ConfirmForm(Form):
    """The minute taker's word for it, with which she hands the minutes over."""

    confirmed = BooleanField(
        PROMISE,
        [InputRequired(_l("Please read the minutes once more and confirm this."))],
    )
