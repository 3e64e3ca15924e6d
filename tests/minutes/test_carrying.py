"""An item goes to another meeting: moved with what came of it, or copied without."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import guest_rules, invitation_rules
from blueprints.meetings.drafting import rules as drafting_rules
from blueprints.minutes import rules as minutes_rules
from blueprints.minutes.carrying import rules
from blueprints.tasks import rules as task_rules
from models.errors import NotAllowed, RuleBroken
from models.files import File
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, MeetingState
from models.minutes import ItemMinutes, Minutes, MinutesState
from models.tasks import Task
from models.texts import Text
from models.visibility import ReaderSession
from plumbing.markdown import render
from tests import build
from tests.pages import Page, text


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def held(house, table):
    return build.meeting(house, table.body, in_days=-1, state=MeetingState.HELD)


@pytest.fixture
def coming(house, table):
    return build.meeting(house, table.body, in_days=30)


@pytest.fixture
def item(house, held, by):
    """Written about in the minutes, with a task and a file."""
    made = build.agenda_item(house, held, "Aufsuchende Arbeit")
    minutes_rules.begin(house, held.id, by=by, now=build.NOW)
    minutes_rules.write_item(house, made.id, "Beraten.", based_on=0, by=by, now=build.NOW, render=render)
    task_rules.create(
        house,
        held.body_id,
        task_rules.Wanted(title="Flyer"),
        seat_id=None,
        item_id=made.id,
        by=by,
        now=build.NOW,
    )
    build.added(
        house, File(item_id=made.id, name="zahlen.txt", content_type="text/plain", uploaded_at=build.NOW)
    )
    return made


def move(house, item, to, by):
    rules.move_item_to(house, item.id, to.id, by=by, now=build.NOW)
    house.flush()


def minutes_of(house, meeting):
    return house.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()


def test_what_came_of_an_item_moves_along(house, held, coming, by, item):
    left = minutes_of(house, held)
    minutes_rules.note_attendance(house, held.id, {}, by=by, now=build.NOW)
    minutes_rules.confirm(house, held.id, by=by, now=build.NOW)
    move(house, item, coming, by)
    row = house.scalars(select(ItemMinutes)).one()
    assert item.meeting_id == coming.id
    assert row.minutes_id == minutes_of(house, coming).id
    assert house.get_one(Text, row.text_id).meeting_id == coming.id
    assert house.scalars(select(Task.meeting_id)).all() == [coming.id]
    assert house.scalars(select(File.item_id)).all() == [item.id]
    assert left.state is MinutesState.DRAFT, "its words are others now: somebody has to vouch for them anew"


def test_a_copy_leaves_behind_what_came_of_the_item(house, held, coming, by, item):
    copy = drafting_rules.copy_item(house, item.id, coming.id, by=by, now=build.NOW)
    house.flush()
    assert (item.meeting_id, copy.meeting_id) == (held.id, coming.id)
    assert house.scalars(select(ItemMinutes.item_id)).all() == [item.id]
    assert house.scalars(select(Task.item_id)).all() == [item.id]
    assert house.scalars(select(File.item_id)).all() == [item.id]


def test_whoever_took_the_minutes_of_the_meeting_it_left_reads_the_words_no_more(
    house, held, coming, by, item
):
    taker = build.person(house)
    held.minute_taker_id = taker.id
    house.flush()
    reader = build.actor(house, taker)
    with ReaderSession(house.connection(), reader=reader, join_transaction_mode="rollback_only") as reading:
        assert reading.scalars(select(Text)).all() != []
    move(house, item, coming, by)
    with ReaderSession(house.connection(), reader=reader, join_transaction_mode="rollback_only") as reading:
        assert reading.scalars(select(Text)).all() == []
        assert reading.scalars(select(AgendaItem)).all() == []


def test_an_item_whose_minutes_are_out_stays(house, held, coming, by, item):
    held.state = MeetingState.MINUTED
    with pytest.raises(RuleBroken):
        move(house, item, coming, by)
    assert item.meeting_id == held.id


def test_an_item_for_which_guests_were_invited_stays(house, table, by, coming):
    later = build.meeting(house, table.body, in_days=60)
    item = build.agenda_item(house, coming)
    guest_rules.add_guest(house, item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW)
    invitation_rules.invite(house, coming.id, due_on=build.TODAY + timedelta(days=5), by=by, now=build.NOW)
    with pytest.raises(RuleBroken, match="copied, but not moved"):
        move(house, item, later, by)


def test_an_item_goes_to_no_meeting_of_another_table(house, by, item):
    elsewhere = build.meeting(house, build.table(house).body)
    for carry in (rules.move_item_to, drafting_rules.copy_item):
        with pytest.raises(NotAllowed):
            carry(house, item.id, elsewhere.id, by=by, now=build.NOW)


def test_an_item_that_was_put_off_is_open_again_where_it_moves(house, held, coming, by):
    item = build.agenda_item(house, held, outcome=ItemOutcome.PUT_OFF, put_off_to_id=coming.id)
    move(house, item, coming, by)
    assert (item.outcome, item.put_off_to_id) == (None, None)


def test_the_coordination_chooses_how_and_where_to(house, table, held, coming, item, sign_in):
    house.commit()
    browser = sign_in(table.coordinator)
    page = browser.get(f"/meetings/{held.id}/items/{item.id}/carry")
    answer = browser.submit(page, "Auf diese Tagesordnung setzen", way="move", to_meeting_id=str(coming.id))
    assert answer.headers["Location"].endswith(f"/meetings/{coming.id}")
    shown = text(Page(browser.get(f"/meetings/{coming.id}").get_data(as_text=True)).all("main")[0])
    assert "Aufsuchende Arbeit" in shown


def test_moving_to_the_next_meeting_that_nobody_is_invited_to_is_proposed(house, table, by, coming, sign_in):
    out = build.meeting(house, table.body, in_days=40, state=MeetingState.INVITED)
    later, guested = build.meeting(house, table.body, in_days=60), build.agenda_item(house, coming)
    item = build.agenda_item(house, coming)
    guest_rules.add_guest(
        house, guested.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    invitation_rules.invite(house, coming.id, due_on=build.TODAY + timedelta(days=5), by=by, now=build.NOW)
    house.commit()
    browser = sign_in(table.coordinator)
    for each, way in ((item, "move"), (guested, "copy")):
        page = Page(browser.get(f"/meetings/{coming.id}/items/{each.id}/carry").text)
        assert [box.get("value") for box in page.all("input") if "checked" in box.attrib] == [way]
        options = [each.get("value") for each in page.all("option") if "selected" in each.attrib]
        assert options == [str(later.id)], f"nobody is to be added to {out.id}"
