"""The forms of admissions: the proposal, and the decision on it."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired, Optional

from blueprints.tables.forms import ReferenceField
from models.organisations import OrganisationKind
from models.seats import SeatKind
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import Choices, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm


def institution_kinds() -> list[tuple[str, str]]:
    """The kinds of institution in the order of their words, and none yet."""
    words = sorted(choices(OrganisationKind), key=lambda each: each[1])
    return [("", gettext("please choose")), *words]


def kind_or_none(value: Any) -> OrganisationKind | None:
    return OrganisationKind(value) if value else None


class ProposalForm(FactsForm):
    """An institution is proposed for a seat."""

    seat_id = SelectField(lazy_gettext("For which institution do you propose it?"), coerce=id_or_none)
    organisation_id = SelectField(lazy_gettext("Institution"), coerce=id_or_none)
    name = LineField(lazy_gettext("or one that is not in the list"), 200)
    organisation_kind = SelectField(
        lazy_gettext("and its kind"), choices=institution_kinds, coerce=kind_or_none
    )
    kind = SelectField(
        lazy_gettext("Proposed membership"), choices=lambda: choices(SeatKind), coerce=SeatKind
    )
    reason = TextField(
        lazy_gettext("Reason"),
        2000,
        [DataRequired()],
        description=lazy_gettext("What the institution would bring to the table. No details of clients."),
    )

    def offer(self, organisations: Choices, sides: list[tuple[int | str, str]]) -> None:
        """Without a question where there is only one side for which the person can propose."""
        self.organisation_id.choices = [("", gettext("please choose")), *organisations]
        self.seat_id.choices = sides
        self.only = sides[0][0] or None if len(sides) == 1 else None
        self.asks_side = len(sides) > 1
        if not self.asks_side:
            del self.seat_id

    def facts(self) -> dict[str, Any]:
        return {"seat_id": self.only} | super().facts()


class AdmitForm(FactsForm):
    """The table admits the institution, which is in the directory."""

    kind = SelectField(lazy_gettext("Membership"), choices=lambda: choices(SeatKind), coerce=SeatKind)
    since = FuzzyField(lazy_gettext("Member since"), description=FUZZY_HINT)
    starts_on = DayField(
        lazy_gettext("Access from"),
        [Optional()],
        description=lazy_gettext("Empty: at once. Nobody of the institution sees anything before this day."),
    )
    reference = ReferenceField(validators=[DataRequired()])


class AdmitNamedForm(AdmitForm):
    """The institution was only named: it is chosen from the directory, or added to it."""

    organisation_id = SelectField(lazy_gettext("Institution of the directory"), coerce=id_or_none)
    name = LineField(lazy_gettext("Name in the directory"), 200)
    organisation_kind = SelectField(
        lazy_gettext("Kind of institution"), choices=institution_kinds, coerce=kind_or_none
    )

    def offer(self, organisations: Choices) -> None:
        self.organisation_id.choices = [("", gettext("none: add it to the directory")), *organisations]


class RefuseForm(FactsForm):
    """The table does not admit the institution."""

    reason = LineField(lazy_gettext("Reason"), 300, [DataRequired()])
    reference = ReferenceField(validators=[DataRequired()])
