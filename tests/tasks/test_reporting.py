"""Reporting on tasks: on the site, by the link of a letter, recorded by the coordination."""

import re
from datetime import timedelta

import pytest

from blueprints.tasks import report_rules, rules
from models.bodies import BodyState
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.organisations import Organisation
from models.purged_passages import refuse_from_now_on
from models.rounds import Channel
from models.seats import Appointment, AppointmentRole
from models.tasks import Task, TaskLink, TaskReport, TaskState
from models.visibility import Visibility
from tests import build


def reports(house):
    house.expire_all()
    return house.query(TaskReport).order_by(TaskReport.id).all()


def state(house):
    house.expire_all()
    return house.query(Task).order_by(Task.id).first().state


def test_main_and_deputy_report_and_everybody_sees_how_it_stands(house, table, give, sign_in):
    task = give()
    house.commit()
    main, deputy, other = (sign_in(each) for each in (table.mains[0], table.deputies[0], table.mains[1]))
    page = main.get(f"/tasks/{task.id}/report")
    assert main.submit(page, state="in-progress", note="Entwurf liegt vor.").status_code == 303
    page = deputy.get(f"/tasks/{task.id}/report")
    sent = deputy.submit(page, state="waiting", waiting_for="die Druckerei")
    assert sent.status_code == 303
    shown = other.get(f"/tasks/{task.id}").text
    assert "Entwurf liegt vor." in shown
    assert "die Druckerei" in shown
    assert table.mains[0].name not in shown
    assert table.mains[0].name in deputy.get(f"/tasks/{task.id}").text
    assert other.get(f"/tasks/{task.id}/report").status_code == 404
    assert [each.state for each in reports(house)] == [TaskState.IN_PROGRESS, TaskState.WAITING]
    assert {each.channel for each in reports(house)} == {Channel.SITE}


def test_the_coordination_records_and_it_is_marked_so(house, table, give, coordinator):
    task = give()
    house.commit()
    page = coordinator.get(f"/tasks/{task.id}/report")
    assert "wird so gekennzeichnet" in page.text
    coordinator.submit(page, state="done")
    report = reports(house)[0]
    assert (report.channel, report.person_id) == (Channel.COORDINATION, None)
    assert report.recorded_by_id == table.coordinator.id
    assert "von der Koordination vermerkt" in coordinator.get(f"/tasks/{task.id}").text


def test_putting_back_and_dropping_want_a_reason_and_waiting_for_whom(house, table, give, sign_in):
    task = give()
    house.commit()
    main = sign_in(table.mains[0])
    page = main.get(f"/tasks/{task.id}/report")
    for sent, told in (
        ({"state": "put-back"}, "geben Sie den Grund an"),
        ({"state": "dropped"}, "geben Sie den Grund an"),
        ({"state": "waiting"}, "auf wen oder was Sie warten"),
        ({}, "wählen Sie"),
        ({"state": "nonsense"}, "Bitte prüfen"),
    ):
        answer = main.submit(page, **sent)
        assert answer.status_code == 422, sent
        assert told in answer.text, sent
    assert (state(house), reports(house)) == (TaskState.OPEN, [])
    assert main.submit(page, state="waiting", waiting_seat_id=str(table.seats[2].id)).status_code == 303
    assert reports(house)[0].waiting_seat_id == table.seats[2].id


def test_what_is_done_is_only_reopened(house, table, give):
    task, by = give(), build.actor(house, table.mains[0])

    def say(state, note=""):
        said = report_rules.Said(state=state, note=note)
        report_rules.report(house, task.id, said, based_on=task.version, by=by, now=build.NOW)
        house.flush()

    say(TaskState.DONE)
    assert task.settled_at == build.NOW
    for state_ in (TaskState.DONE, TaskState.PUT_BACK, TaskState.DROPPED):
        with pytest.raises(RuleBroken, match="settled"):
            say(state_, "noch etwas")
    say(TaskState.IN_PROGRESS)
    assert task.settled_at is None
    with pytest.raises(RuleBroken, match="how it stands already"):
        say(TaskState.IN_PROGRESS)
    say(TaskState.IN_PROGRESS, "etwas Neues")


def test_two_reports_at_once_the_second_looks_again(house, table, give, sign_in):
    task = give()
    house.commit()
    main, deputy = sign_in(table.mains[0]), sign_in(table.deputies[0])
    page = deputy.get(f"/tasks/{task.id}/report")
    main.submit(main.get(f"/tasks/{task.id}/report"), state="done")
    answer = deputy.submit(page, state="in-progress")
    assert answer.status_code in (409, 422)
    assert "Inzwischen hat jemand anderes" in answer.text
    assert state(house) is TaskState.DONE


def test_a_double_click_reports_once(house, table, give, sign_in):
    task = give()
    house.commit()
    main = sign_in(table.mains[0])
    page = main.get(f"/tasks/{task.id}/report")
    first, second = (main.submit(page, state="done") for _ in range(2))
    assert first.location == second.location
    assert len(reports(house)) == 1


def test_the_link_shows_its_own_task_and_nothing_else(house, table, give, post_out, client):
    give(text="Mit dem Amt abstimmen", title="Flyer prüfen")
    token = post_out()[table.mains[0].email]
    page = client.get(f"/r/{token}")
    assert page.status_code == 200
    assert "Flyer prüfen" in page.text
    assert "22.09.2026" in page.text
    for hidden in (table.mains[0].name, table.deputies[0].name, "Mit dem Amt"):
        assert hidden not in page.text
    sent = client.submit(page, state="waiting", waiting_for="die Druckerei", note="Dauert noch.")
    assert sent.status_code == 303
    again = client.get(sent.location)
    assert "Dauert noch." not in again.text
    assert "die Druckerei" not in again.text
    client.submit(again, state="done")
    assert state(house) is TaskState.DONE
    first = reports(house)[0]
    assert (first.channel, first.address, first.person_id) == (Channel.LINK, table.mains[0].email, None)
    entries = house.query(Entry).filter_by(subject="task_report")
    assert {each.person_id for each in entries} == {None}
    assert token not in str([each.facts for each in entries])


def test_reading_the_link_changes_nothing(house, table, give, post_out, client):
    give()
    token = post_out()[table.mains[0].email]
    for ask in (client.get, client.head):
        assert ask(f"/r/{token}?state=done").status_code == 200
    assert (state(house), reports(house)) == (TaskState.OPEN, [])


@pytest.mark.parametrize("level", [Visibility.CONFIDENTIAL, Visibility.COORDINATION])
def test_the_link_tells_no_title_of_a_confidential_task(house, table, give, post_out, client, level):
    named = [table.seats[1].id] if level is Visibility.CONFIDENTIAL else []
    give(title="Geheimes Vorhaben", visibility=level, seat_ids=named)
    page = client.get(f"/r/{post_out()[table.mains[0].email]}")
    assert page.status_code == 200
    assert "Geheimes" not in page.text
    assert "Der Titel ist vertraulich" in page.text
    assert client.submit(page, state="done").status_code == 303


def test_the_link_tells_no_title_once_the_item_is_confidential(house, table, give, post_out, client):
    meeting = build.meeting(house, table.body, in_days=-1)
    item = build.agenda_item(house, meeting)
    give(title="Geheimes Vorhaben", item_id=item.id)
    token = post_out()[table.mains[0].email]
    item.visibility = Visibility.COORDINATION
    assert "Geheimes" not in client.get(f"/r/{token}").text


@pytest.mark.parametrize(
    "what", ["invented", "left", "reader", "undeclared", "seat", "handed on", "dissolved", "long done"]
)
def test_a_link_ends(house, table, give, post_out, client, stop_clock, what):
    task = give()
    token = post_out()[table.mains[0].email]
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    yesterday = build.TODAY - timedelta(days=1)
    if what == "invented":
        token = "x" * 43
    elif what == "left":
        main.ends_on = yesterday
    elif what == "reader":
        main.role = AppointmentRole.READER
    elif what == "undeclared":
        main.declared_on = None
    elif what == "seat":
        table.seats[0].ends_on = yesterday
    elif what == "handed on":
        by = build.actor(house, table.coordinator)
        wanted = rules.Wanted(title=task.title, due_on=task.due_on)
        version, seat_id = task.version, table.seats[1].id
        rules.edit(house, task.id, wanted, seat_id=seat_id, based_on=version, by=by, now=build.NOW)
        post_out()
    elif what == "dissolved":
        table.body.state = BodyState.DISSOLVED
    elif what == "long done":
        task.state, task.settled_at = TaskState.DONE, build.NOW - timedelta(days=14)
    house.commit()
    before = state(house)
    answers = (client.get(f"/r/{token}"), client.post(f"/r/{token}", data={"state": "done"}))
    assert [each.status_code for each in answers] == [404, 404]
    assert "Flyer" not in answers[0].text
    assert (state(house), reports(house)) == (before, [])


def test_behind_a_link_nobody_reads_and_yet_what_was_purged_at_the_table_is_refused(
    house, table, give, post_out, client
):
    give()
    token = post_out()[table.mains[0].email]
    page = client.get(f"/r/{token}")
    refuse_from_now_on(house, table.body.id, "Frau Nachtigall", build.NOW)
    house.commit()
    refused = client.submit(page, state="in-progress", note="Mit frau Nachtigall besprochen.")
    assert refused.status_code == 422
    assert "endgültig entfernt" in refused.text
    assert reports(house) == []


def test_a_link_drops_nothing(house, table, give, post_out, client):
    give()
    token = post_out()[table.mains[0].email]
    page = client.get(f"/r/{token}")
    assert 'value="dropped"' not in page.text
    assert client.submit(page, state="dropped", note="Nein.").status_code == 422
    said = report_rules.Said(state=TaskState.DROPPED, note="Nein.")
    with pytest.raises(NotAllowed):
        report_rules.report_by_link(house, token, said, based_on=1, now=build.NOW)
    assert state(house) is TaskState.OPEN


def test_secrets_of_links_are_kept_nowhere(house, table, give, post_out, client):
    give()
    token = post_out()[table.mains[0].email]
    client.submit(client.get(f"/r/{token}"), state="done")
    kept = house.query(TaskLink).one()
    assert token not in (kept.token_hash, kept.address)
    assert re.fullmatch("[0-9a-f]{64}", kept.token_hash)


def test_who_goes_through_the_tasks_of_a_meeting_comes_back_to_it(house, table, give, sign_in):
    task, meeting = give(), build.meeting(house, table.body)
    house.commit()
    keeper = sign_in(table.coordinator)
    list_page = keeper.get(f"/meetings/{meeting.id}/tasks").text
    path = f"/tasks/{task.id}/report?meeting={meeting.id}"
    assert f'href="{path}"' in list_page
    back = f'href="/meetings/{meeting.id}/tasks"'
    assert back in keeper.get(path).text
    strange = keeper.get(f"/tasks/{task.id}/report?meeting=99999999999").text
    assert f'href="/tasks/{task.id}"' in strange
    assert "/meetings/99999999999" not in strange


def test_the_link_of_a_mailbox_ends_with_the_mailbox(house, table, give, post_out, client):
    """Who still reads the former mailbox must not report for the institution."""
    institution = house.get_one(Organisation, table.seats[0].organisation_id)
    institution.mailbox = "postfach@amt.example"
    for each in house.query(Appointment).filter_by(seat_id=table.seats[0].id):
        each.ends_on = build.TODAY - timedelta(days=1)
    house.commit()
    give()
    token = post_out()["postfach@amt.example"]
    assert client.get(f"/r/{token}").status_code == 200
    institution.mailbox = "neues-postfach@amt.example"
    house.commit()
    assert client.get(f"/r/{token}").status_code == 404
