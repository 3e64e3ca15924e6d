"""One's own calendar addresses: made behind full sign-in, told once, named, listed, revoked."""

import re
from datetime import timedelta

from sqlalchemy import select

from blueprints.accounts.own_data_queries import own_data
from models.feeds import FEEDS_AT_MOST, CalendarFeed, FeedKind
from models.history import Entry
from tests import build


def made(browser, **facts):
    page = browser.get("/calendars/new")
    return browser.submit(page, "Adresse anlegen", **({"device": "Outlook im Büro"} | facts))


def test_an_address_is_told_once_and_opens_the_calendar(client, house, room, sign_in):
    room.invited()
    browser = sign_in(room.member)
    page = made(browser)
    address = re.search(r"<code>http://localhost(/calendars/[\w-]{43}\.ics)</code>", page.text)[1]
    assert f'href="webcal://localhost{address}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get(address).status_code == 200
    listed = browser.get("/calendars/").text
    assert "Outlook im Büro" in listed
    assert build.TODAY.strftime("%d.%m.%Y") in listed
    secret = address.removeprefix("/calendars/").removesuffix(".ics")
    assert secret not in listed
    row = house.scalars(select(CalendarFeed)).one()
    assert secret not in repr(vars(row))
    line = house.scalars(select(Entry).where(Entry.subject == "calendar_feed")).one()
    assert (line.gesture, line.facts) == ("make", {"kind": "meetings"})


def test_a_second_click_makes_no_second_address(house, room, sign_in):
    browser = sign_in(room.member)
    page = browser.get("/calendars/new")
    first, second = (browser.submit(page, "Adresse anlegen", device="Telefon") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 303)
    assert second.location == "/calendars/"
    assert house.query(CalendarFeed).count() == 1


def test_the_profile_leads_there(room, sign_in):
    browser = sign_in(room.member)
    assert 'href="/calendars/"' in browser.get("/accounts/profile").text
    assert 'href="/calendars/new"' in browser.get("/calendars/").text


def test_an_old_proof_is_asked_for_again(house, room, sign_in, stop_clock):
    browser = sign_in(room.member)
    stop_clock(build.NOW + timedelta(minutes=11))
    assert browser.get("/calendars/new").location == "/accounts/confirm?next=/calendars/new"
    browser.post("/calendars/new", data={"device": "Telefon", "kind": "meetings"})
    assert house.query(CalendarFeed).count() == 0


def test_whoever_has_shown_no_second_factor_makes_no_address(house, room, sign_in):
    browser = sign_in(room.table.coordinator, factor=False)
    assert browser.post("/calendars/new", data={"device": "x", "kind": "meetings"}).status_code == 401
    assert house.query(CalendarFeed).count() == 0


def test_what_is_typed_wrong_is_said_beside_the_field(house, room, sign_in):
    browser = sign_in(room.table.coordinator)
    for facts, words in (
        ({"device": ""}, "Bitte benennen Sie das Gerät"),
        ({"device": "x" * 81}, "80"),
        ({"kind": "others"}, "error-summary"),
    ):
        answer = made(browser, **facts)
        assert answer.status_code == 422
        assert words in answer.text
    assert house.query(CalendarFeed).count() == 0


def test_the_coordination_chooses_between_two_calendars(client, house, room, sign_in):
    room.meeting(in_days=60)
    page = made(sign_in(room.table.coordinator), kind="deadlines")
    address = re.search(r"<code>http://localhost([^<]+)</code>", page.text)[1]
    assert "Letzter Tag" in client.get(address).text
    assert house.scalars(select(CalendarFeed)).one().kind is FeedKind.DEADLINES


def test_a_member_has_no_calendar_of_deadlines(house, room, sign_in):
    browser = sign_in(room.member)
    assert "deadlines" not in browser.get("/calendars/new").text
    browser.post("/calendars/new", data={"device": "Telefon", "kind": "deadlines"})
    assert house.scalars(select(CalendarFeed)).one().kind is FeedKind.MEETINGS


def test_whoever_only_reads_or_sits_nowhere_is_told_why_there_is_none(house, room, sign_in):
    for person in (room.table.reader, build.person(house)):
        browser = sign_in(person)
        assert "Zurzeit kein Kalender für Sie" in browser.get("/calendars/").text
        assert browser.get("/calendars/new").status_code == 404


def test_an_account_has_at_most_five(house, room, sign_in, feed_of):
    browser = sign_in(room.member)
    page = browser.get("/calendars/new")
    for _ in range(FEEDS_AT_MOST):
        feed_of(room.member)
    answer = browser.submit(page, "Adresse anlegen", device="Sechstes Gerät")
    assert answer.status_code == 422
    assert "Sie haben bereits 5 Kalender-Adressen" in answer.text
    assert 'value="Sechstes Gerät"' in answer.text
    assert house.query(CalendarFeed).count() == FEEDS_AT_MOST
    assert 'href="/calendars/new"' not in browser.get("/calendars/").text


def test_an_address_is_revoked_and_the_others_stay(client, house, room, sign_in, feed_of):
    room.invited()
    lost, kept = feed_of(room.member), feed_of(room.member)
    first = house.scalars(select(CalendarFeed).order_by(CalendarFeed.id)).first()
    browser = sign_in(room.member)
    page = browser.get(f"/calendars/feeds/{first.id}/revoke")
    assert client.get(lost).status_code == 200
    assert browser.submit(page, "Widerrufen").status_code == 303
    assert [client.get(path).status_code for path in (lost, kept)] == [404, 200]
    line = house.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (line.subject, line.gesture, line.facts) == ("calendar_feed", "revoke", {})


def test_nobody_revokes_the_address_of_somebody_else(client, house, room, sign_in, feed_of):
    path = feed_of(room.member)
    feed = house.scalars(select(CalendarFeed)).one()
    browser = sign_in(room.deputy)
    assert browser.get(f"/calendars/feeds/{feed.id}/revoke").status_code == 404
    assert browser.post(f"/calendars/feeds/{feed.id}/revoke").status_code == 404
    assert client.get(path).status_code == 200


def test_ones_own_data_tells_of_addresses_without_their_secrets(house, room, feed_of):
    feed_of(room.member)
    told = own_data(house, room.member.id)["calendar_feed"]
    assert [row["device"] for row in told] == ["Telefon"]
    assert not {"token_hash", "told_hash"} & set(told[0])
