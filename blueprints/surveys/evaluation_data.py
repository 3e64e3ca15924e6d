"""Results of a survey as data to keep: canonical values, no words but those that were typed, ready for JSON.

Pages, papers, exports and frozen editions are all made from it, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from blueprints.surveys.evaluation_queries import SurveyResults
from models.survey_answers import AnswerValue
from models.survey_questions import SurveyQuestion
from models.surveys import Survey
from models.tallies import Cross, Numbers, Said, Tally, no_share

Data = dict[str, Any]
PARTS: Final = (
    *("asked", "answered", "no_answer", "not_documented", "void", "not_asked"),
    *("groups", "groups_answered", "groups_unknown", "labels"),
)


def results_data(
    about: Survey, found: SurveyResults, quotes: Mapping[int, Sequence[tuple[str, Said]]] | None = None
) -> Data:
    """All of it. In place of a count None: masked. `quotes`: by question who said what, if it was released.

    Each kind of silence has its own count in `participation`; nobody of those stands in `values`, which are
    what was said by those who have answered. `no_share` says why there is no percentage, or is empty.
    """
    part = found.participation
    number_of = {each.id: place for place, each in enumerate(about.questions, 1)}
    whole = no_share(part)
    return {
        "survey": about.id,
        "title": about.title,
        "purpose": about.purpose,
        "period": about.period,
        "anonymous": about.anonymous,
        "retold": about.retold,
        "masked": found.masked,
        "least": found.least,
        "participation": {name: getattr(part, name) for name in PARTS},
        "no_share": whole.value if whole else "",
        "questions": [
            _question(each, counted, found, number_of, (quotes or {}).get(each.id, ()))
            for each, counted in zip(about.questions, found.results.tallies, strict=True)
        ],
        "crosses": [] if part.groups_alone else [_cross(each, number_of) for each in found.results.crosses],
    }


def _question(
    row: SurveyQuestion,
    counted: Tally,
    found: SurveyResults,
    number_of: Mapping[int, int],
    quotes: Sequence[tuple[str, Said]],
) -> Data:
    refused = no_share(found.participation, counted)
    labels = {each.id: each.label for each in row.choices}
    return {
        "id": row.id,
        "number": number_of[row.id],
        "kind": row.kind.value,
        "wording": row.wording,
        "definition": row.definition,
        "period": row.period,
        "unit": row.unit,
        "several": row.several,
        "narrows": number_of.get(row.paired_with_id or 0),
        "values": {each.value: counted.values[each] for each in AnswerValue},
        "answers": counted.answers,
        "left_open": counted.left_open,
        "choices": [[label, counted.choices.get(key)] for key, label in labels.items()],
        "numbers": [_numbers(each) for each in counted.numbers],
        "groups": [
            {"name": each.name, "stands_for": each.stands_for, **said_data(each.said, labels)}
            for each in counted.groups
        ],
        "withheld": counted.withheld,
        "no_share": refused.value if refused else "",
        "quotes": [{"name": name, **said_data(said, labels)} for name, said in quotes],
    }


def said_data(said: Said, labels: Mapping[int, str]) -> Data:
    """One answer with all that belongs to it."""
    return {
        "value": said.value.value,
        "note": said.note,
        "number": said.number,
        "strength": said.strength.value if said.strength else "",
        "choices": [labels[each] for each in said.choices if each in labels],
    }


def _numbers(each: Numbers) -> Data:
    return {
        "strength": each.strength.value,
        "count": each.count,
        "total": each.total,
        "least": each.least,
        "middle": each.middle,
        "most": each.most,
    }


def _cross(each: Cross, number_of: Mapping[int, int]) -> Data:
    """Rows are what was said to the wider question, columns what was said to the narrower one."""
    values = list(AnswerValue)
    cells = each.cells
    return {
        "wider": number_of[each.wider],
        "narrower": number_of[each.narrower],
        "cells": None if cells is None else [[cells[one, other] for other in values] for one in values],
    }
