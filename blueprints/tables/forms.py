"""The forms of round tables."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from models.bodies import BYLAWS_LIMITS, Body, BodyKind
from models.deadlines import Land
from models.deciding import DecisionMode
from models.organisations import Level
from models.seats import SeatKind
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import AddressField, Choices, Form, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm

A_DAY = timedelta(days=1)


class ReferenceField(LineField):
    """By which decision something was done."""

    def __init__(self, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(
            lazy_gettext("Decided by"),
            200,
            validators,
            description=lazy_gettext("For example: decision of the 12th meeting, item 3."),
            **kwargs,
        )


class NewCoordinationForm(Form):
    """Who coordinates a body from now on; its institution is asked for only where it has none."""

    organisation_id = SelectField(lazy_gettext("Coordinating institution"), coerce=id_or_none)
    organisation_name = LineField(lazy_gettext("or a new institution"), 200)
    coordinator = LineField(
        lazy_gettext("First coordinator"),
        120,
        [DataRequired()],
        description=lazy_gettext("A name, or the function only."),
    )
    email = AddressField(validators=[DataRequired()])

    def offer(self, organisations: Choices) -> None:
        self.organisation_id.choices = [("", gettext("please choose")), *organisations]

    def keep_institution(self) -> None:
        """It stays the one that has coordinated the body so far."""
        del self.organisation_id
        del self.organisation_name

    def facts(self) -> dict[str, Any]:
        told: dict[str, Any] = {"coordinator": {"name": self.coordinator.data, "email": self.email.data}}
        if "organisation_id" in self:
            told["organisation_id"] = self.organisation_id.data
            told["organisation_name"] = self.organisation_name.data or ""
        return told


class NewBodyForm(NewCoordinationForm):
    """An empty body: its name, who coordinates it, and the first coordinator."""

    name = LineField(lazy_gettext("Name"), 160, [DataRequired()])
    kind = SelectField(lazy_gettext("Kind of body"), choices=lambda: choices(BodyKind), coerce=BodyKind)
    is_founding = BooleanField(
        lazy_gettext("It is still being founded"),
        description=lazy_gettext("Its coordination notes later from which day on it is active."),
    )

    def facts(self) -> dict[str, Any]:
        said = {"name": self.name.data, "kind": self.kind.data, "is_founding": self.is_founding.data}
        return super().facts() | said


class BelongingForm(VersionedForm):
    """A form over a body that may belong to one of which the reader does not know: then it goes on to."""

    parent_id: SelectField

    def facts_of(self, body: Body) -> dict[str, Any]:
        facts = self.facts()
        offered = {each[0] for each in self.parent_id.iter_choices()}
        if facts["parent_id"] is None and body.parent_id not in offered:
            facts["parent_id"] = body.parent_id
        return facts


class BodyForm(BelongingForm):
    """What is said about a body."""

    name = LineField(
        lazy_gettext("Name"),
        160,
        [DataRequired()],
        description=lazy_gettext("For corrections. Another name from a day on is given by “Rename”."),
    )
    kind = SelectField(lazy_gettext("Kind of body"), choices=lambda: choices(BodyKind), coerce=BodyKind)
    level = SelectField(
        lazy_gettext("Level"),
        choices=lambda: [("", gettext("not stated")), *choices(Level)],
        coerce=lambda value: Level(value) if value else None,
    )
    theme = LineField(lazy_gettext("Theme"), 200)
    area = LineField(lazy_gettext("Area"), 120)
    founded = FuzzyField(lazy_gettext("Founded"), description=FUZZY_HINT)
    founded_note = LineField(lazy_gettext("Note on the foundation"), 200)
    visibility = SelectField(
        lazy_gettext("Who may know of the body"),
        choices=lambda: choices(Visibility, Visibility.CONFIDENTIAL, Visibility.COORDINATION),
        coerce=Visibility,
    )
    default_visibility = SelectField(
        lazy_gettext("Proposed visibility of items and papers"), choices=lambda: choices(Visibility)
    )
    parent_id = SelectField(lazy_gettext("Belongs to"), coerce=id_or_none)
    hue = SelectField(
        lazy_gettext("Colour"),
        choices=lambda: [(number, gettext("Colour %(n)s", n=number + 1)) for number in range(12)],
        coerce=int,
    )

    def offer(self, parents: Choices) -> None:
        self.parent_id.choices = [("", gettext("none")), *parents]


def days(name: str, label: Any, hint: Any = "") -> IntegerField:
    """A number of days or weeks within the limits of the bylaws."""
    least, most = BYLAWS_LIMITS[name]
    return IntegerField(label, [InputRequired(), NumberRange(least, most)], description=hint)


class BylawsForm(VersionedForm):
    """The machine's part of the bylaws."""

    land = SelectField(lazy_gettext("Land whose holidays count"), choices=lambda: choices(Land), coerce=Land)
    topic_call_weeks = days("topic_call_weeks", lazy_gettext("Call for topics, weeks before the meeting"))
    agenda_weeks = days("agenda_weeks", lazy_gettext("Agenda closes, weeks before the meeting"))
    notice_days = days("notice_days", lazy_gettext("Notice period, days before the meeting"))
    reply_days = days("reply_days", lazy_gettext("Replies due, days before the meeting"))
    reminder_working_days = LineField(
        lazy_gettext("Reminders to the silent, working days before that"),
        20,
        description=lazy_gettext("Numbers separated by commas, for example 7,3. Empty: no reminders."),
    )
    objection_days = days("objection_days", lazy_gettext("Objection period, days after the minutes are sent"))
    reappointment_weeks = days(
        "reappointment_weeks", lazy_gettext("Naming a new representative, weeks after one has left")
    )
    people_check_months = days(
        "people_check_months",
        lazy_gettext("Asking whether these are still your people, months after the last time"),
    )
    decision_mode = SelectField(
        lazy_gettext("Substance is decided"), choices=lambda: choices(DecisionMode), coerce=DecisionMode
    )
    quorum_percent = days(
        "quorum_percent",
        lazy_gettext("Quorum: share of the voting institutions in per cent"),
        lazy_gettext("0: none. Circular decisions then need answers of more than half."),
    )
    circular_working_days = days(
        "circular_working_days", lazy_gettext("Circular decisions: period in working days at least")
    )
    silence_consents = BooleanField(
        lazy_gettext("In circular decisions silence counts as agreeing (Verschweigungsfrist)"),
        description=lazy_gettext("Only if your bylaws say so. It never holds for signatures."),
    )
    declaration_needed = BooleanField(
        lazy_gettext("Access only after a confidentiality declaration"),
        description=lazy_gettext("Given by each person on the site, or noted by you where it came on paper."),
    )
    declaration = TextField(
        lazy_gettext("Wording of the confidentiality declaration"),
        4000,
        description=lazy_gettext(
            "Empty: the standard wording. Declarations given before keep their wording."
        ),
    )
    earlier_minutes = BooleanField(
        lazy_gettext("Institutions that join later also read earlier minutes"),
        description=lazy_gettext("Otherwise they read those of meetings since they joined."),
    )
    names_in_calendar = BooleanField(
        lazy_gettext("Calendar entries name the table and the place"),
        description=lazy_gettext("Otherwise they are neutral: calendars are often read by others."),
    )
    names_in_subject = BooleanField(lazy_gettext("Subjects of letters name the table"))


class SeatForm(FactsForm):
    """An institution is admitted."""

    organisation_id = SelectField(
        lazy_gettext("Institution"), coerce=id_or_none, validators=[InputRequired()]
    )
    kind = SelectField(lazy_gettext("Membership"), choices=lambda: choices(SeatKind), coerce=SeatKind)
    since = FuzzyField(lazy_gettext("Member since"), description=FUZZY_HINT)
    starts_on = DayField(
        lazy_gettext("Access from"),
        [Optional()],
        description=lazy_gettext("Empty: at once. Nobody of the institution sees anything before this day."),
    )

    reference = ReferenceField()

    def offer(self, organisations: Choices) -> None:
        self.organisation_id.choices = [("", gettext("please choose")), *organisations]


class EndForm(FactsForm):
    """Something ends: its last day is asked for, as everywhere; rules count from the day after."""

    ends_on = DayField(
        lazy_gettext("Last day"),
        [InputRequired()],
        description=lazy_gettext(
            "There is access up to and including this day. Yesterday’s date ends it at once."
        ),
    )

    def facts(self) -> dict[str, Any]:
        last: date = self.ends_on.data or date.max - A_DAY  # asked for: it is never empty here
        return super().facts() | {"ends_on": last + A_DAY}


class EndSeatForm(EndForm):
    """A membership ends, with a reason."""

    reason = LineField(lazy_gettext("Reason"), 200, [DataRequired()])
    reference = ReferenceField()
