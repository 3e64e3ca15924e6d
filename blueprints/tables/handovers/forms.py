"""The forms of a handover."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import AnyOf, InputRequired

from models.handovers import HandoverPoint
from plumbing.date_fields import DayField
from plumbing.forms import AddressField, Choices, Groups, LineField, grouped, id_or_none
from plumbing.versions import FactsForm


class PassOnForm(FactsForm):
    """Another institution coordinates from a day on."""

    organisation_id = SelectField(
        lazy_gettext("New coordinating institution"), coerce=id_or_none, validators=[InputRequired()]
    )
    starts_on = DayField(
        lazy_gettext("Coordinates from"),
        [InputRequired()],
        description=lazy_gettext("Today, a day to come, or at most a year ago."),
    )
    person_id = SelectField(
        lazy_gettext("Who coordinates there"),
        coerce=id_or_none,
        description=lazy_gettext("Gets the office. Not needed if somebody there holds it already."),
    )
    name = LineField(
        lazy_gettext("or a new person: name"), 120, description=lazy_gettext("A name, or the function only.")
    )
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField(lazy_gettext("Official e-mail address"))

    def offer(self, organisations: Choices, people: Groups) -> None:
        self.organisation_id.choices = [("", gettext("please choose")), *organisations]
        self.person_id.choices = grouped(("", gettext("somebody new")), people)

    def facts(self) -> dict[str, Any]:
        names = ("person_id", "name", "function", "email")
        day: date | None = self.starts_on.data
        return {
            "organisation_id": self.organisation_id.data,
            "starts_on": day,
            "person": {name: self[name].data for name in names},
        }


class TickForm(FactsForm):
    """A point is done, or is not."""

    point = HiddenField(validators=[AnyOf([each.value for each in HandoverPoint])])
    done = BooleanField()

    def facts(self) -> dict[str, Any]:
        return {"point": HandoverPoint(self.point.data), "done": self.done.data}
