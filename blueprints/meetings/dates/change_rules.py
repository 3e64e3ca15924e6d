"""A running date finding: more dates, fewer, more time, reminders, and its two ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.dates.letters import ADDED, CLOSED, EXTENDED, REMIND, send, times_of
from blueprints.meetings.dates.rules import (
    add_options,
    day_of,
    judge_due,
    judge_times,
    may_find_dates,
)
from blueprints.meetings.dates.standing_queries import Dates
from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.meetings.round_queries import running_rounds
from models.actors import Actor
from models.bodies import Body
from models.date_findings import FEWEST, DateFinding, DateOption, Times
from models.deadlines import reminder_reached
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.rounds import Round, RoundKind
from models.words import N_


def reachable(house: Session, asking: Round, dates: Dates, on: date) -> list[Recipient]:
    """Who acts today for the asked seats that still hold and are awake, with or without an address."""
    asked = {row.seat_id for row in dates.asked}
    found = asked_today(house, asking.body_id, on, first=on, last=dates.last_day)
    return [each for each in found if each.seat_id in asked]


def silent_recipients(house: Session, asking: Round, on: date) -> list[Recipient]:
    """Whom a reminder reaches: everybody of an institution that has not answered all dates."""
    dates = Dates(house, asking.id, on)
    silent = dates.silent()
    return [each for each in reachable(house, asking, dates, on) if each.seat_id in silent]


def add_dates(
    house: Session, table_id: int, round_id: int, *, times: Sequence[Times], by: Actor, now: datetime
) -> int:
    """Offer more dates; everybody is asked about these only, what was answered stays. Returns letters."""
    asking = _running(house, table_id, round_id, by)
    dates = Dates(house, round_id, day_of(now))
    if not times:
        raise RuleBroken(N_("Please give at least one date."), field="days")
    judge_times(times, [each.starts_at for each in dates.offered], now)
    judge_due(asking.due_on, min(each.day for each in times), day_of(now))
    made = add_options(house, asking, times, now)
    asked = reachable(house, asking, dates, day_of(now))
    purpose, new = f"added-{made[0].id}", times_of(made)
    letters = send(house, asking, asked, template=ADDED, purpose=purpose, now=now, times=new)
    record(house, "add-dates", asking, by=by, now=now, options=[each.id for each in made], letters=letters)
    return letters


def withdraw_date(
    house: Session, table_id: int, round_id: int, option_id: int, *, by: Actor, now: datetime
) -> None:
    """Offer a date no longer; its answers stay and are shown struck."""
    asking = _running(house, table_id, round_id, by)
    option = _offered(house, asking, option_id)
    left = [each for each in Dates(house, round_id, day_of(now)).offered if each.id != option_id]
    if len(left) < FEWEST:
        raise RuleBroken(
            N_("Two dates must stay. Add others first, or close the date finding without a date.")
        )
    option.withdrawn_at = now
    record(house, "withdraw-date", asking, by=by, now=now, option=option_id)


def extend(house: Session, table_id: int, round_id: int, *, due_on: date, by: Actor, now: datetime) -> int:
    """A later last day for answers, also after the first has passed; the silent are told. Returns letters."""
    asking = _running(house, table_id, round_id, by)
    if due_on <= asking.due_on:
        raise RuleBroken(N_("The new last day must lie after the present one."), field="due_on")
    first = min(each.day for each in Dates(house, round_id, day_of(now)).offered)
    judge_due(due_on, first, day_of(now))
    before, asking.due_on = asking.due_on, due_on
    silent = silent_recipients(house, asking, day_of(now))
    letters = send(house, asking, silent, template=EXTENDED, purpose=f"extended-{due_on}", now=now)
    facts = {"before": str(before), "due_on": str(due_on), "letters": letters}
    record(house, "extend-dates", asking, by=by, now=now, **facts)
    return letters


def remind(house: Session, table_id: int, round_id: int, *, by: Actor, now: datetime) -> int:
    """Remind the silent now, at most once a day. Returns letters."""
    asking = _running(house, table_id, round_id, by)
    if day_of(now) > asking.due_on:
        raise RuleBroken(N_("The last day for answers has passed. Give more time first."))
    silent = silent_recipients(house, asking, day_of(now))
    letters = send(house, asking, silent, template=REMIND, purpose=f"remind-{day_of(now)}", now=now)
    record(house, "remind-dates", asking, by=by, now=now, letters=letters)
    return letters


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent on the working days that the bylaws name; as often as one likes, once a day.

    A body at rest reminds nobody.
    """
    sent = 0
    for asking, bylaws in house.execute(running_rounds(RoundKind.DATES, today)).all():
        day = reminder_reached(asking.opened_at, asking.due_on, bylaws.reminders, bylaws.land, today)
        if day is not None:
            silent = silent_recipients(house, asking, today)
            sent += send(house, asking, silent, template=REMIND, purpose=f"remind-{day}", now=now)
    return sent


def close_without(
    house: Session, table_id: int, round_id: int, *, reason: str, by: Actor, now: datetime
) -> int:
    """End it without a date; whoever was asked may free the days again and is told so. Returns letters."""
    asking = _running(house, table_id, round_id, by)
    if not reason:
        raise RuleBroken(N_("Please give a reason."), field="reason")
    asked = reachable(house, asking, Dates(house, round_id, day_of(now)), day_of(now))
    letters = send(house, asking, asked, template=CLOSED, purpose="closed", now=now)
    house.get_one(DateFinding, round_id).reason = reason
    asking.closed_at = now
    record(house, "close-dates", asking, by=by, now=now, letters=letters)
    return letters


def choose(
    house: Session,
    table_id: int,
    round_id: int,
    option_id: int,
    *,
    meeting_id: int | None = None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Meeting:
    """Make a meeting of one date and end the finding; also where an institution has said no.

    With `meeting_id` the date becomes the day of that meeting, which had none; what else is known stays.
    """
    asking = _running(house, table_id, round_id, by)
    option = _offered(house, asking, option_id)
    facts |= {"starts_at": option.starts_at, "ends_at": option.ends_at, "by": by, "now": now}
    if meeting_id is None:
        meeting = meeting_rules.schedule(house, table_id, **facts)
    else:
        if house.get_one(Meeting, meeting_id).body_id != table_id:
            raise NotAllowed
        meeting = meeting_rules.fix_day(house, meeting_id, **facts)
    option.meeting_id = meeting.id
    asking.closed_at = now
    record(house, "choose-date", asking, by=by, now=now, option=option_id, meeting=meeting.id)
    return meeting


def _running(house: Session, table_id: int, round_id: int, by: Actor) -> Round:
    """The asking, held until the end of the transaction; body before round, as whoever plans does."""
    if not may_find_dates(by, table_id):
        raise NotAllowed
    house.get_one(Body, table_id, with_for_update=True)
    asking = house.get(Round, round_id, with_for_update=True, populate_existing=True)
    if asking is None or asking.body_id != table_id or asking.kind is not RoundKind.DATES:
        raise NotAllowed
    if asking.closed_at is not None:
        raise RuleBroken(N_("This date finding is closed."))
    return asking


def _offered(house: Session, asking: Round, option_id: int) -> DateOption:
    option = house.get(DateOption, option_id)
    if option is None or option.round_id != asking.id:
        raise NotAllowed
    if option.withdrawn_at is not None:
        raise RuleBroken(N_("This date has been withdrawn."))
    return option
