"""Letters on the whole site: what the rules post arrives, and its links lead somewhere."""

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
from sqlalchemy import update

from blueprints.meetings.invitation_rules import cancel, invite
from models.bodies import Bylaws
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


ODD = [
    "\r\nBcc: evil@b.example",
    '"',
    "Ämter für Köln",
    "\u202eesrever",
    "\u2028",
    "=?utf-8?q?x?=",
    "<a@b.example>,",
]


def test_odd_names_stay_inside_their_fields_and_nobody_sees_the_others(
    make_app, server, house, stop_clock, mailroom
):
    stop_clock(build.NOW)
    site = make_app(SMTP_URL=server.url)
    table = build.table(house, seats=4, name=f"Tisch {' '.join(ODD)}")
    house.execute(update(Bylaws).values(names_in_subject=True, names_in_calendar=True))
    people = [*table.mains, *table.deputies]
    for number, person in enumerate(people):
        person.name = person.salutation = f"Leute{number} {ODD[number % len(ODD)]} Ende"
    meeting_id = build.meeting(house, table.body, place=f"Saal {' '.join(ODD)}").id
    by = build.actor(house, table.coordinator)
    own = {person.email: f"Leute{number} " for number, person in enumerate(people)}
    house.commit()
    with site.app_context():
        with database.job() as unit:
            invite(unit, meeting_id, due_on=build.TODAY + timedelta(days=14), by=by, now=build.NOW)
        deliver_waiting()
        with database.job() as unit:
            cancel(unit, meeting_id, reason="", by=by, now=build.NOW)
        deliver_waiting()
    assert len(mailroom.taken) == 16
    for _, recipient, raw in mailroom.taken:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert [each.addr_spec for each in mail["To"].addresses] == [recipient]
        assert {"Cc", "Bcc", "Reply-To"}.isdisjoint(mail.keys())
        assert len(mail.keys()) == len(set(mail.keys()))
        assert {each for part in mail.walk() for each in part.defects} == set()
        words = "\n".join([*map(str, mail.values()), *map(words_of, mail.walk())])
        assert own[recipient] in words
        assert not [each for each in own if each != recipient and (each in words or own[each] in words)]


def words_of(part) -> str:
    said = part.get_payload(decode=True)
    return said.decode().replace("\r\n ", "") if said else ""
