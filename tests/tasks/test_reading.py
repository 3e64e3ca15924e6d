"""Who sees which task, where tasks stand, and what lists cost."""

from datetime import timedelta

import pytest

from blueprints.accounts.own_data_queries import own_data
from models.meetings import MeetingState
from models.seats import Appointment
from models.task_lists import task_lines
from models.tasks import Task, TaskReport, TaskState
from models.visibility import Visibility
from tests import build


def titles(read_as, house, person):
    by = build.actor(house, person)
    return {each.task.title for each in task_lines(read_as(by), by, build.TODAY).lines}


def test_each_level_is_seen_by_those_it_is_meant_for(house, table, give, read_as):
    give(title="alle", place=0)
    give(title="benannt", place=0, visibility=Visibility.CONFIDENTIAL, seat_ids=[table.seats[1].id])
    give(title="nur Koordination", place=0, visibility=Visibility.COORDINATION)
    everything = {"alle", "benannt", "nur Koordination"}
    assert titles(read_as, house, table.coordinator) == everything
    assert titles(read_as, house, table.mains[0]) == titles(read_as, house, table.deputies[0]) == everything
    assert titles(read_as, house, table.mains[1]) == {"alle", "benannt"}
    assert titles(read_as, house, table.mains[2]) == titles(read_as, house, table.reader) == {"alle"}
    assert titles(read_as, house, build.table(house).mains[0]) == set()


def test_a_task_is_seen_no_further_than_the_item_it_comes_from(house, table, give, read_as):
    meeting = build.meeting(house, table.body, in_days=-1, state=MeetingState.HELD)
    item = build.agenda_item(house, meeting)
    guest = build.item_guest(house, item)
    meeting.invited_at = build.NOW - timedelta(days=20)
    give(title="aus dem Punkt", item_id=item.id)
    assert titles(read_as, house, table.mains[2]) == {"aus dem Punkt"}
    assert titles(read_as, house, guest) == set(), "a guest sees the item, but no task"
    item.visibility = Visibility.COORDINATION
    assert titles(read_as, house, table.mains[2]) == set()
    assert titles(read_as, house, table.mains[0]) == {"aus dem Punkt"}


def test_reports_are_seen_with_their_task_only(house, table, give, read_as):
    task = give(visibility=Visibility.COORDINATION)
    house.add(
        TaskReport(
            task_id=task.id, state=TaskState.DONE, channel="site", reported_at=build.NOW, note="geheim"
        )
    )
    for person, count in ((table.mains[0], 1), (table.mains[1], 0), (table.coordinator, 1)):
        assert len(read_as(build.actor(house, person)).query(TaskReport).all()) == count


def test_the_list_of_a_table_is_filtered_and_paged(house, table, give, coordinator):
    for number in range(45):
        give(title=f"Nummer {number:02}", place=number % 3, due_on=build.TODAY + timedelta(days=number))
    done = give(title="Fertig")
    done.state, done.settled_at = TaskState.DONE, build.NOW
    late = give(title="Verspätet", place=None)
    late.due_on = build.TODAY - timedelta(days=1)
    url = f"/round-tables/{table.body.id}/tasks"
    first = coordinator.get(url).text
    assert "46 Aufgaben" in first
    assert first.index("Verspätet") < first.index("Nummer 00")
    assert "Nummer 44" not in first
    assert "Fertig" not in first
    assert "Nummer 44" in coordinator.get(f"{url}?page=2").text
    assert "1 Aufgabe<" in coordinator.get(f"{url}?which=overdue").text
    assert "Fertig" in coordinator.get(f"{url}?which=settled").text
    assert "15 Aufgaben" in coordinator.get(f"{url}?seat_id={table.seats[1].id}").text
    assert "Verspätet" in coordinator.get(f"{url}?seat_id=0").text
    for odd in ("which=x", "seat_id=x", "page=x", "page=-1", "page=99999999999", "seat_id=999999999999"):
        assert coordinator.get(f"{url}?{odd}").status_code == 200, odd


def test_whoever_only_reads_learns_no_names(house, table, give, sign_in):
    held = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    task = give(appointment_id=held.id)
    for path in (f"/round-tables/{table.body.id}/tasks", f"/tasks/{task.id}"):
        assert table.mains[0].name not in sign_in(table.reader).get(path).text
        assert table.mains[0].name in sign_in(table.mains[1]).get(path).text


def test_ours_over_all_tables_names_each_table(house, table, give, sign_in):
    other = build.table(house, 1, name="Runder Tisch Hafen")
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    build.appointment(house, build.seat(house, other.body), table.mains[0])
    mine = give(title="Mit Namen", appointment_id=main.id)
    give(title="Ohne Namen")
    give(title="Fremd", place=1)
    elsewhere = Task(
        body_id=other.body.id,
        seat_id=house.query(Appointment).filter_by(person_id=table.mains[0].id).all()[1].seat_id,
        title="Am Hafen",
        created_at=build.NOW,
        created_by_id=None,
        counted_from=build.NOW,
        assigned_at=build.NOW,
    )
    house.add(elsewhere)
    browser = sign_in(table.mains[0])
    page = browser.get("/tasks").text
    assert all(words in page for words in ("Mit Namen", "Ohne Namen", "Am Hafen", "Runder Tisch Hafen"))
    assert "Fremd" not in page
    only = browser.get("/tasks?mine=1").text
    assert "Mit Namen" in only
    assert "Ohne Namen" not in only
    main.ends_on = build.TODAY - timedelta(days=1)
    assert mine.appointment_id == main.id
    assert "Mit Namen" not in browser.get("/tasks").text


def test_the_overview_has_a_line_for_each_task_and_one_for_what_is_late(house, table, give, sign_in):
    give(title="Flyer prüfen")
    late = give(title="Zahlen melden", place=1)
    late.due_on = build.TODAY - timedelta(days=1)
    member = sign_in(table.mains[0]).get("/overview").text
    assert "Aufgabe: Flyer prüfen" in member
    assert "Zahlen melden" not in member
    keeper = sign_in(table.coordinator).get("/overview").text
    assert "1 Aufgabe ist überfällig" in keeper
    assert "Flyer prüfen" not in keeper


def test_when_an_institution_leaves_its_tasks_wait_for_another(house, table, give, sign_in):
    task = give()
    table.seats[0].ends_on = build.TODAY - timedelta(days=1)
    browser = sign_in(table.coordinator)
    assert "braucht eine andere Institution" in browser.get("/overview").text
    assert "nicht mehr Mitglied" in browser.get(f"/tasks/{task.id}").text
    page = browser.get(f"/tasks/{task.id}/edit")
    assert browser.submit(page, title="Nur andere Worte").status_code == 303
    page = browser.get(f"/tasks/{task.id}/edit")
    assert browser.submit(page, seat_id=str(table.seats[1].id)).status_code == 303
    house.expire_all()
    assert house.get_one(Task, task.id).seat_id == table.seats[1].id


def test_what_an_institution_owes_and_what_stays_when_it_leaves(house, table, give, sign_in):
    give(title="Flyer prüfen")
    main = sign_in(table.mains[0])
    assert "Flyer prüfen" in main.get(f"/organisations/{table.seats[0].organisation_id}/owes").text
    assert "Flyer prüfen" in main.get(f"/round-tables/{table.body.id}/induction").text
    assert "Flyer prüfen" in main.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/exit").text


def test_a_meeting_begins_with_what_is_owed(house, table, give, sign_in):
    before = build.meeting(house, table.body, in_days=-30, state=MeetingState.HELD)
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED)
    give(title="Offen", meeting_id=before.id, due_on=None, until_next_meeting=True)
    hidden = give(title="Verborgen", place=1, visibility=Visibility.COORDINATION)
    done = give(title="Fertig")
    done.state, done.settled_at = TaskState.DONE, build.NOW - timedelta(days=2)
    long_done = give(title="Längst fertig")
    long_done.state, long_done.settled_at = TaskState.DONE, build.NOW - timedelta(days=40)
    hidden.due_on = build.TODAY - timedelta(days=3)
    member, keeper = sign_in(table.mains[0]), sign_in(table.coordinator)
    assert "mit 1 offenen Aufgabe" in member.get(f"/meetings/{meeting.id}").text
    assert "mit 2 offenen Aufgaben" in keeper.get(f"/meetings/{meeting.id}").text
    page = member.get(f"/meetings/{meeting.id}/tasks").text
    assert "29.09.2026" in page, "the day of the next meeting"
    assert "Offen" in page
    assert "Fertig" in page
    assert "Verborgen" not in page
    assert "Längst fertig" not in page
    assert "Verborgen" in keeper.get(f"/meetings/{meeting.id}/tasks").text


def test_own_data_tell_that_a_task_is_hers_but_not_its_words(house, table, give):
    held = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    task = give(title="Flyer prüfen", appointment_id=held.id)
    told = own_data(house, table.mains[0].id)
    assert [each["id"] for each in told["task"]] == [task.id]
    assert told["task_link"][0]["address"] == table.mains[0].email
    assert "Flyer" not in str(told)
    assert "token_hash" not in str(told)


@pytest.mark.parametrize("who", ["main", "coordinator"])
def test_statements_do_not_grow_with_the_tasks(house, table, give, sign_in, statements, who):
    meeting = build.meeting(house, table.body)
    task = give()
    browser = sign_in(table.mains[0] if who == "main" else table.coordinator)
    urls = [
        *(f"/round-tables/{table.body.id}/tasks", "/tasks", f"/meetings/{meeting.id}/tasks"),
        *(f"/tasks/{task.id}", f"/tasks/{task.id}/report", f"/meetings/{meeting.id}"),
    ]

    def counts():
        house.commit()
        found = []
        for url in urls:
            browser.get(url)
            with statements() as seen:
                browser.get(url)
            found.append(len(seen))
        return found

    few = counts()
    for number in range(30):
        made = give(title=f"Nummer {number}", place=number % 3)
        house.add(TaskReport(task_id=task.id, state=TaskState.OPEN, channel="site", reported_at=build.NOW))
        if number % 4 == 0:
            made.state, made.settled_at = TaskState.DONE, build.NOW
    assert counts() == few
    assert max(few) <= 6
