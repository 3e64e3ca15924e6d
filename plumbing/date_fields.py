"""Fields for dates: as exactly as they are known, and days of the calendar."""

from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import DateField, Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from models.errors import RuleBroken
from models.fuzzy_dates import NOT_OUR_TIME, FuzzyDate, is_of_our_time
from plumbing.forms import told


class FuzzyField(Field):
    """A date as exactly as it is known: "1995", "autumn 2021", "08.09.2022"; empty is unknown."""

    widget = TextInput()
    data: FuzzyDate

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, default=FuzzyDate.unknown, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.words(get_locale()) if self.data.is_known else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = FuzzyDate.unknown()
            try:
                self.data = FuzzyDate.parse(valuelist[0])
            except RuleBroken as broken:
                raise ValueError(told(broken)) from broken


class DayField(DateField):
    """One known day of this or the neighbouring centuries."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not is_of_our_time(self.data):
            raise ValidationError(gettext(NOT_OUR_TIME))


FUZZY_HINT = lazy_gettext("As exactly as it is known: 08.09.2022, autumn 2021, since 1995. May stay empty.")
