"""Shape of a correction: the items' texts as they read from now on, and why."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from models.letters import Way
from models.texts import LONGEST
from plumbing.forms import Form, TextField


class CorrectForm(Form):
    """A text for each item, `text_1` for the first; the fields are made for the items that there are."""

    ids: ClassVar[list[int]] = []
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    purged = IntegerField(widget=HiddenInput(), default=0)
    reason = TextField(
        _l("What was corrected, and why?"),
        500,
        description=_l("All readers of the corrected items read this."),
    )

    @classmethod
    def over(cls, items: Sequence[tuple[int, str, str]], based_on: int, purged: int = 0) -> "CorrectForm":
        """For these items: id, heading, text as it was sent last."""
        fields: dict[str, Any] = {"ids": [key for key, *_ in items]}
        for place, (_, heading, markdown) in enumerate(items, 1):
            fields[f"text_{place}"] = TextField(heading, LONGEST, default=markdown)
        form: CorrectForm = type("CorrectFormOver", (cls,), fields)(
            data={"based_on": based_on, "purged": purged}
        )
        return form

    @property
    def of_items(self) -> list[tuple[int, Any]]:
        """The field of each item, by the item's id."""
        return [(key, self[f"text_{place}"]) for place, key in enumerate(self.ids, 1)]

    def texts(self) -> dict[int, str]:
        """What was typed, by item."""
        return {key: field.data or "" for key, field in self.of_items}

    def changed(self) -> dict[int, str]:
        """What was typed anew, by item."""
        return {
            key: field.data or ""
            for key, field in self.of_items
            if (field.data or "") != (field.default or "")
        }

    @property
    def step(self) -> str:
        """ "look" at what changes (the first), "edit" it again, or "send" what was looked at."""
        return request.form.get("step", "look")


class HandOverForm(Form):
    """Which guest got her extract on paper, and by which way."""

    person_id = IntegerField(validators=[InputRequired()])
    way = SelectField(choices=[SelectChoice(way.value, way.value) for way in (Way.POST, Way.IN_PERSON)])
