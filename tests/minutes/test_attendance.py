"""Who was there: proposed from the replies and the seats, said by the minute taker, never assumed."""

import pytest
from sqlalchemy import select

from blueprints.minutes import rules
from models.minutes import Attendance, AttendanceState
from models.rounds import Coming
from models.seats import Appointment
from tests import build
from tests.minutes.test_writing import reply
from tests.pages import Page, text

PRESENT, REPRESENTED, OPEN = AttendanceState.PRESENT, AttendanceState.REPRESENTED, AttendanceState.OPEN


@pytest.fixture
def line(house, room):
    """The line of the first institution, of which no reply came."""
    room.begin()
    seat_id = room.table.seats[0].id
    return house.scalars(select(Attendance).where(Attendance.seat_id == seat_id)).one()


def test_nobody_is_absent_before_somebody_has_said_so(house, room):
    reply(house, room, room.table.mains[1], Coming.PERHAPS)
    room.begin()
    assert {each.state for each in house.scalars(select(Attendance))} == {OPEN}


def test_the_representatives_name_stands_there_already(house, room, line, sign_in, word):
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/attendance"))
    assert f'value="{room.table.mains[0].name}"' in page.text
    saved = browser.submit(page, word("Save attendance"), **{f"state_{line.id}": "present"})
    assert saved.status_code == 303
    house.refresh(line)
    assert (line.state, line.names) == (PRESENT, room.table.mains[0].name)


@pytest.mark.parametrize("state", ["present", "represented"])
def test_an_institution_that_was_there_came_by_somebody(house, room, line, sign_in, word, state):
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/attendance"))
    told = {f"state_{line.id}": state, f"names_{line.id}": " "}
    refused = browser.submit(page, word("Save attendance"), **told)
    assert refused.status_code == 422
    assert f'id="names_{line.id}-error"' in refused.text
    house.refresh(line)
    assert line.state is OPEN


def test_the_representative_does_not_represent_herself(house, room, line, sign_in, word):
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/attendance"))
    refused = browser.submit(page, word("Save attendance"), **{f"state_{line.id}": "represented"})
    assert refused.status_code == 422
    assert f'id="names_{line.id}-error"' in refused.text


def test_whoever_was_not_there_leaves_no_name(house, room, line):
    entries = {line.id: (AttendanceState.EXCUSED, room.table.mains[0].name)}
    rules.note_attendance(house, room.meeting_id, entries, by=room.by, now=room.after)
    assert (line.state, line.names) == (AttendanceState.EXCUSED, "")


def test_one_button_fills_in_all_that_is_not_noted_and_saves_nothing(house, room, line, sign_in, word):
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/attendance"))
    filled = browser.submit(page, word("All that is not noted was present"))
    assert filled.status_code == 200
    assert "noch nicht gespeichert" in text(Page(filled.text).all("main")[0])
    house.refresh(line)
    assert line.state is OPEN
    assert browser.submit(filled, word("Save attendance")).status_code == 303
    states = {
        each.state for each in house.scalars(select(Attendance).execution_options(populate_existing=True))
    }
    assert states == {PRESENT}


def test_whoever_is_filled_in_without_a_known_name_is_asked_for_beside_its_line(
    house, room, line, sign_in, word
):
    appointed = select(Appointment).where(Appointment.seat_id == line.seat_id)
    for each in house.scalars(appointed):
        each.ends_on = build.TODAY
    house.commit()
    browser = sign_in(room.coordinator)
    filled = browser.submit(browser.get(room.url("/attendance")), word("All that is not noted was present"))
    assert f'id="names_{line.id}-error"' in filled.text
    again = browser.submit(filled, word("Save attendance"))
    assert again.status_code == 422
    assert f'id="names_{line.id}-error"' in again.text
    done = browser.submit(again, word("Save attendance"), **{f"names_{line.id}": "Bereitschaft"})
    assert done.status_code == 303


def test_what_is_not_noted_is_told_before_the_minutes_go_out(house, room, line, sign_in, word):
    rules.note_attendance(house, room.meeting_id, {}, by=room.by, now=room.after)
    page = sign_in(room.coordinator).get(room.url("/circulate")).text
    assert line.institution in page.partition("Es ist nicht erfasst, ob")[2].partition("</p>")[0]
    rows = house.scalars(select(Attendance)).all()
    entries = {row.id: (PRESENT, row.names or "Vertretung") for row in rows}
    rules.note_attendance(house, room.meeting_id, entries, by=room.by, now=room.after)
    assert "Es ist nicht erfasst, ob" not in sign_in(room.coordinator).get(room.url("/circulate")).text
