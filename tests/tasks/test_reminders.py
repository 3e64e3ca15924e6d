"""Reminders of tasks: a week before, once a week when overdue; to the seat, not to who has left."""

from datetime import date, datetime, timedelta

import pytest

from blueprints.tasks import reminder_rules
from models.bodies import BodyState
from models.deadlines import BERLIN
from models.letters import Letter
from models.meetings import MeetingState
from models.outbox import LetterBytes
from models.reminder_stops import stop_reminders
from models.seats import Appointment
from models.tasks import TaskLink, TaskState
from tests import build
from tests.tasks.conftest import DUE


@pytest.fixture
def remind(house, post_out):
    """`remind(day)` runs the deadlines of a day; gives the letters of that run as (template, address)."""

    def remind(day):
        before = house.query(Letter.id).count()
        now = datetime(day.year, day.month, day.day, 6, tzinfo=BERLIN)
        count = reminder_rules.remind(house, day, now)
        post_out()
        rows = house.query(Letter).order_by(Letter.id).all()[before:]
        assert len(rows) == count
        return sorted((each.template, each.recipient) for each in rows)

    return remind


def test_a_week_before_the_last_day_and_once(house, table, give, remind):
    give()
    main = table.mains[0].email
    assert remind(DUE - timedelta(days=8)) == []
    assert remind(DUE - timedelta(days=7)) == [("tasks/due", main)]
    assert remind(DUE - timedelta(days=6)) == []


def test_missed_days_are_made_up_by_one_letter(house, table, give, remind):
    give()
    assert remind(DUE) == [("tasks/due", table.mains[0].email)]
    assert remind(DUE) == []


def test_what_was_given_in_the_last_week_is_not_reminded_of_at_once(house, table, give, remind):
    give(due_on=build.TODAY + timedelta(days=5))
    assert remind(build.TODAY + timedelta(days=1)) == []


def test_once_a_week_all_that_is_overdue_in_one_letter_without_titles(house, table, give, remind):
    give(title="Flyer prüfen", due_on=date(2026, 9, 3))
    give(title="Zahlen melden", due_on=date(2026, 9, 4))
    main = table.mains[0].email
    assert remind(date(2026, 9, 5)) == [], "a Saturday: what was overdue on the Monday before counts"
    assert remind(date(2026, 9, 8)) == [("tasks/overdue", main)], "a Tuesday makes Monday up"
    assert remind(date(2026, 9, 13)) == []
    assert remind(date(2026, 9, 14)) == [("tasks/overdue", main)]
    letter = house.query(Letter).filter_by(template="tasks/overdue").order_by(Letter.id).first()
    raw = house.get_one(LetterBytes, letter.id).raw.decode()
    assert raw.count("/r/") >= 2
    assert "03.09.2026" in raw
    for hidden in ("Flyer", "Zahlen", "Kanal", table.deputies[0].name):
        assert hidden not in raw


def test_whoever_left_is_not_reminded_but_whoever_acts_now(house, table, give, remind):
    deputy = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    give(appointment_id=deputy.id)
    deputy.ends_on = build.TODAY
    house.flush()
    assert remind(DUE - timedelta(days=7)) == [("tasks/due", table.mains[0].email)]


@pytest.mark.parametrize(
    "what", ["done", "put back", "stopped", "dormant body", "dormant seat", "ended seat", "no deadline"]
)
def test_nobody_is_reminded(house, table, give, remind, what):
    task = give(**({"due_on": None} if what == "no deadline" else {}))
    if what == "done":
        task.state, task.settled_at = TaskState.DONE, build.NOW
    elif what == "put back":
        task.state = TaskState.PUT_BACK
    elif what == "stopped":
        stop_reminders(house, table.mains[0].email, build.NOW)
    elif what == "dormant body":
        table.body.state = BodyState.DORMANT
    elif what == "dormant seat":
        build.dormancy(house, table.seats[0])
    elif what == "ended seat":
        table.seats[0].ends_on = build.TODAY
    house.flush()
    assert remind(DUE - timedelta(days=7)) == remind(DUE + timedelta(days=14)) == []


def test_the_deadline_moves_with_the_next_meeting(house, table, give, remind):
    source = build.meeting(house, table.body, in_days=-1, state=MeetingState.HELD)
    task = give(meeting_id=source.id, due_on=None, until_next_meeting=True)
    assert remind(build.TODAY + timedelta(days=30)) == [], "no date is fixed"
    following = build.meeting(house, table.body, in_days=21)
    build.meeting(house, table.body, in_days=60)
    assert remind(build.TODAY + timedelta(days=13)) == []
    assert len(remind(build.TODAY + timedelta(days=14))) == 1
    following.set_time(build.NOW + timedelta(days=40), None)
    house.flush()
    assert remind(build.TODAY + timedelta(days=15)) == []
    assert len(remind(build.TODAY + timedelta(days=33))) == 1, "another last day, another reminder"
    following.state = MeetingState.CANCELLED
    house.flush()
    assert remind(build.TODAY + timedelta(days=50)) == []
    assert task.due_on is None


def test_coordinators_who_want_it_hear_how_much_is_overdue(house, table, give, remind):
    give(due_on=date(2026, 9, 3))
    give(place=None, due_on=date(2026, 9, 3))
    assert ("tasks/digest", table.coordinator.email) not in remind(date(2026, 9, 7))
    table.coordinator.due_mails = True
    house.flush()
    assert remind(date(2026, 9, 8)) == [("tasks/digest", table.coordinator.email)]
    assert remind(date(2026, 9, 9)) == []
    letter = house.query(Letter).filter_by(template="tasks/digest").one()
    raw = house.get_one(LetterBytes, letter.id).raw.decode()
    assert "2_Aufgaben" in raw or "2 Aufgaben" in raw


def test_links_go_two_weeks_after_the_end(house, table, give, post_out):
    task = give()
    give()
    post_out()
    task.state, task.settled_at = TaskState.DONE, build.NOW
    house.flush()
    later = build.NOW + timedelta(days=14)
    assert reminder_rules.forget_links(house, later.date(), later) == 0
    later += timedelta(hours=1)
    assert reminder_rules.forget_links(house, later.date(), later) == 1
    assert house.query(TaskLink).count() == 1
