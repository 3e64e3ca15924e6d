"""Shape of what is typed about signatures: until when, what an institution says, what its management says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Optional

from models.signatures import EXPRESS, SignatureValue
from plumbing.date_fields import DayField
from plumbing.forms import Form, TextField, id_or_none
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm


class AskForm(LookedAtForm, FactsForm):
    """Until when the institutions are asked, and who was shown to get a letter."""

    due_on = DayField(lazy_gettext("Last day for signatures"), [Optional()])
    express = BooleanField(
        lazy_gettext("Express sign-off, the last day is the day after tomorrow"),
        description=lazy_gettext(
            "For very short deadlines. The paper can go out at once and says until which day it was signed, "
            "and that further signatures follow; whoever comes later signs until you close the sign-off."
        ),
    )

    def last_day(self, today: date) -> date | None:
        """The day that the letters will name; None: the form does not say it yet."""
        return today + EXPRESS if self.express.data else self.due_on.data


class ExtendForm(FactsForm):
    """Another last day."""

    due_on = DayField(
        lazy_gettext("Last day for signatures"), [InputRequired(lazy_gettext("Please give a day."))]
    )


class SignForm(FactsForm):
    """What somebody says for her institution about exactly this text."""

    sha256 = HiddenField(validators=[InputRequired()])
    asked_id = RadioField(lazy_gettext("For which institution?"), coerce=id_or_none, validate_choice=False)
    value = RadioField(
        lazy_gettext("What does your institution say?"),
        choices=lambda: [(each.value, gettext(each.label)) for each in SignatureValue],
        validate_choice=False,
    )
    words = TextField(
        lazy_gettext("Wording of the reservation, or special opinion"),
        2000,
        description=lazy_gettext("Needed for a reservation. Please no details about clients."),
    )
    print_words = BooleanField(
        lazy_gettext("This wording may be printed and published"),
        description=lazy_gettext(
            "An institution with a reservation that may not be printed is not named as a signatory: "
            "its name alone would say more than it has said."
        ),
    )
    provisional = BooleanField(
        lazy_gettext("Subject to the approval of our management"),
        description=lazy_gettext("Your institution is named only once the approval is noted here."),
    )

    def offer_institutions(self, institutions: Sequence[tuple[int, str]]) -> None:
        self.asked_id.choices = [SelectChoice(key, name) for key, name in institutions]
        if len(institutions) == 1 and not self.asked_id.raw_data:
            self.asked_id.data = institutions[0][0]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        return all([_is_chosen(self.asked_id), _is_chosen(self.value)]) and valid

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"value": SignatureValue(self.value.data)}


def _is_chosen(field: Any) -> bool:
    """Whether one of the choices was taken; else the field says so."""
    if field.data in [value for value, *_ in field.iter_choices()]:
        return True
    field.errors = [gettext("Please choose one.")]
    return False


class ManagementForm(Form):
    """What a management says to a provisional signature, and when."""

    agreed = RadioField(
        lazy_gettext("Its answer"),
        choices=lambda: [("yes", gettext("it approves")), ("no", gettext("it does not approve"))],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    said_on = DayField(lazy_gettext("On which day?"), [InputRequired(lazy_gettext("Please give a day."))])

    def facts(self) -> dict[str, Any]:
        return {"agreed": self.agreed.data == "yes", "said_on": self.said_on.data}


class TakeBackForm(FactsForm):
    """From which day on a signature no longer stands."""

    from_on = DayField(
        lazy_gettext("From which day on?"),
        [InputRequired(lazy_gettext("Please give a day."))],
        description=lazy_gettext("Today at the earliest: what was sent before keeps the truth of its day."),
    )
