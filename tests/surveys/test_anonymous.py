"""Anonymous surveys: nobody sees who has answered, and after closing nobody can find out (rulings.md 5)."""

from datetime import timedelta

import pytest

from blueprints.surveys import closing_rules, reminder_rules
from models.errors import RuleBroken
from models.history import Entry
from models.respondent_links import RespondentLink
from models.survey_answers import AnswerSheet, ChosenChoice, SurveyAnswer
from models.survey_questions import QuestionKind
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.making import DUE


@pytest.fixture
def table(house):
    return build.table(house, seats=6)


@pytest.fixture
def anonymous(house, table):
    made = Asking(house, table)
    made.begin(anonymous=True)
    made.ask()
    made.ask("Welche?", QuestionKind.CHOICE, labels=["eine", "andere"])
    made.open()
    return made


def both(asking, value, note=""):
    choice = asking.questions()[1].choices[0].id
    return {"value": value, "note": note}, {"choice_ids": (choice,)}


def test_it_needs_so_many_that_nobody_can_tell(house, table):
    asking = Asking(house, table)
    asking.begin(anonymous=True)
    asking.ask()
    with pytest.raises(RuleBroken, match="at least"):
        asking.open(*table.seats[:4])


def test_the_coordination_learns_nothing_while_it_runs(house, table, anonymous, read_as):
    anonymous.say(0, *both(anonymous, YES, "Wort-Opal"))
    assert set(anonymous.standings().values()) == {None}
    entries = house.query(Entry).filter_by(gesture="answer").all()
    assert [(each.person_id, each.subject) for each in entries] == [(None, "survey")]
    sheet = house.query(AnswerSheet).one()
    assert sheet.person_id is None
    seen = read_as(build.actor(house, table.coordinator)).query(AnswerSheet).all()
    assert seen == []


def test_nobody_answers_for_others_in_it(anonymous):
    with pytest.raises(RuleBroken):
        anonymous.record(anonymous.respondent(0), *both(anonymous, YES))


def test_all_are_reminded_whoever_has_answered(house, anonymous):
    anonymous.say(0, *both(anonymous, YES))
    assert reminder_rules.remind_due(house, DUE - timedelta(days=7), build.NOW) == 12


def test_closing_destroys_the_link_between_answer_and_institution(house, table, anonymous):
    for place, value in enumerate((YES, NONE_SEEN, YES, NONE_SEEN)):
        later = build.NOW + timedelta(days=place)
        anonymous.say(place, *both(anonymous, value, f"Wort {place}"), now=later)
    anonymous.say(0, *both(anonymous, YES, "Wort neu"), now=build.NOW + timedelta(days=9))
    anonymous.say(4, YES, save=True)
    before = {each.id for each in house.query(SurveyAnswer)}
    anonymous.close(build.NOW + timedelta(days=10))

    sheets = house.query(AnswerSheet).all()
    assert len(sheets) == 4
    facts = {(one.respondent_id, one.person_id, one.channel, one.address, one.said_on) for one in sheets}
    assert facts == {(None,) * 5}
    assert len({(one.released_at, one.begun_at, one.number, one.saved_at) for one in sheets}) == 1
    notes = {each.note for each in house.query(SurveyAnswer) if each.note}
    assert notes == {"Wort neu", "Wort 1", "Wort 2", "Wort 3"}
    assert house.query(ChosenChoice).count() == 4
    assert house.query(RespondentLink).count() == 0
    if house.get_bind().dialect.name == "postgresql":
        assert not before & {each.id for each in house.query(SurveyAnswer)}


def test_the_order_of_what_is_left_is_one_of_chance(house, anonymous, monkeypatch):
    monkeypatch.setattr(closing_rules.CHANCE, "shuffle", lambda kept: kept.reverse())
    for place in range(3):
        anonymous.say(place, *both(anonymous, YES, f"Wort {place}"))
    anonymous.close()
    rows = house.query(SurveyAnswer).filter(SurveyAnswer.note != "").order_by(SurveyAnswer.sheet_id)
    assert [each.note for each in rows] == ["Wort 2", "Wort 1", "Wort 0"]


def test_closing_takes_as_many_statements_for_many_answers_as_for_few(house, table, statements):
    counts = []
    for speakers in (1, 6):
        asking = Asking(house, table)
        asking.begin(anonymous=True)
        asking.ask()
        asking.ask("Welche?", QuestionKind.CHOICE, labels=["eine", "andere"])
        asking.open()
        for place in range(speakers):
            asking.say(place, *both(asking, YES))
        with statements() as seen:
            asking.close()
        counts.append(len(seen))
    assert counts[0] == counts[1], counts


def test_it_is_never_opened_again_nor_corrected(anonymous):
    anonymous.say(0, *both(anonymous, YES))
    anonymous.close()
    with pytest.raises(RuleBroken, match="never opened again"):
        closing_rules.reopen(*anonymous.of_it, due_on=DUE, **anonymous.chief())
    with pytest.raises(RuleBroken):
        anonymous.record(anonymous.respondent(0), *both(anonymous, YES), reason="doch")


def test_it_is_closed_in_the_night_after_its_last_day(house, anonymous):
    anonymous.say(0, *both(anonymous, YES))
    assert closing_rules.close_anonymous(house, DUE, build.NOW) == 0
    assert closing_rules.close_anonymous(house, DUE + timedelta(days=1), build.NOW) == 1
    assert anonymous.survey.closed_at is not None
    assert house.query(AnswerSheet).one().respondent_id is None
    assert closing_rules.close_anonymous(house, DUE + timedelta(days=1), build.NOW) == 0
