"""Shape of what is typed around finding a date: the dates, answers to them, what changes a running one."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField, HiddenField, RadioField, SelectField, SubmitField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Optional

from blueprints.meetings.forms import LEADERS, PLACES, Described, Led, said
from models.clock_times import judge_hours
from models.date_findings import MOST, Fits, Times
from models.errors import RuleBroken
from plumbing.clock import BERLIN
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, Rows, TextField, id_or_none, told

ABOUT = ("number", "title", "visibility", "note")
ROWS = 5
"""So many rows are there at first, and so many more come with a click."""


class DayRow(PlainForm):
    """One date; times of its own only where they differ from those above."""

    day = DayField(_l("Day"), [Optional()])
    starts = TimeField(_l("Other beginning"), [Optional()])
    ends = TimeField(_l("Other end"), [Optional()])


def _instants(day: date, starts: time, ends: time | None) -> tuple[datetime, datetime | None]:
    return datetime.combine(day, starts, BERLIN), datetime.combine(day, ends, BERLIN) if ends else None


class DaysForm(Form):
    """Days with the times that they share; empty rows do not count."""

    starts = TimeField(_l("Beginning"), [Optional()])
    ends = TimeField(_l("End"), [Optional()])
    days = Rows(FormField(DayRow), _l("Dates"), min_entries=ROWS, max_entries=MOST)
    shown = HiddenField()

    def more(self) -> None:
        """Further empty rows, as far as that goes."""
        for _ in range(min(ROWS, MOST - len(self.days.entries))):
            self.days.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        for row in self._typed():
            starts, ends = self._times(row)
            if starts is None:
                row.starts.errors = [gettext("Please give a time, for example 10:00.")]
                continue
            try:
                judge_hours(*_instants(row.day.data, starts, ends))
            except RuleBroken as broken:
                row[broken.field].errors = [told(broken)]
        if wrong := [each.errors for each in self.days if each.errors]:
            self.days.errors = wrong
            return False
        if not self._typed() and not self.days.errors:
            self.days.errors = [gettext("Please give at least one date.")]
            return False
        return valid

    def _typed(self) -> list[Any]:
        return [each.form for each in self.days if each.form.day.data is not None]

    def _times(self, row: Any) -> tuple[time | None, time | None]:
        """A row's own beginning brings its own end; a shared end belongs to the shared beginning."""
        if row.starts.data:
            return row.starts.data, row.ends.data
        return self.starts.data, row.ends.data or self.ends.data

    def times(self) -> list[Times]:
        """What is typed is Berlin's time."""
        found = []
        for row in self._typed():
            starts, ends = self._times(row)
            assert starts is not None
            found.append(Times(*_instants(row.day.data, starts, ends)))
        return found

    def is_as_shown(self) -> bool:
        """Whether exactly this has been shown with its letter; from now on it counts as shown."""
        typed = repr([self.times(), self._rest()])
        now = hashlib.sha256(typed.encode()).hexdigest()[:16]
        was, self.shown.data = self.shown.data, now
        self.shown.raw_data = None
        return was == now

    def _rest(self) -> Sequence[Any]:
        return ()


class FindDateForm(DaysForm):
    """Dates to choose among, until when to answer, and a word on it."""

    due_on = DayField(_l("Answer by"), [InputRequired(_l("Please give a day."))])
    note = TextField(
        _l("Note"),
        1000,
        description=_l("It stands on the page where one answers, not in the letter. Nothing about clients."),
    )

    def _rest(self) -> Sequence[Any]:
        return self.due_on.data, self.note.data

    def facts(self) -> dict[str, Any]:
        return {"times": self.times(), "due_on": self.due_on.data, "note": self.note.data or ""}


class AnswerDatesForm(Form):
    """One choice for each date, and one button that says yes to all. The fields are made for the dates."""

    note = TextField(_l("Note to the coordination"), 500, description=_l("Please no details about clients."))
    all_yes = SubmitField(_l("All of them fit"))

    @classmethod
    def over(
        cls, options: Sequence[Any], words: Mapping[int, str], people: Sequence[tuple[Any, str]] = ()
    ) -> "AnswerDatesForm":
        """`words` call each date; `people`: among whom the coordination chooses whose answer it records."""
        fields: dict[str, Any] = {
            f"fits_{each.option_id}": RadioField(
                words[each.option_id],
                choices=[SelectChoice(fits.value, gettext(fits.label)) for fits in Fits],
                default=each.mine.value if each.mine else None,
                validate_choice=False,
            )
            for each in options
        }
        if people:
            fields["person_id"] = SelectField(
                _l("Who has answered?"),
                choices=[SelectChoice(each, word) for each, word in people],
                coerce=id_or_none,
                default=people[0][0],
                validate_choice=True,
            )
        form: AnswerDatesForm = type("AnswerDatesFormOver", (cls,), fields)()
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Every date needs a choice, unless all of them fit."""
        valid: bool = super().validate(extra_validators)
        values = [each.value for each in Fits]
        if self.all_yes.data:
            return valid
        for name, field in self._fields.items():
            if name.startswith("fits_") and field.data not in values:
                field.errors = [gettext("Please choose one.")]
                valid = False
        return valid

    def said(self) -> dict[int, Fits]:
        """By the id of the option."""
        return {
            int(name.removeprefix("fits_")): Fits.YES if self.all_yes.data else Fits(field.data)
            for name, field in self._fields.items()
            if name.startswith("fits_")
        }


class ExtendForm(Form):
    due_on = DayField(_l("New last day for answers"), [InputRequired(_l("Please give a day."))])


class CloseForm(Form):
    reason = LineField(
        _l("Reason"),
        300,
        [DataRequired(_l("Please give a reason."))],
        description=_l("It stands on the pages only, not in the letter."),
    )


class ChosenForm(Described, Led, Form):
    """The meeting that is made of a date: all but its time."""

    place = LineField(_l("Place"), 200)
    online_url = LineField(
        _l("Link for taking part online"),
        300,
        description=_l("It stands on this page only, never in a mail."),
    )

    def keep_all_else(self) -> None:
        """Leave out what is known already of a meeting that only gets its day."""
        for name in (*ABOUT, *LEADERS):
            delattr(self, name)

    def facts(self) -> dict[str, Any]:
        return said(self, *(name for name in (*ABOUT, *LEADERS, *PLACES) if name in self))
