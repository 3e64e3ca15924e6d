"""The pages about one respondent: what it has answered, in all its versions, and what is noted about it."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import gettext

from blueprints.surveys import answer_queries, check_queries, respondent_queries, respondent_rules
from blueprints.surveys.forms import ReaddressForm, RespondentForm
from blueprints.surveys.pages import asked_of, found_survey, kept_survey, word_of
from blueprints.surveys.queries import own_respondents
from models.answer_checks import AnswerCheck, CheckState
from models.rounds import Channel
from models.survey_answers import AnswerSheet, AnswerStanding, AnswerValue, SurveyAnswer, newest
from models.survey_questions import QuestionKind
from models.surveys import Respondent, Survey
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.sent_words import stopped_at, told_sent


def new_respondent(table_id: int, survey_id: int) -> tuple[RespondentForm, dict[str, Any]]:
    """The empty form of a respondent without a seat, as long as the survey is not closed."""
    found, page = kept_survey(table_id, survey_id)
    if found.closed_at is not None:
        abort(404)
    form = RespondentForm()
    form.offer(respondent_queries.institutions_to_choose(reading(), found, clock.today()))
    return form, page


def told_entered(found: Survey, made: Respondent) -> str:
    """That it is entered, and of the letter that goes to it in a survey that runs."""
    words = gettext("Entered.")
    return f"{words} {told_sent(1, found.body_id)}" if found.round_id and made.email else words


def readdressed_respondent(
    table_id: int, survey_id: int, respondent_id: int
) -> tuple[ReaddressForm, dict[str, Any]]:
    """One outside, as long as the survey is not closed."""
    found, page = kept_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    if found.closed_at is not None or found.retold or asked.seat_ids:
        abort(404)
    form = ReaddressForm(email=asked.respondent.email)
    return form, page | {"asked": asked, "stopped": stopped_at(table_id)}


def respondent_page(table_id: int, survey_id: int, respondent_id: int) -> dict[str, Any]:
    """What a respondent has answered, as far as one may read it; with nothing to read there is no page."""
    found, page = found_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    sheets = answer_queries.sheets(reading(), respondent_id)
    if not sheets:
        abort(404)
    checks = check_queries.checks_of(reading(), respondent_id)
    return (
        page
        | _may_check(found, page, respondent_id, newest(sheets), checks)
        | {
            "asked": asked,
            "checks": checks,
            "sheets": [(each, _said(found, each)) for each in reversed(sheets)],
            "counting": newest(sheets),
            "word_of": word_of,
            "shows_value": shows_value,
        }
    )


def _may_check(
    found: Survey,
    page: dict[str, Any],
    respondent_id: int,
    sheet: AnswerSheet | None,
    checks: Mapping[int, list[AnswerCheck]],
) -> dict[str, bool]:
    """Whether the coordination can ask back, or note a reply; whether the institution is asked for one: to a
    question, or because the answer was recorded for it."""
    ours = checks.get(sheet.id, []) if sheet else []
    is_named = sheet is not None and not found.anonymous and found.archived_at is None
    is_asked = any(each.state is CheckState.ASKED for each in ours)
    is_own = respondent_id in own_respondents(reading(), me())
    recorded = sheet is not None and sheet.channel is Channel.COORDINATION and not ours
    return {
        "may_ask_back": bool(is_named and page["keeps"] and not is_asked and not found.retold),
        "may_check": bool(is_named and is_own and (is_asked or recorded)),
        "may_note": bool(is_named and is_asked and page["keeps"] and not is_own),
        "may_change": bool(is_own and page["takes"]),
    }


def _said(found: Survey, sheet: AnswerSheet) -> list[tuple[Any, SurveyAnswer | None, list[str]]]:
    """Question by question the answer, and the choices taken in words."""
    answers = {each.question_id: each for each in sheet.answers}
    rows = []
    for question in found.questions:
        answer = answers.get(question.id)
        rows.append((question, answer, [each.choice.label for each in answer.chosen] if answer else []))
    return rows


def shows_value(question: Any, answer: SurveyAnswer) -> bool:
    """Whether the statement itself is printed: where something else is given, that says it."""
    return answer.value is not AnswerValue.YES or question.kind is QuestionKind.YES


def removable_respondent(table_id: int, survey_id: int, respondent_id: int) -> dict[str, Any]:
    """One that may be taken out again."""
    found, page = kept_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    one = house().get_one(Respondent, respondent_id)
    if found.closed_at is not None or not respondent_rules.may_be_removed(house(), one):
        abort(404)
    return page | {"asked": asked}


def noted_respondent(table_id: int, survey_id: int, respondent_id: int) -> dict[str, Any]:
    """One of which it may be said that it is not documented singly, or that this is taken back."""
    found, page = kept_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    if found.anonymous or found.reported_at is not None or asked.respondent.asked_at is None:
        abort(404)
    if asked.standing not in (AnswerStanding.NO_ANSWER, AnswerStanding.NOT_DOCUMENTED, AnswerStanding.VOID):
        abort(404)
    return page | {"asked": asked, "undocumented": asked.respondent.not_documented_at is not None}
