"""How meetings are called, in the language of the page."""

from datetime import datetime

from flask_babel import get_locale

from blueprints.tables.queries import sees_names
from models.actors import Actor
from models.guests import Slot
from models.meetings import Meeting
from plumbing.language import chosen_language, gettext
from plumbing.pages import berlin_day, clock_time, german_day, weekday


def meeting_name(meeting: Meeting) -> str:
    """ "12. Sitzung am 09.12.2026"; a title of its own goes before, a vague date stands in brackets."""
    called = meeting_called(meeting)
    if not meeting.held_on.is_known:
        return called
    when = meeting.held_on.words(chosen_language())
    if meeting.held_on.is_day:
        return gettext("%(name)s on %(day)s", name=called, day=when)
    return f"{called} ({when})"


def meeting_called(meeting: Meeting) -> str:
    """ "12. Sitzung", or its own title; in the language of the page or document."""
    return meeting.title or _numbered(meeting)


def table_name(meeting: Meeting) -> str:
    """What the meeting's body was called on its day."""
    return meeting.name_then or meeting.body.name


def knows_names(meeting: Meeting, by: Actor) -> bool:
    """Members know who leads a meeting and who writes by name; whoever only reads, guests and all others know
    functions."""
    return sees_names(by, meeting.body_id) or meeting.id in by.records


def minute_taker(meeting: Meeting, by: Actor) -> str:
    """Who writes the minutes, as the reader may know it."""
    taker = meeting.minute_taker
    if taker is None:
        return gettext("the coordination")
    return taker.name if knows_names(meeting, by) else taker.function or gettext("Minute taker")


def _numbered(meeting: Meeting) -> str:
    if meeting.number is None:
        return gettext("Meeting")
    return gettext("Meeting no. %(number)d", number=meeting.number)


def slot_words(slot: Slot) -> str:
    """10:30 to 11:00 o’clock"""
    start = clock_time(slot.starts_at)
    if slot.ends_at is None:
        return gettext("%(start)s o’clock", start=start)
    return gettext("%(start)s to %(end)s o’clock", start=start, end=clock_time(slot.ends_at))


def date_words(starts_at: datetime, ends_at: datetime | None) -> str:
    """ "Mittwoch, 14.10.2026, 10:00 bis 12:00 Uhr": a date as one chooses among several."""
    day = berlin_day(starts_at)
    times = slot_words(Slot(starts_at, ends_at))
    return f"{weekday(day)}, {german_day(day)}, {times}"


def short_date(starts_at: datetime) -> str:
    """ "Mi., 14.10.2026, 10:00": where many stand beside each other."""
    day = berlin_day(starts_at)
    name = get_locale().days["format"]["abbreviated"][day.weekday()]
    return f"{name}, {german_day(day)}, {clock_time(starts_at)}"
