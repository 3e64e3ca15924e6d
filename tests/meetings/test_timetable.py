"""An agenda against the clock: when items begin as planned, and whether all of it fits into the meeting."""

from datetime import timedelta

import pytest

from blueprints.meetings import agenda_queries, queries
from blueprints.meetings.timetable import timetable
from models.item_outcomes import ItemOutcome
from models.meetings import MeetingState
from models.visibility import ReaderSession, Visibility
from tests import build

SECRET = {"visibility": Visibility.CONFIDENTIAL}


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def meeting(house, table):
    """Two hours from 10:00 in Berlin."""
    return build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)


def read(house, meeting, person):
    house.flush()
    actor = build.actor(house, person)
    reading = ReaderSession(house.connection(), reader=actor, join_transaction_mode="rollback_only")
    found = queries.meeting_for(reading, meeting.id)
    return timetable(agenda_queries.agenda(house, reading, found, actor), found, actor)


def test_each_item_begins_when_those_before_it_end(house, table, meeting):
    first, second, third = (build.agenda_item(house, meeting, minutes_planned=n) for n in (10, 0, 20))
    times = read(house, meeting, table.mains[0])
    begins = meeting.starts_at
    later = begins + timedelta(minutes=10)
    assert times.starts == {first.id: begins, second.id: later, third.id: later}
    assert (times.planned, times.untimed) == (30, 1)


def test_what_is_put_off_takes_no_time(house, table, meeting):
    build.agenda_item(house, meeting, minutes_planned=30, outcome=ItemOutcome.PUT_OFF)
    item = build.agenda_item(house, meeting, minutes_planned=20)
    times = read(house, meeting, table.coordinator)
    assert times.starts == {item.id: meeting.starts_at}
    assert times.planned == 20


def test_a_member_learns_no_time_that_depends_on_items_she_may_not_see(house, table, meeting):
    opened = build.agenda_item(house, meeting, minutes_planned=30)
    hidden = build.agenda_item(house, meeting, minutes_planned=25, seats=table.seats[1:2], **SECRET)
    named = build.agenda_item(house, meeting, minutes_planned=10, seats=table.seats[:1], **SECRET)
    times = read(house, meeting, table.mains[0])
    assert (times.starts.keys(), times.planned) == ({opened.id}, 40)
    assert read(house, meeting, table.coordinator).starts.keys() == {opened.id, hidden.id, named.id}


def test_a_guest_learns_no_time_but_her_own(house, table, meeting):
    build.agenda_item(house, meeting, minutes_planned=30)
    item = build.agenda_item(house, meeting, minutes_planned=30)
    guest = build.item_guest(house, item)
    assert read(house, meeting, guest).starts == {}
    assert read(house, meeting, guest).sums is None


def test_a_guest_asked_for_another_time_than_the_item_is_planned_for_is_said(house, table, meeting, app):
    build.agenda_item(house, meeting, minutes_planned=30)
    right, wrong = (build.agenda_item(house, meeting, minutes_planned=30) for _ in range(2))
    for item in (right, wrong):
        build.item_guest(house, item, starts_at=meeting.starts_at + timedelta(minutes=30))
    house.flush()
    actor = build.actor(house, table.coordinator)
    reading = ReaderSession(house.connection(), reader=actor, join_transaction_mode="rollback_only")
    found = queries.meeting_for(reading, meeting.id)
    _, first, second = agenda_queries.agenda(house, reading, found, actor)
    times = timetable(agenda_queries.agenda(house, reading, found, actor), found, actor)
    with app.test_request_context():
        assert times.differs(first) == ""
        assert "11:00" in times.differs(second)
