"""What a meeting's page and the overview say to whoever comes to them: nothing untrue, nothing hidden."""

from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_rules import Given
from models.bodies import Bylaws
from models.meetings import MeetingState
from models.organisations import Organisation
from models.rounds import Coming
from tests import build
from tests.pages import Page, text

DUE = build.TODAY + timedelta(days=14)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house)


@pytest.fixture
def meeting(house, table):
    made = build.meeting(house, table.body, number=12)
    build.agenda_item(house, made)
    return made


@pytest.fixture
def by(house, table):
    return {"by": build.actor(house, table.coordinator), "now": build.NOW}


@pytest.fixture
def invited(house, meeting, by):
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    return meeting


def words(answer):
    assert answer.status_code == 200
    return " ".join(text(Page(answer.text).all("main")[0]).split())


def test_answers_by_mail_that_wait_are_told_on_the_overview_and_the_meetings_page(
    house, table, invited, sign_in
):
    browser, url = sign_in(table.coordinator), f"/meetings/{invited.id}"
    assert "Entscheid" not in words(browser.get("/overview")) + words(browser.get(url))
    build.unclear_mail(house, invited)
    build.unclear_mail(house, invited)
    assert "2 Antworten per E-Mail brauchen Ihre Entscheidung" in words(browser.get("/overview"))
    page = browser.get(url)
    assert "2 Antworten per E-Mail zählen noch nicht" in words(page)
    assert f"/office/unclear-mails?table_id={table.body.id}" in page.text


def test_a_member_hears_nothing_of_mails_that_wait(house, table, invited, sign_in):
    build.unclear_mail(house, invited)
    browser = sign_in(table.mains[0])
    for page in ("/overview", f"/meetings/{invited.id}"):
        assert "Entscheid" not in words(browser.get(page))


def test_a_settled_mail_waits_no_more(house, table, invited, sign_in):
    build.unclear_mail(house, invited, settled_at=build.NOW)
    assert "Entscheidung" not in words(sign_in(table.coordinator).get("/overview"))


def test_a_meeting_that_was_held_says_who_had_agreed(house, table, invited, by, sign_in):
    mine = next(each for each in invitations(house, invited.id) if each.person_id == table.mains[0].id)
    actor = build.actor(house, table.mains[0])
    reply_rules.answer(house, mine.id, Given(coming=Coming.YES), by=actor, now=build.NOW)
    browser, url = sign_in(table.coordinator), f"/meetings/{invited.id}"
    assert "Wer kommt" in words(browser.get(url))
    invited.state = MeetingState.HELD
    page = words(browser.get(url))
    assert "Rückmeldungen vor der Sitzung" in page
    assert "keine Rückmeldung" in page
    assert "Wer kommt" not in page
    assert "Rückmeldung offen" not in page


def test_a_deputy_reads_her_answer_in_the_words_of_the_ring(house, table, invited, sign_in):
    deputy = table.deputies[0]
    mine = next(each for each in invitations(house, invited.id) if each.person_id == deputy.id)
    reply_rules.answer(house, mine.id, Given(coming=Coming.YES), by=build.actor(house, deputy), now=build.NOW)
    page = words(sign_in(deputy).get(f"/meetings/{invited.id}"))
    assert "Vertretung Ändern" in page.partition("Ihre Rückmeldung")[2]


def test_the_way_back_from_a_reply_names_the_meeting(house, table, invited, sign_in):
    mine = next(each for each in invitations(house, invited.id) if each.person_id == table.mains[0].id)
    page = words(sign_in(table.mains[0]).get(f"/meetings/{invited.id}/replies/{mine.id}"))
    assert f"{table.body.name}, Sitzung am 29.09.2026" in page


def test_an_empty_agenda_is_filled_before_anybody_is_invited(house, table, sign_in):
    empty = build.meeting(house, table.body)
    browser = sign_in(table.coordinator)
    page = Page(browser.get(f"/meetings/{empty.id}").text)
    primary = [each for each in page.all("a") if each.get("class") == "button primary"]
    assert {each.get("href") for each in primary} == {f"/meetings/{empty.id}/agenda/draft"}
    assert f"/meetings/{empty.id}/invite" in browser.get(f"/meetings/{empty.id}").text


def test_a_move_stands_with_its_reason_beside_the_state(house, table, invited, by, sign_in):
    invitation_rules.move(
        house,
        invited.id,
        starts_at=invited.starts_at + timedelta(days=7),
        ends_at=None,
        place="",
        due_on=DUE,
        reason="Raum belegt",
        **by,
    )
    page = words(sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}"))
    assert "eingeladen · verlegt vom 29.09.2026 (Raum belegt)" in page


def test_numbers_that_do_not_follow_the_days_are_said(house, table, meeting, by, sign_in):
    browser = sign_in(table.coordinator)
    page = browser.get(f"/round-tables/{table.body.id}/meetings/plan")
    plan = {"day": "2026-09-15", "starts": "10:00", "number": "13"}
    planned = browser.submit(page, "Sitzung festlegen", **plan)
    assert "Die 12. Sitzung ist am 29.09.2026" in words(browser.get(planned.location))


def test_a_meeting_recorded_as_held_is_not_greeted_as_planned(house, table, sign_in):
    browser = sign_in(table.coordinator)
    page = browser.get(f"/round-tables/{table.body.id}/meetings/plan")
    plan = {"day": "2026-08-15", "starts": "10:00", "took_place": "y"}
    told = words(browser.get(browser.submit(page, "Sitzung festlegen", **plan).location))
    assert "als durchgeführt erfasst" in told
    assert "Die Sitzung ist geplant" not in told


def test_the_preview_says_what_the_letter_leaves_out_and_where_to_change_it(house, table, meeting, sign_in):
    browser, url = sign_in(table.coordinator), f"/meetings/{meeting.id}/invite"
    page = browser.get(url)
    assert "Der Betreff nennt den Tisch nicht." in words(page)
    assert f"/round-tables/{table.body.id}/bylaws#names_in_calendar" in page.text
    bylaws = house.query(Bylaws).filter_by(body_id=table.body.id).one()
    bylaws.names_in_subject = bylaws.names_in_calendar = True
    page = words(browser.get(url))
    assert "Der Betreff nennt den Tisch." in page
    assert "nennen den Ort." in page


def test_calendars_are_found_from_the_overview_and_the_meeting(table, meeting, sign_in):
    browser = sign_in(table.mains[0])
    for page in ("/overview", f"/meetings/{meeting.id}"):
        assert 'href="/calendars/"' in browser.get(page).text


def test_a_new_guests_address_is_not_called_optional(table, meeting, house, sign_in):
    item = build.agenda_item(house, meeting)
    page = words(sign_in(table.coordinator).get(f"/meetings/{meeting.id}/items/{item.id}/guests/new"))
    assert "E-Mail-Adresse Für eine neue Person nötig" in page


def test_the_people_of_the_institution_that_submits_an_item_stand_first_among_guests(
    table, meeting, house, sign_in
):
    last = table.seats[2].organisation_id
    item = build.agenda_item(house, meeting, submitter_id=last)
    page = Page(sign_in(table.coordinator).get(f"/meetings/{meeting.id}/items/{item.id}/guests/new").text)
    groups = page.all("optgroup")
    assert groups[0].get("label") == house.get_one(Organisation, last).name
    assert len(groups) == len({each.get("label") for each in groups})
