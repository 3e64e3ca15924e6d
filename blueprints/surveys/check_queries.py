"""Questions about answers and what was said to them, as far as one sees them."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.surveys.queries import Asked
from models.answer_checks import AnswerCheck
from models.survey_answers import AnswerSheet, newest
from models.surveys import Respondent


def checks_of(session: Session, respondent_id: int) -> dict[int, list[AnswerCheck]]:
    """By version all that was asked about it and said to that, the oldest first."""
    rows = session.scalars(
        select(AnswerCheck).where(AnswerCheck.respondent_id == respondent_id).order_by(AnswerCheck.id)
    )
    found: dict[int, list[AnswerCheck]] = defaultdict(list)
    for each in rows:
        found[each.sheet_id].append(each)
    return found


def last_checks(session: Session, survey_id: int, asked: list[Asked]) -> dict[int, AnswerCheck]:
    """By respondent the last check of the version that counts."""
    rows = session.scalars(
        select(AnswerCheck)
        .join(Respondent, Respondent.id == AnswerCheck.respondent_id)
        .where(Respondent.survey_id == survey_id)
        .order_by(AnswerCheck.id)
    )
    counting = {each.came.sheet_id for each in asked if each.came}
    return {each.respondent_id: each for each in rows if each.sheet_id in counting}


def is_confirmed(session: Session, sheet_id: int) -> bool:
    wanted = (AnswerCheck.sheet_id == sheet_id) & AnswerCheck.is_right
    return session.scalar(select(AnswerCheck.id).where(wanted).limit(1)) is not None


def open_check(session: Session, sheet_id: int) -> AnswerCheck | None:
    """The question about a version that has no reply yet."""
    wanted = (AnswerCheck.sheet_id == sheet_id) & AnswerCheck.replied_at.is_(None)
    return session.scalar(select(AnswerCheck).where(wanted))


def open_question(session: Session, sheets: list[AnswerSheet]) -> str:
    """What the coordination has asked about the version that counts, and has no reply to."""
    counting = newest(sheets)
    check = open_check(session, counting.id) if counting else None
    return check.question if check else ""
