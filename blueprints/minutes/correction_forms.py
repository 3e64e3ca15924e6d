"""Shape of a correction: the items' texts as they read from now on, and why."""

from collections.abc import Sequence
from datetime import time
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from blueprints.minutes.said_attendance import Row, Said, said_of
from models.letters import Way
from models.minutes import AttendanceState
from models.texts import LONGEST
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, TextField, choices
from plumbing.looked_at import LookedAtForm


class CorrectForm(LookedAtForm):
    """A text for each item, `text_1` for the first, and who was there for each institution; the fields are
    made for the items and institutions that there are."""

    ids: ClassVar[list[int]] = []
    institutions: ClassVar[list[str]] = []
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    purged = IntegerField(widget=HiddenInput(), default=0)
    reason = TextField(
        _l("What was corrected, and why?"),
        500,
        description=_l("Whoever reads all that is corrected reads this."),
    )

    @classmethod
    def over(
        cls,
        items: Sequence[tuple[int, str, str]],
        attendance: Sequence[Row],
        based_on: int,
        purged: int = 0,
    ) -> "CorrectForm":
        """For items (id, heading, text as it was sent last) and institutions as an edition says them."""
        fields: dict[str, Any] = {"ids": [key for key, *_ in items]}
        fields["institutions"] = [row["institution"] for row in attendance]
        for place, row in enumerate(attendance):
            said = said_of(row)
            fields[f"state_{place}"] = SelectField(
                _l("Participation"), choices=lambda: choices(AttendanceState), default=row["state"]
            )
            fields[f"names_{place}"] = LineField(_l("Who came"), 300, default=said.names)
            fields[f"came_{place}"] = TimeField(_l("Came later, at"), [Optional()], default=said.came)
            fields[f"left_{place}"] = TimeField(_l("Left earlier, at"), [Optional()], default=said.left)
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

    @property
    def of_institutions(self) -> list[tuple[str, list[Any]]]:
        """Each institution with its fields: state, names, and when it came and left."""
        parts = "state", "names", "came", "left"
        return [
            (name, [self[f"{part}_{place}"] for part in parts])
            for place, name in enumerate(self.institutions)
        ]

    @property
    def attendance_is_changed(self) -> bool:
        fields = [field for _, of_one in self.of_institutions for field in of_one]
        return any(field.errors or field.data != field.default for field in fields)

    def attendance(self) -> dict[int, Said]:
        """Who was there as it reads from now on, by place."""
        return {
            place: Said(AttendanceState(state.data), names.data or "", came.data, left.data)
            for place, (_, (state, names, came, left)) in enumerate(self.of_institutions)
        }

    def typed(self) -> list[tuple[str, str]]:
        """All that travels on hidden to the page of the last look, by the names of the fields."""
        fields = [field for _, field in self.of_items]
        fields += [field for _, of_one in self.of_institutions for field in of_one]
        return [(field.name, _as_sent(field.data)) for field in (*fields, self.reason)]

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


def _as_sent(typed: str | time | None) -> str:
    return f"{typed:%H:%M}" if isinstance(typed, time) else typed or ""


class GuestForm(Form):
    """Which guest is meant."""

    person_id = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class HandOverForm(GuestForm):
    """Which guest got her extract on paper, by which way and on which day."""

    handed_on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])
    way = SelectField(choices=[SelectChoice(way.value, way.value) for way in (Way.POST, Way.IN_PERSON)])
