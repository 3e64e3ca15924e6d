"""The year of a table on one sheet of paper: always in German, the language of the tables' documents."""

from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.meetings.years.months import months_of
from blueprints.meetings.years.queries import Line, Year
from models.meetings import Meeting
from plumbing.clock import BERLIN
from plumbing.pages import berlin_day, clock_time, weekday
from plumbing.paper import as_download, pdf

GERMAN = "de"


def download_of(found: Year, at: datetime) -> Response:
    """A tagged PDF of what this reader may see."""
    with force_locale(GERMAN):
        content = pdf("print/year", _data(found, at.astimezone(BERLIN).date()), at)
        return as_download(content, f"{found.body.name} {found.year}.pdf")


def _data(found: Year, on: date) -> dict[str, Any]:
    as_of = gettext("As of %(day)s", day=_day(on))
    return {
        "lang": GERMAN,
        "region": "DE",
        "title": gettext("Meetings %(year)s", year=found.year),
        "subtitle": found.body.name,
        "facts": [],
        "notice": gettext("Deadlines are the last day each. They move with the meeting; the site is right.")
        if any(line.deadlines for line in found.lines)
        else "",
        "months": _months(found),
        "rows": [_row(line) for line in found.lines],
        "footer": [found.body.name, as_of],
        "words": {
            "page": gettext("Page {page} of {pages}"),
            "columns": [
                gettext("No."),
                gettext("When"),
                gettext("Place"),
                gettext("Call for topics by"),
                gettext("Agenda closes"),
                gettext("Invitation by"),
                gettext("Replies by"),
                gettext("State"),
            ],
            "year": gettext("The year %(year)s", year=found.year),
            "marks": [
                gettext("meeting"),
                gettext("cancelled or not held"),
                gettext("last day of a deadline"),
                gettext("public holiday"),
            ],
            "none": gettext("No meeting has been planned for this year."),
            "replaced": gettext(
                "□ stands for a sign that the fonts of this document do not have; "
                "the page on the site shows it."
            ),
        },
    }


def _months(found: Year) -> list[dict[str, Any]]:
    """Each month with its days as weeks: number and kind, empty before the first day."""
    told: list[dict[str, Any]] = []
    for month in months_of(found, GERMAN) if found.lines else []:
        before = date(found.year, len(told) + 1, 1).weekday()
        days = [{"number": str(day.number), "kind": day.kind} for day in month.days]
        told.append({"name": month.name, "days": [{"number": "", "kind": ""}] * before + days})
    return told


def _row(line: Line) -> list[str]:
    meeting, due = line.meeting, line.deadlines
    days = [due.topic_call_on, due.agenda_closes_on] if due else []
    told = [_day(day) for day in days] or ["–", "–"]
    invited = _day(berlin_day(meeting.invited_at)) if meeting.invited_at else ""
    sent = gettext("sent on %(day)s", day=invited) if invited else ""
    return [
        str(meeting.number or ""),
        ", ".join(part for part in (when(meeting), meeting.title) if part),
        meeting.place or "–",
        *told,
        sent or (_day(due.invitation_due_on) if due else "–"),
        _day(due.replies_due_on) if due else "–",
        gettext(meeting.state.label),
    ]


def when(meeting: Meeting) -> str:
    """Wednesday, 10.03.2027, 10:00 to 12:00 o’clock; a vague date as it is known."""
    if meeting.starts_at is None:
        return meeting.held_on.words(GERMAN)
    day = berlin_day(meeting.starts_at)
    start = clock_time(meeting.starts_at)
    if meeting.ends_at is None:
        time = gettext("%(start)s o’clock", start=start)
    else:
        time = gettext("%(start)s to %(end)s o’clock", start=start, end=clock_time(meeting.ends_at))
    return f"{weekday(day)}, {_day(day)}, {time}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
