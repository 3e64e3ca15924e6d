"""What ends a calendar: whatever takes the right away, at the next request."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.accounts import factor_rules
from blueprints.accounts import rules as account_rules
from models.accounts import Account, LinkPurpose
from models.bodies import Office
from models.feeds import CalendarFeed, FeedKind
from models.guests import ItemGuest
from models.history import Entry
from models.meetings import Meeting
from models.seats import Appointment
from models.second_factors import SecondFactor
from tests import build

YESTERDAY = build.TODAY - timedelta(days=1)


def account_of(house, person):
    return house.scalars(select(Account).where(Account.person_id == person.id)).one()


def test_a_seat_that_has_ended_takes_its_meetings_along(client, house, room, feed_of, read):
    """Whoever sits at another table still has a calendar; whoever sits nowhere has none."""
    room.invited()
    other = build.table(house, seats=0)
    build.appointment(house, build.seat(house, other.body), room.member)
    elsewhere = build.meeting(house, other.body)
    path, alone = feed_of(room.member), feed_of(room.table.mains[1])
    assert len(read(path).events) == 2
    mark = client.get(alone).headers["ETag"]
    for seat in room.table.seats:
        seat.ends_on = YESTERDAY
    assert [event["UID"] for event in read(path).events] == [elsewhere.uid]
    assert client.get(alone, headers={"If-None-Match": mark}).status_code == 404


def test_an_office_that_has_ended_closes_both_calendars(client, house, room, feed_of):
    room.invited()
    paths = [feed_of(room.table.coordinator, kind) for kind in FeedKind]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    house.query(Office).filter_by(person_id=room.table.coordinator.id).one().ends_on = YESTERDAY
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_guest_and_a_minute_taker_who_are_taken_off_have_no_calendar(client, house, room, feed_of):
    taker = build.person(house)
    meeting = room.meeting(minute_taker_id=taker.id)
    guest = build.item_guest(house, build.agenda_item(house, meeting))
    room.invite(meeting)
    paths = [feed_of(guest), feed_of(taker)]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    house.query(ItemGuest).delete()
    house.query(Meeting).update({"minute_taker_id": None})
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_right_that_begins_tomorrow_opens_nothing_today(client, house, room, feed_of, stop_clock, read):
    room.invited()
    path = feed_of(room.member)
    house.query(Appointment).filter_by(person_id=room.member.id).one().starts_on = build.TODAY + timedelta(1)
    assert client.get(path).status_code == 404
    stop_clock(build.NOW + timedelta(days=1))
    assert len(read(path).events) == 1


def test_a_locked_account_has_no_calendar_until_it_is_unlocked(client, house, room, feed_of):
    room.invited()
    path = feed_of(room.member)
    account = account_of(house, room.member)
    account.locked_at = build.NOW
    assert client.get(path).status_code == 404
    account.locked_at = None
    assert client.get(path).status_code == 200


def set_password_by_link(house, account):
    token = account_rules.issue_link(house, account, LinkPurpose.RESET, build.NOW)
    account_rules.use_link(house, token, "Wolke-Ziegel-9-Farn", now=build.NOW)


def reset_factor(house, account):
    house.add(SecondFactor(account_id=account.id, seed="seed", set_up_at=build.NOW, last_step=0))
    admin = build.person(house)
    by = build.actor(house, admin, is_admin=True, account=0)
    factor_rules.reset(house, account.id, by=by, now=build.NOW)


@pytest.mark.parametrize("happens", [set_password_by_link, reset_factor])
def test_an_account_that_may_have_been_in_other_hands_loses_its_addresses(
    client, house, room, feed_of, happens
):
    room.invited()
    paths, other = [feed_of(room.member), feed_of(room.member)], feed_of(room.deputy)
    happens(house, account_of(house, room.member))
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.get(other).status_code == 200
    house.expire_all()
    assert house.scalars(select(Entry).order_by(Entry.id.desc())).first().facts["feeds"] == 2


@pytest.mark.parametrize("ends", [True, False])
def test_a_new_password_ends_calendars_only_if_that_is_wished(client, house, room, feed_of, sign_in, ends):
    from tests.accounts.conftest import HASH, PASSWORD

    room.invited()
    path = feed_of(room.member)
    account_of(house, room.member).password_hash = HASH
    browser = sign_in(room.member)
    typed = {"current": PASSWORD, "password": "Wolke-Ziegel-9-Farn", "again": "Wolke-Ziegel-9-Farn"}
    wish = {"end_feeds": "y"} if ends else {}
    answer = browser.submit(browser.get("/accounts/password"), "Passwort ändern", **typed, **wish)
    assert answer.status_code == 303
    assert client.get(path).status_code == (404 if ends else 200)


def test_without_a_calendar_a_new_password_asks_nothing_about_one(house, room, sign_in):
    assert "end_feeds" not in sign_in(room.member).get("/accounts/password").text


def test_accounts_of_the_demo_open_nothing_where_real_mail_is_sent(house, room, feed_of, make_app):
    path = feed_of(room.member)
    account_of(house, room.member).is_demo = True
    house.commit()
    assert make_app(LOCALE="de").test_client().get(path).status_code == 200
    real = make_app(SMTP_URL="smtp://mail.musterstadt.example")
    assert real.test_client().get(path).status_code == 404
    assert house.query(CalendarFeed).count() == 1
