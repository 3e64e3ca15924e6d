"""Whether an answer is right: the coordination asks back, the institution confirms or says what is wrong."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.surveys.answer_rules import must_speak_for, speaks_for
from blueprints.surveys.check_queries import is_confirmed, open_check
from blueprints.surveys.letters import ASKED_BACK, tell
from blueprints.surveys.respondent_rules import respondent_of
from blueprints.surveys.rules import held, kept
from models.actors import Actor
from models.answer_checks import AnswerCheck
from models.errors import RuleBroken
from models.history import record
from models.survey_answers import AnswerSheet, newest
from models.surveys import Survey
from models.words import N_


def ask_back(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    question: str,
    by: Actor,
    now: datetime,
) -> int:
    """Ask an institution about its answer; it is told by letter, without the words. Returns the letters."""
    about = kept(house, table_id, survey_id, by)
    respondent_of(house, about, respondent_id)
    sheet = _counting(house, about, respondent_id)
    if about.retold:
        raise RuleBroken(N_("What took place elsewhere is only recorded: nobody is asked."))
    if not question:
        raise RuleBroken(N_("Please say what you want to know."), field="question")
    if open_check(house, sheet.id) is not None:
        raise RuleBroken(N_("A question about this answer is open already."))
    made = AnswerCheck(respondent_id=respondent_id, sheet_id=sheet.id, question=question, asked_at=now)
    house.add(made)
    house.flush()
    only, purpose = [respondent_id], f"asked-back-{made.id}"
    letters = tell(house, about, template=ASKED_BACK, purpose=purpose, now=now, only=only)
    _record(house, "ask", about, made, by, now)
    return letters


def check_answer(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    is_right: bool,
    reply: str,
    by: Actor,
    now: datetime,
) -> AnswerCheck:
    """Say for the institution that its answer is right, or what is wrong in it. What the coordination was
    told it notes only where it has asked, and says how it was told."""
    told = by.coordinates_body(table_id) and not speaks_for(house, respondent_id, by)
    if not told:
        must_speak_for(house, respondent_id, by)
    about = kept(house, table_id, survey_id, by) if told else held(house, table_id, survey_id)
    respondent_of(house, about, respondent_id)
    sheet = _counting(house, about, respondent_id)
    made = open_check(house, sheet.id)
    _judge(made, told=told, is_right=is_right, reply=reply)
    if made is None:
        if is_right and is_confirmed(house, sheet.id):
            raise RuleBroken(N_("This answer is confirmed already."))
        made = AnswerCheck(respondent_id=respondent_id, sheet_id=sheet.id, is_right=is_right, replied_at=now)
        house.add(made)
    made.is_right, made.replied_at, made.reply = is_right, now, reply
    made.person_id, made.told = by.person_id, told
    house.flush()
    _record(house, "reply", about, made, by, now)
    return made


def _judge(made: AnswerCheck | None, *, told: bool, is_right: bool, reply: str) -> None:
    if told and made is None:
        raise RuleBroken(N_("Nothing has been asked about this answer."))
    if told and not reply:
        raise RuleBroken(N_("Please say what you were told, and how."), field="reply")
    if not is_right and not reply:
        raise RuleBroken(N_("Please say what is to be corrected."), field="reply")


def _counting(house: Session, about: Survey, respondent_id: int) -> AnswerSheet:
    """The version that counts, of a survey in which answers have names and are kept."""
    if about.anonymous or about.archived_at is not None:
        raise RuleBroken(N_("Nobody asks about single answers here."))
    sheets: Sequence[AnswerSheet] = house.scalars(
        select(AnswerSheet).where(AnswerSheet.respondent_id == respondent_id)
    ).all()
    found = newest(sheets)
    if found is None:
        raise RuleBroken(N_("There is no answer yet."))
    return found


def _record(house: Session, gesture: str, about: Survey, made: AnswerCheck, by: Actor, now: datetime) -> None:
    facts = {"survey": about.id, "respondent": made.respondent_id, "right": made.is_right}
    record(house, gesture, made, by=by, now=now, body_id=about.body_id, **facts)
