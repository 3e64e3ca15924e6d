"""The form of a backward plan: how many working days each step needs."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from models.backward_plans import MOST_DAYS
from plumbing.forms import Choices, id_or_none
from plumbing.versions import VersionedForm


class DaysField(IntegerField):
    """Working days of a step."""

    def __init__(self, label: Any, default: int, **kwargs: Any) -> None:
        checks = [InputRequired(), NumberRange(1, MOST_DAYS)]
        super().__init__(label, checks, default=default, **kwargs)
        self.type = "IntegerField"  # what templates know it by


class PlanForm(VersionedForm):
    """How long each step takes, counted back from the date."""

    position_id = SelectField(lazy_gettext("Position"), coerce=id_or_none)
    drafting_days = DaysField(lazy_gettext("Working days for drafting"), 15)
    amendments_days = DaysField(lazy_gettext("Working days for amendments"), 10)
    final_text_days = DaysField(lazy_gettext("Working days for the final text"), 3)
    sign_off_days = DaysField(lazy_gettext("Working days for the sign-off"), 10)
    dispatch_days = DaysField(lazy_gettext("Working days for the dispatch"), 3)

    def offer(self, positions: Choices) -> None:
        rows = [(str(key), title) for key, title in positions]
        self.position_id.choices = [("", gettext("not chosen")), *rows]
