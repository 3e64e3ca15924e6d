"""The forms about one's own delegates in bodies that others coordinate."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import Optional

from blueprints.tables.people.forms import PersonForm
from models.seats import AppointmentRole, SeatKind
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import choices
from plumbing.versions import FactsForm


class SitForm(FactsForm):
    """One's own institution sits there."""

    kind = SelectField(lazy_gettext("Membership"), choices=lambda: choices(SeatKind), coerce=SeatKind)
    since = FuzzyField(lazy_gettext("Member since"), description=FUZZY_HINT)


class DelegateForm(PersonForm):
    """Somebody goes there for the institution."""

    role = SelectField(lazy_gettext("Role"), choices=lambda: choices(AppointmentRole), coerce=AppointmentRole)
    starts_on = DayField(lazy_gettext("From"), [Optional()], description=lazy_gettext("Empty: at once."))
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )

    def facts(self) -> dict[str, Any]:
        names = ("role", "starts_on", "ends_on")
        return {name: self[name].data for name in names} | {
            "person": self.person(),
            "send": self.send_link.data,
        }
