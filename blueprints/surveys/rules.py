"""Surveys while they are drafts: begun, edited, dropped; and the one way to hold one for a gesture."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.meetings import rules as meeting_rules
from blueprints.surveys.queries import request_of
from blueprints.tables.rules import changed
from models.actors import Actor
from models.citations import cite
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.history import record
from models.links import LinkKind, link, linked_to, unlink
from models.meetings import Meeting
from models.report_fields import LETTERS
from models.requests import ExternalRequest
from models.survey_answers import AnswerSheet
from models.survey_questions import SurveyQuestion
from models.surveys import Respondent, Survey, SurveyTable
from models.versions import must_be
from models.words import N_


def may_ask(by: Actor, table_id: int) -> bool:
    """The coordination makes surveys, puts them to institutions and closes them (domain.md 3)."""
    return by.coordinates_body(table_id)


def begin(
    house: Session,
    table_id: int,
    *,
    body_ids: Collection[int] = (),
    cites: Collection[str] = (),
    request_id: int | None = None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Survey:
    """A draft, seen by the coordination alone until it is opened. It may follow from a request."""
    _locked_table(house, table_id, by)
    made = Survey(body_id=table_id, created_at=now, **facts)
    made.judge()
    _judge_meeting(house, made)
    house.add(made)
    house.flush()
    _take_tables(house, made, body_ids, by)
    cite(house, made, cites, table_id, by)
    make_findable(house, made)
    record(house, "begin", made, by=by, now=now, anonymous=made.anonymous, retold=made.retold)
    if request_id is not None:
        _follow(house, made, request_id, by, now)
    return made


def _follow(house: Session, about: Survey, request_id: int, by: Actor, now: datetime) -> None:
    """Say from which request of the table it follows."""
    request = request_of(house, about.body_id, request_id)
    if request is None:
        raise NotAllowed
    judge_letters(house, request)
    link(house, LinkKind.FOLLOWS_FROM, about, request)
    record(house, "tie", request, by=by, now=now, kind="survey", other=about.id)


def judge_letters(house: Session, request: ExternalRequest) -> None:
    """A report names the surveys of its request by letters: one without a letter would be missing from it."""
    tied = [each for each in linked_to(house, request) if isinstance(each.thing, Survey)]
    if len(tied) >= len(LETTERS):
        raise RuleBroken(
            N_("A request has 26 surveys at most: its report names them from A to Z."), field="belonging"
        )


def edit(
    house: Session,
    table_id: int,
    survey_id: int,
    *,
    body_ids: Collection[int] = (),
    cites: Collection[str] = (),
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Change what a draft says of itself. From opening on it stands."""
    about = drafted(house, table_id, survey_id, by)
    must_be(about, based_on)
    if has_answers(house, about) and facts.get("retold") is False:
        raise RuleBroken(N_("Answers have been recorded already."), field="retold")
    names = changed(about, facts)
    about.judge()
    _judge_meeting(house, about)
    _take_tables(house, about, body_ids, by)
    cite(house, about, cites, table_id, by)
    make_findable(house, about)
    record(house, "edit", about, by=by, now=now, changed=sorted(names))


def drop(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a draft with its questions and those who were to be asked; what has answers stays."""
    about = drafted(house, table_id, survey_id, by)
    must_have_no_answers(house, about)
    for question in sorted(about.questions, key=lambda each: each.paired_with_id is None):
        house.delete(question)
        house.flush()
    house.execute(delete(Respondent).where(Respondent.survey_id == about.id))
    house.execute(delete(SurveyTable).where(SurveyTable.survey_id == about.id))
    record(house, "drop", about, by=by, now=now)
    unlink(house, about)
    house.delete(about)


def _locked_table(house: Session, table_id: int, by: Actor) -> None:
    if not may_ask(by, table_id):
        raise NotAllowed
    meeting_rules.locked_body(house, table_id, by)


def kept(house: Session, table_id: int, survey_id: int, by: Actor) -> Survey:
    """The survey for its coordination, held until the end of the transaction; the body before it."""
    _locked_table(house, table_id, by)
    return held(house, table_id, survey_id)


def held(house: Session, table_id: int, survey_id: int) -> Survey:
    """The survey with round, questions and tables, read anew and held."""
    wanted = (
        select(Survey)
        .where(Survey.id == survey_id, Survey.body_id == table_id)
        .options(
            joinedload(Survey.round),
            selectinload(Survey.questions).selectinload(SurveyQuestion.choices),
            selectinload(Survey.tables).joinedload(SurveyTable.round),
        )
        .with_for_update(of=Survey)
        .execution_options(populate_existing=True)
    )
    found = house.scalar(wanted)
    if found is None:
        raise NotAllowed
    return found


def drafted(house: Session, table_id: int, survey_id: int, by: Actor) -> Survey:
    """The same while nobody has been asked."""
    about = kept(house, table_id, survey_id, by)
    if about.round_id is not None or about.closed_at is not None:
        raise RuleBroken(N_("The institutions have been asked already: the survey stands as it is."))
    return about


def has_answers(house: Session, about: Survey) -> bool:
    return house.scalar(select(AnswerSheet.id).where(AnswerSheet.survey_id == about.id).limit(1)) is not None


def must_have_no_answers(house: Session, about: Survey) -> None:
    """Refuse to change what somebody has answered already."""
    if has_answers(house, about):
        raise RuleBroken(N_("Answers have been recorded already: the questions stand as they are."))


def _judge_meeting(house: Session, about: Survey) -> None:
    """Only a meeting of the table itself."""
    meeting = house.get(Meeting, about.meeting_id) if about.meeting_id else None
    if about.meeting_id and (meeting is None or meeting.body_id != about.body_id):
        raise NotAllowed


def _take_tables(house: Session, about: Survey, body_ids: Collection[int], by: Actor) -> None:
    """The further tables whose seats are asked: only those that one coordinates oneself."""
    wanted = {each for each in body_ids if each != about.body_id}
    before = {
        each.body_id: each
        for each in house.scalars(select(SurveyTable).where(SurveyTable.survey_id == about.id))
    }
    if not all(by.coordinates_body(each) for each in wanted - before.keys()):
        raise NotAllowed
    for body_id, row in before.items():
        if body_id not in wanted:
            house.delete(row)
    house.add_all(SurveyTable(survey_id=about.id, body_id=each) for each in sorted(wanted - before.keys()))
    house.flush()


def make_findable(house: Session, about: Survey) -> None:
    """What the search looks through: title, purpose and the wording of questions."""
    wordings = house.scalars(
        select(SurveyQuestion.wording)
        .where(SurveyQuestion.survey_id == about.id)
        .order_by(SurveyQuestion.place, SurveyQuestion.id)
    )
    about.folded = folded(" ".join((about.title, about.purpose, *wordings)))
