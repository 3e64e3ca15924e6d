"""The tables of a report, from its content alone: who was asked and how, and what was said to a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext

from models.survey_answers import AnswerStanding, AnswerValue
from models.survey_questions import NumberStrength
from models.tallies import asks_groups_alone
from models.words import N_
from plumbing.pages import german_day

PART_WORDS: Final = {
    "asked": N_("asked"),
    "answered": AnswerStanding.ANSWERED.label,
    "no_answer": AnswerStanding.NO_ANSWER.label,
    "not_documented": AnswerStanding.NOT_DOCUMENTED.label,
    "not_asked": AnswerStanding.NOT_ASKED.label,
    "void": AnswerStanding.VOID.label,
}


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A table: what it is about, its columns, its rows."""

    caption: str
    header: Sequence[str]
    body: Sequence[Sequence[str]]


def survey_name(survey: dict[str, Any]) -> str:
    return gettext("Survey %(letter)s: %(title)s", letter=survey["letter"], title=survey["title"])


def participation(survey: dict[str, Any]) -> Rows:
    """How it was asked, and each kind of silence for itself."""
    part = survey["participation"]
    always = "" if part["groups"] else "asked"  # where groups alone were asked, no institution was
    said = [key for key in PART_WORDS if part[key] or key == always]
    rows = [(gettext(PART_WORDS[key]), str(part[key])) for key in said]
    if part["groups"]:
        number = str(part["groups"])
        if part["groups_unknown"]:
            number = gettext("%(num)s (number of institutions unknown)", num=number)
        rows.append((gettext("groups that answered together"), number))
    until = german_day(date.fromisoformat(survey["until"])) if survey["until"] else ""
    when = survey["held"] or (gettext("until %(day)s", day=until) if until else "")
    rows = [
        (gettext("Way"), _way(survey)),
        (gettext("When"), when),
        (gettext("Period"), survey["period"]),
        *rows,
    ]
    body = [list(each) for each in rows if each[1]]
    return Rows(caption=survey_name(survey), header=[gettext("Method and those asked"), ""], body=body)


def _way(survey: dict[str, Any]) -> str:
    """In writing, or told: as the answers came that count. Earlier versions know only of whole surveys."""
    told, written = gettext("recorded by the coordination from what was said"), gettext("in writing")
    if survey["retold"]:
        return told
    ways = survey.get("ways", ["written"])
    if not ways:
        return ""
    if len(ways) > 1:
        return gettext("%(one)s, in part %(other)s", one=written, other=told)
    return told if ways == ["told"] else written


def answers(name: str, survey: dict[str, Any], question: dict[str, Any], hidden: str) -> Rows:
    """Every value for itself, then groups, then those who said nothing: nothing is added up. Where groups
    alone were asked nobody is counted: a row of noughts beside what they said would be untrue."""

    def shown(count: int | None) -> str:
        return hidden if count is None else str(count)

    part = survey["participation"]
    nothing = [[gettext("not shown, so that nobody can be recognised"), "–"]]
    body: list[list[str]] = []
    if question["withheld"]:
        body = list(nothing)
    elif not asks_groups_alone(part):
        said = question["values"]  # in the order of the enum: what is frozen has lost its own
        values = {each.value: said[each.value] for each in AnswerValue if each.value in said}
        if question["choices"]:
            values.pop(AnswerValue.YES.value)  # a yes to choices is what was chosen
        body = [[gettext(AnswerValue(key).label), shown(count)] for key, count in values.items()]
        body += [[label, shown(count)] for label, count in question["choices"]]
        body += [_number(each, shown) for each in question["numbers"]]
    for each in question["groups"]:
        many = each["stands_for"] or gettext("number unknown")
        body.append([f"{each['name']} ({many})", said_words(each)])
    body += [[each["name"], said_words(each)] for each in question["quotes"]]
    silent = ("no_answer", "not_documented", "not_asked")
    body += [[gettext(PART_WORDS[key]), str(part[key])] for key in silent if part[key]]
    return Rows(
        caption=f"{name} {question['wording']}",
        header=[gettext("Given answer"), gettext("How many")],
        body=body or nothing,
    )


def said_words(said: dict[str, Any]) -> str:
    """One answer in words: what was chosen or counted, else the value."""
    if said["choices"]:
        return ", ".join(said["choices"])
    if said["number"] is not None:
        return f"{said['number']} ({gettext(NumberStrength(said['strength']).label)})"
    return gettext(AnswerValue(said["value"]).label)


def _number(found: dict[str, Any], shown: Any) -> list[str]:
    label = gettext(NumberStrength(found["strength"]).label)
    given = gettext("number %(strength)s, by %(count)s", strength=label, count=shown(found["count"]))
    return [given, shown(found["total"])]
