"""Questions back about answers, and what the institution says to them: confirmed, or to be corrected."""

import pytest

from blueprints.surveys import check_rules
from models.answer_checks import AnswerCheck
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.outbox import Letter
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.test_asking import outsider, token_for

QUESTION = "Ist das die Zahl des ganzen Jahres?"


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


@pytest.fixture
def answered(asking):
    asking.open()
    asking.say(0, YES, NONE_SEEN)
    return asking


def ask(asking, one, question=QUESTION, person=None):
    who = asking.by(person or asking.table.coordinator)
    return check_rules.ask_back(*asking.of_it, one.id, question=question, **who)


def reply(asking, one, *, is_right=True, words="", person=None):
    who = asking.by(person or asking.table.mains[0])
    return check_rules.check_answer(*asking.of_it, one.id, is_right=is_right, reply=words, **who)


def home_of(asking, tail=""):
    return f"/round-tables/{asking.table.body.id}/surveys/{asking.survey_id}{tail}"


def words(page):
    return " ".join(page.get_data(as_text=True).split())


def test_the_coordination_asks_back_and_the_letter_does_not_say_what(house, table, answered):
    one = answered.respondent(0)
    assert ask(answered, one) == 2
    told = house.query(Letter).filter_by(template="surveys/asked_back").all()
    assert {each.recipient for each in told} == {table.mains[0].email, table.deputies[0].email}
    assert QUESTION not in str([vars(each) for each in told])
    with pytest.raises(RuleBroken):
        ask(answered, one, "Und noch etwas?")
    for place, question in ((1, QUESTION), (0, "")):
        with pytest.raises(RuleBroken):
            ask(answered, answered.respondent(place), question)
    with pytest.raises(NotAllowed):
        ask(answered, one, person=table.mains[1])
    assert QUESTION not in str([vars(each) for each in house.query(Entry)])


def test_the_institution_confirms_once_or_says_what_is_wrong(house, table, answered):
    one = answered.respondent(0)
    ask(answered, one)
    for person in (table.mains[1], table.reader, table.coordinator):
        with pytest.raises((NotAllowed, RuleBroken)):
            reply(answered, one, person=person)
    with pytest.raises(RuleBroken):
        reply(answered, one, is_right=False)
    assert reply(answered, one, is_right=False, words="Es fehlt ein Quartal.").state.value == "wrong"
    ask(answered, one)
    assert reply(answered, one, person=table.deputies[0]).state.value == "confirmed"
    with pytest.raises(RuleBroken):
        reply(answered, one)


def test_a_new_version_settles_what_was_asked_about_the_one_before(house, answered):
    one = answered.respondent(0)
    ask(answered, one)
    answered.say(0, NONE_SEEN, NONE_SEEN)
    assert ask(answered, one) == 2, "the new version can be asked about"
    assert house.query(AnswerCheck).count() == 2


def test_the_coordination_notes_what_it_was_told_and_how(table, answered):
    one = answered.respondent(0)
    with pytest.raises(RuleBroken):
        reply(answered, one, words="am Telefon", person=table.coordinator)
    ask(answered, one)
    made = reply(answered, one, words="am Telefon", person=table.coordinator)
    assert (made.told, made.state.value) == (True, "confirmed")


def test_an_oral_answer_is_confirmed_by_its_institution_and_shown_so(house, table, asking, sign_in):
    asking.open()
    one = asking.respondent(1)
    asking.record(one, YES, NONE_SEEN)
    house.commit()
    member, chief = sign_in(table.mains[1]), sign_in(table.coordinator)
    page = member.open(home_of(asking, f"/respondents/{one.id}"))
    assert "Sagen, ob sie stimmt" in words(page)
    form = member.open(home_of(asking, f"/respondents/{one.id}/check"))
    assert member.submit(form).status_code == 422
    assert member.submit(form, is_right="no", reply="").status_code == 422
    assert member.submit(form, is_right="yes").status_code == 303
    assert "bestätigt" in words(chief.get(home_of(asking)))
    assert "bestätigt" in words(chief.get(home_of(asking, f"/respondents/{one.id}")))
    assert member.get(home_of(asking, f"/respondents/{one.id}/check")).status_code == 404


def test_the_question_is_read_by_its_institution_alone(house, table, answered, sign_in):
    one = answered.respondent(0)
    answered.survey.shows_answers = True
    ask(answered, one)
    house.commit()
    assert QUESTION in words(sign_in(table.mains[0]).get(home_of(answered, f"/respondents/{one.id}/answer")))
    answered.close()
    house.commit()
    other = words(sign_in(table.mains[1]).get(home_of(answered, f"/respondents/{one.id}")))
    assert "Version vom" in other or "Fassung vom" in other
    assert QUESTION not in other


def test_one_outside_reads_the_question_by_its_link_and_answers_it_with_a_new_version(house, asking, client):
    one = outsider(asking, email="haus@frauenhaus.example")
    asking.open()
    asking.record(one, YES, NONE_SEEN)
    assert ask(asking, one) == 1
    token = token_for(house, one)
    house.commit()
    page = client.open(f"/r/{token}")
    assert QUESTION in words(page)
    assert client.submit(page, "Antwort absenden").status_code == 303
    assert QUESTION not in words(client.open(f"/r/{token}"))


def test_nobody_asks_about_answers_of_an_anonymous_survey(house):
    table = build.table(house, seats=5)
    asking = Asking(house, table)
    asking.begin(anonymous=True)
    asking.ask()
    asking.open()
    asking.say(0, YES)
    with pytest.raises(RuleBroken):
        ask(asking, asking.respondent(0))
    with pytest.raises(RuleBroken):
        reply(asking, asking.respondent(0))
