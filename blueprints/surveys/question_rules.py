"""The questions of a draft: added, changed, moved, taken out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.surveys.rules import drafted, make_findable, must_have_no_answers
from blueprints.tables.rules import changed
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.survey_questions import QuestionKind, SurveyChoice, SurveyQuestion
from models.surveys import Survey
from models.versions import must_be
from models.words import N_

MOST: Final = 60
"""So many questions nobody answers to the end."""


def add(
    house: Session,
    table_id: int,
    survey_id: int,
    *,
    labels: Sequence[str] = (),
    by: Actor,
    now: datetime,
    **facts: Any,
) -> SurveyQuestion:
    """Put a question at the end; `labels` are the answers that it offers."""
    about = _open(house, table_id, survey_id, by)
    if len(about.questions) >= MOST:
        raise RuleBroken(N_("A survey has at most %(most)s questions."), most=MOST)
    made = SurveyQuestion(survey_id=about.id, place=_last(about) + 1, **_fitting(facts))
    made.judge(len(labels))
    _judge_pair(about, made)
    house.add(made)
    house.flush()
    _offer(house, made, labels)
    make_findable(house, about)
    record(house, "add", made, by=by, now=now, body_id=table_id, survey=about.id, kind=made.kind.value)
    return made


def edit(
    house: Session,
    table_id: int,
    survey_id: int,
    question_id: int,
    *,
    labels: Sequence[str] = (),
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Change a question of a draft."""
    about = _open(house, table_id, survey_id, by)
    question = _of(about, question_id)
    must_be(question, based_on)
    names = changed(question, _fitting(facts))
    question.judge(len(labels))
    _judge_pair(about, question)
    if [each.label for each in question.choices] != list(labels):
        question.choices.clear()
        house.flush()
        _offer(house, question, labels)
    make_findable(house, about)
    given = {"survey": about.id, "changed": sorted(names)}
    record(house, "edit", question, by=by, now=now, body_id=table_id, **given)


def move(
    house: Session, table_id: int, survey_id: int, question_id: int, *, up: bool, by: Actor, now: datetime
) -> None:
    """Let a question change places with its neighbour; at the end of the row nothing happens."""
    about = _open(house, table_id, survey_id, by)
    question = _of(about, question_id)
    here = about.questions.index(question)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(about.questions):
        return
    other = about.questions[there]
    question.place, other.place = other.place, question.place
    record(house, "move", question, by=by, now=now, body_id=table_id, place=question.place)


def take_out(
    house: Session, table_id: int, survey_id: int, question_id: int, *, by: Actor, now: datetime
) -> None:
    """Take a question out of a draft; those that narrow it stand alone then."""
    about = _open(house, table_id, survey_id, by)
    question = _of(about, question_id)
    for each in about.questions:
        if each.paired_with_id == question.id:
            each.paired_with_id = None
    house.flush()
    record(house, "take-out", question, by=by, now=now, body_id=table_id, survey=about.id)
    house.delete(question)
    house.flush()
    left = [each for each in about.questions if each is not question]
    for place, each in enumerate(left, 1):
        each.place = place
    make_findable(house, about)


def _open(house: Session, table_id: int, survey_id: int, by: Actor) -> Survey:
    about = drafted(house, table_id, survey_id, by)
    must_have_no_answers(house, about)
    return about


def _of(about: Survey, question_id: int) -> SurveyQuestion:
    found = next((each for each in about.questions if each.id == question_id), None)
    if found is None:
        raise NotAllowed
    return found


def _last(about: Survey) -> int:
    return max((each.place for each in about.questions), default=0)


def _fitting(facts: dict[str, Any]) -> dict[str, Any]:
    """What belongs to another kind of question is left out."""
    kind = facts["kind"]
    if kind is not QuestionKind.NUMBER:
        facts = facts | {"strength": None, "unit": ""}
    return facts if kind is QuestionKind.CHOICE else facts | {"several": False}


def _offer(house: Session, question: SurveyQuestion, labels: Sequence[str]) -> None:
    if question.kind is QuestionKind.CHOICE:
        house.add_all(
            SurveyChoice(question_id=question.id, place=place, label=label)
            for place, label in enumerate(labels, 1)
        )
    house.flush()


def _judge_pair(about: Survey, question: SurveyQuestion) -> None:
    """A question narrows a yes-question of the same survey, and none narrows itself by a detour."""
    wider = {each.id: each for each in about.questions}
    seen: set[int] = {question.id} if question.id else set()
    next_id = question.paired_with_id
    if next_id is not None and next_id not in wider:
        raise NotAllowed
    if next_id is not None and wider[next_id].kind is not QuestionKind.YES:
        raise RuleBroken(
            N_("Only a question that is answered by yes can be narrowed."), field="paired_with_id"
        )
    while next_id is not None:
        if next_id in seen:
            raise RuleBroken(N_("The two would narrow each other."), field="paired_with_id")
        seen.add(next_id)
        next_id = wider[next_id].paired_with_id
    if question.kind is not QuestionKind.YES and any(
        each.paired_with_id == question.id for each in about.questions if question.id
    ):
        raise RuleBroken(N_("Another question narrows this one: it must be answered by yes."), field="kind")
