"""Answers released to be quoted by name: by the institution itself, or as the coordination was told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.surveys.answer_rules import must_speak_for
from blueprints.surveys.evaluation_queries import questions_of
from blueprints.surveys.respondent_rules import seats_of
from blueprints.surveys.rules import held, kept
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.masking import families
from models.survey_answers import AnswerSheet, newest
from models.survey_issues import AnswerRelease, SurveyIssue
from models.surveys import Respondent, Survey
from models.words import N_


def release_quote(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    question_id: int,
    *,
    by: Actor,
    now: datetime,
) -> AnswerRelease:
    """What the institution has answered to a question and to those that narrow it may be published with its
    name. That can be taken back until it has been."""
    about = _own(house, table_id, survey_id, respondent_id, by)
    return _released(house, about, respondent_id, question_id, "", by, now)


def record_quote(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    question_id: int,
    *,
    said_how: str,
    by: Actor,
    now: datetime,
) -> AnswerRelease:
    """The same, as the coordination was told by somebody who has no people here: how, it must say."""
    about = kept(house, table_id, survey_id, by)
    if seats_of(house, respondent_id):
        raise RuleBroken(N_("This institution releases its answers by itself."))
    if not said_how:
        raise RuleBroken(
            N_("Please say how the release was given, for example by letter on which day."), "said_how"
        )
    return _released(house, about, respondent_id, question_id, said_how, by, now)


def _released(
    house: Session,
    about: Survey,
    respondent_id: int,
    question_id: int,
    said_how: str,
    by: Actor,
    now: datetime,
) -> AnswerRelease:
    if about.anonymous:
        raise RuleBroken(N_("In an anonymous survey nobody is quoted by name."))
    sheet = _counting(house, about, respondent_id)
    if question_id not in families(questions_of(about)):
        raise NotAllowed
    if release_of(house, sheet.id, question_id) is not None:
        raise RuleBroken(N_("This answer is released already."))
    made = AnswerRelease(
        respondent_id=respondent_id,
        sheet_id=sheet.id,
        question_id=question_id,
        released_at=now,
        person_id=by.person_id,
        said_how=said_how,
    )
    house.add(made)
    house.flush()
    facts = {"survey": about.id, "respondent": respondent_id, "question": question_id}
    record(house, "release", made, by=by, now=now, body_id=about.body_id, **facts)
    return made


def take_back(
    house: Session, table_id: int, survey_id: int, release_id: int, *, by: Actor, now: datetime
) -> None:
    """Quote it no more; refused once it has been published. The coordination takes back only what it
    recorded."""
    found = house.get(AnswerRelease, release_id, with_for_update=True, populate_existing=True)
    if found is None or found.withdrawn_at is not None:
        raise NotAllowed
    about = (
        kept(house, table_id, survey_id, by)
        if found.said_how
        else _own(house, table_id, survey_id, found.respondent_id, by)
    )
    _of_survey(house, about, found.respondent_id)
    if is_out(house, about, found):
        raise RuleBroken(N_("This answer has been published with the name: that cannot be taken back."))
    found.withdrawn_at = now
    facts = {"survey": about.id, "respondent": found.respondent_id, "question": found.question_id}
    record(house, "withdraw", found, by=by, now=now, body_id=about.body_id, **facts)


def is_out(session: Session, about: Survey, release: AnswerRelease) -> bool:
    """Whether an issue has left the house that quotes this answer."""
    issues = session.scalars(select(SurveyIssue).where(SurveyIssue.survey_id == about.id))
    which = (release.respondent_id, release.sheet_id, release.question_id)
    return any(each.quotes(*which) for each in issues)


def release_of(session: Session, sheet_id: int, question_id: int) -> AnswerRelease | None:
    """The release of an answer that stands."""
    wanted = (
        (AnswerRelease.sheet_id == sheet_id)
        & (AnswerRelease.question_id == question_id)
        & AnswerRelease.withdrawn_at.is_(None)
    )
    return session.scalar(select(AnswerRelease).where(wanted))


def _own(house: Session, table_id: int, survey_id: int, respondent_id: int, by: Actor) -> Survey:
    must_speak_for(house, respondent_id, by)
    about = held(house, table_id, survey_id)
    _of_survey(house, about, respondent_id)
    return about


def _of_survey(house: Session, about: Survey, respondent_id: int) -> Respondent:
    found = house.get(Respondent, respondent_id)
    if found is None or found.survey_id != about.id:
        raise NotAllowed
    return found


def _counting(house: Session, about: Survey, respondent_id: int) -> AnswerSheet:
    _of_survey(house, about, respondent_id)
    sheets = house.scalars(select(AnswerSheet).where(AnswerSheet.respondent_id == respondent_id)).all()
    found = newest(sheets)
    if found is None:
        raise RuleBroken(N_("There is no answer yet."))
    return found
