"""Decisions and tasks of an edition of minutes in words, from its content alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup

from models.fuzzy_dates import FuzzyDate
from models.results import Result
from models.stances import StanceValue

Facts = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision as the minutes give it: number and wording, what came of it, who said what. `opinions`:
    reasons and special opinions, each with its institution. `html` is safe."""

    heading: str
    circular: bool
    html: Markup
    facts: Facts
    opinions: Facts


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What was decided and who took on what, of one item or of none."""

    decisions: list[Decided]
    tasks: list[tuple[str, str, str]]

    def __bool__(self) -> bool:
        return bool(self.decisions or self.tasks)


def outcomes_of(data: dict[str, Any]) -> Outcomes:
    """Of an item of an edition or of an edition itself; older editions have none."""
    return Outcomes(
        decisions=[_decided(each) for each in data.get("decisions", [])],
        tasks=[_task(each) for each in data.get("tasks", [])],
    )


def task_columns() -> tuple[str, str, str]:
    return gettext("Task"), gettext("Responsible"), gettext("Due")


def _task(task: dict[str, Any]) -> tuple[str, str, str]:
    return task["title"], task["institution"] or gettext("coordination"), _due(task)


def _due(task: dict[str, Any]) -> str:
    day = day_of(task["due_on"])
    if not task["next_meeting"]:
        return day or gettext("without a deadline")
    return gettext("next meeting, %(day)s", day=day) if day else gettext("next meeting")


def day_of(iso: str | None) -> str:
    """A day in the language of the document."""
    return FuzzyDate.of_day(date.fromisoformat(iso)).words(get_locale().language) if iso else ""


def _decided(data: dict[str, Any]) -> Decided:
    named = (
        gettext("Decision %(number)s", number=f"{data['number']}/{data['year']}") if data["number"] else ""
    )
    day = day_of(data["decided_on"])
    pairs = [
        (gettext("Result"), gettext(Result(data["result"]).label)),
        (gettext("Decided in circulation"), day if data["circular"] else ""),
        (gettext("Voices"), _voices(data)),
        (gettext("Provisional"), _provisional(data["provisional"])),
        (gettext("Note"), data["note"]),
    ]
    return Decided(
        heading=": ".join(part for part in (named, data["title"]) if part),
        circular=data["circular"],
        html=Markup(data["html"]),  # noqa: S704 - cleaned when the wording was saved
        facts=[(name, value) for name, value in pairs if value],
        opinions=[pair for said in data["opinions"] for pair in _opinion(said)],
    )


def _voices(data: dict[str, Any]) -> str:
    """Who said what; silence is called silence, and is never consent by itself."""
    said = [
        f"{gettext(StanceValue(value).label)}: {', '.join(names)}" for value, names in data["voices"].items()
    ]
    if data["silent"]:
        said.append(f"{gettext('has said nothing')}: {', '.join(data['silent'])}")
    if data["fallen_away"]:
        gone = ", ".join(data["fallen_away"])
        said.append(gettext("fallen away, because the management did not approve: %(names)s", names=gone))
    return "; ".join(said)


def _provisional(names: list[str]) -> str:
    if not names:
        return ""
    return ngettext(
        "the management of %(names)s has not answered yet",
        "the managements of %(names)s have not answered yet",
        len(names),
        names=", ".join(names),
    )


def _opinion(said: dict[str, str]) -> Facts:
    pairs = [
        (f"{said['institution']}, {gettext(StanceValue(said['value']).label)}", said["reason"]),
        (gettext("Special opinion of %(who)s", who=said["institution"]), said["special_opinion"]),
    ]
    return [(name, words) for name, words in pairs if words]
