"""What speaks against a day: public holidays, weekends, and other meetings that one may know of."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from flask_babel import gettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from models.deadlines import BERLIN, Land, holiday_name
from models.meetings import Meeting, MeetingState
from plumbing.pages import clock_time, weekday

SATURDAY: Final = 5
AHEAD: Final = (
    select(Meeting)
    .outerjoin(Meeting.body)
    .where(
        Meeting.starts_at >= bindparam("since"),
        Meeting.starts_at < bindparam("until"),
        Meeting.state.in_((MeetingState.SCHEDULED, MeetingState.INVITED)),
    )
    .options(contains_eager(Meeting.body))
    .order_by(Meeting.starts_at, Meeting.id)
)


def warnings(reading: Session, land: Land, days: Iterable[date]) -> dict[date, list[str]]:
    """By day, in words; of meetings those that the reader may see, at whatever table."""
    wanted = sorted(set(days))
    if not wanted:
        return {}
    found: dict[date, list[str]] = {day: _of_the_calendar(day, land) for day in wanted}
    since = datetime.combine(wanted[0], time(), BERLIN)
    until = datetime.combine(wanted[-1] + timedelta(days=1), time(), BERLIN)
    for meeting in reading.scalars(AHEAD, {"since": since, "until": until}):
        assert meeting.starts_at is not None
        day = meeting.starts_at.astimezone(BERLIN).date()
        if day in found:
            name = getattr(meeting.body, "name", meeting.title)
            found[day].append(
                gettext("meeting of %(table)s at %(time)s", table=name, time=clock_time(meeting.starts_at))
            )
    return found


def _of_the_calendar(day: date, land: Land) -> list[str]:
    holiday = holiday_name(day, land)
    told = [gettext("public holiday: %(name)s", name=holiday)] if holiday else []
    return told + ([weekday(day)] if day.weekday() >= SATURDAY else [])
