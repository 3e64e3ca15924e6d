"""The two surveys of a source in the demo: what it says of each respondent, and no answer beside that."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from blueprints.surveys.queries import LOADED, counting_sheets, respondents
from models.letters import Letter
from models.rounds import Channel, Round
from models.survey_answers import AnswerStanding, AnswerValue
from models.surveys import Survey
from tests import build

ROWS = list(
    csv.DictReader(
        (Path(__file__).parent / "surveys.csv").read_text(encoding="utf-8").splitlines(),
    )
)


@pytest.fixture
def told(loaded):
    """By letter the survey, and by respondent what the demo says it has answered."""
    surveys = loaded.scalars(select(Survey).order_by(Survey.id).options(*LOADED)).all()
    return loaded, dict(zip("AB", surveys, strict=True))


def answers(house, about):
    sheets = {each.respondent_id: each for each in counting_sheets(house, about.id)}
    labels = {choice.id: choice.label for each in about.questions for choice in each.choices}
    found = {}
    for each in respondents(house, house, about, build.TODAY):
        sheet = sheets.get(each.respondent.id)
        said = {row.question_id: row for row in sheet.answers} if sheet else {}
        words = []
        for question in about.questions:
            row = said.get(question.id)
            chosen = [labels[one.choice_id] for one in row.chosen] if row else []
            words.append(chosen[0] if chosen else row.value.value if row else each.standing.value)
        found[each.name] = tuple(words)
    return found


@pytest.mark.parametrize("letter", ["A", "B"])
def test_every_answer_is_the_sources_and_no_other_is_there(told, letter):
    house, surveys = told
    wanted = {row["respondent"]: (row["first"], row["second"]) for row in ROWS if row["survey"] == letter}
    assert answers(house, surveys[letter]) == wanted


def test_each_quote_stands_with_its_survey(told):
    house, surveys = told
    for row in ROWS:
        about = surveys[row["survey"]]
        notes = [each.note for sheet in counting_sheets(house, about.id) for each in sheet.answers]
        assert row["quote"] in " ".join([about.source, about.quote, *notes])
        assert len(row["quote"].split()) <= 12
        assert about.held.canonical == row["held"]


def test_nobody_was_asked_by_us_and_no_number_is_invented(told):
    house, surveys = told
    assert house.query(Round).count() == house.query(Letter).count() == 0
    assert all(each.retold and each.closed_at for each in surveys.values())
    asked = respondents(house, house, surveys["A"], build.TODAY)
    counted = {each.name: each.respondent.stands_for for each in asked}
    assert counted["übrige Anwesende"] is None
    assert counted["Schwangerenberatungsstellen"] is None, "a Sammelbezeichnung: nobody knows how many"
    assert counted["Polizei"] == 1
    sheets = counting_sheets(house, surveys["A"].id)
    assert {(each.channel, each.oral) for each in sheets} == {(Channel.COORDINATION, True)}
    assert AnswerValue.NO_STATEMENT not in {row.value for each in sheets for row in each.answers}
    assert AnswerStanding.NO_ANSWER not in {each.standing for each in asked}
