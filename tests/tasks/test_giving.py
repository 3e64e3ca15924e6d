"""Giving and changing tasks: who may, what must hold, who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.tasks import rules
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.outbox import LetterBytes
from models.seats import Appointment
from models.task_lists import NEXT_MEETING
from models.tasks import Task, TaskAudience, TaskLink, TaskState
from models.visibility import Visibility
from tests import build
from tests.tasks.conftest import DUE


def tasks(house):
    house.expire_all()
    return house.query(Task).order_by(Task.id).all()


def test_a_task_tells_its_institution_without_saying_what_it_is(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/tasks/new")
    answer = coordinator.submit(page, title="Flyer prüfen", of=str(table.seats[0].id), due_on="2026-09-22")
    assert answer.status_code == 303
    task = tasks(house)[0]
    assert answer.location == f"/tasks/{task.id}"
    assert (task.seat_id, task.due_on, task.state) == (table.seats[0].id, DUE, TaskState.OPEN)
    letter = house.query(Letter).one()
    assert letter.recipient == table.mains[0].email
    raw = house.get_one(LetterBytes, letter.id).raw.decode()
    assert "22.09.2026" in raw
    assert "Flyer" not in raw
    assert "Kanal" not in raw
    assert house.query(TaskLink).one().token_hash not in raw
    entry = house.query(Entry).filter_by(subject="task").one()
    assert "Flyer" not in str(entry.facts)
    assert "Flyer prüfen" in coordinator.get(answer.location).text


def test_several_institutions_get_one_task_each(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/tasks/new")
    both = [str(each.id) for each in table.seats[:2]]
    answer = coordinator.submit(page, title="Zahlen melden", of=both, due_on="2026-09-22")
    assert answer.location == f"/round-tables/{table.body.id}/tasks"
    assert [each.seat_id for each in tasks(house)] == [each.id for each in table.seats[:2]]
    text = coordinator.get(answer.location).text
    assert "2 Aufgaben sind vergeben. 2 Nachrichten sind unterwegs." in text


def test_what_is_wrong_stands_beside_its_field_and_nothing_happens(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/tasks/new")
    for changes, told in (
        ({"title": "", "of": "1"}, "was zu tun ist"),
        ({"title": "Etwas"}, "wer zuständig ist"),
        ({"title": "Etwas", "of": str(table.seats[0].id), "due_on": ""}, "geben Sie einen Tag an"),
        ({"title": "Etwas", "of": str(table.seats[0].id), "due_on": "2026-08-01"}, "Dieser Tag ist vorbei"),
        ({"title": "Etwas", "of": str(table.seats[0].id), "deadline": "next"}, "lassen Sie den Tag leer"),
        ({"title": "Etwas", "of": str(table.seats[0].id), "visibility": "confidential"}, "mindestens eine"),
    ):
        answer = coordinator.submit(page, **({"due_on": "2026-09-22"} | changes))
        assert answer.status_code == 422, changes
        assert told in answer.text, changes
    assert tasks(house) == []


@pytest.mark.parametrize("who", ["main", "deputy", "reader", "elsewhere"])
def test_only_the_coordination_gives_tasks(house, table, sign_in, who):
    people = {
        "main": table.mains[0],
        "deputy": table.deputies[0],
        "reader": table.reader,
        "elsewhere": build.table(house).coordinator,
    }
    by = build.actor(house, people[who])
    with pytest.raises(NotAllowed):
        rules.create(house, table.body.id, rules.Wanted(title="Etwas"), seat_id=None, by=by, now=build.NOW)
    browser = sign_in(people[who])
    assert browser.get(f"/round-tables/{table.body.id}/tasks/new").status_code == 404
    assert browser.post(f"/round-tables/{table.body.id}/tasks/new", data={"title": "x"}).status_code == 404


def test_the_minute_taker_gives_tasks_from_her_meeting_only(house, table, sign_in):
    taker = build.person(house, "Protokoll")
    meeting = build.meeting(house, table.body, in_days=-1, minute_taker_id=taker.id)
    other = build.meeting(house, table.body, in_days=-8)
    item = build.agenda_item(house, meeting, "Öffentlichkeitsarbeit")
    by = build.actor(house, taker)
    wanted = rules.Wanted(title="Etwas")
    for source in ({}, {"meeting_id": other.id}):
        with pytest.raises(NotAllowed):
            rules.create(house, table.body.id, wanted, seat_id=None, **source, by=by, now=build.NOW)
    browser = sign_in(taker)
    page = browser.get(f"/meetings/{meeting.id}/tasks/new?item_id={item.id}")
    sent = browser.submit(page, title="Flyer prüfen", of=str(table.seats[0].id), item_id=str(item.id))
    task = tasks(house)[0]
    assert (task.item_id, task.meeting_id, task.until_next_meeting) == (item.id, meeting.id, True)
    assert "Öffentlichkeitsarbeit" in browser.get(sent.location).text


def test_a_task_takes_level_and_named_institutions_of_its_item(house, table, give):
    meeting = build.meeting(house, table.body, in_days=-1)
    item = build.agenda_item(
        house, meeting, visibility=Visibility.CONFIDENTIAL, seats=[table.seats[1], table.seats[2]]
    )
    task = give(item_id=item.id)
    assert task.visibility is Visibility.CONFIDENTIAL
    named = {each.seat_id for each in house.query(TaskAudience).filter_by(task_id=task.id)}
    assert named == {table.seats[1].id, table.seats[2].id}
    with pytest.raises(RuleBroken, match="fewer readers"):
        give(item_id=item.id, visibility=Visibility.INTERNAL)


def test_institutions_and_people_of_elsewhere_get_no_task(house, table, give):
    elsewhere = build.table(house, 1)
    ended = build.seat(house, table.body, ends_on=build.TODAY - timedelta(days=1))
    others = house.query(Appointment).filter_by(person_id=table.mains[1].id).one()
    by = build.actor(house, table.coordinator)
    for seat in (elsewhere.seats[0], ended):
        with pytest.raises(RuleBroken, match="does not sit"):
            rules.create(house, table.body.id, rules.Wanted(title="x"), seat_id=seat.id, by=by, now=build.NOW)
    with pytest.raises(RuleBroken, match="does not act"):
        give(appointment_id=others.id)
    foreign = build.agenda_item(house, build.meeting(house, elsewhere.body))
    with pytest.raises(NotAllowed):
        give(item_id=foreign.id)


def test_who_is_named_is_told_else_the_representative_the_mailbox_the_deputy(house, table, give, post_out):
    deputy = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    give(appointment_id=deputy.id)
    assert set(post_out()) == {table.deputies[0].email}
    deputy.ends_on = build.TODAY - timedelta(days=1)
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    with pytest.raises(RuleBroken):
        give(appointment_id=deputy.id)
    give()
    assert set(post_out()) == {table.mains[0].email}
    main.declared_on = None
    give()
    assert set(post_out()) == set(), "nobody who may act is left"


def test_another_institution_begins_anew_and_the_links_of_the_former_one_end(house, table, coordinator, give):
    task = give()
    house.commit()
    page = coordinator.get(f"/tasks/{task.id}/edit")
    answer = coordinator.submit(page, seat_id=str(table.seats[1].id))
    assert answer.status_code == 303
    changed = tasks(house)[0]
    assert (changed.seat_id, changed.state) == (table.seats[1].id, TaskState.OPEN)
    assert [each.seat_id for each in house.query(TaskLink)] == [table.seats[1].id]
    assert house.query(Letter).filter_by(recipient=table.mains[1].email).one().template == "tasks/assigned"


def test_another_deadline_is_told_other_words_are_not(house, table, coordinator, give, post_out):
    task = give()
    post_out()
    coordinator.submit(coordinator.get(f"/tasks/{task.id}/edit"), title="Flyer neu prüfen")
    assert house.query(Letter).count() == 1
    coordinator.submit(coordinator.get(f"/tasks/{task.id}/edit"), due_on="2026-10-01")
    templates = [each.template for each in house.query(Letter).order_by(Letter.id)]
    assert templates == ["tasks/assigned", "tasks/changed"]


def test_two_editors_see_what_the_other_saved(house, coordinator, give):
    task = give()
    house.commit()
    page = coordinator.get(f"/tasks/{task.id}/edit")
    coordinator.submit(coordinator.get(f"/tasks/{task.id}/edit"), title="Flyer drucken")
    answer = coordinator.submit(page, title="Flyer falten")
    assert answer.status_code == 409
    assert "Flyer drucken" in answer.text
    assert "Flyer falten" in answer.text
    assert tasks(house)[0].title == "Flyer drucken"


def test_an_item_that_tasks_came_from_is_not_removed(house, table, coordinator, give):
    meeting = build.meeting(house, table.body)
    item = build.agenda_item(house, meeting)
    give(item_id=item.id)
    house.commit()
    answer = coordinator.post(f"/meetings/{meeting.id}/items/{item.id}/remove")
    assert answer.status_code in (200, 404, 422)
    assert tasks(house)[0].item_id == item.id


def test_until_the_next_meeting_means_one_ahead_also_when_an_old_meeting_is_recorded(house, table):
    past, since, ahead = (build.meeting(house, table.body, in_days=days) for days in (-60, -30, 30))
    wanted = rules.Wanted(title="Nachgetragen", until_next_meeting=True)
    given = {"seat_id": None, "meeting_id": past.id, "by": build.actor(house, table.coordinator)}
    task = rules.create(house, table.body.id, wanted, **given, now=build.NOW)
    house.flush()
    assert since.starts_at < build.NOW
    next_at = house.scalar(select(NEXT_MEETING).select_from(Task).where(Task.id == task.id))
    assert next_at == ahead.starts_at
