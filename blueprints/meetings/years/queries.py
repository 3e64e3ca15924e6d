"""What planning a year and the sheet of a year read: the meetings of one year, here and elsewhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from blueprints.meetings.queries import deadlines_of
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import Land, MeetingDeadlines
from models.fuzzy_dates import FIRST_YEAR, LAST_YEAR, FuzzyDate
from models.meetings import Meeting, MeetingState
from models.year_plans import rhythm_of

OFF: Final = (MeetingState.CANCELLED, MeetingState.NOT_HELD)

IN_A_TIME: Final = (
    select(Meeting)
    .where(
        Meeting.body_id == bindparam("table_id"),
        Meeting.held_on >= bindparam("first"),
        Meeting.held_on <= bindparam("last"),
        Meeting.state.not_in(OFF),
    )
    .order_by(Meeting.held_on, Meeting.id)
)


def standing(session: Session, table_id: int, first: date, last: date) -> dict[date, Meeting]:
    """The meetings of a table that stand on known days of a time, by their day."""
    given = {"table_id": table_id, "first": FuzzyDate.of_day(first), "last": FuzzyDate.of_day(last)}
    rows = session.scalars(IN_A_TIME, given)
    return {each.held_on.day: each for each in rows if each.held_on.day}


ELSEWHERE: Final = (
    select(Meeting, Body.name)
    .join(Body, Body.id == Meeting.body_id)
    .where(
        Meeting.body_id.in_(bindparam("bodies", expanding=True)),
        Meeting.held_on >= bindparam("first"),
        Meeting.held_on <= bindparam("last"),
        Meeting.state.not_in(OFF),
    )
    .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
)


def elsewhere(
    reading: Session, table_id: int, by: Actor, first: date, last: date
) -> dict[date, list[tuple[Meeting, str]]]:
    """By day the meetings of the reader's other bodies, with the names of these."""
    given = {
        "bodies": sorted(by.readable - {table_id}),
        "first": FuzzyDate.of_day(first),
        "last": FuzzyDate.of_day(last),
    }
    found: dict[date, list[tuple[Meeting, str]]] = defaultdict(list)
    for meeting, name in reading.execute(ELSEWHERE, given):
        if meeting.held_on.day:
            found[meeting.held_on.day].append((meeting, name))
    return found


def rhythm_proposal(reading: Session, table_id: int, year: int) -> dict[str, Any]:
    """The rhythm of the year before, as far as there was one."""
    days = standing(reading, table_id, date(year - 1, 1, 1), date(year - 1, 12, 31))
    if (found := rhythm_of(days)) is None:
        return {}
    nth, weekday, months = found
    return {"nth": nth, "weekday": weekday, "months": months}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A meeting of the year; its deadlines, if it lies ahead on a known day."""

    meeting: Meeting
    deadlines: MeetingDeadlines | None


@dataclass(frozen=True, kw_only=True)
class Year:
    """The meetings of a table in one year, as the reader may see them."""

    body: Body
    year: int
    land: Land
    lines: Sequence[Line]


BODY: Final = (
    select(Body, Bylaws).join(Bylaws, Bylaws.body_id == Body.id).where(Body.id == bindparam("table_id"))
)
OF_THE_YEAR: Final = (
    select(Meeting)
    .where(
        Meeting.body_id == bindparam("table_id"),
        Meeting.held_on >= bindparam("first"),
        Meeting.held_on < bindparam("after"),
    )
    .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
)


def year_of(reading: Session, table_id: int, year: int, by: Actor, on: date) -> Year | None:
    """The year on one sheet, for those who belong to the table; two statements."""
    if table_id not in by.readable or not FIRST_YEAR <= year < LAST_YEAR:
        return None
    row = reading.execute(BODY, {"table_id": table_id}).first()
    if row is None:
        return None
    body, bylaws = row
    given = {"table_id": table_id, "first": FuzzyDate.of_year(year), "after": FuzzyDate.of_year(year + 1)}
    meetings = reading.scalars(OF_THE_YEAR, given).all()
    return Year(
        body=body,
        year=year,
        land=bylaws.land,
        lines=[
            Line(meeting=each, deadlines=None if body.is_external else _due(each, bylaws, on))
            for each in meetings
        ],
    )


def _due(meeting: Meeting, bylaws: Bylaws, on: date) -> MeetingDeadlines | None:
    day = meeting.held_on.day
    if day is None or day < on or not meeting.is_open:
        return None
    return deadlines_of(day, bylaws, meeting.replies_due_on)
