"""The forms of the yearly question: until when, and what is said about each person."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired

from plumbing.date_fields import DayField
from plumbing.forms import CONTACT, Form, TextField
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm

STILL = (
    SelectChoice("yes", lazy_gettext("still right")),
    SelectChoice("no", lazy_gettext("not any more")),
)


class AskPeopleForm(LookedAtForm, FactsForm):
    """Until when the institutions shall answer."""

    due_on = DayField(lazy_gettext("Answer by"), [InputRequired()])
    again = BooleanField(lazy_gettext("Ask these once more, too"))


class PeopleForm(Form):
    """One choice for each person, and one button that says that nothing has changed.

    The fields are made for the people that there are: what was told last stands in them, else that all is
    right still, so that one change is one click.
    """

    unchanged = SubmitField(lazy_gettext("All unchanged"))

    @classmethod
    def over(cls, people: Sequence[Any]) -> "PeopleForm":
        fields: dict[str, Any] = {}
        for each in people:
            said = "no" if each.still is False else "yes"
            fields[f"still_{each.appointment_id}"] = RadioField(
                each.name, choices=list(STILL), default=said, validate_choice=False
            )
            fields[f"successor_{each.appointment_id}"] = TextField(
                lazy_gettext("Who follows?"),
                300,
                meant=CONTACT,
                default=each.successor,
                description=lazy_gettext("Name, function and e-mail address, as far as you know."),
            )
        form: PeopleForm = type("PeopleFormOver", (cls,), fields)()
        return form

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Every person needs a choice, unless nothing has changed; what was not sent is none."""
        valid: bool = super().validate(*args, **kwargs)
        if self.unchanged.data:
            return valid
        for name, field in self._fields.items():
            if name.startswith("still_") and (field.data not in ("yes", "no") or not field.raw_data):
                field.errors = [lazy_gettext("Please choose one.")]
                valid = False
        return valid

    def said(self, people: Sequence[Any]) -> dict[int, tuple[bool, str]]:
        """By the id of the appointment: whether it is still right, and who follows."""
        if self.unchanged.data:
            return {each.appointment_id: (True, "") for each in people}
        return {
            each.appointment_id: (
                self[f"still_{each.appointment_id}"].data == "yes",
                self[f"successor_{each.appointment_id}"].data or "",
            )
            for each in people
        }
