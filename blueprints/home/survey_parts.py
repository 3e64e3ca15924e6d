"""Parts of the statement about rounds: which survey asks an institution, and whether it has answered."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import exists, select

from models.survey_answers import AnswerSheet
from models.surveys import Respondent, RespondentSeat, Survey

SURVEYED: Final = (
    select(
        RespondentSeat.asked_seat_id.label("asked_id"),
        Survey.id.label("survey_id"),
        Survey.body_id.label("survey_table"),
        Survey.title.label("survey_title"),
        Survey.anonymous.label("survey_anonymous"),
        Respondent.id.label("respondent_id"),
        exists()
        .where(AnswerSheet.respondent_id == Respondent.id, AnswerSheet.released_at.is_not(None))
        .label("survey_answered"),
        exists()
        .where(AnswerSheet.respondent_id == Respondent.id, AnswerSheet.released_at.is_(None))
        .label("survey_drafted"),
    )
    .select_from(RespondentSeat)
    .join(Respondent, Respondent.id == RespondentSeat.respondent_id)
    .join(Survey, Survey.id == Respondent.survey_id)
    .where(Survey.closed_at.is_(None), Survey.round_id.is_not(None))
    .subquery("surveyed")
)
"""By asked seat the survey that runs, as far as its reader sees it. Of an anonymous one the coordination
sees no answers: every institution looks silent to it."""
OF_SURVEYS: Final = tuple(each for each in SURVEYED.c if each.name != "asked_id")


@dataclass(frozen=True, kw_only=True)
class OfSurvey:
    """The survey of a running round, at the table that keeps it, and one's own respondent in it. `drafted`:
    an answer of one's own institution waits to be handed in."""

    id: int
    table_id: int
    respondent_id: int
    anonymous: bool
    drafted: bool = False


def of_survey(row: Any) -> OfSurvey | None:
    """What a row of the statement says of a survey."""
    if row.survey_id is None:
        return None
    return OfSurvey(
        id=row.survey_id,
        table_id=row.survey_table,
        respondent_id=row.respondent_id,
        anonymous=row.survey_anonymous,
        drafted=row.survey_drafted,
    )
