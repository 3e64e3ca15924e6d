"""The forms around what is in force: checked, replaced, repealed, reported on."""

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired

from blueprints.procedures.forms import Choices
from plumbing.date_fields import DayField
from plumbing.forms import TextField, id_or_none
from plumbing.versions import FactsForm, VersionedForm


class CheckForm(FactsForm):
    """It is right as it stands."""

    note = TextField(lazy_gettext("Remark"), 1000, default="")


class RepealForm(VersionedForm):
    """From which day on it binds nobody, and why; a repeal set ahead may be taken back."""

    repealed_on = DayField(
        lazy_gettext("No longer in force from"), [InputRequired(lazy_gettext("Please give a day."))]
    )
    reason = TextField(lazy_gettext("Reason"), 1000, [DataRequired(lazy_gettext("Please give a reason."))])
    taken_back = BooleanField(lazy_gettext("The repeal is taken back: it stays in force"))


class ReplaceForm(FactsForm):
    """From which day on a later version takes its place."""

    replaced_on = DayField(lazy_gettext("Replaced from"), [InputRequired(lazy_gettext("Please give a day."))])


class ReportForm(FactsForm):
    """Which step did not work."""

    step_key = SelectField(lazy_gettext("Which step?"), coerce=int)
    seat_id = SelectField(lazy_gettext("For which institution?"), coerce=id_or_none)
    text = TextField(
        lazy_gettext("What did not work?"),
        2000,
        [DataRequired(lazy_gettext("Please say what did not work."))],
        description=lazy_gettext("Only what went wrong with the step, nothing about a case or a person."),
    )

    def offer(self, steps: Choices, seats: Choices) -> None:
        self.step_key.choices = [(str(key), words) for key, words in steps]
        mine = [(str(key), name) for key, name in seats]
        self.seat_id.choices = mine or [("", gettext("as the coordination"))]
