"""What is written on an answer sheet, and whether it may be released."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.errors import NotAllowed, RuleBroken, SeveralBroken
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
    pairs = [(question, each, field) for question, each, field in _paired(about, given) if not each.is_empty]
    _refuse(_unclear(question, each, field) for question, each, field in pairs)
    rows = [(_row(sheet, question, each), each) for question, each, _ in pairs]
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


def _row(sheet: AnswerSheet, question: SurveyQuestion, given: Given) -> SurveyAnswer:
    if given.choice_ids and not set(given.choice_ids) <= {each.id for each in question.choices}:
        raise NotAllowed
    is_number = question.kind is QuestionKind.NUMBER
    return SurveyAnswer(
        sheet_id=sheet.id,
        question_id=question.id,
        value=_value(given),
        note=given.note,
        number=given.number if is_number else None,
        strength=_strength(question, given) if is_number else None,
    )


def _value(given: Given) -> AnswerValue | None:
    """What is said: a number or a choice is a yes, whether that is ticked or not."""
    says_more = given.number is not None or bool(given.choice_ids)
    return given.value or (AnswerValue.YES if says_more else None)


def _strength(question: SurveyQuestion, given: Given) -> NumberStrength | None:
    return (question.strength or given.strength) if given.number is not None else None


def _refuse(broken: Iterable[RuleBroken | None]) -> None:
    """All that is wrong at once: who answers twenty questions does not learn of one gap after the other."""
    if found := [each for each in broken if each is not None]:
        raise found[0] if len(found) == 1 else SeveralBroken(found)


def _unclear(question: SurveyQuestion, given: Given, field: str) -> RuleBroken | None:
    """What contradicts itself, even in a draft."""
    says_more = given.number is not None or bool(given.choice_ids)
    if says_more and given.value not in (AnswerValue.YES, None):
        return RuleBroken(N_("Please give either an answer or one of the other statements."), field)
    if given.number is not None and given.number <= 0:
        return RuleBroken(N_("Please choose “Fehlanzeige” where there was none."), field)
    if given.number is not None and _strength(question, given) is None:
        return RuleBroken(N_("Please say whether the number is counted, estimated or an impression."), field)
    return None


def judge_whole(about: Survey, given: Sequence[Given]) -> None:
    """Refuse to release what leaves questions open, says yes without more where more is asked, or says yes
    to a question that narrows one to which it said otherwise: all of it at once."""
    pairs = list(_paired(about, given))
    said = {question.id: (place, _value(each)) for place, (question, each, _) in enumerate(pairs, 1)}

    def denied(question: SurveyQuestion, field: str) -> RuleBroken | None:
        number, wider = said.get(question.paired_with_id or 0, (0, AnswerValue.YES))
        if wider in (AnswerValue.YES, None) or said[question.id][1] is not AnswerValue.YES:
            return None
        message = N_("This says yes to something that question %(number)s says otherwise about.")
        return RuleBroken(message, field, number=number)

    _refuse(
        _unclear(question, each, field) or _lacking(question, each, field) or denied(question, field)
        for question, each, field in pairs
    )


def _lacking(question: SurveyQuestion, given: Given, field: str) -> RuleBroken | None:
    """What is missing before an answer is whole."""
    kind, value = question.kind, _value(given)
    if value is None:
        return RuleBroken(N_("This question has no answer yet."), field)
    if value is not AnswerValue.YES:
        return None
    if kind is QuestionKind.NUMBER and given.number is None:
        return RuleBroken(N_("Please give the number, or choose another answer."), field)
    if kind is QuestionKind.CHOICE and not given.choice_ids:
        return RuleBroken(N_("Please choose at least one answer."), field)
    if kind is QuestionKind.CHOICE and not question.several and len(given.choice_ids) > 1:
        return RuleBroken(N_("Please choose one answer only."), field)
    if kind is QuestionKind.TEXT and not given.note:
        return RuleBroken(N_("Please write something, or choose another answer."), field)
    return None
