"""Shape of what is typed around decisions: the question, an institution's answer, what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from models.citations import Reference
from models.decisions import DecisionKind
from models.stances import SaidBy, StanceValue
from plumbing.date_fields import DayField
from plumbing.forms import Form, Groups, LineField, ManyField, TextField, choices, grouped, id_or_none, named
from plumbing.looked_at import LookedAtForm
from plumbing.versions import VersionedForm

NO_CLIENTS: Final = _l("Please no details about clients.")
Choices = Sequence[tuple[int, str]]


class QuestionForm(VersionedForm):
    """What is to be decided, and where."""

    title = LineField(
        _l("What is it about?"),
        200,
        [DataRequired(_l("Please say in a few words what is to be decided."))],
        description=_l("It stands on the pages and in the register, not in letters."),
    )
    wording = TextField(
        _l("Wording"),
        20_000,
        [DataRequired(_l("Please give the wording."))],
        description=_l("Exactly this is put to the institutions. Please no details about clients."),
    )
    kind = RadioField(
        _l("What kind of question is it?"),
        choices=lambda: choices(DecisionKind),
        default=DecisionKind.SUBSTANCE.value,
    )
    way = RadioField(
        _l("Where is it decided?"),
        choices=lambda: [
            ("meeting", gettext("in a meeting (consensus check)")),
            ("circular", gettext("in circulation (Umlaufverfahren)")),
        ],
        default="meeting",
    )
    item_id = SelectField(
        _l("Agenda item"),
        coerce=id_or_none,
        description=_l("Whoever may see the item sees the decision, nobody else."),
    )
    cites = ManyField(_l("Refers to these procedures"))

    items: frozenset[int] = frozenset()

    def offer(self, items: Groups, citable: Sequence[Reference]) -> None:
        self.items = frozenset(key for _, group in items for key, _ in group)
        self.cites.choices = named(citable)
        self.item_id.choices = grouped(("", gettext("no agenda item")), items)

    def facts(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "wording": self.wording.data,
            "kind": DecisionKind(self.kind.data),
            "circular": self.way.data == "circular",
            "item_id": self.item_id.data,
            "cites": self.cites.data or [],
        }


class PutForm(LookedAtForm):
    """The wording goes to the institutions; in circulation with a last day."""

    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    due_on = DayField(_l("Last day for answers"), [Optional()])


class StanceFields(Form):
    """What an institution says. The choices follow from the way it is decided."""

    value = RadioField(_l("What does your institution say?"), validate_choice=False)
    reason = TextField(
        _l("Reason or concern"),
        2000,
        description=_l("Needed for a veto: what would have to change so that your institution can agree."),
    )
    special_opinion = TextField(
        _l("Special opinion for the record"),
        4000,
        description=_l("In the words of your institution; it is printed with the decision."),
    )
    provisional = BooleanField(
        _l("Subject to the approval of our management"),
        description=_l("The answer counts, and is shown as provisional until the approval is noted here."),
    )

    def offer_values(self, values: Iterable[StanceValue]) -> None:
        self.value.choices = choices(values)

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        return _is_chosen(self.value) and valid

    def facts(self) -> dict[str, Any]:
        return {
            "value": StanceValue(self.value.data),
            "reason": self.reason.data or "",
            "special_opinion": self.special_opinion.data or "",
            "provisional": bool(self.provisional.data),
        }


def _is_chosen(field: Any) -> bool:
    """Whether one of the choices was taken; else the field says so."""
    if field.data in [value for value, *_ in field.iter_choices()]:
        return True
    field.errors = [gettext("Please choose one.")]
    return False


class OneInstitution(Form):
    """Among several institutions none is chosen beforehand: each has a voice of its own."""

    asked_id = RadioField(_l("For which institution?"), coerce=id_or_none, validate_choice=False)

    def offer_institutions(self, institutions: Choices) -> None:
        self.asked_id.choices = [SelectChoice(key, name) for key, name in institutions]
        if len(institutions) == 1 and not self.asked_id.raw_data:
            self.asked_id.data = institutions[0][0]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        return _is_chosen(self.asked_id) and valid


class StanceForm(OneInstitution, StanceFields):
    """What somebody says for her own institution."""

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"asked_id": self.asked_id.data}


class RecordForm(StanceFields):
    """What somebody said whom the coordination heard; for which institution says the address."""

    value = RadioField(_l("What does the institution say?"), validate_choice=False)
    reason = TextField(
        _l("Reason or concern"),
        2000,
        description=_l("Needed for a veto: what would have to change so that the institution can agree."),
    )
    special_opinion = TextField(
        _l("Special opinion for the record"),
        4000,
        description=_l("In the words of the institution; it is printed with the decision."),
    )
    provisional = BooleanField(_l("Subject to the approval of its management"))
    over = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    person_id = SelectField(_l("Who said it?"), coerce=id_or_none)
    said_by = RadioField(
        _l("In which way?"),
        choices=lambda: choices(SaidBy),
        default=SaidBy.ORALLY.value,
    )
    said_on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])

    def offer_people(self, people: Choices, circular: bool) -> None:
        """In circulation nobody speaks in a meeting."""
        self.person_id.choices = [SelectChoice(key, name) for key, name in people]
        if circular:
            ways = [each for each in SaidBy if each is not SaidBy.ORALLY]
            self.said_by.choices = choices(ways)
            if not self.said_by.raw_data:
                self.said_by.data = SaidBy.PHONE.value

    def facts(self) -> dict[str, Any]:
        said = {"person_id": self.person_id.data, "said_on": self.said_on.data, "over": self.over.data}
        return super().facts() | said | {"said_by": SaidBy(self.said_by.data)}


class ObjectForm(OneInstitution):
    """An institution wants this decided in a meeting."""

    reason = TextField(_l("Reason"), 1000, description=_l("Nobody needs to give one."))
    sure = BooleanField(
        _l("Our institution objects to deciding this in circulation."),
        [DataRequired(_l("Please confirm this: the circulation ends with it."))],
    )


class RecordObjectionForm(Form):
    """Somebody told the coordination that her institution objects."""

    person_id = SelectField(_l("Who said it?"), coerce=id_or_none)
    reason = TextField(_l("Reason"), 1000, description=_l("Nobody needs to give one."))

    def offer_people(self, people: Choices) -> None:
        self.person_id.choices = [SelectChoice(key, name) for key, name in people]


class CloseForm(Form):
    """The result is as the page shows it; `shown` is what it showed."""

    shown = HiddenField()


class AdjournForm(Form):
    note = TextField(_l("Reason"), 1000, [DataRequired(_l("Please give a reason."))])


class ConfirmForm(Form):
    """What a management says to a provisional answer."""

    agreed = RadioField(
        _l("What does the management say?"),
        choices=lambda: [
            ("yes", gettext("it approves")),
            ("no", gettext("it does not approve: the answer falls away")),
        ],
    )
    said_on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])


class FollowUpForm(VersionedForm):
    """What follows from a decision and what became of it."""

    follows = TextField(_l("What follows from it"), 2000, description=NO_CLIENTS)
    review_on = DayField(_l("Review on"), [Optional()])
    carried_out_on = DayField(_l("Carried out on"), [Optional()])
    superseded_by_id = SelectField(_l("Superseded by"), coerce=id_or_none)

    def offer(self, others: Choices) -> None:
        self.superseded_by_id.choices = [("", gettext("not superseded")), *others]


def day_or_none(text: str) -> date | None:
    """A day of an address, as a browser writes it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
