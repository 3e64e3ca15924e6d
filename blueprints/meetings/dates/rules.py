"""Date finding: offering dates to the institutions, and taking their answers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.dates.letters import ASK, send
from blueprints.meetings.dates.question_queries import Question, acts, link_question, question
from blueprints.meetings.recipient_queries import asked_today
from blueprints.meetings.round_rules import open_round
from models.actors import Actor
from models.bodies import Bylaws
from models.date_findings import (
    FEWEST,
    MOST,
    WITHIN_DAYS,
    DateAnswer,
    DateChoice,
    DateFinding,
    DateOption,
    Fits,
    Times,
)
from models.deadlines import BERLIN, counted_forward
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.rounds import Channel, Round, RoundKind
from models.words import N_


def may_find_dates(by: Actor, table_id: int) -> bool:
    """The coordination asks, changes what is asked, and decides."""
    return by.coordinates_body(table_id)


def proposed_due_on(bylaws: Bylaws, today: date) -> date:
    due: date = counted_forward(today, days=WITHIN_DAYS, land=bylaws.land)
    return due


def day_of(now: datetime) -> date:
    return now.astimezone(BERLIN).date()


def ask(
    house: Session,
    table_id: int,
    *,
    times: Sequence[Times],
    due_on: date,
    note: str = "",
    by: Actor,
    now: datetime,
) -> tuple[Round, int]:
    """Offer these dates to every institution that is awake then; returns the round and the letters.

    Whoever has no address is asked, too: the coordination records the answer.
    """
    meeting_rules.locked_body(house, table_id, by)
    today = day_of(now)
    judge_times(times, (), now)
    first, last = min(each.day for each in times), max(each.day for each in times)
    judge_due(due_on, first, today)
    asking = Round(kind=RoundKind.DATES, body_id=table_id, opened_at=now, due_on=due_on)
    open_round(house, asking, holds_on=(today, first), awake_on=last)
    house.add(DateFinding(round_id=asking.id, note=note))
    add_options(house, asking, times, now)
    found = asked_today(house, table_id, today, first=first, last=last)
    if not found:
        raise RuleBroken(N_("There is nobody to ask yet: no seat has a person or mailbox."))
    letters = send(house, asking, found, template=ASK, purpose="ask", now=now)
    record(house, "ask-dates", asking, by=by, now=now, options=len(times), letters=letters)
    return asking, letters


def add_options(house: Session, asking: Round, times: Sequence[Times], now: datetime) -> list[DateOption]:
    made = [
        DateOption(round_id=asking.id, starts_at=each.starts_at, ends_at=each.ends_at, added_at=now)
        for each in sorted(times, key=lambda each: each.starts_at)
    ]
    house.add_all(made)
    house.flush()
    return made


def judge_times(times: Sequence[Times], known: Sequence[datetime], now: datetime) -> None:
    """Refuse too few and too many, the same one twice, and what lies behind."""
    beginnings = [each.astimezone(UTC) for each in [*known, *(each.starts_at for each in times)]]
    if not FEWEST <= len(beginnings) <= MOST:
        raise RuleBroken(
            N_("Please offer between %(least)d and %(most)d dates."), field="days", least=FEWEST, most=MOST
        )
    if len(set(beginnings)) < len(beginnings):
        raise RuleBroken(N_("One date stands there twice."), field="days")
    for each in times:
        Meeting.judge_time(each.starts_at, each.ends_at)
        if each.starts_at <= now:
            raise RuleBroken(N_("%(day)s lies in the past."), field="days", day=f"{each.day:%d.%m.%Y}")


def judge_due(due_on: date, first_day: date, today: date) -> None:
    if due_on < today:
        raise RuleBroken(N_("The last day for answers lies in the past."), field="due_on")
    if due_on >= first_day:
        raise RuleBroken(N_("The last day for answers must lie before the first date."), field="due_on")


def may_answer_dates(by: Actor, seat_id: int) -> bool:
    """The main representative and the deputies of an asked institution, each for herself."""
    return seat_id in by.seat_ids


Fitting = Mapping[int, Fits]
"""By the id of the option, whether it fits."""


def answer(house: Session, asked_id: int, said: Fitting, note: str = "", *, by: Actor, now: datetime) -> None:
    """Answer on the site."""
    asked = question(house, asked_id, day_of(now), person_id=by.person_id)
    if asked is None or not may_answer_dates(by, asked.seat_id):
        raise NotAllowed
    _take(house, asked, said, note, channel=Channel.SITE, by=by, now=now)


def answer_by_link(house: Session, token: str, said: Fitting, note: str = "", *, now: datetime) -> None:
    """Answer with nothing but the secret of the letter."""
    asked = link_question(house, token, day_of(now))
    if asked is None:
        raise NotAllowed
    _take(house, asked, said, note, channel=Channel.LINK, by=None, now=now)


def record_answer(
    house: Session,
    table_id: int,
    asked_id: int,
    said: Fitting,
    note: str = "",
    *,
    person_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """The coordination writes down what somebody of the institution, or it as a whole, said by phone; late
    ones, too."""
    asked = question(house, asked_id, day_of(now), person_id=person_id)
    if asked is None or asked.body_id != table_id or not may_find_dates(by, table_id):
        raise NotAllowed
    if person_id is not None and not acts(house, asked.seat_id, person_id, day_of(now)):
        raise RuleBroken(N_("This person does not act for the institution."), field="person_id")
    _take(house, asked, said, note, channel=Channel.COORDINATION, by=by, now=now)


def _take(
    house: Session,
    asked: Question,
    said: Fitting,
    note: str,
    *,
    channel: Channel,
    by: Actor | None,
    now: datetime,
) -> None:
    """Add the answer. The round is held meanwhile: no answer slips in behind its end."""
    asking = house.get_one(Round, asked.round_id, with_for_update=True, populate_existing=True)
    recorded = channel is Channel.COORDINATION
    if asking.closed_at is not None:
        raise RuleBroken(N_("This date finding is closed."))
    if day_of(now) > asking.due_on and not recorded:
        raise RuleBroken(N_("The last day for answers has passed. Please tell the coordination directly."))
    if set(said) != set(_offered(house, asking)):
        raise RuleBroken(N_("The dates have changed meanwhile. Please look again."))
    given = DateAnswer(
        asked_seat_id=asked.asked_id,
        seat_id=asked.seat_id,
        channel=channel,
        answered_at=now,
        note=note,
        address=asked.address or None,
        person_id=asked.person_id,
        recorded_by_id=by.person_id if by and recorded else None,
    )
    house.add(given)
    house.flush()
    house.add_all(
        DateChoice(answer_id=given.id, option_id=option_id, fits=fits) for option_id, fits in said.items()
    )
    facts = {"channel": channel.value, "said": {str(option): fits.value for option, fits in said.items()}}
    record(house, "answer", given, by=by, now=now, body_id=asked.body_id, **facts)


def _offered(house: Session, asking: Round) -> list[int]:
    mine = (DateOption.round_id == asking.id) & DateOption.withdrawn_at.is_(None)
    return list(house.scalars(select(DateOption.id).where(mine)))
