"""Shape of what is typed when a year of meetings is planned: its rhythm, then each single day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from blueprints.meetings.forms import LEADERS, OF_MEETINGS, PLACES, Led, Placed, every_level, said
from models.errors import RuleBroken
from models.meetings import HIGHEST_NUMBER
from models.visibility import Visibility
from models.year_plans import MOST_MEETINGS, Nth, Rhythm, RhythmKind
from plumbing.date_fields import DayField
from plumbing.forms import Form, ManyField, Rows, TextField, choices, told

NONE = "none"
"""Chosen where there is to be no meeting on a day."""


def names(of: str, first: int, count: int) -> list[tuple[int, str]]:
    """Names of weekdays or months in the language of the page, by their number."""
    wide = getattr(get_locale(), of)["stand-alone" if of == "months" else "format"]["wide"]
    return [(number, str(wide[number])) for number in range(first, first + count)]


class YearForm(Placed, Led, Form):
    """When the meetings of a year are, and what all of them say."""

    year = IntegerField(lazy_gettext("Year"), [InputRequired(lazy_gettext("Please give a year."))])
    kind = RadioField(
        lazy_gettext("When do you meet?"),
        choices=lambda: choices(RhythmKind),
        coerce=RhythmKind,
        default=RhythmKind.MONTHS,
    )
    nth = SelectField(
        lazy_gettext("Which one of the month"),
        choices=lambda: choices(Nth),
        coerce=Nth,
        default=Nth.SECOND,
    )
    weekday = SelectField(lazy_gettext("Weekday"), choices=lambda: names("days", 0, 5), coerce=int, default=2)
    months = ManyField(lazy_gettext("Months"), choices=lambda: names("months", 1, 12), coerce=int)
    first_on = DayField(lazy_gettext("First day"), [Optional()])
    weeks = IntegerField(lazy_gettext("Every how many weeks"), [Optional()])
    listed = TextField(
        lazy_gettext("Days, one a line"),
        2000,
        description=lazy_gettext("For example 10.03. or 10 March; the year need not be written."),
    )
    number = IntegerField(
        lazy_gettext("Number of the first meeting"),
        [Optional(), NumberRange(1, HIGHEST_NUMBER)],
        description=lazy_gettext("The others are counted on from it. Empty: no numbers."),
    )
    visibility = RadioField(
        lazy_gettext("Who may know of the meetings"),
        choices=lambda: [each for each in every_level() if each[0] in OF_MEETINGS],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    as_template = BooleanField(
        lazy_gettext("Keep times and place as the template of this table"),
        description=lazy_gettext("The next plan proposes them, and a change of the template can go along."),
        default=True,
    )

    def validate_ends(self, field: Any) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(gettext("The end must lie after the beginning."))

    def rhythm(self) -> Rhythm:
        wanted = ("kind", "year", "nth", "weekday", "first_on", "weeks")
        facts: dict[str, Any] = {name: self[name].data for name in wanted}
        return Rhythm(months=tuple(self.months.data or ()), listed=self.listed.data or "", **facts)

    def facts(self) -> dict[str, Any]:
        return said(self, "starts", "ends", "number", "visibility", "as_template", *LEADERS, *PLACES)


class OneDay(FlaskForm):  # type: ignore[misc]
    """One day of the plan: itself, another one that is proposed or typed, or no meeting."""

    class Meta:
        csrf = False  # it is a part of DaysForm, which has the token

    planned = DayField(validators=[InputRequired()])
    choice = RadioField(lazy_gettext("Meeting on this day"))
    other = DayField(lazy_gettext("Another day"), [Optional()])

    def offer(self, days: list[tuple[date, str]], planned: str) -> None:
        """Days to choose among, the best one first: it is chosen already. `planned` is the day in words."""
        self.choice.choices = [(day.isoformat(), words) for day, words in days]
        self.choice.choices.append((NONE, gettext("no meeting")))
        self.choice.label.text = planned
        self.other.label.text = gettext("Another day instead of %(day)s", day=planned)
        if self.choice.data is None:
            self.choice.data = self.choice.choices[0][0]

    @property
    def first(self) -> date:
        """The day that was planned; whoever asks has checked that there is one."""
        assert self.planned.data is not None
        return self.planned.data

    @property
    def day(self) -> date | None:
        """On which there is to be a meeting."""
        if self.choice.data == NONE:
            return None
        return self.other.data or date.fromisoformat(self.choice.data)


class DaysForm(Form):
    """The days of a plan, each to be taken, changed or left out."""

    days = Rows(FormField(OneDay), max_entries=MOST_MEETINGS)

    @property
    def rows(self) -> Sequence[OneDay]:
        return [entry.form for entry in self.days]

    def chosen(self) -> list[date]:
        return [row.day for row in self.rows if row.day is not None]

    def refuse(self, broken: RuleBroken) -> None:
        """A day that is refused is told beside its row, everything else on top."""
        rows = [row for row in self.rows if row.day is not None and row.day.isoformat() == broken.field]
        if not rows:
            super().refuse(broken)
            return
        rows[-1].other.errors = [*rows[-1].other.errors, told(broken)]
        self.days.errors = [entry.errors for entry in self.days]
