"""All voices in the room in one form with one save: each is chosen, none is assumed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.decisions.voice_queries import Votes
from models.letters import Letter
from models.meetings import MeetingState
from models.minutes import Attendance, AttendanceState, Minutes
from models.results import Result
from models.stances import SaidBy, Stance, StanceValue
from tests import build


@pytest.fixture
def page(house, deciding, table, sign_in):
    deciding.put()
    house.commit()
    browser = sign_in(table.coordinator)
    return browser, browser.get(deciding.url("/voices"))


def stances(house):
    return house.scalars(select(Stance).order_by(Stance.id)).all()


def test_no_voice_is_chosen_and_nothing_is_recorded_without_one(house, page, word):
    browser, opened = page
    assert opened.text.count("<option selected") == opened.text.count('<option selected value="">') == 6
    refused = browser.submit(opened, word("Record the voices"))
    assert refused.status_code == 422
    assert stances(house) == []


def test_several_voices_are_recorded_with_one_save_and_the_others_stay_silent(
    house, deciding, table, page, word
):
    browser, opened = page
    said = {"voices-0-value": "agree", "voices-2-value": "concern", "voices-2-reason": "Die Kosten"}
    said |= {"voices-0-person_id": str(table.mains[0].id), "voices-2-person_id": str(table.deputies[2].id)}
    assert browser.submit(opened, word("Record the voices"), **said).status_code == 303
    made = stances(house)
    assert [(each.value, each.seat_id) for each in made] == [
        (StanceValue.AGREE, table.seats[0].id),
        (StanceValue.CONCERN, table.seats[2].id),
    ]
    assert [each.person_id for each in made] == [table.mains[0].id, table.deputies[2].id]
    assert {each.said_by for each in made} == {SaidBy.ORALLY}
    outcome = Votes(house, deciding.decision, build.TODAY).outcome
    assert (outcome.result, len(outcome.silent)) == (Result.RESERVATIONS, 1)
    assert len(house.scalars(select(Letter).where(Letter.template.startswith("decisions/"))).all()) > 0


def test_all_agree_fills_in_who_speaks_and_saves_nothing_by_itself(house, table, page, word):
    browser, opened = page
    chosen = {f"voices-{each}-person_id": str(table.mains[each].id) for each in (0, 1)}
    filled = browser.submit(opened, "Alle stimmen zu", **chosen | {"voices-1-value": "abstain"})
    assert filled.status_code == 200
    assert stances(house) == []
    assert browser.submit(filled, word("Record the voices")).status_code == 303
    assert [each.value for each in stances(house)] == [StanceValue.AGREE, StanceValue.ABSTAIN]


def test_one_wrong_row_records_none_and_says_which(house, table, page, word):
    browser, opened = page
    said = {"voices-0-value": "agree", "voices-1-value": "veto"}
    said |= {f"voices-{each}-person_id": str(table.mains[each].id) for each in (0, 1)}
    refused = browser.submit(opened, word("Record the voices"), **said)
    assert refused.status_code == 422
    assert 'id="voices-1-reason-error"' in refused.text
    assert stances(house) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"voices-0-value": "x"},
        {"voices-0-value": "agree", "voices-0-person_id": "999999"},
        {"voices-0-value": "agree", "voices-0-person_id": "x"},
        {"voices-0-value": "agree", "said_on": "2031-01-01"},
        {"voices-0-value": "agree", "said_on": ""},
        {"voices-0-value": "agree", "voices-0-asked_id": "x"},
        {"voices-0-value": "agree", "voices-0-asked_id": "9" * 30},
        {"voices-0-value": "agree", "voices-0-person_id": "9" * 21},
        {"voices-0-value": "agree", "voices-0-person_id": "-1"},
        {"voices-0-value": "agree", "voices-0-over": "9" * 30},
        {"voices-0-value": "agree", "voices-0-over": "x"},
    ],
)
def test_odd_rows_are_refused(house, page, word, odd):
    browser, opened = page
    assert browser.submit(opened, word("Record the voices"), **odd).status_code == 422
    assert stances(house) == []


def test_one_institution_twice_is_refused(house, page, word):
    browser, opened = page
    first = re.search(r'name="voices-0-asked_id"[^>]*value="(\d+)"', opened.text)
    said = {"voices-0-value": "agree", "voices-1-value": "agree", "voices-1-asked_id": first[1]}
    assert browser.submit(opened, word("Record the voices"), **said).status_code == 422
    assert stances(house) == []


def test_what_an_institution_says_itself_meanwhile_is_not_recorded_over_unseen(
    house, deciding, table, page, word
):
    browser, opened = page
    deciding.cast(1, "veto", reason="So nicht.")
    house.commit()
    said = {"voices-0-value": "agree", "voices-0-reason": "Eilig", "voices-1-value": "agree"}
    said |= {f"voices-{each}-person_id": str(table.mains[each].id) for each in (0, 1)}
    refused = browser.submit(opened, word("Record the voices"), **said)
    assert refused.status_code == 422
    assert 'id="voices-1-value-error"' in refused.text
    assert "Eilig" in refused.text
    assert [each.value for each in stances(house)] == [StanceValue.VETO]
    assert browser.submit(refused, word("Record the voices")).status_code == 303
    assert len(stances(house)) == 3


def test_an_institution_of_another_question_is_not_found(house, page, word):
    browser, opened = page
    said = {"voices-0-value": "agree", "voices-0-asked_id": "999999"}
    assert browser.submit(opened, word("Record the voices"), **said).status_code == 404
    assert stances(house) == []


def test_who_said_it_is_asked_where_nobody_is_noted_as_there(house, page, word):
    browser, opened = page
    refused = browser.submit(opened, word("Record the voices"), **{"voices-0-value": "agree"})
    assert refused.status_code == 422
    assert 'id="voices-0-person_id-error"' in refused.text
    assert stances(house) == []


def test_the_day_of_the_meeting_and_whoever_is_noted_as_there_are_chosen_already(
    house, deciding, table, sign_in, word
):
    meeting = build.meeting(house, table.body, in_days=-1, state=MeetingState.HELD)
    item = build.agenda_item(house, meeting)
    deciding.propose(item_id=item.id)
    deciding.put()
    facts = {"body_id": table.body.id, "begun_at": build.NOW, "attendance_noted_at": build.NOW}
    minutes = build.added(house, Minutes(meeting_id=meeting.id, **facts))
    deputy = table.deputies[1]
    state = {"state": AttendanceState.REPRESENTED, "names": f"Jemand, {deputy.name}"}
    line = {"seat_id": table.seats[1].id, "institution": "x"}
    build.added(house, Attendance(minutes_id=minutes.id, **line, **state))
    house.commit()
    browser = sign_in(table.coordinator)
    opened = browser.get(deciding.url("/voices"))
    assert f'value="{(build.TODAY - timedelta(days=1)).isoformat()}"' in opened.text
    assert f'<option selected value="{deputy.id}">' in opened.text
    assert f'<option selected value="{table.mains[0].id}">' not in opened.text
    assert browser.submit(opened, word("Record the voices"), **{"voices-1-value": "agree"}).status_code == 303
    (made,) = stances(house)
    assert (made.person_id, made.said_on) == (deputy.id, build.TODAY - timedelta(days=1))


def test_it_is_there_only_while_the_question_is_open_in_a_meeting(house, deciding, table, sign_in):
    browser = sign_in(table.coordinator)
    assert browser.get(deciding.url("/voices")).headers["Location"] == deciding.url()
    deciding.put()
    assert browser.get(deciding.url("/voices")).status_code == 200
    assert deciding.url("/voices") in browser.get(deciding.url()).text
    deciding.close()
    assert browser.get(deciding.url("/voices")).headers["Location"] == deciding.url()


def test_the_form_asks_as_often_for_many_institutions_as_for_few(house, deciding, table, sign_in, statements):
    counts = []
    browser = sign_in(table.coordinator)
    for _ in range(2):
        deciding.put()
        browser.get(deciding.url("/voices"))
        with statements() as seen:
            assert browser.get(deciding.url("/voices")).status_code == 200
        counts.append(len(seen))
        for _ in range(15):
            build.seat(house, table.body, build.organisation(house))
        deciding.propose()
    assert counts[0] == counts[1]


def test_another_refusal_does_not_hide_what_an_institution_has_said_meanwhile(
    house, deciding, table, page, word
):
    browser, opened = page
    said = {"voices-0-value": "veto", "voices-1-value": "agree"}
    said |= {f"voices-{each}-person_id": str(table.mains[each].id) for each in (0, 1)}
    refused = browser.submit(opened, word("Record the voices"), **said)
    deciding.cast(1, "veto", reason="So nicht.")
    house.commit()
    again = browser.submit(refused, word("Record the voices"), **{"voices-0-reason": "Die Kosten"})
    assert again.status_code == 422
    assert 'id="voices-1-value-error"' in again.text
    assert len(stances(house)) == 1
