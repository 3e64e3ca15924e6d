"""The pages on which a survey is made: its own form, those of its questions."""

import re
from typing import Any, Final

from flask import abort, request
from flask_babel import get_locale

from blueprints.surveys import queries, rules
from blueprints.surveys.forms import (
    PURPOSE,
    EditQuestionForm,
    EditSurveyForm,
    NewSurveyForm,
    QuestionForm,
    SurveyForm,
)
from blueprints.surveys.pages import kept_survey, questions_to_narrow
from blueprints.tables import queries as table_queries
from models.citations import offered, references
from models.requests import ExternalRequest
from models.survey_questions import SurveyQuestion
from models.surveys import Survey
from models.visibility import Visibility
from plumbing.access import me
from plumbing.database import reading

SHORT: Final = re.compile("[0-9]{1,9}")
"""What may be an id."""


def new_form(table_id: int) -> tuple[NewSurveyForm, dict[str, Any]]:
    """The form of a survey: empty, or begun with what a request asks for (`?request=` its id)."""
    body = table_queries.body(reading(), table_id) if rules.may_ask(me(), table_id) else None
    body = body or abort(404)
    wanted = request.values.get("request_id") or request.args.get("request")
    asked = _request_of(table_id, wanted) if wanted else None
    form = NewSurveyForm(**_begun_with(asked))
    _offer(form, table_id)
    return form, {"body": body, "hue": body.hue, "asked": asked}


def _request_of(table_id: int, wanted: str) -> ExternalRequest:
    found = queries.request_of(reading(), table_id, int(wanted)) if SHORT.fullmatch(wanted) else None
    return found or abort(404)


def _begun_with(asked: ExternalRequest | None) -> dict[str, Any]:
    """What the request says already; of one that only the coordination reads no words go on to others."""
    if asked is None:
        return {}
    words = {"title": asked.title, "purpose": asked.wording if len(asked.wording) <= PURPOSE else ""}
    return {"request_id": asked.id} | ({} if asked.visibility is Visibility.COORDINATION else words)


def drafted_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """A draft for its coordination; once it is out there is none to change."""
    found, page = kept_survey(table_id, survey_id)
    return (found, page) if page["phase"] == "draft" else abort(404)


def edit_form(found: Survey, **given: Any) -> EditSurveyForm:
    """The form as the draft fills it, and as it was sent unless `formdata=None` is given."""
    asked = [each.body_id for each in found.tables]
    facts = {
        "body_ids": asked,
        "cites": [each.key for each in references(reading(), found)],
        "based_on": found.version,
    }
    form = EditSurveyForm(obj=found, **facts, **given)
    _offer(form, found.body_id)
    return form


def _offer(form: SurveyForm, table_id: int) -> None:
    meetings = [
        (key, f"{each.held_on.words(str(get_locale()))} {each.title}".strip())
        for key, each in queries.meetings_to_name(reading(), table_id)
    ]
    form.offer(queries.tables_to_ask(reading(), me(), table_id), meetings, offered(reading(), table_id))


def question_form(found: Survey) -> QuestionForm:
    form = QuestionForm()
    form.offer(questions_to_narrow(found))
    return form


def edit_question_form(found: Survey, question: SurveyQuestion, **given: Any) -> EditQuestionForm:
    labels = "\n".join(each.label for each in question.choices)
    form = EditQuestionForm(obj=question, based_on=question.version, labels=labels, **given)
    form.offer(questions_to_narrow(found, question.id))
    return form
