"""Circulating: confirmed first, one letter each with a link only, an edition for each set of readers."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from blueprints.minutes import circulation_rules, rules
from models.editions import Edition, EditionKind, EditionReader
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.meetings import MeetingState
from models.minutes import Attendance, AttendanceState, Minutes, MinutesState
from models.organisations import Organisation
from models.outbox import LetterBytes
from models.texts import TextDraft, TextVersion
from tests import build


def letters(house):
    return house.scalars(
        select(Letter).where(Letter.template == "minutes/circulated").order_by(Letter.id)
    ).all()


def test_nothing_goes_out_before_somebody_has_vouched_for_it(house, room):
    room.written()
    with pytest.raises(RuleBroken) as refused:
        circulation_rules.circulate(house, room.meeting_id, by=room.by, now=room.after)
    assert refused.value.field == "confirmed"
    house.rollback()
    assert letters(house) == []


def test_only_the_coordination_sends(house, room):
    room.written()
    taker = build.actor(house, room.taker)
    rules.confirm(house, room.meeting_id, by=taker, now=room.after)
    for stranger in (
        taker,
        build.actor(house, room.table.mains[0]),
        build.actor(house, room.elsewhere.coordinator),
    ):
        with pytest.raises(NotAllowed):
            circulation_rules.circulate(house, room.meeting_id, by=stranger, now=room.after)


def test_minutes_go_out_after_the_meeting_has_begun(house, room):
    room.written()
    rules.confirm(house, room.meeting_id, by=room.by, now=build.NOW)
    with pytest.raises(RuleBroken):
        circulation_rules.circulate(house, room.meeting_id, by=room.by, now=build.NOW)


def test_minutes_go_out_once(house, room):
    room.written().circulate()
    with pytest.raises(RuleBroken):
        circulation_rules.circulate(house, room.meeting_id, by=room.by, now=room.after)
    assert house.query(Edition).where(Edition.kind == EditionKind.MINUTES).count() == 5


@pytest.mark.parametrize(("land", "due"), [("NW", date(2026, 10, 14)), ("BY", date(2026, 10, 14))])
def test_the_deadline_for_objections_follows_the_bylaws(house, app, stop_clock, land, due):
    from tests.minutes.conftest import Room  # fixtures of another table

    with app.app_context():
        stop_clock(build.NOW)
        room = Room(house, bylaws={"objection_days": 14, "land": land})
    room.written().circulate()
    minutes = house.scalars(select(Minutes)).one()
    assert minutes.objections_until == due
    assert minutes.state is MinutesState.CIRCULATED
    house.refresh(room.meeting)
    assert room.meeting.state is MeetingState.MINUTED


def test_everybody_entitled_gets_one_letter(house, room):
    mailbox = "postfach@institution.example"
    house.get_one(Organisation, room.table.seats[0].organisation_id).mailbox = mailbox
    sent = room.written().circulate()
    people = [*room.table.mains, *room.table.deputies]
    assert sorted(letter.recipient for letter in letters(house)) == sorted(
        [mailbox, *(each.email for each in people)]
    )
    assert sent == 7
    assert all(letter.organisation_id for letter in letters(house))


def test_one_address_gets_one_letter(house, room):
    build.appointment(house, build.seat(house, room.table.body), room.table.mains[0])
    room.written().circulate()
    assert [letter.recipient for letter in letters(house)].count(room.table.mains[0].email) == 1


def test_letters_carry_a_link_and_nothing_of_the_minutes(house, room):
    room.written().circulate()
    for raw in house.scalars(select(LetterBytes.raw)):
        words = raw.decode("utf-8", "replace")
        for secret in ("Begrüßung", "Nachbesetzung", "Nur erste", "Fachvortrag", "Runder Tisch für"):
            assert secret not in words
    assert len(letters(house)) == 6


def test_versions_in_an_edition_are_frozen(house, room):
    room.written().circulate()
    assert all(version.frozen_at == room.after for version in house.scalars(select(TextVersion)))


def test_each_set_of_readers_has_an_edition(house, room):
    room.written().circulate()
    editions = house.scalars(
        select(Edition).where(Edition.kind == EditionKind.MINUTES).order_by(Edition.id)
    ).all()
    numbers = [[item["number"] for item in edition.data["items"]] for edition in editions]
    assert numbers == [["1", "2", "V 1", "K 1"], ["1", "2", "V 1"], ["1", "2"], ["1", "2"], ["2"]]
    assert [edition.number for edition in editions] == [1] * 5
    readers = house.query(EditionReader).where(EditionReader.edition_id.in_([each.id for each in editions]))
    assert readers.count() == 4


def test_an_extract_names_nobody_who_was_there(house, room):
    room.begin()
    room.write(room.guest_item, "Vortrag gehört")
    row = house.scalars(select(Attendance).where(Attendance.seat_id == room.table.seats[0].id)).one()
    row.state, row.names = AttendanceState.PRESENT, "Vertretung Polizei"
    room.circulate()
    extract = house.scalars(select(Edition).order_by(Edition.id.desc())).first()
    assert extract.data["extract"] is True
    assert extract.data["attendance"] == extract.data["guests"] == []
    assert "Vertretung Polizei" not in extract.content


def test_guests_of_hidden_items_are_not_named(house, room):
    secret = build.item_guest(house, room.named_item, build.person(house, "Geheimer Gast"))
    room.written()
    for row in house.scalars(select(Attendance).where(Attendance.person_id.is_not(None))):
        row.state = AttendanceState.PRESENT
    room.circulate()
    for edition in house.scalars(select(Edition).where(Edition.kind == EditionKind.MINUTES)):
        sees = any(item["title"] == "Nur erste" for item in edition.data["items"])
        assert ("Geheimer Gast" in edition.content) == (sees and not edition.data["extract"]), edition.id
    assert secret.id


def test_the_line_in_the_history_has_counts_and_no_names(house, room):
    room.written().circulate()
    entry = house.scalars(select(Entry).where(Entry.gesture == "circulate")).one()
    assert entry.facts == {"number": 1, "editions": 5, "letters": 6, "objections_until": "2026-10-14"}


def test_the_page_tells_who_gets_the_letter_and_sends_it_once(house, room, sign_in, word):
    room.written()
    coordinator = sign_in(room.coordinator)
    page = coordinator.get(room.url("/circulate"))
    text = page.get_data(as_text=True)
    assert room.table.mains[0].email in text
    assert "14.10.2026" in text
    button = "6"
    assert coordinator.post(room.url("/circulate"), data={"form_key": "a"}).status_code == 422
    assert letters(house) == []
    rules.note_attendance(house, room.meeting_id, {}, by=room.by, now=room.after)
    for _ in range(2):
        answer = coordinator.post(room.url("/circulate"), data={"form_key": "b", "confirmed": "y"})
        assert answer.status_code == 303
    assert len(letters(house)) == int(button)


def test_while_attendance_is_missing_the_page_leads_there_and_back(house, room, sign_in):
    """Letters can't go yet: the one main button is what is missing, and none that would be refused."""
    room.written()
    coordinator = sign_in(room.coordinator)
    page = coordinator.get(room.url("/circulate"))
    assert "Nachrichten versenden" not in page.text
    (main,) = re.findall(r'<a class="button primary" href="([^"]+)"', page.text.split("<main")[1])
    assert "Anwesenheit" in page.text.split(main)[1][:60]
    assert coordinator.get(main).status_code == 200
    minutes = house.query(Minutes).one()
    saved = coordinator.post(main, data={"based_on": minutes.version, "form_key": "a"})
    assert saved.status_code == 303
    assert saved.location == room.url("/circulate")
    assert "6 Nachrichten versenden" in coordinator.get(saved.location).text


def test_the_minute_taker_who_does_not_send_is_led_back_to_writing(house, room, sign_in):
    room.written()
    taker = sign_in(room.taker)
    sent = {"based_on": house.query(Minutes).one().version, "form_key": "a"}
    saved = taker.post(room.url("/attendance?then=circulate"), data=sent)
    assert saved.location == room.url("/write")


def test_a_look_at_the_page_sends_nothing(house, room, sign_in):
    room.written()
    sign_in(room.coordinator).get(room.url("/circulate"))
    house.refresh(room.meeting)
    assert room.meeting.state is MeetingState.INVITED
    assert letters(house) == []


def test_what_is_typed_and_not_saved_is_told_before_it_goes(house, room, sign_in):
    room.written()
    taker = build.actor(house, room.taker)
    rules.keep_draft(house, room.open_item.id, "Getippt", based_on=1, by=taker, now=room.after)
    page = sign_in(room.coordinator).get(room.url("/circulate")).get_data(as_text=True)
    assert f"{room.taker.name}: Begrüßung" in page
    assert "Getippt" not in page
    room.circulate()
    assert house.query(TextDraft).count() == 0
