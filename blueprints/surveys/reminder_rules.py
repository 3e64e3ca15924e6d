"""Reminders of surveys: to the silent, of an anonymous one to all; seven and two days before the last day."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.meetings.round_queries import running_rounds
from blueprints.surveys.letters import REMIND, tell
from blueprints.surveys.queries import respondents
from blueprints.tables.rules import day_of
from models.rounds import RoundKind
from models.survey_answers import AnswerStanding
from models.surveys import Survey

DAYS_BEFORE: Final = (7, 2)
"""domain.md 6, notifications."""


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Each respondent once for each of the two days; one that was asked after it has time until the next."""
    running = [asking.id for asking, _ in house.execute(running_rounds(RoundKind.SURVEY, today)).all()]
    sent = 0
    for about in _of_rounds(house, running):
        assert about.opened_at is not None
        assert about.due_on is not None
        opened_on, due = day_of(about.opened_at), about.due_on
        days = [due - timedelta(days=each) for each in DAYS_BEFORE]
        day = max((each for each in days if opened_on < each <= today), default=None)
        if day is not None:
            purpose, only = f"remind-{day}", silent(house, about, today)
            sent += tell(house, about, template=REMIND, purpose=purpose, now=now, only=only)
    return sent


def silent(house: Session, about: Survey, today: date) -> set[int]:
    """The respondents that are asked and have not answered; of an anonymous survey all that are asked."""
    rows = respondents(house, house, about, today)
    return {
        each.respondent.id
        for each in rows
        if each.standing is AnswerStanding.NO_ANSWER or (about.anonymous and each.respondent.asked_at)
    }


def _of_rounds(house: Session, running: list[int]) -> list[Survey]:
    wanted = (
        select(Survey)
        .where(Survey.round_id.in_(running))
        .options(selectinload(Survey.tables))
        .order_by(Survey.id)
    )
    return list(house.scalars(wanted))
