"""The overview says to a house that it is asked back about its answer, and to the coordination what waits."""

import pytest

from blueprints.surveys import check_rules
from tests import build
from tests.requests.conftest import words
from tests.surveys.conftest import NONE_SEEN, YES, Asking

ASKED, WAITS = "Rückfrage zu einer Antwort Ihrer Institution", "Eine Rückfrage zu einer Antwort ist offen"
WRONG = "Eine Antwort auf eine Erhebung ist zu berichtigen"


@pytest.fixture
def answered(house, stop_clock):
    """Two have answered; the first is asked back."""
    stop_clock(build.NOW)
    made = Asking(house, build.table(house, 3))
    made.begin()
    made.pair()
    made.open()
    for place in (0, 1):
        made.say(place, YES, NONE_SEEN)
    ask(made)
    return made


def ask(asking, place=0):
    one = asking.respondent(place)
    check_rules.ask_back(*asking.of_it, one.id, question="Das ganze Jahr?", **asking.chief())
    asking.house.commit()
    return one


def reply(asking, place=0, **facts):
    who = asking.by(asking.table.mains[place])
    check_rules.check_answer(*asking.of_it, asking.respondent(place).id, **facts, **who)
    asking.house.commit()


def test_a_question_back_stands_on_the_overview_of_the_house_that_is_asked(answered, sign_in):
    table, one = answered.table, answered.respondent(0)
    check = f"/round-tables/{table.body.id}/surveys/{answered.survey_id}/respondents/{one.id}/check"
    for person in (table.mains[0], table.deputies[0]):
        page = sign_in(person).get("/overview")
        assert ASKED in words(page)
        assert check in page.text, "one click leads to the gesture"
    chief = words(sign_in(table.coordinator).get("/overview"))
    assert WAITS in chief
    assert ASKED not in chief
    other = words(sign_in(table.mains[1]).get("/overview"))
    assert ASKED not in other
    assert WAITS not in other


def test_what_a_house_owes_names_it_to_its_people_and_to_who_has_asked(answered, sign_in):
    table = answered.table
    page = f"/organisations/{table.seats[0].organisation_id}/owes"
    for person in (table.mains[0], table.coordinator):
        assert ASKED in words(sign_in(person).get(page))


def test_several_questions_are_one_line_and_lead_to_the_survey(answered, sign_in):
    ask(answered, 1)
    page = sign_in(answered.table.coordinator).get("/overview")
    assert "Rückfragen zu 2 Antworten sind offen" in words(page)
    assert f'/surveys/{answered.survey_id}"' in page.text


def test_a_reply_a_new_version_and_a_correction_settle_it(house, answered, sign_in):
    table = answered.table

    def seen(person):
        return words(sign_in(person).get("/overview"))

    reply(answered, is_right=False, reply="Es fehlt ein Quartal.")
    assert ASKED not in seen(table.mains[0])
    chief = seen(table.coordinator)
    assert WRONG in chief
    assert WAITS not in chief
    assert WRONG not in seen(table.mains[1])
    answered.say(0, NONE_SEEN, NONE_SEEN)
    house.commit()
    assert WRONG not in seen(table.coordinator), "the newer version is what was to be corrected"
    ask(answered)
    reply(answered, is_right=True, reply="")
    for person in (table.mains[0], table.coordinator):
        page = seen(person)
        assert ASKED not in page
        assert WAITS not in page
