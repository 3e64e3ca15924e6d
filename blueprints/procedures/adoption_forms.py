"""The forms by which a version is decided and adopted: by an institution, recorded, at a signing event."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, FormField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from blueprints.procedures.forms import NO_CLIENTS, Choices, words_of
from models.adoptions import CHOICES
from models.errors import RuleBroken
from models.stances import SaidBy, StanceValue
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, ManyField, Rows, TextField, UploadField, id_or_none, told
from plumbing.versions import FactsForm

LARGEST = 2**31 - 1


def values(*, terminates: bool = True) -> list[tuple[str, str]]:
    """`terminates`: whether there is an adoption that could be terminated."""
    offered = (each for each in CHOICES if terminates or each is not StanceValue.TERMINATED)
    return [(each.value, gettext(each.label)) for each in offered]


class DecideForm(FactsForm):
    """A version was decided: by what, when, from when it holds, and who is asked until when."""

    decision_id = SelectField(
        lazy_gettext("By which decision of the register?"),
        coerce=id_or_none,
        description=lazy_gettext(
            "If it names a checksum, it must be that of this version. The day below is that of the decision."
        ),
    )
    decided_on = DayField(
        lazy_gettext("Decided on"), [InputRequired(lazy_gettext("Please give the day of the decision."))]
    )
    decided_in = LineField(
        lazy_gettext("Decided where?"),
        200,
        description=lazy_gettext("For example: 12th meeting, item 3; decision 4/2026."),
    )
    begins_on = DayField(
        lazy_gettext("In force on this day at the earliest"),
        [Optional()],
        description=lazy_gettext("Without a day: as soon as all core parties have adopted it."),
    )
    due_on = DayField(
        lazy_gettext("Answers are asked for by"), [InputRequired(lazy_gettext("Please give a day."))]
    )
    seat_ids = ManyField(lazy_gettext("Who is asked to adopt it?"), coerce=int)
    seen = HiddenField(validators=[Length(max=64)])

    def offer(self, seats: Choices, decisions: Choices) -> None:
        """`seen` travels hidden: the checksum of what the page was opened on."""
        self.seat_ids.choices = seats
        self.decision_id.choices = [
            ("", gettext("none of them")),
            *((str(key), words) for key, words in decisions),
        ]

    def show(self, checksum: str) -> None:
        """The page shows the version as it is now: the next decision is about that."""
        self.seen.data, self.seen.raw_data = checksum, None


class AnswerFields(Form):
    """What an institution says to a version."""

    value = RadioField(
        lazy_gettext("What does the institution say?"),
        choices=values,
        coerce=StanceValue,
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    reason = TextField(
        lazy_gettext("Wording of the reservation, or the reason"), 2000, description=NO_CLIENTS
    )
    ends_on = DayField(
        lazy_gettext("Terminated as of"),
        [Optional()],
        description=lazy_gettext("Only for a termination: the last day on which it still binds."),
    )
    upload = UploadField(
        lazy_gettext("The institution’s own rule as a file"),
        description=lazy_gettext("Only where it has its own rule. It lies on the shelf of the table."),
    )
    provisional = BooleanField(
        lazy_gettext("Subject to the approval of the management"),
        description=lazy_gettext(
            "It binds nobody, and is shown as provisional, until the approval is noted here."
        ),
    )

    def offer_values(self, *, terminates: bool) -> None:
        self.value.choices = values(terminates=terminates)
        if not terminates:
            del self.ends_on

    def begin_with(self, value: StanceValue, reason: str, ends_on: date | None, *, waits: bool) -> None:
        """What the institution has said so far: whoever says something else starts from there."""
        self.value.data, self.reason.data, self.provisional.data = value, reason, waits
        if "ends_on" in self:
            self.ends_on.data = ends_on

    def answer(self) -> dict[str, Any]:
        return {
            "value": self.value.data,
            "reason": self.reason.data or "",
            "ends_on": self.ends_on.data if "ends_on" in self else None,
            "provisional": bool(self.provisional.data),
        }


class AdoptForm(AnswerFields):
    """What somebody who may sign says for her own institution."""

    asked_id = RadioField(
        lazy_gettext("For which institution?"),
        coerce=id_or_none,
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )

    def offer(self, institutions: Choices) -> None:
        self.asked_id.choices = [(str(key), name) for key, name in institutions]
        if len(institutions) == 1 and not self.asked_id.raw_data:
            self.asked_id.data = institutions[0][0]


class RecordAdoptionForm(AnswerFields):
    """What the coordination writes down for one institution."""

    person_id = SelectField(lazy_gettext("Who said it?"), coerce=id_or_none)
    said_by = RadioField(
        lazy_gettext("In which way?"),
        choices=lambda: words_of(SaidBy),
        coerce=SaidBy,
        default=SaidBy.WRITING,
    )
    said_on = DayField(lazy_gettext("On which day?"), [InputRequired(lazy_gettext("Please give a day."))])

    def offer(self, people: Choices) -> None:
        self.person_id.choices = [
            ("", gettext("please choose")),
            *((str(key), name) for key, name in people),
        ]


class ConfirmAdoptionForm(FactsForm):
    """What the management of an institution says."""

    agreed = RadioField(
        lazy_gettext("What does the management say?"),
        choices=lambda: [("yes", gettext("it approves")), ("no", gettext("it does not approve"))],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    said_on = DayField(lazy_gettext("On which day?"), [InputRequired(lazy_gettext("Please give a day."))])


class SignedRow(FlaskForm):  # type: ignore[misc]
    """One institution at a signing event; nothing chosen records nothing."""

    class Meta:
        csrf = False  # it is a part of EventForm, which has the token

    asked_id = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST)])
    value = SelectField(lazy_gettext("What was said?"), default="")
    person_id = SelectField(lazy_gettext("Who signed?"), coerce=id_or_none, validate_choice=False)
    reason = LineField(lazy_gettext("Reservation or reason"), 500)
    provisional = BooleanField(lazy_gettext("subject to approval"))

    def offer(self, people: Choices) -> None:
        kept = (StanceValue.ADOPTED, StanceValue.ADOPTED_RESERVED, StanceValue.NOT_ADOPTED)
        self.value.choices = [
            ("", gettext("nothing recorded")),
            *((each.value, gettext(each.label)) for each in kept),
        ]
        self.person_id.choices = [("", gettext("please choose")), *((str(key), name) for key, name in people)]
        if self.person_id.raw_data is None and len(people) == 1:
            self.person_id.data = people[0][0]


class EventForm(Form):
    """All who signed on one day, with one save."""

    said_on = DayField(lazy_gettext("On which day?"), [InputRequired(lazy_gettext("Please give a day."))])
    signed = Rows(FormField(SignedRow), max_entries=200)

    @classmethod
    def opened(cls, asked: Sequence[int], said_on: date) -> "EventForm":
        return cls(signed=[{"asked_id": each} for each in asked], said_on=said_on)

    @property
    def rows(self) -> list[SignedRow]:
        return [entry.form for entry in self.signed]

    def spoken(self) -> Iterable[SignedRow]:
        return [row for row in self.rows if row.value.data]

    def refuse(self, broken: RuleBroken) -> None:
        """Beside the field of the row that it is about; `field` names both: "reason-17"."""
        name, _, asked_id = (broken.field or "").partition("-")
        row = next((each for each in self.rows if str(each.asked_id.data) == asked_id), None)
        if row is None or name not in row:
            super().refuse(broken)
        else:
            row[name].errors = [*row[name].errors, told(broken)]
            self.signed.errors = [each.errors for each in self.signed if each.errors]
