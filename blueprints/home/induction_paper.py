"""What somebody new needs to know on paper: as of a day, as far as this reader may see it."""

from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.home.induction_queries import Induction
from blueprints.home.induction_words import WORDS
from blueprints.home.rows import Row
from blueprints.tables.queries import Named
from models.bodies import Office
from models.decisions import Decision
from models.meetings import Meeting
from plumbing.clock import BERLIN, today
from plumbing.pages import german_day
from plumbing.paper import as_download, pdf

GERMAN = "de"


def download_of(pack: Induction, owed: list[Row], reader: str, at: datetime) -> Response:
    """A tagged PDF; `reader` is named on it, for it says what she may see."""
    with force_locale(GERMAN):
        on = at.astimezone(BERLIN).date()
        content = pdf("print/induction", _data(pack, owed, reader, on), at)
        name = gettext("Induction")
        return as_download(content, f"{name} {on:%Y-%m-%d}.pdf")


def _data(pack: Induction, owed: list[Row], reader: str, on: date) -> dict[str, Any]:
    as_of = gettext("As of %(day)s", day=german_day(on))
    return {
        "lang": GERMAN,
        "region": "DE",
        "title": gettext("Induction: %(table)s", table=pack.body.name),
        "subtitle": gettext("%(as_of)s, for %(reader)s", as_of=as_of, reader=reader),
        "facts": [(each.seat.organisation.name, gettext(each.seat.kind.label)) for each in pack.mine],
        "notice": gettext("Made for one reader. Please do not pass it on."),
        "lists": _lists(pack, owed),
        "people": _people(pack),
        "glossary": [(gettext(word), gettext(meaning)) for word, meaning in WORDS],
        "footer": [pack.body.name, as_of],
        "words": _words(),
    }


def _lists(pack: Induction, owed: list[Row]) -> list[dict[str, Any]]:
    return [
        _list(gettext("What is due"), [_due(each) for each in owed]),
        _list(gettext("Next meetings"), [_meeting(each) for each in pack.meetings]),
        _list(gettext("What the table has agreed, and documents"), [each.title for each in pack.agreed]),
        _list(gettext("Decisions that hold"), [_decision(each) for each in pack.decided]),
        _list(
            gettext("Last minutes"),
            [
                gettext(
                    "%(meeting)s, sent on %(day)s",
                    meeting=_meeting(each.meeting),
                    day=german_day(each.sent_at.astimezone(BERLIN).date()),
                )
                for each in pack.minutes
            ],
        ),
        _list(gettext("Whom to ask"), [_in_office(*each) for each in pack.offices]),
    ]


def _people(pack: Induction) -> list[tuple[str, str, str]]:
    return [
        (
            each.seat.organisation.name,
            _named(each.main) if each.main else gettext("nobody named"),
            "; ".join(_named(deputy) for deputy in each.deputies) or "–",
        )
        for each in pack.members
    ]


def _words() -> dict[str, Any]:
    return {
        "page": gettext("Page {page} of {pages}"),
        "people": gettext("Who sits at the table"),
        "columns": [gettext("Institution"), gettext("Representative"), gettext("Deputies")],
        "glossary": gettext("A few words"),
        "none": gettext("Nothing at the moment."),
        "replaced": gettext(
            "□ stands for a sign that the fonts of this document do not have; the page on the site shows it."
        ),
    }


def _list(name: str, lines: list[str]) -> dict[str, Any]:
    return {"name": name, "lines": lines}


def _due(row: Row) -> str:
    by = gettext("by %(day)s", day=german_day(row.due)) if row.due else ""
    return ", ".join(part for part in (row.title, row.detail, by) if part)


def _meeting(meeting: Meeting) -> str:
    number = gettext("Meeting %(number)s", number=meeting.number) if meeting.number else gettext("Meeting")
    return f"{number}, {meeting.held_on.words(GERMAN)}"


def _decision(decision: Decision) -> str:
    day = german_day(decision.decided_on) if decision.decided_on else ""
    return ", ".join(part for part in (decision.title, day) if part)


def _in_office(office: Office, person: Named) -> str:
    comes = office.starts_on is not None and office.starts_on > today()
    from_day = gettext("from %(day)s", day=german_day(office.starts_on)) if comes and office.starts_on else ""
    return ", ".join(part for part in (_named(person), from_day) if part)


def _named(person: Named) -> str:
    """By name for members, by function for whoever only reads."""
    words = [part for part in (person.name, person.function) if part] or [gettext(person.role)]
    return ", ".join([*words, *([person.email] if person.email else [])])
