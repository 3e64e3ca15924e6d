"""Keeping: single answers go, told before; what was frozen of them stays.

They go 12 months after the release of the report (domain.md 7.3); where none has been released for a year
after closing, the 12 months begin then (decision 66). What was published or reported are frozen editions:
their figures are from then on what everybody reads of the survey.
"""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from blueprints.surveys.closing_rules import delete_sheets
from blueprints.surveys.evaluation_rules import freeze_at_last
from blueprints.surveys.rules import held
from blueprints.tables.letter_queries import coordinators, letter_facts
from blueprints.tables.rules import day_of
from models.accounts import Account
from models.deadlines import months_later
from models.history import record
from models.letters import LetterKind, post
from models.people import Person
from models.respondent_links import RespondentLink
from models.survey_answers import AnswerSheet
from models.survey_issues import AnswerRelease
from models.surveys import Respondent, Survey

MONTHS: Final = 12
WAITED_FOR: Final = 12
"""So many months after closing a report is waited for."""
NOTICE: Final = timedelta(days=14)
"""So long before the coordination and whoever watches over data protection are told (domain.md 6)."""
AHEAD: Final = "surveys/deletion_ahead"


def last_day_kept(about: Survey) -> date | None:
    """Until when its single answers are kept: as announced, before that as it is to be expected. None while
    answers are taken."""
    if about.closed_at is None or about.archived_at is not None:
        return None
    if about.kept_until is not None:
        return about.kept_until
    if about.reported_at is not None:
        return months_later(day_of(about.reported_at), MONTHS)
    return months_later(day_of(about.closed_at), WAITED_FOR + MONTHS)


def announce(house: Session, today: date, now: datetime) -> int:
    """Tell of deletions that come in two weeks, and fix their days; returns the surveys."""
    wanted = select(Survey).where(
        Survey.closed_at.is_not(None), Survey.archived_at.is_(None), Survey.kept_until.is_(None)
    )
    told = 0
    for about in house.scalars(wanted.order_by(Survey.id)).all():
        day = last_day_kept(about)
        if day is None or day - NOTICE > today:
            continue
        about.kept_until = max(day, today + NOTICE)
        letters = _tell(house, about, today, now)
        facts = {"until": about.kept_until.isoformat(), "letters": letters}
        record(house, "announce-deletion", about, by=None, now=now, **facts)
        told += 1
    return told


def _tell(house: Session, about: Survey, today: date, now: datetime) -> int:
    """The coordination, whether it wants letters about deadlines or not, and those who watch over data
    protection: they learn the day, and no title."""
    officers = (
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.is_privacy_officer, Account.locked_at.is_(None), Person.email.is_not(None))
        .order_by(Person.id)
    )
    facts = letter_facts(house, about.body_id, today) | {"until": about.kept_until, "survey_id": about.id}
    facts["reported"] = about.reported_at is not None
    to = {each.id: (each, False) for each in house.scalars(officers)}
    to |= {each.id: (each, True) for each in coordinators(house, about.body_id, today)}
    for person, keeps in to.values():
        post(
            house,
            template=AHEAD,
            to=person.email or "",
            name=person.name,
            language=person.language,
            salutation=person.salutation,
            kind=LetterKind.CONTENT,
            facts=facts | {"keeps": keeps},
            body_id=about.body_id,
            person_id=person.id,
            purpose=f"survey-deletion-{about.id}",
            now=now,
        )
    return len(to)


def forget_answers(house: Session, today: date, now: datetime) -> int:
    """Delete the single answers whose announced day has passed, with what hangs on them and the addresses of
    those outside; returns the surveys."""
    wanted = select(Survey).where(
        Survey.kept_until < today, Survey.archived_at.is_(None), Survey.closed_at.is_not(None)
    )
    rows = house.scalars(wanted.order_by(Survey.id).with_for_update())
    late = [(each.id, each.body_id) for each in rows]
    for survey_id, body_id in late:
        about = held(house, body_id, survey_id)
        freeze_at_last(house, about, now)
        theirs = select(Respondent.id).where(Respondent.survey_id == survey_id)
        house.execute(delete(AnswerRelease).where(AnswerRelease.respondent_id.in_(theirs)))
        house.execute(delete(RespondentLink).where(RespondentLink.respondent_id.in_(theirs)))
        house.execute(update(Respondent).where(Respondent.survey_id == survey_id).values(email=None))
        about.archived_at = now
        record(house, "forget-answers", about, by=None, now=now)
        delete_sheets(house, AnswerSheet.survey_id == survey_id)
    return len(late)
