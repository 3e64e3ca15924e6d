"""A year of meetings is planned at once: ordinary meetings, each an event of its own."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.rules import keep_planned, locked_body
from blueprints.meetings.years.queries import standing
from blueprints.meetings.years.template_rules import keep_template
from models.actors import Actor
from models.bodies import Bylaws
from models.deadlines import Land, is_working_day
from models.errors import RuleBroken
from models.meetings import BERLIN, Meeting, MeetingState
from models.words import N_
from models.year_plans import MOST_MEETINGS, YEARS_AHEAD


def plan_year(
    house: Session,
    table_id: int,
    *,
    days: Sequence[date],
    starts: time,
    ends: time | None,
    place: str = "",
    online_url: str = "",
    number: int | None = None,
    as_template: bool = False,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> list[Meeting]:
    """Plan a meeting on each of these days, numbered in their order from `number` on; nobody is written to.

    All of them or none. `as_template` makes times and place the table's own from now on.
    """
    locked_body(house, table_id, by)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table_id).with_for_update()).one()
    if not days:
        raise RuleBroken(N_("No day is left on which there is to be a meeting."))
    if len(days) > MOST_MEETINGS:
        raise RuleBroken(N_("At most %(most)s meetings can be planned at once."), most=MOST_MEETINGS)
    closed = set(standing(house, table_id, min(days), max(days)))
    for day in days:
        _judge_day(day, bylaws.land, closed, now)
        closed.add(day)
    hours = {"starts": starts, "ends": ends, "place": place, "online_url": online_url}
    meetings = []
    for count, day in enumerate(sorted(days)):
        numbered = None if number is None else number + count
        facts |= {"place": place, "online_url": online_url, "number": numbered}
        meeting = Meeting(body_id=table_id, state=MeetingState.SCHEDULED, **facts)
        meeting.set_time(
            datetime.combine(day, starts, BERLIN), datetime.combine(day, ends, BERLIN) if ends else None
        )
        meetings.append(meeting)
    keep_planned(house, meetings, by, now)
    if as_template:
        keep_template(house, bylaws, hours, by=by, now=now)
    return meetings


def _judge_day(day: date, land: Land, closed: set[date], now: datetime) -> None:
    """Refuse what no meeting can be planned on; the field is the day itself."""
    today, field = now.astimezone(BERLIN).date(), day.isoformat()
    if day <= today:
        raise RuleBroken(N_("This day has passed, or is today."), field=field)
    if day.year > today.year + YEARS_AHEAD:
        raise RuleBroken(N_("Please check the year."), field=field)
    if not is_working_day(day, land):
        raise RuleBroken(N_("This is no working day. Please choose another one."), field=field)
    if day in closed:
        raise RuleBroken(N_("There is a meeting of this table on that day already."), field=field)
