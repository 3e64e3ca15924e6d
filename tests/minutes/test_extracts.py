"""Extracts: a guest gets that of her item by one click of the coordination; it is owed until then."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.minutes import extract_rules
from models.errors import NotAllowed, RuleBroken
from models.letters import Dispatch, Letter, Way
from models.people import Person
from tests import build
from tests.minutes.test_corrections import correct

DAY = timedelta(days=1)


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


@pytest.fixture
def without_address(house, out):
    house.get_one(Person, out.guest.id).email = None
    house.commit()
    return out


@pytest.mark.parametrize(("way", "noted"), [("post", Way.POST), ("in-person", Way.IN_PERSON)])
def test_an_extract_on_paper_is_noted_and_owed_no_longer(house, without_address, sign_in, way, noted):
    room, coordinator = without_address, sign_in(without_address.coordinator)
    given = {
        "form_key": "a",
        "person_id": room.guest.id,
        "way": way,
        "handed_on": room.after.date().isoformat(),
    }
    assert room.url("/hand-over-extract") in coordinator.get(room.url()).get_data(as_text=True)
    for _ in range(2):
        assert coordinator.post(room.url("/hand-over-extract"), data=given).status_code == 303
    house.commit()
    assert extract_rules.owed(house, room.meeting_id) == []
    dispatch = house.scalars(select(Dispatch).where(Dispatch.template == "minutes/extract")).one()
    assert (dispatch.way, dispatch.meeting_id, dispatch.sent_on) == (
        noted,
        room.meeting_id,
        room.after.date(),
    )
    assert letters(house) == []
    assert "Gästen den Protokollauszug senden" not in coordinator.get("/overview").get_data(as_text=True)


def test_what_cannot_be_noted_changes_nothing(house, without_address, sign_in):
    room, coordinator = without_address, sign_in(without_address.coordinator)
    today, guest = room.after.date(), room.guest.id
    nobody = {"person_id": room.taker.id, "way": "post", "handed_on": today.isoformat()}
    by_mail = {"person_id": guest, "way": "mail", "handed_on": today.isoformat()}
    for given in (
        nobody,
        by_mail,
        {"person_id": "x", "way": "post", "handed_on": today.isoformat()},
        {"person_id": guest, "way": "post", "handed_on": (today + DAY).isoformat()},
        {"person_id": guest, "way": "post", "handed_on": (today - DAY).isoformat()},
        {"person_id": guest, "way": "post", "handed_on": "gestern"},
        {"person_id": guest, "way": "post"},
        {"person_id": 10**30, "way": "post"},
        {},
    ):
        data = {"form_key": str(build.number()), **given}
        assert coordinator.post(room.url("/hand-over-extract"), data=data).status_code == 303
    house.commit()
    assert len(extract_rules.owed(house, room.meeting_id)) == 1
    assert house.scalars(select(Dispatch).where(Dispatch.template == "minutes/extract")).all() == []


def test_only_the_coordination_notes_that_an_extract_was_handed_over(house, without_address):
    room = without_address
    for stranger in (room.taker, room.table.mains[0], room.elsewhere.coordinator, room.guest):
        by = build.actor(house, stranger)
        with pytest.raises(NotAllowed):
            extract_rules.hand_over_extract(
                house, room.meeting_id, room.guest.id, Way.POST, room.after.date(), by=by, now=room.after
            )


def test_a_corrected_extract_is_owed_again_to_whoever_got_the_first_on_paper(house, without_address):
    room = without_address
    given = {"by": room.by, "now": room.after}
    extract_rules.hand_over_extract(
        house, room.meeting_id, room.guest.id, Way.POST, room.after.date(), **given
    )
    correct(room, {room.guest_item.id: "Berichtigt"})
    assert [each.name for each in extract_rules.owed(house, room.meeting_id)] == [room.guest.name]
    extract_rules.hand_over_extract(
        house, room.meeting_id, room.guest.id, Way.POST, room.after.date(), **given
    )
    assert extract_rules.owed(house, room.meeting_id) == []


def test_a_note_of_a_handed_over_extract_is_dated_and_is_taken_back(
    house, without_address, sign_in, stop_clock
):
    room, later = without_address, without_address.after + 5 * DAY
    stop_clock(later)
    coordinator = sign_in(room.coordinator)
    on = room.after.date() + 2 * DAY
    given = {"person_id": room.guest.id, "way": "in-person", "handed_on": on.isoformat()}
    coordinator.post(room.url("/hand-over-extract"), data=given | {"form_key": "a"})
    page = coordinator.get(room.url())
    assert f"{room.guest.name}: persönlich, {on:%d.%m.%Y}" in page.get_data(as_text=True)
    assert house.scalars(select(Dispatch).where(Dispatch.template == "minutes/extract")).one().sent_on == on
    assert coordinator.submit(page, f"Vermerk zurücknehmen {room.guest.name}").status_code == 303
    house.expire_all()
    assert [each.name for each in extract_rules.owed(house, room.meeting_id)] == [room.guest.name]
    assert house.scalars(select(Dispatch).where(Dispatch.template == "minutes/extract")).all() == []
    with pytest.raises(RuleBroken):
        extract_rules.take_back_extract(house, room.meeting_id, room.guest.id, by=room.by, now=later)
