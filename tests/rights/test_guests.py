"""A guest reads her item for a time: from dispatch until 14 days after, and while she may object."""

from datetime import timedelta

import pytest

from models.meetings import Meeting
from models.minutes import Minutes, MinutesState
from tests import build
from tests.rights.walking import outcome


@pytest.fixture
def held(house, world):
    """The guest's meeting took place so many days ago."""

    def days_ago(days):
        meeting = house.get_one(Meeting, world.ids["meeting_id"])
        meeting.set_time(build.NOW - timedelta(days=days), None)
        house.commit()
        return meeting

    return days_ago


@pytest.fixture
def opens(world, ask):
    def doors():
        paths = (
            f"/meetings/{world.ids['meeting_id']}",
            f"/meetings/{world.ids['meeting_id']}/items/{world.ids['item_id']}",
            f"/files/{world.ids['file_id']}",
        )
        return {outcome(ask("guest", "GET", path)) for path in paths}

    return doors


@pytest.mark.parametrize(("days", "expected"), [(0, {"page"}), (14, {"page"}), (15, {"404"}), (400, {"404"})])
def test_a_guest_reads_until_14_days_after_the_meeting(held, opens, days, expected):
    held(days)
    assert opens() == expected


@pytest.mark.parametrize(("days", "expected"), [(-1, {"404"}), (0, {"page"}), (9, {"page"})])
def test_minutes_that_come_late_open_it_again_until_the_last_day_for_objections(
    house, held, opens, days, expected
):
    meeting = held(20)
    minutes = Minutes(meeting_id=meeting.id, body_id=meeting.body_id, begun_at=build.NOW)
    minutes.state, minutes.confirmed_at, minutes.circulated_at = (
        MinutesState.CIRCULATED,
        build.NOW,
        build.NOW,
    )
    minutes.objections_until = build.TODAY + timedelta(days=days)
    house.add(minutes)
    house.commit()
    assert opens() == expected
