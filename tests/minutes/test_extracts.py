"""Extracts: a guest gets that of her item by one click of the coordination; it is owed until then."""

import pytest
from sqlalchemy import select

from blueprints.minutes import extract_rules
from models.errors import NotAllowed, RuleBroken
from models.letters import Letter
from models.people import Person
from tests import build


@pytest.fixture
def out(room):
    room.written().circulate()
    return room


def letters(house):
    return house.scalars(select(Letter.recipient).where(Letter.template == "minutes/extract")).all()


def send(room, by=None, now=None):
    sent = extract_rules.send_extracts(room.house, room.meeting_id, by=by or room.by, now=now or room.after)
    room.house.commit()
    return sent


def test_until_it_is_sent_the_extract_is_owed_and_not_hers(house, out, sign_in):
    assert sign_in(out.guest).get(out.url()).status_code == 404
    coordinator = sign_in(out.coordinator)
    page = coordinator.get(out.url()).get_data(as_text=True)
    assert f"{out.guest.name}: TOP 2" in page
    overview = coordinator.get("/overview").get_data(as_text=True)
    assert "Gästen den Protokollauszug senden" in overview


def test_one_click_sends_it_and_nothing_is_owed_any_more(house, out, sign_in):
    coordinator = sign_in(out.coordinator)
    for _ in range(2):
        assert coordinator.post(out.url("/send-extracts"), data={"form_key": "a"}).status_code == 303
    assert letters(house) == [out.guest.email]
    assert "Fachvortrag" in sign_in(out.guest).get(out.url()).get_data(as_text=True)
    assert f"{out.guest.name}: TOP 2" not in coordinator.get(out.url()).get_data(as_text=True)
    assert "Gästen den Protokollauszug senden" not in coordinator.get("/overview").get_data(as_text=True)


def test_only_the_coordination_sends_extracts(house, out):
    for stranger in (out.taker, out.table.mains[0], out.elsewhere.coordinator, out.guest):
        with pytest.raises(NotAllowed):
            send(out, by=build.actor(house, stranger))
    assert letters(house) == []


def test_whoever_has_no_address_stays_owed(house, out):
    house.get_one(Person, out.guest.id).email = None
    house.commit()
    with pytest.raises(RuleBroken):
        send(out)
    house.rollback()
    assert [each.can_be_sent for each in extract_rules.owed(house, out.meeting_id)] == [False]


def test_a_guest_reads_her_extract_for_a_time_however_late_it_was_sent(house, out, sign_in, stop_clock):
    late = out.after.replace(year=2027)
    stop_clock(late)
    send(out, now=late)
    assert "Fachvortrag" in sign_in(out.guest).get(out.url()).get_data(as_text=True)
