"""The sheet to sign and the cards for the table: forms to be filled in and set up, as of the day of printing.

They go round in the room, in German as all documents of the tables; nothing of an answer stands on them. A
guest reads of no other item: each item's guests have a sheet of their own.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.meetings.naming import meeting_called, slot_words, table_name
from blueprints.meetings.papers.queries import Attendee, AtTheTable, Guest, GuestsOf, Place
from blueprints.meetings.years.paper import when
from models.meetings import Meeting
from models.rounds import Coming
from plumbing.pages import berlin_day
from plumbing.paper import as_download, pdf

GERMAN = "de"
EMPTY_ROWS = 5
"""Rows for whoever comes unannounced."""


def attendance_list(meeting: Meeting, found: AtTheTable, at: datetime) -> Response:
    """The list for signatures as a tagged PDF."""
    with force_locale(GERMAN):
        content = pdf("print/attendance", _list_data(meeting, found, at), at)
        return as_download(content, _file_name(gettext("Attendance list"), meeting))


def name_cards(meeting: Meeting, found: AtTheTable, at: datetime, *, names: bool) -> Response:
    """Cards to fold, two on a sheet: institution and name, or the function alone where `names` is False."""
    with force_locale(GERMAN):
        data = _head(meeting, gettext("Name cards"), at) | {"cards": list(_cards(found, names))}
        data["words"]["none"] = gettext("Nobody is expected.")
        return as_download(pdf("print/name_cards", data, at), _file_name(gettext("Name cards"), meeting))


def _file_name(what: str, meeting: Meeting) -> str:
    name = f"{what} {table_name(meeting)} {meeting.held_on.canonical.replace('/', '_')}"
    return re.sub(r'[/\\:?"<>|\x00-\x1f]+', "-", name)[:150] + ".pdf"


def _head(meeting: Meeting, title: str, at: datetime) -> dict[str, Any]:
    as_of = gettext("As of %(day)s", day=f"{berlin_day(at):%d.%m.%Y}")
    return {
        "lang": GERMAN,
        "region": "DE",
        "title": title,
        "subtitle": f"{table_name(meeting)}: {meeting_called(meeting)}",
        "facts": [
            (name, value)
            for name, value in ((gettext("When"), when(meeting)), (gettext("Place"), meeting.place))
            if value
        ],
        "notice": "",
        "footer": [table_name(meeting), as_of],
        "words": {
            "page": gettext("Page {page} of {pages}"),
            "replaced": gettext(
                "□ stands for a sign that the fonts of this document do not have; "
                "the page on the site shows it."
            ),
        },
    }


def _list_data(meeting: Meeting, found: AtTheTable, at: datetime) -> dict[str, Any]:
    data = _head(meeting, gettext("Attendance list"), at)
    words = {
        "columns": [gettext("Institution"), gettext("Name, function"), gettext("Signature")],
        "guests_notice": gettext("This sheet is laid out for the guests of this item only."),
    }
    return data | {
        "words": data["words"] | words,
        "places": [_place(place) for place in found.places],
        "empty": EMPTY_ROWS,
        "sheets": [_sheet(item) for item in found.items],
    }


def _place(place: Place) -> dict[str, Any]:
    people = place.people or [Attendee(name="")]
    return {"institution": place.institution, "people": [(each.name, each.function) for each in people]}


def _sheet(item: GuestsOf) -> dict[str, Any]:
    return {
        "title": gettext("Guests of item %(number)s: %(title)s", number=item.number, title=item.title),
        "places": [
            {"institution": each.institution or "–", "people": [(each.name, _guest_words(each))]}
            for each in item.guests
        ],
    }


def _guest_words(guest: Guest) -> str:
    time = slot_words(guest.slot) if guest.slot else ""
    return ", ".join(part for part in (guest.function, time) if part)


def _cards(found: AtTheTable, names: bool) -> Iterable[dict[str, str]]:
    """One for each who is expected; two guests of several items at the same name get one."""
    for place in found.places:
        for each in place.expected:
            yield _card(place.institution, each.name, each.function, names)
    told = set()
    for guest in (guest for item in found.items for guest in item.guests):
        if guest.coming is not Coming.NO and (guest.institution, guest.name) not in told:
            told.add((guest.institution, guest.name))
            yield _card(guest.institution, guest.name, guest.function, names)


def _card(institution: str, name: str, function: str, names: bool) -> dict[str, str]:
    if not names:
        name, function = function, ""
    first, second = (name, function) if name else (institution, "")
    return {"name": first, "function": second, "institution": institution if name else ""}
