"""Shape of what is noted about an item."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField

from blueprints.meetings.forms import Choices
from models.item_outcomes import ItemOutcome
from plumbing.forms import Form, id_or_none


def outcome_or_none(value: Any) -> ItemOutcome | None:
    """The outcome that a choice stands for; the empty choice is none so far."""
    return ItemOutcome(value) if value else None


class SettleForm(Form):
    """What became of an item, and the meeting that it was put off to."""

    outcome = RadioField(
        lazy_gettext("What became of it?"),
        choices=lambda: [
            ("", gettext("still open")),
            *((each.value, gettext(each.label)) for each in ItemOutcome),
        ],
        default="",
    )
    put_off_to_id = SelectField(
        lazy_gettext("Put off to"),
        coerce=id_or_none,
        description=lazy_gettext("Only if it is put off. That meeting’s agenda then proposes it."),
    )

    def offer(self, meetings: Choices) -> None:
        self.put_off_to_id.choices = [("", gettext("no meeting named yet")), *meetings]

    def facts(self) -> dict[str, Any]:
        return {
            "outcome": outcome_or_none(self.outcome.data),
            "put_off_to_id": self.put_off_to_id.data,
        }
