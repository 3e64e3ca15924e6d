"""The twelve months of a year as a picture: where each day stands, and what is on it."""

import calendar
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from flask_babel import gettext

from blueprints.meetings.years.queries import OFF, Line, Year
from models.date_words import MONTHS_DE, MONTHS_EN
from models.deadlines import MeetingDeadlines, holiday_name
from models.meetings import Meeting
from plumbing.pages import german_day

COLUMN: Final = 20
ROW: Final = 18
TOP: Final = 36
"""A day's width and height, and where the first week stands, in units of the picture: a month is 140 wide."""


class Day(NamedTuple):
    """A day in its month: `kind` is what is seen of it first, `told` all that is on it, in words."""

    number: int
    x: int
    y: int
    kind: str
    told: str
    meeting_id: int | None


class Month(NamedTuple):
    name: str
    days: list[Day]


KINDS: Final = ("meeting", "off", "due", "holiday", "weekend", "")
"""What a day shows first, by weight: a meeting, one that fell out, a last day, a holiday, a weekend."""


def months_of(found: Year, language: str) -> list[Month]:
    """All months of a year with the meetings on known days and the last days before them."""
    marks = _marks(found)
    names = MONTHS_DE if language.startswith("de") else MONTHS_EN
    return [Month(name, list(_days(found, month, marks, language))) for month, name in enumerate(names, 1)]


def _days(found: Year, month: int, marks: Mapping[date, list[Day]], language: str) -> Iterator[Day]:
    first, count = calendar.monthrange(found.year, month)
    for number in range(1, count + 1):
        day = date(found.year, month, number)
        week, weekday = divmod(first + number - 1, 7)
        place = (number, COLUMN * weekday + COLUMN // 2, TOP + ROW * week)
        on_it = sorted(marks.get(day, ()), key=lambda mark: KINDS.index(mark.kind))
        if holiday := holiday_name(day, found.land, language):
            on_it.append(Day(*place, "holiday", holiday, None))
        kind = on_it[0].kind if on_it else "weekend" if weekday >= calendar.SATURDAY else ""
        told = "; ".join(dict.fromkeys(mark.told for mark in on_it))
        leads_to = on_it[0].meeting_id if on_it else None
        yield Day(*place, kind, f"{german_day(day)}: {told}" if told else "", leads_to)


def _marks(found: Year) -> dict[date, list[Day]]:
    """By day what a meeting puts on it; places are not known yet."""
    marks: dict[date, list[Day]] = defaultdict(list)
    for line in found.lines:
        for day, kind, told in _of(line):
            marks[day].append(Day(0, 0, 0, kind, told, line.meeting.id))
    return marks


def _of(line: Line) -> Iterator[tuple[date, str, str]]:
    meeting, due = line.meeting, line.deadlines
    if meeting.held_on.day is None:
        return
    is_off = meeting.state in OFF
    word = gettext(meeting.state.label)
    yield meeting.held_on.day, "off" if is_off else "meeting", f"{_named(meeting)} ({word})"
    if due is not None:
        yield from ((day, "due", told) for day, told in _last_days(meeting, due))


def _named(meeting: Meeting) -> str:
    if meeting.number is None:
        return meeting.title or gettext("Meeting")
    return gettext("Meeting %(number)s", number=meeting.number)


def _last_days(meeting: Meeting, due: MeetingDeadlines) -> Iterator[tuple[date, str]]:
    yield due.topic_call_on, gettext("Call for topics by")
    yield due.agenda_closes_on, gettext("Agenda closes")
    if not meeting.invited_at:
        yield due.invitation_due_on, gettext("Invitation by")
    yield due.replies_due_on, gettext("Replies by")
