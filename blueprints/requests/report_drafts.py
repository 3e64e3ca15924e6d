"""What a report begins with, the question to the table about it, and what one's own house has said."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from blueprints.requests.report_words import Part, shown_report
from models.report_fields import LETTERS
from models.survey_answers import SurveyAnswer
from models.survey_questions import SurveyQuestion


def drafted(request: Any, surveys: Sequence[Any]) -> dict[str, str]:
    """The texts with which a report begins: out of the request and its surveys, with their fields."""
    letters = list(zip(LETTERS, surveys, strict=False))
    asked_by = request.committee.name if request.committee else request.asker
    if request.organisation:
        asked_by = request.organisation.name
    on = request.asked_on.words("de") if request.asked_on.is_known else gettext("no day is known")
    method = [
        gettext(
            "Survey %(letter)s (%(title)s): {%(letter)s.befragt} asked, {%(letter)s.geantwortet} answered.",
            letter=letter,
            title=each.title,
        )
        for letter, each in letters
    ]
    return {
        "title": gettext("Notification: %(title)s", title=request.title)[:200],
        "addressee": asked_by,
        "occasion": gettext("%(who)s asked for this (%(day)s).", who=asked_by, day=on),
        "method": "\n\n".join(method),
        "limits": "",
        "proposal": "",
    }


def said_by(answer: SurveyAnswer, question: SurveyQuestion) -> str:
    """What one's own institution has said to a question, with the unit and the remark."""
    words = ", ".join(each.choice.label for each in answer.chosen)
    if answer.number is not None:
        unit = question.unit or ngettext("mention", "mentions", answer.number)
        strength = f" ({gettext(answer.strength.label)})" if answer.strength else ""
        words = f"{answer.number} {unit}{strength}"
    elif answer.value and not words:
        words = gettext(answer.value.label)
    return " – ".join(each for each in (words, answer.note) if each)


def agreement(data: dict[str, Any], checksum: str) -> tuple[str, str]:
    """Title and wording of the question whether the table agrees to a report: with all that it says."""
    shown = shown_report(data)
    title = gettext("Agreement to the report: %(title)s", title=shown.title)
    asked = gettext("The table agrees to the report “%(title)s” in this version:", title=shown.title)
    parts = [asked, *(f"{name}: {value}" for name, value in shown.facts)]
    if shown.references:
        parts.append(f"{gettext('Reference')}: {'; '.join(shown.references)}")
    for section in shown.sections:
        parts += [f"**{section.title}**", *(_markdown(each) for each in section.parts)]
    parts.append(gettext("Checksum of the content: %(sum)s", sum=checksum))
    return title, "\n\n".join(each for each in parts if each)


def _markdown(part: Part) -> str:
    if part.rows is not None:
        rows = (f"- {': '.join(each for each in row if each)}" for row in part.rows.body)
        return "\n".join([f"*{part.rows.caption}*", "", *rows])
    if part.quote:
        return "\n".join(f"> {line}" for line in part.quote.splitlines())
    return part.source or part.heading or part.note
