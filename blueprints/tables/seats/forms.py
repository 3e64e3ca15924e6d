"""The forms about a seat: dormancy, asking for a successor."""

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired, InputRequired, Optional

from plumbing.date_fields import DayField
from plumbing.forms import LineField
from plumbing.versions import FactsForm


class DormancyForm(FactsForm):
    """A membership sleeps for a time."""

    starts_on = DayField(lazy_gettext("Dormant from"), [InputRequired()])
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )
    reason = LineField(lazy_gettext("Reason"), 200, [DataRequired()])


class ReappointmentForm(FactsForm):
    """Until when the institution is asked to name somebody."""

    due_on = DayField(lazy_gettext("To be named by"), [InputRequired()])
