"""Shape of what is typed about topics: submitting one, deciding about one, calling for them."""

import enum
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from blueprints.meetings.forms import Choices
from models.late_topics import Late
from models.topics import LEVELS, MOST_GUESTS, TopicAim
from models.visibility import Visibility
from models.words import N_
from plumbing.date_fields import DayField
from plumbing.forms import (
    AddressField,
    Form,
    LineField,
    ManyField,
    Rows,
    TextField,
    UploadField,
    choices,
    id_or_none,
)
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm, VersionedForm

COORDINATION: Final = 0
"""Stands for the coordination among the institutions that may submit a topic."""
GUEST_ROWS: Final = 3
UPLOAD: Final = _l("PDF, Word, Excel, PowerPoint, OpenDocument, picture, text; at most 25 MB.")


class GuestRow(PlainForm):
    """Somebody whom the institution would like to be there; an empty row does not count."""

    name = LineField(_l("Name or function"), 120)
    function = LineField(_l("Institution, function"), 120)
    email = AddressField()


class TopicForm(Form):
    """What a table is to speak of."""

    seat_id = SelectField(_l("For which institution?"), coerce=int)
    title = LineField(
        _l("Topic"),
        200,
        [DataRequired(_l("Please say in a few words what it is about."))],
        description=_l("Short, and nothing about clients. It may become the title on the agenda."),
    )
    aim = RadioField(
        _l("What is the table to do with it?"),
        choices=lambda: choices(TopicAim),
        coerce=TopicAim,
        default=TopicAim.CONSULT,
    )
    text = TextField(
        _l("What is it about?"),
        4000,
        description=_l("Please describe cases only in such a way that nobody can be recognised."),
    )
    minutes_planned = IntegerField(_l("Minutes needed"), [Optional(), NumberRange(0, 600)])
    meeting_id = SelectField(_l("For which meeting?"), coerce=id_or_none)
    guests = Rows(FormField(GuestRow), _l("Guests"), min_entries=GUEST_ROWS, max_entries=MOST_GUESTS)
    visibility = RadioField(
        _l("Who may see this topic"),
        choices=lambda: [(each.value, f"{gettext(each.label)} · {each.tlp}") for each in LEVELS],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    seat_ids = ManyField(_l("Named institutions"), coerce=int)

    def offer(self, submitting: Choices, named: Choices, meetings: list[tuple[str, str]]) -> None:
        """One's only institution needs no choice."""
        self.seat_id.choices = [SelectChoice(key, name) for key, name in submitting]
        self.seat_ids.choices = named
        self.meeting_id.choices = [("", gettext("whichever suits")), *meetings]

    def validate(self, extra_validators: Any = None) -> bool:
        """A guest's row needs a name."""
        valid: bool = super().validate(extra_validators)
        for row in self.guests:
            if (row.form.function.data or row.form.email.data) and not row.form.name.data:
                row.form.name.errors = [gettext("Please give a name or a function.")]
        if wrong := [each.errors for each in self.guests if each.errors]:
            self.guests.errors = wrong
            return False
        return valid

    def wanted(self) -> dict[str, Any]:
        """What the rules are told of it; guests as plain values."""
        return {
            "title": self.title.data,
            "aim": self.aim.data,
            "text": self.text.data or "",
            "minutes_planned": self.minutes_planned.data or 0,
            "visibility": self.visibility.data,
            "seat_ids": self.seat_ids.data or (),
            "meeting_id": self.meeting_id.data,
        }

    def guests_wanted(self) -> list[dict[str, Any]]:
        return [
            {
                "name": row.form.name.data,
                "function": row.form.function.data or "",
                "email": row.form.email.data or None,
            }
            for row in self.guests
            if row.form.name.data
        ]


class SubmitTopicForm(TopicForm):
    """A new topic, with a first file if there is one."""

    upload = UploadField(_l("File"), [Optional()], description=UPLOAD)


class EditTopicForm(TopicForm, VersionedForm):
    """A topic as it is."""


class TopicFileForm(Form):
    upload = UploadField(_l("File"), [InputRequired(_l("Please choose a file."))], description=UPLOAD)


class VersionForm(VersionedForm):
    """A gesture over one topic, as it was seen."""


class Decision(enum.Enum):
    """What the coordination makes of a topic."""

    ACCEPT = "accept"
    PUT_OFF = "put-off"
    PUT_BACK = "put-back"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return DECISION_WORDS[self]


DECISION_WORDS: Final = {
    Decision.ACCEPT: N_("Put it on the agenda"),
    Decision.PUT_OFF: N_("Put it off to a meeting"),
    Decision.PUT_BACK: N_("Put it back for now"),
    Decision.REFUSE: N_("Refuse it"),
}


class DecideForm(VersionedForm):
    """What becomes of a topic, at which meeting, and why."""

    decision = RadioField(
        _l("What becomes of the topic?"),
        [InputRequired(_l("Please choose one."))],
        choices=lambda: choices(Decision),
        coerce=Decision,
    )
    meeting_id = SelectField(_l("Meeting"), coerce=id_or_none)
    late = RadioField(
        _l("If it came after the agenda had closed"),
        [Optional()],
        choices=lambda: choices(Late),
        coerce=lambda value: Late(value) if value else None,
    )
    guest_ids = ManyField(_l("Guests to name for the item"), coerce=int)
    reason = TextField(
        _l("Reason"),
        1000,
        description=_l("Needed where it is refused. It stands on the page, not in the letter."),
    )

    def offer(self, meetings: list[tuple[str, str]], guests: Choices) -> None:
        self.meeting_id.choices = [("", gettext("please choose")), *meetings]
        self.guest_ids.choices = guests

    def ask_nothing_of_lateness(self) -> None:
        """The topic came in time for every meeting that may be chosen."""
        del self.late


class CallForm(LookedAtForm, FactsForm):
    """Until when topics are asked for, of those who were shown."""

    due_on = DayField(_l("Topics by"), [InputRequired(_l("Please give a day."))])
