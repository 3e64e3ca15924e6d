"""A report in words, from its content alone: sections with texts, quotations, tables and fixed notes."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from flask_babel import gettext
from markupsafe import Markup

from blueprints.requests.report_tables import Rows, answers, participation, survey_name
from models.papers import PaperKind
from models.report_fields import figures, filled
from models.tallies import NoShare
from models.words import N_
from plumbing.markdown import render
from plumbing.pages import german_day

DARK_FIELD: Final = N_(
    "“Fehlanzeige” says that an institution has become aware of nothing in its own work. It does not mean "
    "that there is nothing: what nobody reports (the dark field) cannot be derived from these answers, and "
    "neither can it from the silence of those who did not answer."
)
"""Stands in every report."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One piece of a section: exactly one of these is given, `html` with the Markdown that it is made of.
    `survey_id`, and the `question` by its number: where a figure comes from."""

    heading: str = ""
    html: Markup | None = None
    source: str = ""
    quote: str = ""
    note: str = ""
    rows: Rows | None = None
    survey_id: int = 0
    question: int = 0


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    parts: list[Part]


@dataclass(frozen=True, kw_only=True)
class ReportShown:
    """A report as anybody may read it who may read it at all."""

    title: str
    facts: list[tuple[str, str]]
    references: list[str]
    sections: list[Section]


def shown_report(data: dict[str, Any]) -> ReportShown:
    """The content, frozen or as it would be now, in the language of the page; what was typed stays."""
    return ReportShown(
        title=data["title"],
        facts=_facts(data),
        references=[reference_words(each) for each in data["references"]],
        sections=_sections(data),
    )


def reference_words(found: dict[str, str]) -> str:
    """As the line "Bezug" says it: kind, number, originator, day, title."""
    kind = gettext(PaperKind(found["kind"]).label)
    kind = f"{kind[:1].upper()}{kind[1:]}"
    by = gettext("of %(who)s", who=found["originator"]) if found["originator"] else ""
    on = gettext("of the %(day)s", day=found["on"]) if found["on"] else ""
    name = " ".join(each for each in (kind, found["number"], by, on) if each)
    return f"{name} – {found['title']}" if found["title"] else name


def _facts(data: dict[str, Any]) -> list[tuple[str, str]]:
    decision = data.get("decision")
    agreed = ""
    if decision:
        day = german_day(date.fromisoformat(decision["on"])) if decision["on"] else ""
        agreed = ", ".join(each for each in (decision["title"], day) if each)
    released = german_day(date.fromisoformat(data["released_on"])) if data.get("released_on") else ""
    pairs = [
        (gettext("Addressee"), data["addressee"]),
        (gettext("Round table"), data["table"]),
        (gettext("Version"), str(data.get("version", ""))),
        (gettext("Released"), ", ".join(each for each in (released, data.get("released_by", "")) if each)),
        (gettext("Corrects the version with the checksum"), data.get("replaces", "")[:16]),
        (gettext("Reason of the correction"), data.get("reason", "")),
        (gettext("Agreed by decision"), agreed),
    ]
    return [(name, value) for name, value in pairs if value]


def _sections(data: dict[str, Any]) -> list[Section]:
    known, hidden = figures(data["surveys"]), gettext("(not shown)")

    def text(name: str) -> list[Part]:
        words = filled(data[name], known, masked=hidden)
        return [_written(words)] if words else []

    limits = [*text("limits"), Part(note=gettext(DARK_FIELD))]
    limits += [Part(note=_fewer(each)) for each in data["surveys"] if _is_masked(each)][:1]
    judged = [
        part
        for each in data["assessments"]
        for part in (
            _written(filled(each["text"], known, masked=hidden)),
            Part(note=gettext("Assessment by: %(who)s", who=each["author"])),
        )
    ]
    found = [
        Section(title=gettext("Occasion and resolution"), parts=text("occasion") + _resolutions(data)),
        Section(title=gettext("Method and those asked"), parts=text("method") + _asked(data["surveys"])),
        *_results(data["surveys"], hidden),
        Section(title=gettext("Limits of what can be said"), parts=limits),
    ]
    if judged:
        found.append(Section(title=gettext("Assessments"), parts=judged))
    if data["proposal"]:
        found.append(Section(title=gettext("Proposal"), parts=text("proposal")))
    return [Section(title=f"{number} {each.title}", parts=each.parts) for number, each in enumerate(found, 1)]


def _written(words: str) -> Part:
    return Part(html=_rendered(words), source=words)


@lru_cache(maxsize=256)
def _rendered(words: str) -> Markup:
    """The same frozen text is made into HTML once in each process."""
    return render(words)


def _resolutions(data: dict[str, Any]) -> list[Part]:
    found = []
    for each in data["resolutions"]:
        source = ", ".join(words for words in (each["committee"], each["on"]) if words)
        found += [Part(quote=each["words"]), Part(note=source)]
    if not found and data["wording"]:
        found.append(Part(quote=data["wording"]))
    return found


def _asked(surveys: list[dict[str, Any]]) -> list[Part]:
    return [
        Part(note=_running(each)) if each.get("running") else Part(rows=participation(each))
        for each in surveys
    ]


def _running(survey: dict[str, Any]) -> str:
    """Why nothing of it stands here yet; `waits`: whoever has the lead waits until something is frozen."""
    words = N_("Survey %(letter)s is not closed yet. What it finds stands here then.")
    if survey["waits"]:
        words = N_("Survey %(letter)s is closed. Its results stand here once they are evaluated.")
    return gettext(words, letter=survey["letter"])


def _results(surveys: list[dict[str, Any]], hidden: str) -> list[Section]:
    """The first survey's results, and each further source as a section of its own: methods stay apart."""
    return [
        Section(
            title=gettext("Results") if place == 0 else gettext("Further source"),
            parts=[Part(note=_running(each))]
            if each.get("running")
            else [Part(heading=survey_name(each)), *_questions(each, hidden)],
        )
        for place, each in enumerate(surveys)
    ]


def _questions(survey: dict[str, Any], hidden: str) -> list[Part]:
    parts: list[Part] = []
    for number, question in enumerate(survey["questions"], 1):
        rows = answers(f"{survey['letter']}{number}", survey, question, hidden)
        parts.append(Part(rows=rows, survey_id=survey["survey"], question=number))
        if question["definition"]:
            parts.append(Part(note=gettext("Definition: %(words)s", words=question["definition"])))
    if survey["no_share"]:
        parts.append(Part(note=gettext(NoShare(survey["no_share"]).label)))
    return parts


def _is_masked(survey: dict[str, Any]) -> bool:
    return not survey.get("running") and any(
        question["withheld"] or None in question["values"].values() for question in survey["questions"]
    )


def _fewer(survey: dict[str, Any]) -> str:
    return gettext(
        "Counts below %(least)s are not shown, nor others from which they could be worked out.",
        least=survey["least"],
    )
