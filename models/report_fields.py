"""Figures in the text of a report: fields that are filled in from its surveys, and frozen with a version.

`{A.befragt}` is a figure of the first survey, `{A2.ja}` one of its second question.
"""

import re
import string
from collections.abc import Mapping
from typing import Any, Final

FIELD: Final = re.compile(r"\{([A-Z](?:[0-9]{1,2})?\.[a-zäöüß-]+)\}")
"""How a field is written: letter of the survey, number of the question, name of the figure."""
BRACED: Final = re.compile(r"\{([^{}\n]*)\}")
"""What looks like one: a slip of the pen must not stand in a report as it was typed."""
LETTERS: Final = string.ascii_uppercase
"""The surveys of a request, in the order in which they were tied to it."""
OF_SURVEY: Final = {
    "befragt": "asked",
    "geantwortet": "answered",
    "keine-rückmeldung": "no_answer",
    "nicht-dokumentiert": "not_documented",
    "nicht-befragt": "not_asked",
    "gruppen": "groups",
}
OF_QUESTION: Final = {
    "ja": "yes",
    "fehlanzeige": "none-seen",
    "keine-angabe": "no-statement",
    "nicht-zuständig": "not-responsible",
}
Figures = Mapping[str, int | None]
"""By field its figure; None: masked, because it is small."""


def figures(surveys: list[dict[str, Any]]) -> dict[str, int | None]:
    """All fields of these surveys (as they stand in the content of a report) with their figures."""
    found: dict[str, int | None] = {}
    for survey in surveys:
        letter = survey["letter"]
        for name, key in OF_SURVEY.items():
            found[f"{letter}.{name}"] = survey["participation"][key]
        for number, question in enumerate(survey["questions"], 1):
            for name, key in OF_QUESTION.items():
                found[f"{letter}{number}.{name}"] = question["values"][key]
    return found


def unknown(text: str, known: Figures) -> list[str]:
    """Fields in a text that no survey has, in their order; whatever else stands in braces is none, too."""
    return [each for each in dict.fromkeys(BRACED.findall(text)) if each not in known]


def named_from(text: str, letter: str) -> bool:
    """Whether a text names a figure of this survey or of one after it."""
    return any(each[0] >= letter for each in FIELD.findall(text))


def filled(text: str, known: Figures, *, masked: str) -> str:
    """The text with its figures; `masked` stands for one that is too small to be shown."""

    def figure(found: re.Match[str]) -> str:
        if found[1] not in known:
            return found[0]
        value = known[found[1]]
        return masked if value is None else str(value)

    return FIELD.sub(figure, text)
