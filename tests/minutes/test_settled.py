"""Minutes say of an item that it was put off, and to which meeting, or taken off."""

from datetime import timedelta

import pytest

from blueprints.meetings.settling.rules import settle_item
from blueprints.minutes import circulation_rules
from blueprints.minutes import rules as minutes_rules
from models.item_outcomes import ItemOutcome
from models.meetings import MeetingState
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.pages import Page, text


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def meeting(house, table, stop_clock):
    """Held yesterday: one item spoken of, one put off, one taken off, and a confidential one put off."""
    stop_clock(build.NOW)
    by = build.actor(house, table.coordinator)
    words = {"by": by, "now": build.NOW}
    later = build.meeting(house, table.body, in_days=60, state=MeetingState.SCHEDULED)
    meeting = build.meeting(house, table.body, in_days=-1, state=MeetingState.HELD)
    spoken, put_off, taken_off = (
        build.agenda_item(house, meeting, title) for title in ("Eins", "Zwei", "Drei")
    )
    secret = build.agenda_item(
        house, meeting, "Geheimes", seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL
    )
    minutes_rules.begin(house, meeting.id, **words)
    minutes_rules.write_item(house, spoken.id, "Beraten.", based_on=0, render=render, **words)
    for item in (put_off, secret):
        settle_item(house, item.id, outcome=ItemOutcome.PUT_OFF, put_off_to_id=later.id, **words)
    settle_item(house, taken_off.id, outcome=ItemOutcome.TAKEN_OFF, **words)
    minutes_rules.note_attendance(house, meeting.id, {}, **words)
    minutes_rules.confirm(house, meeting.id, **words)
    circulation_rules.circulate(house, meeting.id, **words)
    house.commit()
    return meeting


def test_minutes_say_what_was_put_off_and_taken_off(table, meeting, sign_in):
    day = (build.TODAY + timedelta(days=60)).strftime("%d.%m.%Y")
    for person, times in ((table.mains[0], 2), (table.mains[1], 1)):
        page = sign_in(person).get(f"/meetings/{meeting.id}/minutes").get_data(as_text=True)
        shown = text(Page(page).all("main")[0])
        assert shown.count("vertagt auf die Sitzung am") == times
        assert day in shown
        assert shown.count("abgesetzt") == 1
        assert "behandelt" not in shown
