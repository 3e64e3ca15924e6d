"""A seat passes to a successor: invitations to meetings ahead and open questions pass on with it."""

from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.dates import rules as date_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_queries import Answers
from blueprints.tables.checks import rules as check_rules
from blueprints.tables.departures.rules import settle_seat
from blueprints.tables.people.rules import appoint
from models.consequences import people_changed
from models.date_findings import Times
from models.history import Entry
from models.letters import Letter, LetterState
from models.organisations import Ending, Organisation, Succession
from models.rounds import AskedLink, AskedSeat, Coming, Round, Voice
from models.seats import Appointment, AppointmentRole, SeatKind
from plumbing.letters import render_waiting
from tests import build

TODAY = build.TODAY
DUE = TODAY + timedelta(days=14)
ON = TODAY - timedelta(days=3)


@pytest.fixture
def table(house, stop_clock, app):
    stop_clock(build.NOW)
    return build.table(house, 2)


@pytest.fixture
def by(house, table):
    return {"by": build.actor(house, table.coordinator), "now": build.NOW}


@pytest.fixture
def new(house, table):
    old = house.get_one(Organisation, table.seats[0].organisation_id)
    made = build.organisation(house, "Verbund Musterstadt", mailbox="post@verbund.example")
    old.ending, old.ended_on = Ending.MERGED, ON
    build.added(house, Succession(predecessor_id=old.id, successor_id=made.id))
    return made


def settle(house, table, new, by, on=ON):
    """The seat passes with its representative; the deputy stays behind."""
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    made = settle_seat(
        house,
        table.body.id,
        table.seats[0].id,
        successor_id=new.id if new else None,
        on=on,
        kind=SeatKind.VOTING,
        reason="Zusammenschluss",
        appointment_ids=[main.id],
        **by,
    )
    house.flush()
    return made


def asked(house, asking):
    rows = house.query(AskedSeat).filter_by(round_id=asking.id).order_by(AskedSeat.id)
    return [each.name for each in rows]


def letters_since(house, last):
    rows = house.query(Letter).filter(Letter.id > last).order_by(Letter.recipient, Letter.template)
    return [(each.template, each.recipient) for each in rows]


def last_letter(house, app):
    """The number of the last letter, when all that wait are written and accepted."""
    with app.test_request_context():
        render_waiting(house)
    house.flush()
    for each in house.query(Letter):
        each.state = LetterState.ACCEPTED
    house.flush()
    return max((each.id for each in house.query(Letter)), default=0)


def test_an_invitation_passes_on_and_nobody_who_comes_along_is_called_off(house, app, table, new, by):
    meeting = build.meeting(house, table.body)
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == table.mains[0].id)
    given = reply_rules.Given(coming=Coming.YES)
    reply_rules.answer(house, mine.id, given, by=build.actor(house, table.mains[0]), now=build.NOW)
    last = last_letter(house, app)
    seat = settle(house, table, new, by)
    assert seat is not None
    assert letters_since(house, last) == sorted(
        [
            ("meetings/off_list", table.deputies[0].email),
            ("meetings/invitation", table.mains[0].email),
            ("meetings/invitation", "post@verbund.example"),
        ],
        key=lambda each: each[::-1],
    )
    who = Answers(house, meeting).who_comes(TODAY, by["by"])
    assert who is not None
    voices = {each.seat_id: each.voice for each in who.lines}
    assert voices == {
        table.seats[0].id: Voice.VOID,
        table.seats[1].id: Voice.OPEN,
        seat.id: Voice.OPEN,
    }
    assert table.seats[0].passed_to_id == seat.id
    assert people_changed(house, None, build.NOW) == 0
    line = house.query(Entry).filter_by(subject="round", gesture="pass-on").one()
    assert line.facts == {"seats": [seat.id]}


def test_a_date_finding_passes_on(house, app, table, new, by):
    starts = build.NOW + timedelta(days=30)
    times = [Times(starts + timedelta(days=each), None) for each in (0, 1)]
    asking, _ = date_rules.ask(house, table.body.id, times=times, due_on=DUE, **by)
    last = last_letter(house, app)
    seat = settle(house, table, new, by)
    assert asked(house, asking)[-1] == new.name
    told = letters_since(house, last)
    assert {each[1] for each in told} == {table.mains[0].email, "post@verbund.example"}
    assert {each[0] for each in told} == {"meetings/dates"}
    row = house.query(AskedSeat).filter_by(round_id=asking.id, seat_id=seat.id).one()
    assert house.query(AskedLink).filter_by(asked_seat_id=row.id).count() == 2
    assert people_changed(house, None, build.NOW) == 0


def test_whoever_begins_to_act_is_asked_for_dates_too(house, app, table, by):
    times = [Times(build.NOW + timedelta(days=each), None) for each in (30, 31)]
    date_rules.ask(house, table.body.id, times=times, due_on=DUE, **by)
    last = last_letter(house, app)
    person = {"name": "Dritte", "email": "dritte@amt.example"}
    facts = {"role": AppointmentRole.DEPUTY, "rank": None}
    appoint(house, table.body.id, table.seats[1].id, person=person, **facts, **by)
    assert letters_since(house, last) == [("meetings/dates", "dritte@amt.example")]


def test_the_yearly_question_passes_on(house, app, table, new, by):
    check_rules.ask(house, table.body.id, due_on=DUE, **by)
    asking = house.query(Round).one()
    last = last_letter(house, app)
    settle(house, table, new, by)
    assert asked(house, asking)[-1] == new.name
    assert letters_since(house, last) == [("tables/people_check", table.mains[0].email)]


def test_what_is_over_or_ends_without_successor_passes_on_to_nobody(house, app, table, new, by):
    check_rules.ask(house, table.body.id, due_on=DUE, **by)
    closed = house.query(Round).one()
    check_rules.close(house, table.body.id, closed.id, **by)
    meeting = build.meeting(house, table.body)
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    before = house.query(AskedSeat).count()
    last = last_letter(house, app)
    settle(house, table, None, by)
    assert house.query(AskedSeat).count() == before
    assert {each[0] for each in letters_since(house, last)} == {"meetings/off_list"}


def test_a_succession_set_in_advance_passes_on_on_its_day(house, app, table, new, by, stop_clock):
    """A meeting after that day is the successor's at once; the question of today stays with the old one."""
    on = TODAY + timedelta(days=7)
    house.get_one(Organisation, table.seats[0].organisation_id).ended_on = on
    meeting = build.meeting(house, table.body)
    invitation_rules.invite(house, meeting.id, due_on=DUE, **by)
    check_rules.ask(house, table.body.id, due_on=DUE, **by)
    reply, people = house.query(Round).order_by(Round.id).all()
    settle(house, table, new, by, on=on)
    assert asked(house, reply)[-1] == new.name
    assert new.name not in asked(house, people)
    assert people_changed(house, None, stop_clock(build.NOW + timedelta(days=7))) > 0
    assert asked(house, people)[-1] == new.name
    assert people_changed(house, None, build.NOW + timedelta(days=7)) == 0
