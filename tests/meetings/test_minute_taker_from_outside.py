"""Who takes the minutes may come from outside the table: an edit of the meeting keeps her."""

import pytest

from models.meetings import MeetingState
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def test_edit_keeps_a_minute_taker_from_outside_and_offers_her(house, table, sign_in):
    outsider = build.person(house, "Petra Protokoll")
    meeting = build.meeting(house, table.body, minute_taker_id=outsider.id)
    house.commit()
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/meetings/{meeting.id}/edit")
    assert "von außerhalb des Tisches" in page.text
    assert keeper.submit(page, title="Neuer Titel").status_code == 303
    house.refresh(meeting)
    assert (meeting.title, meeting.minute_taker_id) == ("Neuer Titel", outsider.id)
    assert keeper.submit(keeper.get(f"/meetings/{meeting.id}/edit"), minute_taker_id="").status_code == 303
    house.refresh(meeting)
    assert meeting.minute_taker_id is None
    assert "Petra Protokoll" not in keeper.get(f"/meetings/{meeting.id}/edit").text


def test_nobody_else_from_outside_becomes_minute_taker(house, table, sign_in):
    taker, other = build.person(house), build.person(house)
    meeting = build.meeting(house, table.body, minute_taker_id=taker.id)
    house.commit()
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/meetings/{meeting.id}/edit")
    assert keeper.submit(page, minute_taker_id=str(other.id)).status_code == 422
    house.refresh(meeting)
    assert meeting.minute_taker_id == taker.id


def test_that_it_was_not_held_is_noted_from_its_day_on(house, table, sign_in, stop_clock):
    keeper = sign_in(table.coordinator)
    for in_days, offered in ((90, False), (0, True), (-1, True)):
        meeting = build.meeting(house, table.body, in_days=in_days, state=MeetingState.SCHEDULED)
        house.commit()
        page = keeper.get(f"/meetings/{meeting.id}").text
        assert (f"/meetings/{meeting.id}/not-held" in page) is offered, in_days
