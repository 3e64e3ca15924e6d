"""The pages on which the coordination asks about an answer, and the institution says whether it is right."""

from typing import Any

from flask import abort

from blueprints.surveys import check_queries
from blueprints.surveys.forms import AskBackForm, CheckForm
from blueprints.surveys.pages import asked_of, found_survey
from blueprints.surveys.queries import Asked, own_respondents
from models.surveys import Survey
from plumbing.access import me
from plumbing.database import reading
from plumbing.sent_words import stopped_at


def _answered(table_id: int, survey_id: int, respondent_id: int) -> tuple[Survey, Asked, dict[str, Any], Any]:
    """An answer with a name that counts, and the open question about it; there may be none."""
    found, page = found_survey(table_id, survey_id)
    asked = asked_of(found, respondent_id)
    if asked.came is None:
        abort(404)
    return found, asked, page | {"asked": asked}, check_queries.open_check(reading(), asked.came.sheet_id)


def asked_back_answer(
    table_id: int, survey_id: int, respondent_id: int
) -> tuple[AskBackForm, dict[str, Any]]:
    """For the coordination, as long as no question is open."""
    found, _, page, check = _answered(table_id, survey_id, respondent_id)
    if not page["keeps"] or check is not None or found.retold:
        abort(404)
    return AskBackForm(), page | {"stopped": stopped_at(table_id)}


def checked_answer(table_id: int, survey_id: int, respondent_id: int) -> tuple[CheckForm, dict[str, Any]]:
    """For the institution itself; for the coordination where it has asked and was told."""
    _, asked, page, check = _answered(table_id, survey_id, respondent_id)
    is_own = respondent_id in own_respondents(reading(), me())
    if not is_own and not (page["keeps"] and check is not None):
        abort(404)
    confirmed = check_queries.is_confirmed(reading(), asked.came.sheet_id if asked.came else 0)
    if check is None and confirmed:
        abort(404)
    return CheckForm(), page | {"check": check, "is_own": is_own}
