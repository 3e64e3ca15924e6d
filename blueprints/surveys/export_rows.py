"""Results of a survey as rows of tables: overview, questions, numbers, paired questions, single answers."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from blueprints.surveys.evaluation_data import Data
from blueprints.surveys.evaluation_words import (
    MASKED,
    SILENT,
    cross_rows,
    group_words,
    number_words,
    said_words,
    sentences,
    taking_part,
    value_words,
)
from models.survey_answers import AnswerValue
from models.survey_questions import NumberStrength
from models.tallies import NoShare, Said, Voice, asks_groups_alone
from plumbing.spreadsheets import Cell

Row = Sequence[Cell]


def overview(data: Data) -> list[Row]:
    """What must be read before the numbers; each silence for itself."""
    rows: list[Row] = [[gettext("What"), gettext("Value")], [gettext("Title"), data["title"]]]
    about = ((gettext("What it is asked for"), "purpose"), (gettext("Reference period"), "period"))
    rows += [[name, data[key]] for name, key in about if data[key]]
    rows += [[words, count] for words, count in taking_part(data)]
    return rows + [[gettext("Please note"), each] for each in sentences(data)]


def results(data: Data) -> list[Row]:
    """A row for each thing that can be said to a question, and for each silence; for groups alone none of
    them: there is nothing to count."""
    rows: list[Row] = [
        [
            gettext("Question"),
            gettext("Wording"),
            gettext("What was answered"),
            gettext("How many"),
            gettext("Share of the answers in %"),
            gettext("Remark"),
        ]
    ]
    for question in data["questions"]:
        rows += _of_question(data, question)
    return rows


def _of_question(data: Data, question: Data) -> list[Row]:
    head = [question["number"], question["wording"]]
    base = None if question["no_share"] else question["answers"]
    why = gettext(NoShare(question["no_share"]).label) if question["no_share"] else ""
    told: list[Row] = [[*head, group_words(each), "", "", said_words(each)] for each in question["groups"]]
    if asks_groups_alone(data["participation"]):
        return told
    rows: list[Row] = []
    for value in AnswerValue:
        count = question["values"][value.value]
        rows.append([*head, value_words(question, value), _count(count), _share(count, base), why])
        if value is AnswerValue.YES:
            rows += [
                [*head, f"{value_words(question, value)}: {label}", _count(taken), "", ""]
                for label, taken in question["choices"]
            ]
    for standing, name in SILENT:
        rows.append([*head, gettext(standing.label), data["participation"][name], "", ""])
    return rows + told


def _count(count: int | None) -> Cell:
    return gettext(MASKED) if count is None else count


def _share(count: int | None, base: int | None) -> Cell:
    return "" if count is None or not base else round(100 * count / base)


def numbers(data: Data) -> list[Row]:
    """Numbers by question and strength; there is no row for all strengths together."""
    rows: list[Row] = [[gettext("Question"), gettext("Wording"), gettext("Unit"), *number_words(data)]]
    for question in data["questions"]:
        for each in question["numbers"]:
            figures = [_count(each[name]) for name in ("count", "total")]
            figures += [each[name] for name in ("least", "middle", "most") if not data["masked"]]
            strength = gettext(NumberStrength(each["strength"]).label)
            rows.append([question["number"], question["wording"], question["unit"], strength, *figures])
    return rows


def crosses(data: Data) -> list[Row]:
    """Paired questions, one view below the other."""
    rows: list[Row] = []
    for each in data["crosses"]:
        if each["cells"] is not None:
            header, body = cross_rows(data, each)
            rows.append(header)
            rows += [[row[0], *map(int, row[1:])] for row in body]
    return rows


def single_answers(data: Data, asked: Sequence[Voice], labels: Mapping[int, str]) -> list[Row]:
    """A row for each who was asked or not, with how each stands; two columns for each question. `labels`: of
    choices, by id."""
    questions = data["questions"]
    rows: list[Row] = [
        [
            gettext("Institution or group"),
            gettext("Stands for how many institutions"),
            gettext("State"),
            *(
                heading
                for each in questions
                for heading in (
                    gettext("Question %(number)s", number=each["number"]),
                    gettext("Question %(number)s: remark", number=each["number"]),
                )
            ),
        ]
    ]
    for voice in asked:
        row: list[Cell] = [voice.name, voice.stands_for or gettext("number unknown"), _standing(voice)]
        for each in questions:
            row += _said(voice.said.get(each["id"]), each, labels)
        rows.append(row)
    return rows


def _standing(voice: Voice) -> str:
    return gettext(voice.standing.label) if voice.standing else ""


def _said(said: Said | None, question: Data, labels: Mapping[int, str]) -> list[Cell]:
    """The answer and its note; of a number the strength stands with the note, so that nobody adds
    what may not be added unseen."""
    if said is None:
        return ["", ""]
    if said.number is not None and said.strength is not None:
        strength = gettext(said.strength.label)
        return [said.number, ": ".join(each for each in (strength, said.note) if each)]
    if said.choices:
        return [", ".join(labels[each] for each in said.choices), said.note]
    return [value_words(question, said.value), said.note]
