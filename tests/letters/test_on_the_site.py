"""Letters on the whole site: what the rules post arrives, and its links lead somewhere."""

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
from sqlalchemy import update

from blueprints.meetings.invitation_rules import cancel, invite, move
from models.bodies import Bylaws, OfficeKind
from models.gathering import RESTS_FOR
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
def table(house):
    return build.table(house, seats=3)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body)


@pytest.fixture
def invited(make_app, server, house, stop_clock, table, meeting):
    """A meeting to which the coordination has invited, on a site with a mail server."""
    stop_clock(build.NOW)
    site = make_app(SMTP_URL=server.url)
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


def test_two_changes_within_two_minutes_are_one_letter_to_each(
    invited, mailroom, house, table, meeting, stop_clock
):
    facts = {"ends_at": None, "reason": "", "by": build.actor(house, table.coordinator)}
    old, due_on, meeting_id = meeting.starts_at, build.TODAY + timedelta(days=14), meeting.id

    house.commit()

    def moved(days, place, now):
        with database.job() as unit:
            day = old + timedelta(days=days)
            move(unit, meeting_id, starts_at=day, due_on=due_on, place=place, now=stop_clock(now), **facts)
        return sum(deliver_waiting().values())

    mailroom.taken.clear()
    first = build.NOW + timedelta(minutes=1)
    almost = first + RESTS_FOR - timedelta(seconds=1)
    with invited.app_context():
        assert moved(1, "", first) == moved(2, "Rathaus", almost) == 0
        stop_clock(almost + RESTS_FOR)
        assert deliver_waiting() == {"accepted": 6}
        assert not deliver_waiting()
    assert len(mailroom.recipients) == len(set(mailroom.recipients)) == 6
    for _, _, raw in mailroom.taken:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        calendar = next(iter(mail.iter_parts())).get_payload()[-1].get_payload(decode=True)
        (entry,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        assert (entry["DTSTART"].dt, entry["SEQUENCE"]) == (old + timedelta(days=2), 2)
        assert f"{old:%d.%m.%Y}" in mail["Subject"]


def test_a_coordination_stops_the_letters_of_its_table_and_lets_them_go_on(
    invited, mailroom, house, table, meeting, sign_in, stop_clock
):
    other = build.table(house, seats=1)
    theirs, due_on = build.meeting(house, other.body).id, build.TODAY + timedelta(days=14)
    by, mine = build.actor(house, other.coordinator), build.actor(house, table.coordinator)
    moved = meeting.starts_at + timedelta(days=1)
    facts = {"ends_at": None, "place": "", "reason": "", "by": mine, "now": build.NOW}
    second = build.body(house)
    build.office(house, second, table.coordinator, OfficeKind.COORDINATION)
    clients = [sign_in(each.coordinator) for each in (table, other)]
    office, name, meeting_id = clients[0].get("/office/"), table.body.name, meeting.id
    table_id = table.body.id
    house.commit()
    mailroom.taken.clear()
    assert clients[0].submit(office, f"Nachrichten anhalten {name}").status_code == 303
    assert clients[1].post(f"/office/round-tables/{table_id}/release").status_code == 404
    with invited.app_context():
        with database.job() as unit:
            move(unit, meeting_id, starts_at=moved, due_on=due_on, **facts)
            invite(unit, theirs, due_on=due_on, by=by, now=build.NOW)
        stop_clock(build.NOW + RESTS_FOR)
        assert deliver_waiting() == {"accepted": 2}
        assert not deliver_waiting()
    assert set(mailroom.recipients) == {other.mains[0].email, other.deputies[0].email}
    assert "angehalten" in clients[0].get(f"/meetings/{meeting_id}").get_data(as_text=True)
    assert "angehalten" in clients[0].get("/office/letters").get_data(as_text=True)
    assert "angehalten" not in clients[1].get("/office/letters").get_data(as_text=True)
    page = clients[0].get("/office/")
    assert clients[0].submit(page, f"Nachrichten weitersenden {name}").status_code == 303
    with invited.app_context():
        assert deliver_waiting() == {"accepted": 6}


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
