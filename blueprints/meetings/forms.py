"""Shape of what is typed around planning a meeting."""

from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from models.meetings import HIGHEST_NUMBER, MeetingState
from models.visibility import Visibility
from plumbing.clock import BERLIN
from plumbing.date_fields import DayField
from plumbing.forms import Form, Groups, LineField, TextField, grouped, id_or_none
from plumbing.versions import VersionedForm

Choices = list[tuple[int, str]]
OF_MEETINGS = (Visibility.PUBLIC.value, Visibility.INTERNAL.value)


def every_level() -> list[tuple[str, str]]:
    """Levels to choose among, each with its TLP word."""
    return [(each.value, f"{gettext(each.label)} · {each.tlp}") for each in Visibility]


class Described:
    """What is said about every meeting, however exactly its date is known."""

    number = IntegerField(lazy_gettext("Number"), [Optional(), NumberRange(1, HIGHEST_NUMBER)])
    title = LineField(
        lazy_gettext("Title"),
        160,
        description=lazy_gettext("Only if it is not an ordinary meeting. Nothing about clients."),
    )
    visibility = RadioField(
        lazy_gettext("Who may know of the meeting"),
        choices=lambda: [each for each in every_level() if each[0] in OF_MEETINGS],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    note = TextField(lazy_gettext("Note"), 2000)


class Placed:
    """Times and place of a meeting, without its day."""

    starts = TimeField(
        lazy_gettext("Beginning"), [InputRequired(lazy_gettext("Please give a time, for example 10:00."))]
    )
    ends = TimeField(lazy_gettext("End"), [Optional()])
    place = LineField(lazy_gettext("Place"), 200)
    online_url = LineField(
        lazy_gettext("Link for taking part online"),
        300,
        description=lazy_gettext("It stands on this page only, never in a mail."),
    )


class Timed(Placed):
    """Day, time and place of a meeting."""

    day = DayField(lazy_gettext("Day"), [InputRequired(lazy_gettext("Please give a day."))])

    def times(self) -> dict[str, Any]:
        """Day and clock times as instants: what is typed is Berlin's time."""
        fields: Any = self
        day, ends = fields.day.data, fields.ends.data
        return {
            "starts_at": datetime.combine(day, fields.starts.data, BERLIN),
            "ends_at": datetime.combine(day, ends, BERLIN) if ends else None,
        }


class Led:
    """Who leads a meeting and who writes."""

    chair = LineField(lazy_gettext("Chair"), 120)
    minute_taker_id = SelectField(
        lazy_gettext("Minute taker"),
        coerce=id_or_none,
        description=lazy_gettext("Without one, the coordination takes the minutes."),
    )

    def offer(self, people: Groups) -> None:
        """The people of one institution stand together."""
        fields: Any = self
        fields.minute_taker_id.choices = grouped(("", gettext("the coordination")), people)


class PlanForm(Described, Timed, Led, Form):
    """A meeting with its day and time; it may already have taken place."""

    took_place = BooleanField(
        lazy_gettext("It already took place"),
        description=lazy_gettext("It is recorded as held, and nobody is invited."),
    )

    def facts(self) -> dict[str, Any]:
        return self.times() | said(self, "took_place", *ABOUT, *LEADERS, *PLACES)


class EditForm(Described, Timed, Led, VersionedForm):
    """A meeting as it is; without day and place once calendars know of it.

    One whose day is still open may stay so.
    """

    day = DayField(lazy_gettext("Day"), [Optional()])
    starts = TimeField(lazy_gettext("Beginning"), [Optional()])
    has_time = True

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if "day" not in self or not (self.has_time or self.day.data or self.starts.data):
            return valid
        if self.day.data is None and not self.day.errors:
            self.day.errors = [gettext("Please give a day.")]
        if self.starts.data is None and not self.starts.errors:
            self.starts.errors = [gettext("Please give a time, for example 10:00.")]
        return valid and not self.day.errors and not self.starts.errors

    def keep_time(self) -> None:
        """Leave out what only moving may change."""
        for name in ("day", "starts", "ends", *PLACES):
            delattr(self, name)

    def facts(self) -> dict[str, Any]:
        told = said(self, "based_on", *ABOUT, *LEADERS)
        if "day" in self:
            told |= said(self, *PLACES) | (self.times() if self.day.data else {})
        return told


class RecordForm(Described, Form):
    """A meeting whose day is not exactly known."""

    held_on = LineField(
        lazy_gettext("Date, as exactly as it is known"),
        60,
        description=lazy_gettext("For example 08.09.2022, September 2022, autumn 2021; empty if unknown."),
    )
    state = RadioField(
        lazy_gettext("What is known of it"),
        choices=lambda: [
            (MeetingState.PLANNED.value, gettext("It is planned, the day is still open")),
            (MeetingState.HELD.value, gettext("It took place")),
            (MeetingState.NOT_HELD.value, gettext("It did not take place")),
        ],
        coerce=MeetingState,
    )
    reason = LineField(lazy_gettext("Reason, if it did not take place"), 300)
    place = LineField(lazy_gettext("Place"), 200)
    chair = LineField(lazy_gettext("Chair"), 120)

    def facts(self) -> dict[str, Any]:
        return said(self, "state", "reason", "place", "chair", *ABOUT)


class NotHeldForm(Form):
    """A meeting did not take place."""

    reason = LineField(lazy_gettext("Reason"), 300, [DataRequired(lazy_gettext("Please give a reason."))])
    held_on = LineField(
        lazy_gettext("Date for which it was meant"),
        60,
        description=lazy_gettext("As exactly as it is known; it may become vaguer, for example autumn 2021."),
    )


class ConfirmForm(Form):
    """Nothing to type: one button."""


ABOUT = ("number", "title", "visibility", "note")
LEADERS = ("chair", "minute_taker_id")
PLACES = ("place", "online_url")


def said(form: Any, *names: str) -> dict[str, Any]:
    """What these fields of a form hold; a text that was not sent is empty."""
    found = {name: form[name].data for name in names}
    return {
        name: "" if value is None and isinstance(form[name], LineField | TextField) else value
        for name, value in found.items()
    }
