"""What is written on an answer sheet, and whether it may be released."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.errors import NotAllowed, RuleBroken
from models.survey_answers import AnswerSheet, AnswerValue, ChosenChoice, SurveyAnswer
from models.survey_questions import NumberStrength, QuestionKind, SurveyQuestion
from models.surveys import Survey
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody has written to one question, whole or not."""

    question_id: int
    value: AnswerValue | None = None
    note: str = ""
    number: int | None = None
    strength: NumberStrength | None = None
    choice_ids: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.value is None and not (self.note or self.number is not None or self.choice_ids)


def field_of(place: int) -> str:
    """The name of a question's part in the form; questions count from 1."""
    return f"q{place}"


def write(house: Session, about: Survey, sheet: AnswerSheet, given: Sequence[Given]) -> None:
    """Put what was given in place of what stood on the sheet."""
    rows = [
        (_row(sheet, question, each, field), each)
        for question, each, field in _paired(about, given)
        if not each.is_empty
    ]
    before = select(SurveyAnswer.id).where(SurveyAnswer.sheet_id == sheet.id)
    house.execute(delete(ChosenChoice).where(ChosenChoice.answer_id.in_(before)))
    house.execute(delete(SurveyAnswer).where(SurveyAnswer.sheet_id == sheet.id))
    house.add_all(row for row, _ in rows)
    house.flush()
    house.add_all(
        ChosenChoice(answer_id=row.id, choice_id=choice_id)
        for row, each in rows
        for choice_id in each.choice_ids
    )
    house.flush()
    house.expire(sheet, ["answers"])


def _paired(about: Survey, given: Sequence[Given]) -> Iterator[tuple[SurveyQuestion, Given, str]]:
    """Each question with what was given to it, and the name of its part in the form."""
    known = {each.question_id: each for each in given}
    if known.keys() - {each.id for each in about.questions}:
        raise NotAllowed
    for place, question in enumerate(about.questions, 1):
        yield question, known.get(question.id, Given(question_id=question.id)), field_of(place)


def _row(sheet: AnswerSheet, question: SurveyQuestion, given: Given, field: str) -> SurveyAnswer:
    kind = question.kind
    if given.choice_ids and not set(given.choice_ids) <= {each.id for each in question.choices}:
        raise NotAllowed
    says_more = given.number is not None or bool(given.choice_ids)
    if says_more and given.value not in (AnswerValue.YES, None):
        raise RuleBroken(N_("Please give either an answer or one of the other statements."), field=field)
    value = given.value or (AnswerValue.YES if says_more else None)
    if given.number is not None and given.number <= 0:
        raise RuleBroken(N_("Please choose “Fehlanzeige” where there was none."), field=field)
    strength = (question.strength or given.strength) if given.number is not None else None
    if given.number is not None and strength is None:
        raise RuleBroken(N_("Please say whether the number is counted, estimated or an impression."), field)
    return SurveyAnswer(
        sheet_id=sheet.id,
        question_id=question.id,
        value=value,
        note=given.note,
        number=given.number if kind is QuestionKind.NUMBER else None,
        strength=strength if kind is QuestionKind.NUMBER else None,
    )


def judge_whole(about: Survey, given: Sequence[Given]) -> None:
    """Refuse to release what leaves a question open, says yes without more where more is asked, or says yes
    to a question that narrows one to which it said otherwise."""
    said: dict[int, AnswerValue | None] = {}
    for question, each, field in _paired(about, given):
        value = each.value or (AnswerValue.YES if each.number or each.choice_ids else None)
        said[question.id] = value
        if value is None:
            raise RuleBroken(N_("This question has no answer yet."), field=field)
        if value is AnswerValue.YES:
            _judge_yes(question, each, field)
    for question, _, field in _paired(about, given):
        wider = question.paired_with_id
        if wider is not None and said[question.id] is AnswerValue.YES and said[wider] is not AnswerValue.YES:
            number = next(place for place, one in enumerate(about.questions, 1) if one.id == wider)
            raise RuleBroken(
                N_("This says yes to something that question %(number)s says otherwise about."),
                field=field,
                number=number,
            )


def _judge_yes(question: SurveyQuestion, given: Given, field: str) -> None:
    if question.kind is QuestionKind.NUMBER and given.number is None:
        raise RuleBroken(N_("Please give the number, or choose another answer."), field=field)
    if question.kind is QuestionKind.CHOICE and not given.choice_ids:
        raise RuleBroken(N_("Please choose at least one answer."), field=field)
    if question.kind is QuestionKind.CHOICE and not question.several and len(given.choice_ids) > 1:
        raise RuleBroken(N_("Please choose one answer only."), field=field)
    if question.kind is QuestionKind.TEXT and not given.note:
        raise RuleBroken(N_("Please write something, or choose another answer."), field=field)
