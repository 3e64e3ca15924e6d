"""No more reminders: by one click of a mail program, by the page of the link, on one's own profile."""

import email
import re
from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from models.history import Entry
from models.letters import Letter
from models.outbox import LetterBytes
from models.reminder_stops import ReminderStop, StopKind
from plumbing.letters import render_waiting
from tests import build

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def send_reminders(house, table, app):
    """Invites once, then reminds as the day's run does; returns the recipients of today's reminders."""
    meeting = build.meeting(house, table.body)
    due_on = build.TODAY + timedelta(days=14)
    who = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=who, now=build.NOW)
    house.commit()

    def do(days):
        day, now = build.TODAY + timedelta(days=days), build.NOW + timedelta(days=days)
        before = house.query(Letter).count()
        counted = reply_rules.reminders_due(house, day, now)
        with app.test_request_context():
            render_waiting(house)
        house.commit()
        sent = house.query(Letter).order_by(Letter.id).offset(before).all()
        assert counted == len(sent)
        return {each.recipient for each in sent}

    return do


def mail_to(house, address, template="meetings/reminder"):
    letter = house.query(Letter).filter_by(recipient=address, template=template).order_by(Letter.id).first()
    return email.message_from_bytes(house.get_one(LetterBytes, letter.id).raw)


def link_in(mail):
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.search(r"<https?://[^/]+(/[^>]+)>", mail["List-Unsubscribe"])[1]


def test_reminder_can_be_unsubscribed_with_one_click_and_the_invitation_cannot(
    house, table, client, send_reminders
):
    address = table.mains[0].email
    assert address in send_reminders(5)
    assert mail_to(house, address, "meetings/invitation")["List-Unsubscribe"] is None
    url = link_in(mail_to(house, address))
    assert client.post(url, data=ONE_CLICK, csrf=False).status_code == 303
    assert [each.address for each in house.query(ReminderStop)] == [address.lower()]
    assert house.query(Entry).filter_by(gesture="stop-reminders").one().facts == {}
    again = send_reminders(9)
    assert address not in again
    assert table.mains[1].email in again


def test_scanner_that_opens_the_link_changes_nothing(house, table, client, send_reminders):
    send_reminders(5)
    url = link_in(mail_to(house, table.mains[0].email))
    page = client.get(url)
    assert "Keine Erinnerungen mehr" in page.text
    assert table.mains[0].email not in page.text
    assert client.head(url).status_code == 200
    assert house.query(ReminderStop).count() == 0


def test_page_of_the_link_turns_reminders_off_and_on(house, table, client, send_reminders):
    send_reminders(5)
    url = link_in(mail_to(house, table.mains[0].email))
    assert client.submit(client.get(url), "Keine Erinnerungen mehr").status_code == 303
    assert client.submit(client.get(url), "Wieder Erinnerungen erhalten").status_code == 303
    assert house.query(ReminderStop).count() == 0
    for _ in range(2):
        assert client.post(url, data=ONE_CLICK, csrf=False).status_code == 303
    assert house.query(ReminderStop).count() == 1


@pytest.mark.parametrize("bad", ["invented", "a.b", "x" * 500])
def test_invented_link_opens_nothing(client, bad):
    assert client.get(f"/office/reminders/{bad}").status_code == 404
    assert client.post(f"/office/reminders/{bad}", data=ONE_CLICK, csrf=False).status_code == 404


def test_everybody_decides_on_the_own_profile(house, table, sign_in):
    browser = sign_in(table.mains[0])
    page = browser.get("/accounts/profile")
    assert browser.submit(page, "Keine Erinnerungen mehr").status_code == 303
    assert [each.address for each in house.query(ReminderStop)] == [table.mains[0].email.lower()]
    page = browser.get("/accounts/profile")
    assert browser.submit(page, "Wieder Erinnerungen erhalten").status_code == 303
    assert house.query(ReminderStop).count() == 0


def test_calls_for_topics_are_switched_by_themselves(house, table, client, sign_in, send_reminders):
    send_reminders(5)
    url = link_in(mail_to(house, table.mains[0].email))
    assert client.submit(client.get(url), "Keine Themenabfragen mehr").status_code == 303
    assert [each.what for each in house.query(ReminderStop)] == [StopKind.TOPIC_CALLS]
    assert table.mains[0].email in send_reminders(9)
    browser = sign_in(table.mains[0])
    page = browser.get("/accounts/profile")
    assert browser.submit(page, "Wieder Themenabfragen erhalten").status_code == 303
    assert house.query(ReminderStop).count() == 0
    assert browser.post("/accounts/reminders", data={"wanted": "no", "what": "x"}).status_code == 400
