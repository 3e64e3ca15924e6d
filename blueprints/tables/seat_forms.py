"""The forms about a seat: dormancy, declaration, asking for a successor."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired, Optional

from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField
from plumbing.versions import FactsForm


class DormancyForm(FactsForm):
    """A membership sleeps for a time."""

    starts_on = DayField(lazy_gettext("Dormant from"), [InputRequired()])
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )
    reason = LineField(lazy_gettext("Reason"), 200, [DataRequired()])


class DeclarationForm(Form):
    """The declaration: what was shown travels along as its hash."""

    shown = HiddenField()
    given = BooleanField(
        lazy_gettext("I have read this and declare it for my work at this table."),
        [InputRequired(lazy_gettext("Please tick this to give the declaration."))],
    )


class ReappointmentForm(FactsForm):
    """Until when the institution is asked to name somebody."""

    due_on = DayField(lazy_gettext("To be named by"), [InputRequired()])
