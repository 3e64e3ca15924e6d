"""The pages on which a survey is made: its own form, those of its questions."""

from typing import Any

from flask import abort
from flask_babel import get_locale

from blueprints.surveys import queries, rules
from blueprints.surveys.forms import (
    EditQuestionForm,
    EditSurveyForm,
    QuestionForm,
    SurveyForm,
)
from blueprints.surveys.pages import kept_survey, questions_to_narrow
from blueprints.tables import queries as table_queries
from models.survey_questions import SurveyQuestion
from models.surveys import Survey
from plumbing.access import me
from plumbing.database import reading


def new_form(table_id: int) -> tuple[SurveyForm, dict[str, Any]]:
    """The empty form of a survey."""
    body = table_queries.body(reading(), table_id) if rules.may_ask(me(), table_id) else None
    body = body or abort(404)
    form = SurveyForm()
    _offer(form, table_id)
    return form, {"body": body, "hue": body.hue}


def drafted_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """A draft for its coordination; once it is out there is none to change."""
    found, page = kept_survey(table_id, survey_id)
    return (found, page) if page["phase"] == "draft" else abort(404)


def edit_form(found: Survey, **given: Any) -> EditSurveyForm:
    """The form as the draft fills it, and as it was sent unless `formdata=None` is given."""
    asked = [each.body_id for each in found.tables]
    form = EditSurveyForm(obj=found, based_on=found.version, body_ids=asked, **given)
    _offer(form, found.body_id)
    return form


def _offer(form: SurveyForm, table_id: int) -> None:
    meetings = [
        (key, f"{each.held_on.words(str(get_locale()))} {each.title}".strip())
        for key, each in queries.meetings_to_name(reading(), table_id)
    ]
    form.offer(queries.tables_to_ask(reading(), me(), table_id), meetings)


def question_form(found: Survey) -> QuestionForm:
    form = QuestionForm()
    form.offer(questions_to_narrow(found))
    return form


def edit_question_form(found: Survey, question: SurveyQuestion, **given: Any) -> EditQuestionForm:
    labels = "\n".join(each.label for each in question.choices)
    form = EditQuestionForm(obj=question, based_on=question.version, labels=labels, **given)
    form.offer(questions_to_narrow(found, question.id))
    return form
