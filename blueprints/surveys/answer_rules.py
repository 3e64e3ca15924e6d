"""Answers: drafted together inside an institution, released, recorded by the coordination, corrected."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.surveys.letters import RECORDED, tell
from blueprints.surveys.respondent_rules import respondent_of, seats_of
from blueprints.surveys.rules import kept
from blueprints.surveys.writing_rules import Given, judge_whole, write
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.respondent_links import RespondentLink
from models.rounds import AskedLink, Channel
from models.survey_answers import AnswerSheet, basis_of, released_number
from models.survey_questions import SurveyQuestion
from models.surveys import Respondent, Survey
from models.versions import ChangedMeanwhile
from models.words import N_


def may_answer(by: Actor, seat_id: int) -> bool:
    """Representatives and deputies answer for their institution; whoever only reads does not."""
    return seat_id in by.seat_ids


def speaks_for(house: Session, respondent_id: int, by: Actor) -> bool:
    """Whether one may answer for a seat of a respondent."""
    return any(may_answer(by, each) for each in seats_of(house, respondent_id))


def must_speak_for(house: Session, respondent_id: int, by: Actor) -> None:
    """Refuse whoever may not."""
    if not speaks_for(house, respondent_id, by):
        raise NotAllowed


def save(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    given: Sequence[Given],
    based_on: int,
    by: Actor,
    now: datetime,
) -> AnswerSheet:
    """Keep what an institution has written so far; only its own people see it."""
    about, one = _own(house, table_id, survey_id, respondent_id, by)
    return _saved(house, about, one, given, based_on, now, by)


def release(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    given: Sequence[Given],
    based_on: int,
    by: Actor,
    now: datetime,
) -> AnswerSheet:
    """Answer for the institution. What it had answered before stays as an older version."""
    about, one = _own(house, table_id, survey_id, respondent_id, by)
    way: dict[str, Any] = {"channel": Channel.SITE, "person_id": by.person_id}
    return _released(house, about, one, given, based_on, now, by, **way)


def save_by_link(
    house: Session, token: str, *, given: Sequence[Given], based_on: int, now: datetime
) -> AnswerSheet:
    """The same with nothing but the secret of the letter."""
    about, one, _ = _linked(house, token)
    return _saved(house, about, one, given, based_on, now, None)


def release_by_link(
    house: Session, token: str, *, given: Sequence[Given], based_on: int, now: datetime
) -> AnswerSheet:
    """Answer with nothing but the secret of the letter, as often as one likes until the last day."""
    about, one, link = _linked(house, token)
    way: dict[str, Any] = {"channel": Channel.LINK, "address": link.address}
    return _released(house, about, one, given, based_on, now, None, **way)


def record_answer(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    given: Sequence[Given],
    oral: bool,
    said_on: date | None,
    based_on: int,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """The coordination writes down what it was told; the institution is told by letter, and how many is
    returned. After closing that is a correction, which needs a reason; also after a report was released: then
    the report needs a new version. `based_on` is the number of the version that it saw."""
    about = kept(house, table_id, survey_id, by)
    one = respondent_of(house, about, respondent_id)
    _judge_recording(about, one, reason, said_on, day_of(now))
    sheets = house.scalars(select(AnswerSheet).where(AnswerSheet.respondent_id == one.id)).all()
    if released_number(sheets) != based_on:
        raise ChangedMeanwhile
    made = _next_sheet(house, about, one, now, released_at=now, channel=Channel.COORDINATION)
    way = {"person_id": by.person_id, "oral": oral, "said_on": said_on, "reason": reason}
    _finish(house, about, one, made, given, now, by, **way)
    if about.round_id is None:
        return 0
    purpose = f"recorded-{made.number}"
    return tell(house, about, template=RECORDED, purpose=purpose, now=now, only=[one.id])


def _judge_recording(about: Survey, one: Respondent, reason: str, said_on: date | None, today: date) -> None:
    if about.anonymous or about.archived_at is not None:
        raise RuleBroken(N_("Nobody answers for others here."))
    if about.round_id is None and not about.retold:
        raise RuleBroken(N_("Nobody has been asked yet."))
    if one.asked_at is None:
        raise RuleBroken(N_("This institution was not asked."))
    if about.closed_at is not None and not reason:
        raise RuleBroken(N_("Please give a reason for the correction."), field="reason")
    if said_on is not None and said_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="said_on")


def _own(
    house: Session, table_id: int, survey_id: int, respondent_id: int, by: Actor
) -> tuple[Survey, Respondent]:
    must_speak_for(house, respondent_id, by)
    about = _asking(house, survey_id)
    if about.body_id != table_id:
        raise NotAllowed
    return about, respondent_of(house, about, respondent_id)


def _linked(house: Session, token: str) -> tuple[Survey, Respondent, RespondentLink]:
    link = house.scalar(
        select(RespondentLink)
        .where(RespondentLink.token_hash == AskedLink.hashed(token))
        .options(joinedload(RespondentLink.respondent))
    )
    if link is None:
        raise NotAllowed
    about = _asking(house, link.respondent.survey_id)
    return about, respondent_of(house, about, link.respondent_id), link


def _asking(house: Session, survey_id: int) -> Survey:
    """The survey, held in common by all who answer: closing waits for them and they for closing, but none
    for each other."""
    about = house.scalar(
        select(Survey)
        .where(Survey.id == survey_id, Survey.round_id.is_not(None))
        .options(selectinload(Survey.questions).selectinload(SurveyQuestion.choices))
        .with_for_update(read=True, of=Survey)
        .execution_options(populate_existing=True)
    )
    if about is None:
        raise NotAllowed
    return about


def _must_take(about: Survey, today: date) -> None:
    if not about.takes(today):
        raise RuleBroken(N_("The survey has ended. Please tell the coordination directly."))


def _saved(
    house: Session,
    about: Survey,
    one: Respondent,
    given: Sequence[Given],
    based_on: int,
    now: datetime,
    by: Actor | None,
) -> AnswerSheet:
    _must_take(about, day_of(now))
    sheet = _draft(house, about, one, based_on, now)
    write(house, about, sheet, given)
    sheet.saves, sheet.saved_at = sheet.saves + 1, now
    house.flush()
    _record(house, "save", about, sheet, by, now)
    return sheet


def _released(
    house: Session,
    about: Survey,
    one: Respondent,
    given: Sequence[Given],
    based_on: int,
    now: datetime,
    by: Actor | None,
    **way: Any,
) -> AnswerSheet:
    _must_take(about, day_of(now))
    sheet = _draft(house, about, one, based_on, now)
    if about.anonymous:
        way = {"channel": way["channel"]}
    return _finish(house, about, one, sheet, given, now, by, **way)


def _finish(
    house: Session,
    about: Survey,
    one: Respondent,
    sheet: AnswerSheet,
    given: Sequence[Given],
    now: datetime,
    by: Actor | None,
    **way: Any,
) -> AnswerSheet:
    """Release a sheet as the newest version; the one that comes last counts, whoever began first."""
    judge_whole(about, given)
    write(house, about, sheet, given)
    last = _last_number(house, one)
    if sheet.number < last:
        sheet.number = last + 1
    sheet.released_at = now
    for name, value in way.items():
        setattr(sheet, name, value)
    one.not_documented_at = None
    house.flush()
    _record(house, "answer", about, sheet, by, now)
    return sheet


def _draft(house: Session, about: Survey, one: Respondent, based_on: int, now: datetime) -> AnswerSheet:
    """The draft of a respondent, or a new one; refused if something was saved or released meanwhile."""
    sheets = list(
        house.scalars(
            select(AnswerSheet)
            .where(AnswerSheet.respondent_id == one.id)
            .order_by(AnswerSheet.number)
            .execution_options(populate_existing=True)
        )
    )
    if basis_of(sheets) != based_on:
        raise ChangedMeanwhile
    for each in sheets:
        if each.released_at is None:
            return each
    return _next_sheet(house, about, one, now)


def _next_sheet(
    house: Session, about: Survey, one: Respondent, now: datetime, **released: Any
) -> AnswerSheet:
    """The sheet behind all that there are: a draft, unless it is released with its beginning."""
    number = _last_number(house, one) + 1
    made = AnswerSheet(survey_id=about.id, respondent_id=one.id, number=number, begun_at=now, **released)
    house.add(made)
    house.flush()
    return made


def _last_number(house: Session, one: Respondent) -> int:
    """The greatest number of any version, drafts too."""
    numbers = select(func.max(AnswerSheet.number)).where(AnswerSheet.respondent_id == one.id)
    return house.scalar(numbers) or 0


def _record(
    house: Session, gesture: str, about: Survey, sheet: AnswerSheet, by: Actor | None, now: datetime
) -> None:
    """Of an anonymous survey the history says that something came, not from whom (rulings.md 5)."""
    if about.anonymous:
        record(house, gesture, about, by=None, now=now)
        return
    facts: dict[str, Any] = {
        "survey": about.id,
        "respondent": sheet.respondent_id,
        "number": sheet.number,
        "channel": sheet.channel.value if sheet.channel else None,
    }
    record(house, gesture, sheet, by=by, now=now, body_id=about.body_id, **facts)
