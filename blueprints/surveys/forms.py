"""Shape of what is typed about a survey, its questions and its respondents."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from models.citations import Reference
from models.survey_questions import NumberStrength, QuestionKind
from models.surveys import SMALLEST
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import (
    AddressField,
    Choices,
    Form,
    LineField,
    ManyField,
    TextField,
    choices,
    id_or_none,
    named,
)
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm, VersionedForm

PURPOSE = 2000


class SurveyForm(FactsForm):
    """What a survey says of itself, and who reads its results."""

    title = LineField(
        lazy_gettext("Title"),
        200,
        [DataRequired(lazy_gettext("Please give a title."))],
        description=lazy_gettext("For example: Need for outreach counselling. Letters do not name it."),
    )
    purpose = TextField(
        lazy_gettext("What is this asked for?"),
        PURPOSE,
        description=lazy_gettext("Occasion, who has asked, what becomes of the answers."),
    )
    period = LineField(
        lazy_gettext("Reference period"),
        120,
        description=lazy_gettext("The time that is asked about, for example: January to December 2025."),
    )
    visibility = RadioField(
        lazy_gettext("Who reads the results after closing?"),
        choices=lambda: [
            (Visibility.INTERNAL.value, gettext("all members of the asked tables")),
            (Visibility.CONFIDENTIAL.value, gettext("the institutions that are asked")),
            (Visibility.COORDINATION.value, gettext("the coordination only")),
        ],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    shows_answers = BooleanField(
        lazy_gettext("Whoever reads the results also reads what each institution has answered"),
        description=lazy_gettext("Otherwise single answers are for the institution itself and for you."),
    )
    anonymous = BooleanField(
        lazy_gettext("Anonymous survey"),
        description=lazy_gettext(
            "Nobody sees who has answered what, not even you. At closing the link between answer and "
            "institution is destroyed; nothing can be corrected after that. Reminders go to all."
        ),
    )
    smallest = IntegerField(
        lazy_gettext("Numbers below this one are masked in what is published"),
        [InputRequired(lazy_gettext("Please give a number.")), NumberRange(1, 20)],
        default=SMALLEST,
    )
    body_ids = ManyField(lazy_gettext("Ask the members of these tables, too"), coerce=int)
    meeting_id = SelectField(lazy_gettext("Asked in this meeting"), coerce=id_or_none)
    cites = ManyField(lazy_gettext("Refers to these procedures"))
    retold = BooleanField(
        lazy_gettext("It took place elsewhere or before: its answers are only recorded here"),
        description=lazy_gettext("Nobody gets a letter. You record what was said, with its source."),
    )
    held = FuzzyField(lazy_gettext("When it took place"), description=FUZZY_HINT)
    source = LineField(lazy_gettext("Source"), 200)
    quote = TextField(lazy_gettext("What the source says, word for word"), 1000)

    def offer(self, tables: Choices, meetings: Choices, citable: Sequence[Reference]) -> None:
        self.body_ids.choices, self.cites.choices = tables, named(citable)
        self.meeting_id.choices = [
            ("", gettext("not in a meeting")),
            *((str(key), name) for key, name in meetings),
        ]

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        given |= {name: given[name] or [] for name in ("body_ids", "cites")}
        return given | {name: given[name] or "" for name in ("purpose", "period", "source", "quote")}


class NewSurveyForm(SurveyForm):
    """One that is begun. `request_id` travels hidden: it follows from this request."""

    request_id = IntegerField(widget=HiddenInput(), validators=[Optional()])


class EditSurveyForm(SurveyForm, VersionedForm):
    """A draft as it stands."""


class QuestionForm(FactsForm):
    """One question."""

    wording = TextField(
        lazy_gettext("Wording of the question"),
        500,
        [DataRequired(lazy_gettext("Please give the wording of the question."))],
        description=lazy_gettext("One thing only. Two things that differ are two questions."),
    )
    kind = RadioField(
        lazy_gettext("What is answered?"),
        choices=lambda: choices(QuestionKind),
        coerce=QuestionKind,
        default=QuestionKind.YES,
    )
    definition = TextField(
        lazy_gettext("Definition, printed with the question"),
        1000,
        description=lazy_gettext("What is meant by the words of the question, so that all mean the same."),
    )
    period = LineField(lazy_gettext("Reference period, if another one than that of the survey"), 120)
    paired_with_id = SelectField(
        lazy_gettext("Narrows this question"),
        coerce=id_or_none,
        description=lazy_gettext("For pairs: was there anything at all? And in connection with …?"),
    )
    unit = LineField(
        lazy_gettext("Of a number: what is counted"),
        60,
        description=lazy_gettext("For example: consultations, persons, places."),
    )
    strength = SelectField(
        lazy_gettext("Of a number: how it is found"),
        choices=lambda: [("", gettext("whoever answers says which it is")), *choices(NumberStrength)],
        coerce=lambda value: NumberStrength(value) if value else None,
    )
    labels = TextField(
        lazy_gettext("Of a choice: the answers, one a line"),
        4200,
    )
    several = BooleanField(lazy_gettext("Of a choice: several answers may be chosen"))

    def offer(self, questions: Choices) -> None:
        self.paired_with_id.choices = [
            ("", gettext("no other question")),
            *((str(key), name) for key, name in questions),
        ]

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        lines = [" ".join(each.split()) for each in (given["labels"] or "").splitlines()]
        given["labels"] = list(dict.fromkeys(each for each in lines if each))
        return given | {name: given[name] or "" for name in ("definition", "period", "unit")}


class EditQuestionForm(QuestionForm, VersionedForm):
    """A question as it stands."""


class MoveForm(Form):
    """A question changes places with its neighbour."""

    way = HiddenField()


class OpenForm(LookedAtForm, VersionedForm):
    """Until when, and which institutions of the tables are asked."""

    due_on = DayField(
        lazy_gettext("Last day for answers"),
        [Optional()],
        description=lazy_gettext("Answers are taken to the end of this day."),
    )
    seat_ids = ManyField(
        lazy_gettext("Who is asked"),
        coerce=int,
        description=lazy_gettext("Institutions left out are kept as “not asked”."),
    )

    def offer(self, seats: Choices) -> None:
        self.seat_ids.choices = seats

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return given | {"seat_ids": given["seat_ids"] or []}


class AskBackForm(FactsForm):
    """What the coordination wants to know about an answer."""

    question = TextField(
        lazy_gettext("What do you want to know?"),
        1000,
        [DataRequired(lazy_gettext("Please say what you want to know."))],
        description=lazy_gettext("The letter does not repeat it. No details about single persons."),
    )


class CheckForm(FactsForm):
    """Whether an answer is right."""

    is_right = RadioField(
        lazy_gettext("Is the answer right?"),
        choices=lambda: [
            ("yes", gettext("yes, as it is")),
            ("no", gettext("no, it is to be corrected")),
        ],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    reply = TextField(
        lazy_gettext("Remark to the coordination"),
        1000,
        description=lazy_gettext("In general words only. No details about single persons."),
    )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return {"is_right": given["is_right"] == "yes", "reply": given["reply"] or ""}


class AskMoreForm(LookedAtForm, FactsForm):
    """Which members are asked, too."""

    seat_ids = ManyField(lazy_gettext("Who is asked, too"), coerce=int)

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return given | {"seat_ids": given["seat_ids"] or []}


class ReaddressForm(FactsForm):
    """Where the link goes from now on."""

    email = AddressField(
        lazy_gettext("E-mail address for the link"),
        [DataRequired(lazy_gettext("Please give an address."))],
    )


class DueForm(LookedAtForm, FactsForm):
    """Another last day."""

    due_on = DayField(
        lazy_gettext("Last day for answers"), [InputRequired(lazy_gettext("Please give a day."))]
    )


class RespondentForm(FactsForm):
    """One without a seat at the asked tables."""

    organisation_id = SelectField(lazy_gettext("Institution of the directory"), coerce=id_or_none)
    name = LineField(
        lazy_gettext("or a group, by its name"),
        200,
        description=lazy_gettext("For example: other participants of the meeting."),
    )
    number = RadioField(
        lazy_gettext("How many institutions are behind the name?"),
        choices=lambda: [
            ("one", gettext("one")),
            ("several", gettext("several, namely:")),
            ("unknown", gettext("nobody knows how many: no percentages can be computed")),
        ],
        default="one",
    )
    stands_for = IntegerField(lazy_gettext("How many"), [Optional(), NumberRange(1, 9999)])
    email = AddressField(
        lazy_gettext("E-mail address for the link"),
        [Optional()],
        description=lazy_gettext("Without one you record the answer yourself."),
    )

    def offer(self, institutions: Choices) -> None:
        self.organisation_id.choices = [
            ("", gettext("not chosen")),
            *((str(key), name) for key, name in institutions),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if self.number.data == "several" and not self.stands_for.data and not self.stands_for.errors:
            self.stands_for.errors = [gettext("Please give a number.")]
            return False
        return valid

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        how_many = {"one": 1, "several": given["stands_for"]}.get(given.pop("number"))
        return given | {"stands_for": how_many, "name": given["name"] or ""}
