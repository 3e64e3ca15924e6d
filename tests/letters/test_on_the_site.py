"""Letters on the whole site: what the rules post arrives, and its links lead somewhere."""

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest

from blueprints.meetings.invitation_rules import invite
from plumbing import database
from plumbing.delivery import deliver_waiting
from tests import build
from tests.letters.post_office import ROOT

LINK = re.compile(r"link\(\"([a-z_.]+)\"")


def test_every_link_of_a_letter_leads_to_a_page(app):
    asked = {
        (file.relative_to(ROOT).as_posix(), endpoint)
        for file in (ROOT / "templates" / "mail").rglob("*.txt")
        for endpoint in LINK.findall(file.read_text())
    }
    assert len(asked) >= 8
    assert {(file, endpoint) for file, endpoint in asked if endpoint not in app.view_functions} == set()


@pytest.fixture
def invited(make_app, server, house, stop_clock):
    """A meeting to which the coordination has invited, on a site with a mail server."""
    stop_clock(build.NOW)
    site = make_app(SMTP_URL=server.url)
    table = build.table(house, seats=3)
    meeting = build.meeting(house, table.body)
    by = build.actor(house, table.coordinator)
    meeting_id, due_on = meeting.id, (build.NOW + timedelta(days=14)).date()
    house.commit()
    with site.app_context():
        with database.job() as unit:
            invite(unit, meeting_id, due_on=due_on, by=by, now=build.NOW)
        deliver_waiting()
    return site


def test_invitations_arrive_one_by_one_and_their_links_open_the_answer(invited, mailroom):
    assert len(mailroom.recipients) == len(set(mailroom.recipients)) == 6
    links = set()
    for _, recipient, raw in mailroom.taken:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        assert [each.addr_spec for each in mail["To"].addresses] == [recipient]
        body, calendar = mail.get_body(("plain",)), next(iter(mail.iter_parts())).get_payload()[-1]
        assert body is not None
        links |= set(re.findall(r"http://localhost(/r/\S+)", body.get_content()))
        (entry,) = icalendar.Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")
        assert entry["ATTENDEE"] == f"mailto:{recipient}"
    assert len(links) == 6
    for link in links:
        assert invited.test_client().get(link).status_code == 200
