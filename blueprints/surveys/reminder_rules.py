"""Reminders of surveys: to the silent, of an anonymous one to all; seven and two days before the last day."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.meetings.round_queries import running_rounds
from blueprints.surveys.letters import REMIND, reached, tell
from blueprints.surveys.queries import respondents
from blueprints.surveys.rules import kept
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import RuleBroken
from models.history import record
from models.rounds import RoundKind
from models.survey_answers import AnswerStanding
from models.surveys import Survey
from models.words import N_

DAYS_BEFORE: Final = (7, 2)
"""domain.md 6, notifications."""


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Each respondent once for each of the two days; one that was asked after it has time until the next."""
    running = [asking.id for asking, _ in house.execute(running_rounds(RoundKind.SURVEY, today)).all()]
    sent = 0
    for about in _of_rounds(house, running):
        day = max((each for each in reminder_days(about) if each <= today), default=None)
        if day is not None:
            purpose, only = f"remind-{day}", silent(house, about, today)
            sent += tell(house, about, template=REMIND, purpose=purpose, now=now, only=only)
    return sent


def reminder_days(about: Survey) -> list[date]:
    """The days on which reminders go by themselves, in order; none that comes before it was opened."""
    if about.opened_at is None or about.due_on is None:
        return []
    days = [about.due_on - timedelta(days=each) for each in DAYS_BEFORE]
    return [each for each in days if each > day_of(about.opened_at)]


def remind(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> int:
    """Remind the silent now, each once a day; returns the letters."""
    about, today = kept(house, table_id, survey_id, by), day_of(now)
    if not about.takes(today):
        raise RuleBroken(N_("The survey takes no answers any more."))
    only = silent(house, about, today)
    if not reached(house, about, REMIND, today, only):
        raise RuleBroken(N_("There is nobody to remind who has an address."))
    letters = tell(house, about, template=REMIND, purpose=f"remind-{today}", now=now, only=only)
    if not letters:
        raise RuleBroken(N_("The silent were already reminded today."))
    record(house, "remind", about, by=by, now=now, letters=letters)
    return letters


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
