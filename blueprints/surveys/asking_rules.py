"""A survey goes out: who is asked is fixed, letters are written; its deadline is moved."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.surveys.letters import EXTENDED, OPENED, tell
from blueprints.surveys.respondent_queries import Askable, askable, asked_seats, not_asked
from blueprints.surveys.rules import drafted, kept
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.rounds import AskedSeat, Round, RoundKind
from models.surveys import Respondent, RespondentSeat, Survey
from models.versions import must_be
from models.words import N_

LONGEST: Final = timedelta(days=366)
FEWEST_ANONYMOUS: Final = 5
"""Of fewer institutions everybody could tell who has said what, names or not."""


def open_survey(
    house: Session,
    table_id: int,
    survey_id: int,
    *,
    due_on: date | None,
    seat_ids: Collection[int],
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> int:
    """Ask these seats and the respondents outside; returns the letters. An institution answers once, however
    many of its seats are chosen. Those that are not chosen are kept as not asked, and seats that sleep."""
    about = drafted(house, table_id, survey_id, by)
    must_be(about, based_on)
    _judge(about)
    due, today = judged_day(due_on, day_of(now)), day_of(now)
    seats = askable(house, about, today)
    chosen = [each for each in seats if each.seat_id in seat_ids]
    _must_be_theirs(chosen, seat_ids)
    asked = _ask(house, about, chosen, _rounds(house, about, due, now), now)
    asked += _ask_outside(house, about, now)
    if asked < (FEWEST_ANONYMOUS if about.anonymous else 1):
        raise RuleBroken(
            N_("Choose at least %(fewest)s institutions or groups.")
            if about.anonymous
            else N_("Choose at least one institution or group."),
            field="seat_ids",
            fewest=FEWEST_ANONYMOUS,
        )
    _keep_unasked(house, about, seats)
    house.refresh(about, ["round"])
    letters = tell(house, about, template=OPENED, purpose="opened", now=now)
    record(house, "open", about, by=by, now=now, asked=asked, letters=letters, round=about.round_id)
    return letters


def _must_be_theirs(chosen: Sequence[Askable], seat_ids: Collection[int]) -> None:
    """Every seat that was chosen may be asked."""
    if {each.seat_id for each in chosen} != set(seat_ids) or any(each.sleeps for each in chosen):
        raise RuleBroken(
            N_("The members have changed meanwhile. Please look at the list again."), field="seat_ids"
        )


def ask_more(
    house: Session, table_id: int, survey_id: int, *, seat_ids: Collection[int], by: Actor, now: datetime
) -> int:
    """Ask members, too, that were left out or have been admitted since (decision 55); returns the letters."""
    about, today = kept(house, table_id, survey_id, by), day_of(now)
    if not about.takes(today):
        raise RuleBroken(N_("The survey takes no answers any more."))
    if not seat_ids:
        raise RuleBroken(N_("Please choose whom you ask."), field="seat_ids")
    chosen = [each for each in not_asked(house, about, today) if each.seat_id in seat_ids]
    _must_be_theirs(chosen, seat_ids)
    assert about.round_id is not None
    rounds = {about.body_id: about.round_id} | {each.body_id: each.round_id or 0 for each in about.tables}
    asked = _ask(house, about, chosen, rounds, now)
    new = asked_seats(house, about)
    only = {new[each.seat_id] for each in chosen}
    letters = tell(house, about, template=OPENED, purpose="opened", now=now, only=only)
    record(house, "ask-more", about, by=by, now=now, asked=asked, letters=letters)
    return letters


def _judge(about: Survey) -> None:
    if about.retold:
        raise RuleBroken(N_("What took place elsewhere is only recorded: nobody is asked."))
    if not about.questions:
        raise RuleBroken(N_("There is no question yet."))


def judged_day(due_on: date | None, today: date) -> date:
    """The last day for answers: ahead, and within a year."""
    if due_on is None or due_on <= today:
        raise RuleBroken(N_("Choose a day ahead."), field="due_on")
    if due_on > today + LONGEST:
        raise RuleBroken(N_("The last day must lie within a year."), field="due_on")
    return due_on


def _ask(house: Session, about: Survey, chosen: list[Askable], rounds: dict[int, int], now: datetime) -> int:
    """Each seat in the round of its table, a respondent for each institution; returns how many of them."""
    known = {
        each.organisation_id: each
        for each in house.scalars(select(Respondent).where(Respondent.survey_id == about.id))
        if each.organisation_id is not None
    }
    new: set[int] = set()
    for each in chosen:
        one = known.get(each.organisation_id)
        if one is None:
            how_many = None if each.is_collective else 1
            facts: dict[str, Any] = {"organisation_id": each.organisation_id, "stands_for": how_many}
            one = Respondent(survey_id=about.id, name=each.name, **facts)
            house.add(one)
            known[each.organisation_id] = one
        if one.asked_at is None:
            one.asked_at = now
            new.add(each.organisation_id)
    asked = [
        AskedSeat(
            round_id=rounds[each.body_id],
            seat_id=each.seat_id,
            organisation_id=each.organisation_id,
            name=each.name,
        )
        for each in chosen
    ]
    house.add_all(asked)
    house.flush()
    house.add_all(
        RespondentSeat(asked_seat_id=each.id, respondent_id=known[each.organisation_id].id) for each in asked
    )
    house.flush()
    return len(new)


def _rounds(house: Session, about: Survey, due: date, now: datetime) -> dict[int, int]:
    """By table the id of its round."""
    given: dict[str, Any] = {"kind": RoundKind.SURVEY, "opened_at": now, "due_on": due}
    own = Round(body_id=about.body_id, **given)
    others = {each.body_id: Round(body_id=each.body_id, **given) for each in about.tables}
    house.add_all([own, *others.values()])
    house.flush()
    about.round_id, about.opened_at, about.due_on = own.id, now, due
    for each in about.tables:
        each.round_id = others[each.body_id].id
    house.flush()
    return {about.body_id: own.id, **{key: each.id for key, each in others.items()}}


def _ask_outside(house: Session, about: Survey, now: datetime) -> int:
    """Those who were entered in the draft and have not become members meanwhile."""
    rows = house.scalars(
        select(Respondent).where(Respondent.survey_id == about.id, Respondent.asked_at.is_(None))
    ).all()
    for each in rows:
        each.asked_at = now
    house.flush()
    return len(rows)


def _keep_unasked(house: Session, about: Survey, seats: list[Askable]) -> None:
    """Institutions of the tables that were left out: later "not asked" is not mistaken for silence."""
    known = set(house.scalars(select(Respondent.organisation_id).where(Respondent.survey_id == about.id)))
    left_out = {each.organisation_id: each for each in seats if each.organisation_id not in known}
    house.add_all(
        Respondent(
            survey_id=about.id,
            name=each.name,
            organisation_id=key,
            stands_for=None if each.is_collective else 1,
        )
        for key, each in left_out.items()
    )
    house.flush()


def extend(
    house: Session, table_id: int, survey_id: int, *, due_on: date | None, by: Actor, now: datetime
) -> int:
    """Another last day, told to all who are asked: whoever has answered may change it until then, too."""
    about = kept(house, table_id, survey_id, by)
    if about.due_on is None:
        raise NotAllowed
    if about.closed_at is not None:
        raise RuleBroken(N_("This has been closed already."))
    due = judged_day(due_on, day_of(now))
    if due <= about.due_on:
        raise RuleBroken(N_("Choose a day after the one that was announced."), field="due_on")
    set_due(about, due)
    house.flush()
    letters = tell(house, about, template=EXTENDED, purpose=f"until-{due}", now=now)
    record(house, "extend", about, by=by, now=now, due_on=due.isoformat(), letters=letters)
    return letters


def set_due(about: Survey, due: date) -> None:
    """The same last day at every table."""
    about.due_on = due
    for asking in rounds_of(about):
        asking.due_on = due


def rounds_of(about: Survey) -> list[Round]:
    """The rounds of all its tables; survey and tables must be loaded with them."""
    return [each for each in (about.round, *(one.round for one in about.tables)) if each is not None]
