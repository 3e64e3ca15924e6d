"""What every template may use: words, dates as people write them, the frame's own facts."""

from datetime import date, datetime
from typing import Any, Final

from flask import Flask, current_app, has_request_context, request, url_for

from models.words import N_
from plumbing import clock
from plumbing.access import actor
from plumbing.forms import new_form_key
from plumbing.guarding import marked
from plumbing.kept import kept
from plumbing.language import chosen_language, gettext, locale
from plumbing.markdown import render
from plumbing.phones import dialled
from plumbing.ring import unit

NEAR: Final = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}


def german_day(day: date) -> str:
    """08.09.2022; in the language of a paper or letter where `force_locale` has set one."""
    if locale().language == "de":
        return f"{day.day:02}.{day.month:02}.{day.year}"
    return f"{day.day} {day:%B %Y}"


def clock_time(at: datetime) -> str:
    """10:00, in Berlin."""
    return f"{at.astimezone(clock.BERLIN):%H:%M}"


def file_size(size: int) -> str:
    """363 kB, 1,4 MB"""
    if size < 999_500:
        return f"{max(round(size / 1000), 1)} kB"
    words = f"{size / 1_000_000:.1f} MB"
    return words.replace(".", ",") if locale().language == "de" else words


def weekday(day: date) -> str:
    names = locale().days["format"]["wide"]
    return str(names[day.weekday()])


def relative_day(day: date) -> str:
    """today, tomorrow, in 4 days, 3 days ago"""
    days = (day - clock.today()).days
    if days in NEAR:
        return gettext(NEAR[days])
    return gettext("in %(n)d days", n=days) if days > 0 else gettext("%(n)d days ago", n=-days)


def due_day(day: date) -> str:
    """A last day, and whether it has passed: 08.09.2022, expired on 08.09.2022"""
    return gettext("expired on %(day)s", day=german_day(day)) if day < clock.today() else german_day(day)


def berlin_day(at: datetime) -> date:
    return at.astimezone(clock.BERLIN).date()


def address(endpoint: str, **values: Any) -> str:
    """`url_for` of the pages. Where all values are ids, or there are none, it is asked once for each
    endpoint, and the ids are put into what it built: lists have hundreds of addresses. Files of ours are
    few: each is asked for once."""
    known: dict[tuple[str | None, ...], str] | None = kept().get("addresses")
    if known is None:
        if not has_request_context():
            return url_for(endpoint, **values)
        of_site = current_app.extensions.setdefault("addresses", {})
        known = kept()["addresses"] = of_site.setdefault(request.script_root, {})
    of_file = endpoint == "static" and values.keys() == {"filename"}
    if not of_file:
        for value in values.values():
            if type(value) is not int:
                return url_for(endpoint, **values)
    asked = values.values() if of_file else values
    key = (request.blueprint if endpoint[0] == "." else None, endpoint, *asked)
    pattern = known.get(key)
    if pattern is None:
        pattern = known[key] = url_for(endpoint, **values) if of_file else _pattern(endpoint, list(values))
    if of_file:
        return pattern
    return pattern % values if pattern else url_for(endpoint, **values)


def _pattern(endpoint: str, names: list[str]) -> str:
    """The address with a place for each id; empty if the places can't be told."""
    marks: dict[str, Any] = {name: 1_900_000_001 + place for place, name in enumerate(names)}
    built = url_for(endpoint, **marks)
    if any(built.count(str(mark)) != 1 for mark in marks.values()):
        return ""
    built = built.replace("%", "%%")
    for name, mark in marks.items():
        built = built.replace(str(mark), f"%({name})d")
    return built


def frame() -> dict[str, Any]:
    """What base.html needs on every page."""
    return {
        "lang": chosen_language(),
        "viewer": actor(),
        "navigation": navigation(),
    }


OF_TABLES: Final = (
    "tables",
    "meetings",
    "tasks",
    "minutes",
    "requests",
    "lobbying",
    "positions",
    "procedures",
)
"""The rooms whose pages stand under the round tables."""


UNDER: Final = {"organisations": "organisations", "round-tables": "tables"}
"""Pages of other rooms whose address says what they are about."""


def navigation() -> list[dict[str, Any]]:
    if actor() is None:
        return []
    here = UNDER.get(request.path.partition("/")[2].partition("/")[0], request.blueprint)
    entries = (
        (gettext("To do"), "home.overview", ("home",)),
        (gettext("Round tables"), "tables.index", OF_TABLES),
        (gettext("Directory"), "organisations.index", ("organisations",)),
    )
    found = [
        {"label": label, "url": address(endpoint), "current": here in rooms}
        for label, endpoint, rooms in entries
    ]
    who = actor()
    if who and (who.coordinates or who.is_admin or who.is_privacy_officer):
        found.append(
            {"label": gettext("Office"), "url": address("office.index"), "current": here == "office"}
        )
    return found


def init_app(app: Flask) -> None:
    app.context_processor(frame)
    app.jinja_env.filters.update(
        day=german_day,
        dialled=dialled,
        due=due_day,
        filesizeformat=file_size,
        time=clock_time,
        weekday=weekday,
        relative=relative_day,
        berlin_day=berlin_day,
        markdown=render,
        guarded=marked,
        unit=unit,
    )
    app.jinja_env.globals.update(form_key=new_form_key, url_for=address)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
