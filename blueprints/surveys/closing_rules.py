"""The end of a survey: closed, of an anonymous one without a way back to who said what; opened again."""

import random
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.surveys.asking_rules import judged_day, rounds_of, set_due
from blueprints.surveys.letters import REOPENED, tell
from blueprints.surveys.queries import counting_sheets
from blueprints.surveys.rules import held, kept
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.answer_checks import AnswerCheck
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.respondent_links import RespondentLink
from models.survey_answers import AnswerSheet, ChosenChoice, SurveyAnswer
from models.survey_states import SurveyState
from models.surveys import Respondent, Survey
from models.words import N_

CHANCE: Final = random.SystemRandom()


def close(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> None:
    """Take no answers any more. One that took place elsewhere is recorded completely by that."""
    about = kept(house, table_id, survey_id, by)
    if about.closed_at is not None:
        raise RuleBroken(N_("This has been closed already."))
    if about.round_id is None and not about.retold:
        raise NotAllowed
    if about.retold and not about.questions:
        raise RuleBroken(N_("There is no question yet."))
    _end(house, about, now)
    record(house, "close", about, by=by, now=now)


def _end(house: Session, about: Survey, now: datetime) -> None:
    _set_closed(about, now)
    if about.anonymous:
        _cut_loose(house, about, now)
    else:
        _drop_drafts(house, about)
    house.flush()


def _set_closed(about: Survey, at: datetime | None) -> None:
    about.closed_at = at
    for asking in rounds_of(about):
        asking.closed_at = at


def _drop_drafts(house: Session, about: Survey) -> None:
    """What nobody released was not said."""
    delete_sheets(house, AnswerSheet.released_at.is_(None) & (AnswerSheet.survey_id == about.id))


def _cut_loose(house: Session, about: Survey, now: datetime) -> None:
    """Destroy the link between answer and institution (rulings.md 5): the sheets that count are written anew
    in an order of chance, with new ids and one moment for all; older versions, drafts and links go."""
    kept_answers = [_words(each) for each in counting_sheets(house, about.id)]
    CHANCE.shuffle(kept_answers)
    delete_sheets(house, AnswerSheet.survey_id == about.id)
    of_it = select(Respondent.id).where(Respondent.survey_id == about.id)
    house.execute(delete(RespondentLink).where(RespondentLink.respondent_id.in_(of_it)))
    sheets = [AnswerSheet(survey_id=about.id, respondent_id=None, released_at=now) for _ in kept_answers]
    house.add_all(sheets)
    house.flush()
    for sheet, answers in zip(sheets, kept_answers, strict=True):
        for answer, _ in answers:
            answer.sheet_id = sheet.id
    said = [each for answers in kept_answers for each in answers]
    house.add_all(answer for answer, _ in said)
    house.flush()
    house.add_all(
        ChosenChoice(answer_id=answer.id, choice_id=each) for answer, choices in said for each in choices
    )
    house.flush()


def _words(sheet: AnswerSheet) -> list[tuple[SurveyAnswer, list[int]]]:
    """Copies of what a sheet says, without the sheet."""
    return [
        (
            SurveyAnswer(
                sheet_id=0,
                question_id=each.question_id,
                value=each.value,
                note=each.note,
                number=each.number,
                strength=each.strength,
            ),
            [one.choice_id for one in each.chosen],
        )
        for each in sheet.answers
    ]


def delete_sheets(house: Session, which: object) -> None:
    """Delete answer sheets with what stands on them."""
    sheets = select(AnswerSheet.id).where(which)  # type: ignore[arg-type]
    answers = select(SurveyAnswer.id).where(SurveyAnswer.sheet_id.in_(sheets))
    house.flush()
    house.execute(delete(ChosenChoice).where(ChosenChoice.answer_id.in_(answers)))
    house.execute(delete(SurveyAnswer).where(SurveyAnswer.sheet_id.in_(sheets)))
    house.execute(delete(AnswerCheck).where(AnswerCheck.sheet_id.in_(sheets)))
    house.execute(delete(AnswerSheet).where(which))  # type: ignore[arg-type]
    house.expire_all()


def reopen(
    house: Session, table_id: int, survey_id: int, *, due_on: date | None, by: Actor, now: datetime
) -> int:
    """Take answers again until another day, before a report was released; told to all who are asked."""
    about = kept(house, table_id, survey_id, by)
    if about.closed_at is None:
        raise RuleBroken(N_("This is open."))
    if about.anonymous:
        raise RuleBroken(N_("An anonymous survey is never opened again: nobody knows whose answer is whose."))
    if about.reported_at is not None or about.archived_at is not None:
        raise RuleBroken(N_("A report has been released: only single answers can be corrected now."))
    about.evaluated_at = about.kept_until = None
    letters = 0
    _set_closed(about, None)
    if not about.retold:
        due = judged_day(due_on, day_of(now))
        set_due(about, due)
        house.flush()
        letters = tell(house, about, template=REOPENED, purpose=f"again-{due}-{now:%Y%m%d%H%M%S}", now=now)
    record(house, "reopen", about, by=by, now=now, letters=letters)
    return letters


def close_anonymous(house: Session, today: date, now: datetime) -> int:
    """Close anonymous surveys in the night after their last day: what was promised waits for nobody."""
    late = house.execute(
        select(Survey.id, Survey.body_id)
        .where(Survey.anonymous.is_(True), Survey.closed_at.is_(None), Survey.due_on < today)
        .order_by(Survey.id)
    ).all()
    closed = 0
    for survey_id, body_id in late:
        about = held(house, body_id, survey_id)
        if about.state(today) is not SurveyState.OVERDUE:
            continue  # extended or closed while it was waited for
        _end(house, about, now)
        record(house, "close", about, by=None, now=now)
        closed += 1
    return closed


def forget_links(house: Session, before: datetime) -> int:
    """Delete the links of surveys that were closed before an instant: until then they say that it is over."""
    over = select(Survey.id).where(Survey.closed_at < before)
    theirs = select(Respondent.id).where(Respondent.survey_id.in_(over))
    gone = house.execute(delete(RespondentLink).where(RespondentLink.respondent_id.in_(theirs)))
    return int(getattr(gone, "rowcount", 0))
