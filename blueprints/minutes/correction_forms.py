"""Shape of a correction: the items' texts as they read from now on, and why."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, ClassVar, Final

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from blueprints.minutes.said_attendance import Row, Said, Wanted, said_of
from models.letters import Way
from models.minutes import AttendanceState
from models.texts import LONGEST
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, TextField, choices
from plumbing.looked_at import LookedAtForm

PARTS: Final = "state", "names", "came", "left", "left_for"
_THERE: Final = AttendanceState.PRESENT.value
_NOT_THERE: Final = AttendanceState.ABSENT.value


class CorrectForm(LookedAtForm):
    """A text for each item, `text_1` for the first, and who was there for each institution; the fields are
    made for the items and institutions that there are."""

    ids: ClassVar[list[int]] = []
    institutions: ClassVar[list[str]] = []
    guests: ClassVar[list[int]] = []
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
        guests: Sequence[tuple[int, str, bool]],
        based_on: int,
        purged: int = 0,
    ) -> "CorrectForm":
        """For items (id, heading, text as it was sent last), institutions as an edition says them, and guests
        (id, who, whether there)."""
        fields: dict[str, Any] = {"ids": [key for key, *_ in items]}
        fields["institutions"] = [row["institution"] for row in attendance]
        for place, row in enumerate(attendance):
            fields |= _fields_of(place, row)
        fields["guests"] = [key for key, *_ in guests]
        for key, who, was_there in guests:
            fields[f"guest_{key}"] = SelectField(
                who, choices=_there_or_not, default=_THERE if was_there else _NOT_THERE
            )
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
        """Each institution with its fields: state, names, when it came and left, and for which items."""
        return [
            (name, [self[f"{part}_{place}"] for part in PARTS])
            for place, name in enumerate(self.institutions)
        ]

    @property
    def of_guests(self) -> list[Any]:
        return [self[f"guest_{key}"] for key in self.guests]

    @property
    def attendance_is_changed(self) -> bool:
        fields = [field for _, of_one in self.of_institutions for field in of_one] + self.of_guests
        return any(field.errors or field.data != field.default for field in fields)

    def attendance(self) -> Wanted:
        """Who was there as it reads from now on."""
        said = {
            place: Said(
                AttendanceState(state.data), names.data or "", came.data, left.data, _numbers(left_for.data)
            )
            for place, (_, (state, names, came, left, left_for)) in enumerate(self.of_institutions)
        }
        return Wanted(said, {key: self[f"guest_{key}"].data == _THERE for key in self.guests})

    def typed(self) -> list[tuple[str, str]]:
        """All that travels on hidden to the page of the last look, by the names of the fields."""
        fields = [field for _, field in self.of_items]
        fields += [field for _, of_one in self.of_institutions for field in of_one] + self.of_guests
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


def _fields_of(place: int, row: Row) -> dict[str, Any]:
    """Of one institution, as an edition says it."""
    said = said_of(row)
    return {
        f"state_{place}": SelectField(
            _l("Participation"), choices=lambda: choices(AttendanceState), default=row["state"]
        ),
        f"names_{place}": LineField(_l("Who came"), 300, default=said.names),
        f"came_{place}": TimeField(_l("Came later, at"), [Optional()], default=said.came),
        f"left_{place}": TimeField(_l("Left earlier, at"), [Optional()], default=said.left),
        f"left_for_{place}": LineField(
            _l("Left the room for items"),
            500,
            default=", ".join(said.left_for or ()),
        ),
    }


def _there_or_not() -> list[tuple[str, str]]:
    return [(_THERE, gettext("was there")), (_NOT_THERE, gettext("was not there"))]


def _numbers(typed: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in re.split("[,;]", typed or ""))))


def _as_sent(typed: str | time | None) -> str:
    return f"{typed:%H:%M}" if isinstance(typed, time) else typed or ""


class GuestForm(Form):
    """Which guest is meant."""

    person_id = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class HandOverForm(GuestForm):
    """Which guest got her extract on paper, by which way and on which day."""

    handed_on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])
    way = SelectField(choices=[SelectChoice(way.value, way.value) for way in (Way.POST, Way.IN_PERSON)])
