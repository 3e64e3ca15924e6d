"""Results of a survey in words: lines with bars, a sentence for each silence, reasons for what is missing.

All from the data of `results_data`, live or frozen, in the language of whoever reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import format_decimal, gettext, ngettext

from models.survey_answers import AnswerStanding, AnswerValue
from models.survey_questions import NumberStrength, QuestionKind
from models.tallies import NoShare, asks_groups_alone
from models.words import N_

Data = dict[str, Any]
SILENT: Final = (
    (AnswerStanding.NO_ANSWER, "no_answer"),
    (AnswerStanding.NOT_DOCUMENTED, "not_documented"),
    (AnswerStanding.VOID, "void"),
    (AnswerStanding.NOT_ASKED, "not_asked"),
)
MASKED: Final = N_("not shown")
KIND_OF_YES: Final = {
    QuestionKind.YES: N_("yes"),
    QuestionKind.NUMBER: N_("gave a number"),
    QuestionKind.CHOICE: N_("chose"),
    QuestionKind.TEXT: N_("wrote something"),
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A line of a table with its bar: `length` of 100, None where nothing may be drawn. `kind` is its look:
    said, nothing (Fehlanzeige and what is no answer to the question), silent, or part of the line above."""

    words: str
    count: str
    share: str
    length: int | None
    kind: str


def bars(data: Data, question: Data) -> list[Bar]:
    """What was said to a question, then who said nothing, each for itself and all to one scale. None where
    groups alone were asked: a column of zeros would say that nobody has answered."""
    part = data["participation"]
    if asks_groups_alone(part):
        return []
    scale = max(1, part["asked"] + part["not_asked"])
    base = None if question["no_share"] else question["answers"]
    found = []
    for value in AnswerValue:
        count = question["values"][value.value]
        if not question["withheld"]:
            kind = "said" if value is AnswerValue.YES else "nothing"
            found.append(_bar(value_words(question, value), count, scale, kind, base))
        if value is AnswerValue.YES and not question["withheld"]:
            found += [_bar(label, taken, scale, "part", None) for label, taken in question["choices"]]
    if question["left_open"]:
        found.append(_bar(gettext("left this question open"), question["left_open"], scale, "silent", None))
    for standing, name in SILENT:
        if part[name] or standing is AnswerStanding.NO_ANSWER:
            found.append(_bar(gettext(standing.label), part[name], scale, "silent", None))
    return found


def _bar(words: str, count: int | None, scale: int, kind: str, base: int | None) -> Bar:
    return Bar(
        words=words,
        count=gettext(MASKED) if count is None else str(count),
        share=share_words(count, base),
        length=None if count is None else round(100 * count / scale),
        kind=kind,
    )


def no_share_words(question: Data) -> str:
    """Why there is no percentage for this question."""
    return gettext(NoShare(question["no_share"]).label) if question["no_share"] else ""


def share_words(count: int | None, base: int | None) -> str:
    """Rounded to whole per cent of those who have answered the question; empty where that is refused."""
    return "" if count is None or not base else gettext("%(share)s %%", share=round(100 * count / base))


def value_words(question: Data, value: AnswerValue) -> str:
    """What a yes is called depends on what was asked for."""
    if value is AnswerValue.YES:
        return gettext(KIND_OF_YES[QuestionKind(question["kind"])])
    return gettext(value.label)


def bar_words() -> list[str]:
    """The headings of `bars`."""
    return [
        gettext("What was answered"),
        gettext("How many"),
        gettext("Share of the answers"),
        gettext("Bar"),
    ]


def number_lines(data: Data, question: Data) -> list[tuple[str, ...]]:
    """Strength, how many gave one, sum, and where nothing is masked least, middle and most: a line for each
    strength, never one for all."""
    return [
        (
            gettext(NumberStrength(each["strength"]).label),
            *(_figure(each[name]) for name in ("count", "total")),
            *(_figure(each[name]) for name in ("least", "middle", "most") if not data["masked"]),
        )
        for each in question["numbers"]
    ]


def number_words(data: Data) -> list[str]:
    """The headings of `number_lines`."""
    words = [gettext("Strength"), gettext("Answers"), gettext("Sum")]
    whole = [gettext("Smallest"), gettext("Median"), gettext("Largest")]
    return words if data["masked"] else words + whole


def cross_rows(data: Data, cross: Data) -> tuple[list[str], list[list[str]]]:
    """A cross view as headings and rows: down what was said to the wider question, across the narrower."""
    questions = {each["number"]: each for each in data["questions"]}
    wider, narrower = questions[cross["wider"]], questions[cross["narrower"]]
    header = [
        gettext("Question %(one)s ↓ · question %(other)s →", one=wider["number"], other=narrower["number"])
    ]
    header += [value_words(narrower, each) for each in AnswerValue]
    return header, [
        [value_words(wider, value), *(str(count) for count in row)]
        for value, row in zip(AnswerValue, cross["cells"] or (), strict=False)
    ]


def _figure(count: float | None) -> str:
    return gettext(MASKED) if count is None else format_decimal(count)


def said_words(said: Data) -> str:
    """One answer in one line."""
    parts = [
        gettext(AnswerValue(said["value"]).label) if not (said["choices"] or said["number"]) else "",
        ", ".join(said["choices"]),
        f"{said['number']} ({gettext(NumberStrength(said['strength']).label)})" if said["number"] else "",
    ]
    return ": ".join([", ".join(each for each in parts if each), *([said["note"]] if said["note"] else [])])


def group_words(group: Data) -> str:
    """A group with the number of those for whom it speaks, or that nobody knows it."""
    if group["stands_for"] is None:
        return gettext("%(name)s (number unknown)", name=group["name"])
    many = group["stands_for"]
    return ngettext(
        "%(name)s (%(num)s institution)", "%(name)s (%(num)s institutions)", many, name=group["name"]
    )


def taking_part(data: Data) -> list[tuple[str, int]]:
    """Each kind of having answered or not with its count: what a report must print (domain.md 5.12)."""
    part = data["participation"]
    if asks_groups_alone(part):
        return [
            (gettext("groups that are asked"), part["groups"]),
            (gettext("groups that have answered"), part["groups_answered"]),
        ]
    counts = [(gettext("asked"), part["asked"]), (gettext(AnswerStanding.ANSWERED.label), part["answered"])]
    counts += [
        (gettext(standing.label), part[name])
        for standing, name in SILENT
        if part[name] or standing is AnswerStanding.NO_ANSWER
    ]
    if part["groups"]:
        counts.append((gettext("groups, not counted in these numbers"), part["groups"]))
    return counts


def sentences(data: Data) -> list[str]:
    """What a reader must know before she reads numbers; each silence has a sentence of its own."""
    part = data["participation"]
    told = []
    if asks_groups_alone(part):
        told.append(gettext("Only groups were asked, each of which answers together: nothing is counted."))
    else:
        told.append(
            gettext("%(some)s of %(all)s asked have answered.", some=part["answered"], all=part["asked"])
        )
        told += _silences(part)
    if part["groups"] and not asks_groups_alone(part):
        told.append(
            gettext("Groups that were asked together: %(count)s.", count=part["groups"])
            + " "
            + gettext("What they said stands beside the counts and is in none of them.")
        )
    if data["no_share"]:
        told.append(gettext(NoShare(data["no_share"]).label))
    if data["masked"]:
        told.append(
            gettext(
                "Counts below %(least)s are not shown, nor others from which they could be worked out.",
                least=data["least"],
            )
        )
    if data["anonymous"]:
        told.append(gettext("The survey was anonymous: nobody knows who has given which answer."))
    return told


def _silences(part: Data) -> Iterator[str]:
    if part["no_answer"]:
        yield ngettext(
            "%(num)s has not answered. That is no Fehlanzeige: what is known there is open.",
            "%(num)s have not answered. That is no Fehlanzeige: what is known there is open.",
            part["no_answer"],
        )
    if part["not_documented"]:
        yield ngettext(
            "Of %(num)s no single answer is documented.",
            "Of %(num)s no single answer is documented.",
            part["not_documented"],
        )
    if part["void"]:
        yield ngettext(
            "%(num)s has left the table meanwhile without an answer.",
            "%(num)s have left the table meanwhile without an answer.",
            part["void"],
        )
    if part["not_asked"]:
        yield ngettext(
            "%(num)s was not asked and is in no count.",
            "%(num)s were not asked and are in no count.",
            part["not_asked"],
        )
