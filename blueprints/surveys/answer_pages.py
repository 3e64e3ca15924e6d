"""The pages of answer sheets: the form as an institution sees it, filled with what it said before."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask import abort, request, url_for

from blueprints.surveys import answer_queries, queries
from blueprints.surveys.answer_forms import RecordingForm, SheetForm, sheet_form
from blueprints.surveys.check_queries import open_question
from blueprints.surveys.pages import asked_of, found_survey, kept_survey
from blueprints.surveys.writing_rules import Given
from models.citations import references
from models.survey_answers import AnswerSheet, basis_of, newest, released_number
from models.survey_questions import NumberStrength, QuestionKind, SurveyQuestion
from models.surveys import Survey
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading


def preview_page(table_id: int, survey_id: int) -> dict[str, Any]:
    """The form as an institution will see it; nothing can be sent."""
    found, page = kept_survey(table_id, survey_id)
    form = sheet_form(SheetForm, found.questions)(formdata=None, based_on=0)
    return page | {"form": form}


def own_form(table_id: int, survey_id: int, respondent_id: int) -> tuple[SheetForm, dict[str, Any]]:
    """The sheet of one's own institution: its draft, or what it has answered, to be changed."""
    found, page = found_survey(table_id, survey_id)
    if respondent_id not in queries.own_respondents(reading(), me()) or not page["takes"]:
        abort(404)
    asked = asked_of(found, respondent_id)
    sheets = answer_queries.sheets(reading(), respondent_id)
    filled = _filled(found, sheets)
    form = sheet_form(SheetForm, found.questions)(based_on=basis_of(sheets), **filled)
    form.stored, form.current = filled, basis_of(sheets)
    page |= {"question": open_question(reading(), sheets), "refers_to": references(reading(), found)}
    return form, page | _shown(found, sheets) | {"asked": asked}


def recording_form(table_id: int, survey_id: int, respondent_id: int) -> tuple[Any, dict[str, Any]]:
    """The sheet on which the coordination writes down what it was told."""
    found, page = kept_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    begun = found.round_id is not None or found.retold
    if found.anonymous or not begun or not asked.respondent.asked_at or found.archived_at:
        abort(404)
    sheets = answer_queries.sheets(reading(), respondent_id)
    filled, oral = _filled(found, sheets, drafts=False), found.meeting_id is not None
    form = sheet_form(RecordingForm, found.questions)(based_on=released_number(sheets), oral=oral, **filled)
    form.stored, form.current = filled, released_number(sheets)
    back = url_for("surveys.show", **page["ids"], _anchor="respondents")
    return form, page | _shown(found, sheets) | {"asked": asked, "back": back}


def linked_form(token: str) -> tuple[SheetForm, dict[str, Any]] | None:
    """The sheet that the link of a letter opens, and nothing else; None once it asks nothing any more."""
    linked = answer_queries.linked(house(), token, clock.today())
    if linked is None:
        return None
    filled = _filled(linked.about, linked.sheets)
    form = sheet_form(SheetForm, linked.about.questions)(based_on=basis_of(linked.sheets), **filled)
    form.stored, form.current = filled, basis_of(linked.sheets)
    names = ("name", "address", "table_name", "coordination", "is_over")
    plain = {name: getattr(linked, name) for name in names}
    plain["question"] = open_question(house(), linked.sheets)
    return form, plain | {"about": _as_asked(linked.about), **_shown(linked.about, linked.sheets)}


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is printed."""

    id: int
    kind: QuestionKind
    wording: str
    definition: str
    period: str
    unit: str
    strength: NumberStrength | None
    several: bool
    paired_with_id: int | None


@dataclass(frozen=True)
class AskedSurvey:
    """A survey as whoever answers reads it by a link: plain values, nothing of the house."""

    title: str
    purpose: str
    period: str
    due_on: date | None
    anonymous: bool
    questions: list[AskedQuestion]


def _as_asked(about: Survey) -> AskedSurvey:
    names = [each.name for each in fields(AskedQuestion)]
    questions = [AskedQuestion(**{name: getattr(each, name) for name in names}) for each in about.questions]
    return AskedSurvey(
        title=about.title,
        purpose=about.purpose,
        period=about.period,
        due_on=about.due_on,
        anonymous=about.anonymous,
        questions=questions,
    )


def _shown(found: Survey, sheets: list[AnswerSheet]) -> dict[str, Any]:
    draft = next((each for each in sheets if each.released_at is None), None)
    released = newest(sheets)
    return {
        "saved_at": draft.saved_at if draft else None,
        "released_at": released.released_at if released else None,
        "numbers": {each.id: place for place, each in enumerate(found.questions, 1)},
    }


def _filled(found: Survey, sheets: list[AnswerSheet], *, drafts: bool = True) -> dict[str, Any]:
    """What a form begins with: the draft, else the version that counts."""
    draft = next((each for each in sheets if each.released_at is None), None)
    sheet = (draft if drafts else None) or newest(sheets)
    if sheet is None:
        return {}
    said = {each.question_id: each for each in sheet.answers}
    filled: dict[str, Any] = {}
    for place, question in enumerate(found.questions, 1):
        answer = said.get(question.id)
        if answer is not None:
            filled[f"q{place}"] = {
                "value": answer.value.value if answer.value else None,
                "note": answer.note,
                "number": answer.number,
                "strength": answer.strength.value if answer.strength else None,
                "choice_ids": [each.choice_id for each in answer.chosen],
            }
    return filled


def given_in(form: SheetForm, questions: list[SurveyQuestion]) -> list[Given]:
    """What was typed, by question."""
    pairs = zip(questions, form.given(), strict=True)
    return [Given(question_id=question.id, **given) for question, given in pairs]


def wants_release() -> bool:
    """Which of the two buttons was pressed."""
    return request.form.get("way") == "release"
