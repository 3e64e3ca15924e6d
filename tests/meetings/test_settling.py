"""What became of an item: noted by those who write the minutes, and said wherever the item stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings.settling import rules
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.item_outcomes import ItemOutcome
from models.meetings import MeetingState
from tests import build


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, in_days=0)


@pytest.fixture
def item(house, meeting):
    return build.agenda_item(house, meeting, title="Aufsuchende Arbeit")


def settle(house, item, outcome, by, now=build.NOW, **facts):
    return rules.settle_item(house, item.id, outcome=outcome, **facts, by=by, now=now)


def refused(field):
    return pytest.raises(RuleBroken, check=lambda broken: broken.field == field)


def test_an_item_is_put_off_to_a_later_meeting_and_history_says_so(house, table, by, item):
    later = build.meeting(house, table.body, in_days=60, state=MeetingState.SCHEDULED)
    settle(house, item, ItemOutcome.PUT_OFF, by, put_off_to_id=later.id)
    assert (item.outcome, item.put_off_to_id) == (ItemOutcome.PUT_OFF, later.id)
    entry = house.scalars(select(Entry).where(Entry.gesture == "settle")).one()
    assert entry.facts == {"meeting": item.meeting_id, "outcome": "put-off", "put_off_to": later.id}


def test_what_was_noted_can_be_taken_back(house, table, by, item):
    later = build.meeting(house, table.body, in_days=60, state=MeetingState.SCHEDULED)
    settle(house, item, ItemOutcome.PUT_OFF, by, put_off_to_id=later.id)
    settle(house, item, None, by, put_off_to_id=later.id)
    assert (item.outcome, item.put_off_to_id) == (None, None)


def test_noting_the_same_twice_leaves_one_line_of_history(house, by, item):
    for _ in range(2):
        settle(house, item, ItemOutcome.TAKEN_OFF, by)
    assert len(house.scalars(select(Entry).where(Entry.gesture == "settle")).all()) == 1


def test_an_item_is_put_off_only_to_a_later_meeting_that_its_members_know_of(house, table, by, item):
    elsewhere = build.meeting(house, build.table(house).body, in_days=60, state=MeetingState.SCHEDULED)
    earlier = build.meeting(house, table.body, in_days=-60, state=MeetingState.HELD)
    secret = build.meeting(house, table.body, in_days=60, state=MeetingState.PLANNED)
    for other in (elsewhere, earlier, secret):
        with refused("put_off_to_id"):
            settle(house, item, ItemOutcome.PUT_OFF, by, put_off_to_id=other.id)
    assert item.outcome is None


def test_an_item_is_not_dealt_with_before_the_day_of_its_meeting(house, by, item):
    with refused("outcome"):
        settle(house, item, ItemOutcome.DEALT_WITH, by, now=build.NOW - timedelta(days=1))
    settle(house, item, ItemOutcome.DEALT_WITH, by)
    assert item.outcome is ItemOutcome.DEALT_WITH


def test_the_minute_taker_notes_what_became_of_an_item_and_a_member_does_not(house, table, meeting, item):
    taker = build.person(house)
    meeting.minute_taker_id = taker.id
    house.flush()
    settle(house, item, ItemOutcome.DEALT_WITH, build.actor(house, taker))
    with pytest.raises(NotAllowed):
        settle(house, item, ItemOutcome.TAKEN_OFF, build.actor(house, table.mains[0]))
    assert item.outcome is ItemOutcome.DEALT_WITH


def test_what_became_of_an_item_stands_once_the_minutes_are_out(house, meeting, by, item):
    meeting.state = MeetingState.MINUTED
    with pytest.raises(NotAllowed):
        settle(house, item, ItemOutcome.TAKEN_OFF, by)
