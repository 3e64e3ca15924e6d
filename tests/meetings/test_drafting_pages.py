"""The page that proposes an agenda, and what an item says about where it comes from."""

import pytest
from sqlalchemy import func, select

from blueprints.meetings.drafting import rules
from blueprints.tasks import rules as task_rules
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, MeetingState
from models.topics import Topic
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    """A table whose people read English, so that tests name the words of the code."""
    made = build.table(house, bylaws={"agenda_template": "Begrüßung"})
    for person in (made.coordinator, *made.mains):
        person.language = "en"
    house.commit()
    return made


@pytest.fixture
def last(house, table):
    return build.meeting(house, table.body, in_days=-30, number=11, state=MeetingState.HELD)


@pytest.fixture
def coming(house, table):
    return build.meeting(house, table.body, number=12)


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def put_off(house, last, number, **facts):
    for _ in range(number):
        build.agenda_item(house, last, outcome=ItemOutcome.PUT_OFF, **facts)
    house.commit()


def test_what_is_ticked_comes_onto_the_agenda(house, last, coming, coordinator):
    build.agenda_item(house, last, "Aufsuchende Arbeit", outcome=ItemOutcome.PUT_OFF)
    house.commit()
    page = coordinator.get(f"/meetings/{coming.id}/agenda/draft")
    assert "Meeting no. 11 on 2 August 2026: put off" in words(page)
    answer = coordinator.submit(page, "Add to the agenda")
    shown = words(coordinator.get(answer.headers["Location"]))
    assert "2 items were added to the agenda" in shown
    assert "Aufsuchende Arbeit" in shown
    assert "Nothing to propose" in words(coordinator.get(f"/meetings/{coming.id}/agenda/draft"))


def test_whoever_ticks_nothing_is_asked_to(house, coming, coordinator):
    house.commit()
    url = f"/meetings/{coming.id}/agenda/draft"
    answer = coordinator.submit(coordinator.get(url), "Add to the agenda", keys=[])
    assert answer.status_code == 422
    assert "Please choose at least one item." in words(answer)
    assert house.scalar(select(func.count(AgendaItem.id))) == 0


def test_after_planning_one_comes_to_what_is_left_of_the_last_meeting(house, table, last, coordinator):
    put_off(house, last, 1)
    page = coordinator.get(f"/round-tables/{table.body.id}/meetings/plan")
    answer = coordinator.submit(page, "Plan the meeting", day="2026-12-09", starts="10:00")
    assert answer.headers["Location"].endswith("/agenda/draft")


def test_the_page_asks_the_same_number_of_questions_however_much_is_left(
    house, table, last, coming, coordinator, statements
):
    put_off(house, last, 1)
    url = f"/meetings/{coming.id}/agenda/draft"
    coordinator.get(url)
    with statements() as few:
        coordinator.get(url)
    put_off(house, last, 10)
    with statements() as many:
        coordinator.get(url)
    assert len(many) == len(few)


def test_an_item_leads_to_what_it_is_about_for_those_who_may_see_it(
    house, table, last, coming, coordinator, sign_in
):
    by = build.actor(house, table.coordinator)
    item = build.agenda_item(
        house,
        last,
        "Schutzkonzept",
        seats=table.seats[:1],
        visibility=Visibility.CONFIDENTIAL,
        outcome=ItemOutcome.PUT_OFF,
    )
    copy = rules.copy_item(house, item.id, coming.id, by=by, now=build.NOW)
    copy.visibility, coming.state = Visibility.INTERNAL, MeetingState.INVITED
    house.commit()
    way = f'href="/meetings/{last.id}/items/{item.id}"'
    url = f"/meetings/{coming.id}/items/{copy.id}"
    for person, sees in ((table.coordinator, True), (table.mains[0], True), (table.mains[1], False)):
        assert (way in sign_in(person).get(url).get_data(as_text=True)) is sees
    assert "stands again on the agenda of" in words(coordinator.get(f"/meetings/{last.id}/items/{item.id}"))


def test_the_item_of_open_tasks_leads_to_each_of_them(house, table, coming, coordinator):
    by = build.actor(house, table.coordinator)
    wanted = task_rules.Wanted(title="Flyer drucken")
    task_rules.create(house, table.body.id, wanted, seat_id=table.seats[0].id, by=by, now=build.NOW)
    house.commit()
    page = coordinator.get(f"/meetings/{coming.id}/agenda/draft")
    assert "1 task is owed" in words(page)
    coordinator.submit(page, "Add to the agenda", keys=["tasks"])
    item = house.scalars(select(AgendaItem).where(AgendaItem.title == "Open tasks")).one()
    assert "Flyer drucken" in words(coordinator.get(f"/meetings/{coming.id}/items/{item.id}"))


def test_topics_for_this_meeting_that_are_undecided_are_named_with_the_way_to_decide(
    house, table, coming, coordinator
):
    topic = build.added(
        house, Topic(body_id=table.body.id, meeting_id=coming.id, title="Wegweiser", submitted_at=build.NOW)
    )
    house.commit()
    page = coordinator.get(f"/meetings/{coming.id}/agenda/draft").text
    assert f'<a href="/topics/{topic.id}/decide">Wegweiser</a>' in page
