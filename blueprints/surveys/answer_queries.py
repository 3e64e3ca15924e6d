"""Answer sheets: one's own and those that one may read, with all versions; what a link leads to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.surveys.queries import LOADED
from blueprints.tables.queries import coordination_name
from models.bodies import Body
from models.respondent_links import RespondentLink
from models.rounds import AskedLink
from models.survey_answers import AnswerSheet, ChosenChoice, SurveyAnswer
from models.survey_states import SurveyState
from models.surveys import Respondent, Survey


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What the link of a letter opens: one survey for one respondent, for the form alone; a page gets plain
    values. `is_over`: it takes no answers today."""

    about: Survey
    respondent_id: int
    name: str
    address: str
    table_name: str
    coordination: str
    sheets: list[AnswerSheet]
    is_over: bool


def sheets(session: Session, respondent_id: int) -> list[AnswerSheet]:
    """All versions of a respondent that the session's reader sees, with answers and choices, oldest first."""
    wanted = (
        select(AnswerSheet)
        .where(AnswerSheet.respondent_id == respondent_id)
        .options(
            selectinload(AnswerSheet.answers)
            .selectinload(SurveyAnswer.chosen)
            .joinedload(ChosenChoice.choice)
        )
        .order_by(AnswerSheet.number)
    )
    return list(session.scalars(wanted))


def linked(house: Session, token: str, today: date) -> Linked | None:
    """What a link opens; None for an unknown one, and once the survey takes no answers and is not the
    respondent's to read any more (an anonymous one that was closed)."""
    row = house.execute(
        select(RespondentLink, Respondent)
        .join(Respondent, Respondent.id == RespondentLink.respondent_id)
        .where(RespondentLink.token_hash == AskedLink.hashed(token))
    ).one_or_none()
    if row is None:
        return None
    link, respondent = row
    about = house.scalars(select(Survey).where(Survey.id == respondent.survey_id).options(*LOADED)).one()
    if about.state(today) not in (SurveyState.OPEN, SurveyState.OVERDUE, SurveyState.CLOSED):
        return None
    return Linked(
        about=about,
        respondent_id=respondent.id,
        name=respondent.name,
        address=link.address,
        table_name=house.get_one(Body, about.body_id).name,
        coordination=coordination_name(house, about.body_id, today),
        sheets=sheets(house, respondent.id),
        is_over=not about.takes(today),
    )
