"""The form of an answer sheet: a part for each question, made from the questions of the survey."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, IntegerField, RadioField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from models.errors import RuleBroken
from models.survey_answers import ANSWER_VALUE_WORDS, AnswerValue
from models.survey_questions import NumberStrength, QuestionKind, SurveyQuestion
from models.versions import ChangedMeanwhile
from models.words import N_
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, ManyField, TextField, told
from plumbing.versions import Difference

YES_WORDS: Final = {
    QuestionKind.YES: N_("yes"),
    QuestionKind.NUMBER: N_("there is a number:"),
    QuestionKind.CHOICE: N_("we choose:"),
    QuestionKind.TEXT: N_("we write:"),
}
"""What stands beside the choice that something is given."""


def value_choices(kind: QuestionKind) -> list[tuple[str, str]]:
    """The four statements, the first in the words of the question's kind."""
    words = dict(ANSWER_VALUE_WORDS) | {AnswerValue.YES: YES_WORDS[kind]}
    return [(each.value, gettext(words[each])) for each in AnswerValue]


def strength_choices() -> list[tuple[str, str]]:
    return [(each.value, gettext(each.label)) for each in NumberStrength]


class OneOrNone(RadioField):
    """One of the choices, or none of them yet."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validators=[Optional()], default=None, **kwargs)
        self.type = "RadioField"  # what templates know it by

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [value for value, *_ in self.iter_choices()]:
            raise ValidationError(gettext("This is not a valid choice. Please choose from the list."))


def _part(place: int, question: SurveyQuestion) -> type[Part]:
    """What can be said to one question; errors name it by its number."""
    fields: dict[str, Any] = {
        "value": OneOrNone(
            lazy_gettext("Question %(number)s", number=place), choices=partial(value_choices, question.kind)
        ),
        "note": TextField(
            lazy_gettext("Text") if question.kind is QuestionKind.TEXT else lazy_gettext("General remark"),
            2000,
        ),
    }
    if question.kind is QuestionKind.NUMBER:
        fields["number"] = IntegerField(
            lazy_gettext("Number of question %(number)s", number=place),
            [Optional(), NumberRange(0, 999_999_999)],
        )
        if question.strength is None:
            fields["strength"] = OneOrNone(lazy_gettext("How is the number found?"), choices=strength_choices)
    if question.kind is QuestionKind.CHOICE:
        offered = [SelectChoice(each.id, each.label) for each in question.choices]
        fields["choice_ids"] = ManyField(
            lazy_gettext("Choice of question %(number)s", number=place), coerce=int, choices=offered
        )
    return type("AnswerPart", (Part,), fields)


class SheetForm(Form):
    """What all sheets have: `based_on` says which versions there were when it was opened. `stored` is what
    they say now, by part, and `current` their number: for whoever comes second."""

    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    parts: Sequence[str] = ()
    stored: Mapping[str, Mapping[str, Any]] = {}
    current: int = 0
    differences: Sequence[Difference] = ()

    def refuse(self, broken: RuleBroken) -> None:
        """A rule names the part of a question: the words go beside its choice. If somebody else was quicker,
        both are shown, and the next save replaces what is stored now."""
        if isinstance(broken, ChangedMeanwhile):
            self.differences = list(self._against_stored()) or [Difference(gettext("Sheet"), "✓", "✓")]
            self.based_on.data, self.based_on.raw_data = self.current, None
        if broken.field in self.parts:
            value = self[broken.field].form.value
            value.errors = [*value.errors, told(broken)]
        else:
            super().refuse(broken)

    def _against_stored(self) -> Iterator[Difference]:
        for name in self.parts:
            part = self[name].form
            now, typed = _words(part, self.stored.get(name, {})), _words(part, part.data)
            if now != typed:
                yield Difference(part.value.label.text, now, typed)

    def given(self) -> list[dict[str, Any]]:
        """By question what was given, as the rules ask for it, without the questions' ids."""
        return [_given(self[each].form.data) for each in self.parts]


def _words(part: Any, data: Mapping[str, Any]) -> str:
    """What one part says, in the words beside its choices."""
    words = [label for value, label, *_ in part.value.iter_choices() if value == data.get("value")]
    if data.get("number") is not None:
        words.append(str(data["number"]))
    if data.get("strength"):
        words.append(gettext(NumberStrength(data["strength"]).label))
    chosen = data.get("choice_ids") or ()
    if chosen:
        words += [label for value, label, *_ in part.choice_ids.iter_choices() if value in chosen]
    return ", ".join([*(str(each) for each in words), *filter(None, [data.get("note")])])


class RecordingForm(SheetForm):
    """What the coordination was told; after closing with the reason of the correction."""

    oral = BooleanField(lazy_gettext("Said in the meeting"))
    said_on = DayField(lazy_gettext("On which day"), [Optional()])
    reason = LineField(
        lazy_gettext("Reason of the correction"),
        300,
        description=lazy_gettext("Needed once the survey is closed. Nothing about clients."),
    )


def sheet_form(base: type[SheetForm], questions: Sequence[SurveyQuestion]) -> type[SheetForm]:
    """The form's class for these questions, named q1, q2 and so on in their order."""
    names = [f"q{place}" for place in range(1, len(questions) + 1)]
    parts = {
        name: FormField(_part(place, question))
        for place, (name, question) in enumerate(zip(names, questions, strict=True), 1)
    }
    return type(base.__name__, (base,), {**parts, "parts": names})


def _given(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": AnswerValue(data["value"]) if data["value"] else None,
        "note": data["note"] or "",
        "number": data.get("number"),
        "strength": NumberStrength(data["strength"]) if data.get("strength") else None,
        "choice_ids": tuple(data.get("choice_ids") or ()),
    }
