"""The form by which the seat of an institution that has ended is settled."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from models.seats import SeatKind
from plumbing.date_fields import DayField
from plumbing.forms import Choices, LineField, ManyField, choices
from plumbing.versions import FactsForm

ONLY_END = "0"


class SettleSeatForm(FactsForm):
    """Who takes the seat, from which day, and who comes along."""

    successor_id = RadioField(lazy_gettext("Who takes the seat"), validators=[InputRequired()])
    on = DayField(
        lazy_gettext("From"),
        [InputRequired()],
        description=lazy_gettext("On this day the old seat holds no more, and the new one begins."),
    )
    kind = SelectField(
        lazy_gettext("Membership of the successor"), choices=lambda: choices(SeatKind), coerce=SeatKind
    )
    appointment_ids = ManyField(
        lazy_gettext("Who comes along"),
        coerce=int,
        description=lazy_gettext(
            "They act for the successor from that day on. A right to sign is not taken along: the successor"
            " gives its own."
        ),
    )
    reason = LineField(lazy_gettext("Reason"), 200, [DataRequired()])

    def offer(self, successors: Choices, people: Choices) -> None:
        only_end = (ONLY_END, gettext("nobody, the seat only ends"))
        self.successor_id.choices = [*((str(key), name) for key, name in successors), only_end]
        self.appointment_ids.choices = people

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"successor_id": int(self.successor_id.data) or None}
