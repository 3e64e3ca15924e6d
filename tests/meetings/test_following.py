"""Invitations follow the seats: on an end, a beginning, a dormancy; at once or on the day set in advance."""

from datetime import date, timedelta
from typing import Any

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_queries import Answers
from blueprints.meetings.reply_rules import Given
from blueprints.office.deadlines import STEPS
from blueprints.tables import rules
from blueprints.tables.people import rules as people_rules
from blueprints.tables.seats import rules as seat_rules
from models.consequences import people_changed
from models.invitations import Invitation, InvitationKind
from models.letters import Letter, LetterState
from models.meetings import Meeting
from models.rounds import Coming, Voice
from models.seats import Appointment, AppointmentRole
from plumbing.letters import render_waiting
from tests import build

TODAY = build.TODAY
DUE = TODAY + timedelta(days=14)


@pytest.fixture
def table(house: Any, stop_clock: Any, app: Any) -> Any:
    stop_clock(build.NOW)
    return build.table(house, 3)


@pytest.fixture
def by(house: Any, table: Any) -> Any:
    return {"by": build.actor(house, table.coordinator), "now": build.NOW}


@pytest.fixture
def meeting(house: Any, table: Any, by: Any, app: Any) -> Meeting:
    made = build.meeting(house, table.body)
    invitation_rules.invite(house, made.id, due_on=DUE, **by)
    sent(house, app)
    return made


def sent(house: Any, app: Any) -> list[tuple[str, str]]:
    """What waits is written and delivered; all letters so far, as recipient and method."""
    with app.test_request_context():
        render_waiting(house)
    house.flush()
    rows = house.query(Letter).order_by(Letter.id).all()
    for each in rows:
        each.state = LetterState.ACCEPTED
    house.flush()
    return [(each.recipient, f"{each.template.partition('/')[2]} {each.method}") for each in rows]


def new_letters(house: Any, app: Any, before: int) -> list[tuple[str, str]]:
    return sent(house, app)[before:]


def appointment_of(house: Any, person: Any, seat: Any = None) -> Appointment:
    found = house.query(Appointment).filter_by(person_id=person.id)
    return (found.filter_by(seat_id=seat.id) if seat else found).one()


def standing(house: Any, meeting: Meeting) -> set[str]:
    return {each.address for each in invitations(house, meeting.id)}


def end(house: Any, table: Any, person: Any, by: Any, on: date = TODAY) -> None:
    number = appointment_of(house, person).id
    people_rules.end_appointment(house, table.body.id, number, ends_on=on, **by)


def voice(house: Any, table: Any, meeting: Meeting, number: int = 0) -> Voice:
    answers = Answers(house, meeting).who_comes(TODAY, build.actor(house, table.coordinator))
    assert answers is not None
    return next(line.voice for line in answers.lines if line.seat_id == table.seats[number].id)


def test_the_leaver_alone_gets_the_cancellation(house: Any, app: Any, table: Any, meeting: Any, by: Any):
    before = len(sent(house, app))
    end(house, table, table.mains[0], by)
    assert new_letters(house, app, before) == [(table.mains[0].email, "off_list CANCEL")]
    assert standing(house, meeting) == {each.email for each in (*table.mains[1:], *table.deputies)}
    letter = house.query(Letter).order_by(Letter.id.desc()).first()
    assert letter.sequence == meeting.sequence + 1


def test_a_deputy_named_after_the_dispatch_has_hers_already(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    """Whoever begins to act while the asking is open is invited; nobody twice, as often as it runs."""
    before = len(sent(house, app))
    new = {"name": "Dritte", "email": "dritte@amt.example"}
    people_rules.appoint(
        house, table.body.id, table.seats[0].id, person=new, role=AppointmentRole.DEPUTY, rank=None, **by
    )
    end(house, table, table.mains[0], by)
    people_changed(house, None, build.NOW)
    assert new_letters(house, app, before) == [
        ("dritte@amt.example", "invitation REQUEST"),
        (table.mains[0].email, "off_list CANCEL"),
    ]


def test_readers_are_not_invited(house: Any, app: Any, table: Any, meeting: Any, by: Any):
    before = len(sent(house, app))
    new = {"name": "Liest", "email": "liest@amt.example"}
    people_rules.appoint(
        house, table.body.id, table.seats[0].id, person=new, role=AppointmentRole.READER, rank=None, **by
    )
    assert new_letters(house, app, before) == []


def test_successor_is_invited_and_answers_as_the_representative(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    before = len(sent(house, app))
    former = appointment_of(house, table.mains[0])
    new = {"name": "Nachfolge", "email": "nachfolge@amt.example"}
    people_rules.succeed(house, table.body.id, former.id, starts_on=TODAY, person=new, **by)
    assert set(new_letters(house, app, before)) == {
        (table.mains[0].email, "off_list CANCEL"),
        ("nachfolge@amt.example", "invitation REQUEST"),
    }
    made = house.query(Invitation).filter_by(address="nachfolge@amt.example").one()
    assert made.kind is InvitationKind.MAIN


def test_deputy_who_becomes_the_representative_declines_as_such(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    deputy = table.deputies[0]
    end(house, table, deputy, by)
    end(house, table, table.mains[0], by)
    people_rules.appoint(
        house,
        table.body.id,
        table.seats[0].id,
        person={"person_id": deputy.id},
        role=AppointmentRole.MAIN,
        rank=None,
        declared_on=TODAY,
        **by,
    )
    house.flush()
    mine = [each for each in invitations(house, meeting.id) if each.person_id == deputy.id]
    assert [each.kind for each in mine] == [InvitationKind.MAIN]
    actor = build.actor(house, deputy)
    reply_rules.answer(house, mine[0].id, Given(coming=Coming.NO), by=actor, now=build.NOW)
    assert voice(house, table, meeting) is Voice.DECLINED


def test_whoever_comes_back_gets_a_later_revision_than_the_cancellation(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    end(house, table, table.mains[0], by)
    sent(house, app)
    people_rules.appoint(
        house,
        table.body.id,
        table.seats[0].id,
        person={"person_id": table.mains[0].id},
        role=AppointmentRole.MAIN,
        rank=None,
        **by,
    )
    sent(house, app)
    mine = house.query(Letter).filter_by(recipient=table.mains[0].email).order_by(Letter.id).all()
    assert [each.method for each in mine] == ["REQUEST", "CANCEL", "REQUEST"]
    assert mine[2].sequence >= mine[1].sequence


def test_the_answer_of_whoever_left_counts_no_more_but_stays_in_the_history(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == table.mains[0].id)
    actor = build.actor(house, table.mains[0])
    reply_rules.answer(house, mine.id, Given(coming=Coming.YES), by=actor, now=build.NOW)
    house.flush()
    assert voice(house, table, meeting) is Voice.COMES
    end(house, table, table.mains[0], by)
    house.flush()
    assert voice(house, table, meeting) is Voice.OPEN
    change = Answers(house, meeting).changes()[0]
    assert (change.name, change.coming, change.counts) == (table.mains[0].name, Coming.YES, False)


def test_an_end_set_in_advance_takes_effect_on_its_day_and_once(
    house: Any, app: Any, table: Any, meeting: Any, by: Any, stop_clock: Any
):
    before, in_a_week = len(sent(house, app)), TODAY + timedelta(days=7)
    end(house, table, table.mains[0], by, on=in_a_week)
    follow = STEPS["things brought in line with the seats"]
    for days, changed in ((0, 0), (6, 0), (7, 1), (7, 0)):
        now = stop_clock(build.NOW + timedelta(days=days))
        assert follow(house, TODAY + timedelta(days=days), now) == changed, days
    assert new_letters(house, app, before) == [(table.mains[0].email, "off_list CANCEL")]


def test_an_ended_seat_is_void_and_all_its_entries_are_cancelled(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    before = len(sent(house, app))
    rules.end_seat(house, table.body.id, table.seats[0].id, ends_on=TODAY, reason="Auflösung", **by)
    assert new_letters(house, app, before) == [
        (table.mains[0].email, "off_list CANCEL"),
        (table.deputies[0].email, "off_list CANCEL"),
    ]
    assert voice(house, table, meeting) is Voice.VOID


def test_a_dormant_seat_is_neither_invited_nor_asked_nor_reminded(house: Any, app: Any, table: Any, by: Any):
    build.dormancy(house, table.seats[0])
    meeting = build.meeting(house, table.body)
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    told = {address for address, _ in sent(house, app)}
    assert told == {each.email for each in (*table.mains[1:], *table.deputies[1:])}
    answers = Answers(house, meeting)
    assert table.seats[0].id not in {each.seat_id for each in answers.asked}
    assert {each.seat_id for each in answers.silent(TODAY)} == {each.id for each in table.seats[1:]}


def test_a_seat_that_is_awake_on_the_day_of_the_meeting_is_invited(house: Any, app: Any, table: Any, by: Any):
    build.dormancy(house, table.seats[0], ends_on=TODAY + timedelta(days=20))
    meeting = build.meeting(house, table.body, in_days=28)
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    assert table.mains[0].email in {address for address, _ in sent(house, app)}


def test_a_seat_that_falls_asleep_while_it_is_asked_is_shown_so_and_comes_back_when_it_wakes(
    house: Any, app: Any, table: Any, meeting: Any, by: Any
):
    before = len(sent(house, app))
    sleep = seat_rules.let_rest(
        house, table.body.id, table.seats[0].id, starts_on=TODAY, ends_on=None, reason="Vakanz", **by
    )
    assert set(new_letters(house, app, before)) == {
        (table.mains[0].email, "off_list CANCEL"),
        (table.deputies[0].email, "off_list CANCEL"),
    }
    assert voice(house, table, meeting) is Voice.DORMANT
    counted = Answers(house, meeting).who_comes(TODAY, build.actor(house, table.coordinator))
    assert counted is not None
    assert counted.asked == 2
    before = len(sent(house, app))
    seat_rules.wake(house, table.body.id, sleep.id, **by)
    assert set(new_letters(house, app, before)) == {
        (table.mains[0].email, "invitation REQUEST"),
        (table.deputies[0].email, "invitation REQUEST"),
    }
    assert voice(house, table, meeting) is Voice.OPEN


def test_a_seat_given_after_the_asking_was_not_asked(house: Any, app: Any, table: Any, meeting: Any, by: Any):
    before = len(sent(house, app))
    late = build.seat(house, table.body)
    new = {"name": "Neu", "email": "neu@amt.example"}
    people_rules.appoint(
        house, table.body.id, late.id, person=new, role=AppointmentRole.MAIN, rank=None, **by
    )
    assert new_letters(house, app, before) == []


def test_meetings_that_are_over_or_elsewhere_are_left_alone(
    house: Any, app: Any, table: Any, meeting: Any, by: Any, stop_clock: Any
):
    other = build.table(house, 1)
    before = len(sent(house, app))
    end(house, other, other.mains[0], {"by": build.actor(house, other.coordinator), "now": build.NOW})
    appointment_of(house, table.mains[0]).ends_on = TODAY - timedelta(days=1)
    assert people_changed(house, other.body.id, build.NOW) == 0
    assert people_changed(house, None, stop_clock(build.NOW + timedelta(days=40))) == 0
    assert new_letters(house, app, before) == []


def test_following_asks_as_often_for_many_seats_as_for_few(
    house: Any, app: Any, table: Any, by: Any, statements: Any
):
    costs = []
    for seats in (2, 30):
        for _ in range(seats):
            build.appointment(house, build.seat(house, table.body))
        meeting = build.meeting(house, table.body)
        invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
        sent(house, app)
        house.commit()
        with statements() as seen:
            people_changed(house, table.body.id, build.NOW)
        costs.append(len(seen))
        meeting.starts_at = build.NOW - timedelta(days=1)
    assert costs[0] == costs[1]
