"""Shape of what is typed when the coordination records the voices in the room, all in one form."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FormField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from models.errors import RuleBroken
from models.stances import StanceValue
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, Rows, id_or_none, told

LARGEST: Final = 2**31 - 1
KEY: Final = NumberRange(1, LARGEST, _l("This is not a valid choice. Please choose from the list."))


class VoiceRow(FlaskForm):  # type: ignore[misc]
    """The voice of one institution; nothing chosen records nothing."""

    class Meta:
        csrf = False  # it is a part of RoomForm, which has the token

    asked_id = IntegerField(widget=HiddenInput(), validators=[InputRequired(), KEY])
    over = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, LARGEST)])
    value = SelectField(_l("Voice"), default="")
    person_id = SelectField(
        _l("Who said it?"), coerce=id_or_none, validators=[Optional(), KEY], validate_choice=False
    )
    reason = LineField(_l("Reason or concern"), 500)
    provisional = BooleanField(_l("Subject to the approval of its management"))

    def offer(self, values: Iterable[StanceValue], people: Sequence[tuple[int, str]], came: str) -> None:
        """`came`: who is noted as there; the first of these stands there already, else nobody does."""
        words = [SelectChoice(each.value, gettext(each.label)) for each in values]
        self.value.choices = [SelectChoice("", gettext("nothing recorded")), *words]
        named = [SelectChoice(str(key), name) for key, name in people]
        self.person_id.choices = [SelectChoice("", gettext("please choose")), *named]
        if self.person_id.raw_data is None:
            there = {each.strip() for each in came.split(",")}
            self.person_id.data = next((key for key, name in people if name in there), None)

    def spoken(self) -> dict[str, Any]:
        return {
            "asked_id": self.asked_id.data,
            "over": self.over.data,
            "value": StanceValue(self.value.data),
            "person_id": self.person_id.data,
            "reason": self.reason.data or "",
            "provisional": bool(self.provisional.data),
        }


class RoomForm(Form):
    """A row for each institution that is asked, on one day and with one save."""

    said_on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])
    voices = Rows(FormField(VoiceRow), max_entries=200)

    @classmethod
    def opened(
        cls, asked: Sequence[tuple[int, int]], provisional: Sequence[bool], said_on: date
    ) -> "RoomForm":
        """As it is opened: a row for each, no voice chosen; `asked` with the stance that each has last said
        itself, 0 for none."""
        rows = [
            {"asked_id": key, "over": own, "provisional": rather}
            for (key, own), rather in zip(asked, provisional, strict=True)
        ]
        return cls(voices=rows, said_on=said_on)

    @property
    def rows(self) -> list[VoiceRow]:
        return [entry.form for entry in self.voices]

    @property
    def agrees(self) -> bool:
        """Whether only the button was pressed that fills in agreement; nothing is recorded by it."""
        return request.form.get("step") == "agree"

    def fill_in_agreement(self) -> None:
        """Everybody who is there agrees, as far as nothing else is chosen: to be looked at and then saved."""
        for row in self.rows:
            if not row.value.data and row.person_id.data is not None:
                row.value.data = StanceValue.AGREE.value

    def spoken(self) -> list[dict[str, Any]]:
        """What was said, by those who said something."""
        return [row.spoken() for row in self.rows if row.value.data]

    def compare(self, own: Mapping[int, int]) -> None:
        """Where the voice was refused the next save starts from what is said now, which stands beside it."""
        for row in (each for each in self.rows if each.value.errors):
            row.over.data, row.over.raw_data = own.get(row.asked_id.data or 0, 0), None

    def refuse(self, broken: RuleBroken) -> None:
        """Beside the field of the row that it is about; `field` names both: "reason-17"."""
        name, _, asked_id = (broken.field or "").partition("-")
        row = next((each for each in self.rows if str(each.asked_id.data) == asked_id), None)
        if row is None or name not in row:
            super().refuse(broken)
        else:
            row[name].errors = [*row[name].errors, told(broken)]
            self.voices.errors = [each.errors for each in self.voices if each.errors]
