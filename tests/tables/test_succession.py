"""An institution has ended: each table settles its own seat, and the past keeps its names (case 4)."""

from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules, rules
from blueprints.tables.people.rules import appoint
from models.history import Entry
from models.meetings import MeetingState
from models.organisations import Ending, Organisation, Succession
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from tests import build

DAY = build.TODAY - timedelta(days=3)


@pytest.fixture
def old(house, table):
    return house.get_one(Organisation, table.seats[0].organisation_id)


@pytest.fixture
def new(house, old):
    """What the first seat's institution became three days ago."""
    made = build.organisation(house, "Verbund Musterstadt")
    old.ending, old.ended_on = Ending.MERGED, DAY
    build.added(house, Succession(predecessor_id=old.id, successor_id=made.id))
    house.commit()
    return made


def settle(table):
    return f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/settle"


def seat_of(house, table, of):
    return house.query(Seat).filter_by(body_id=table.body.id, organisation_id=of.id).one_or_none()


def test_each_coordination_is_told_on_its_page_and_its_overview(house, table, old, new, sign_in):
    other = build.table(house, 1)
    elsewhere = build.seat(house, other.body, old)
    house.commit()
    keeper = sign_in(table.coordinator)
    for page in (keeper.get("/overview").text, keeper.get(f"/round-tables/{table.body.id}").text):
        assert f"Sitz prüfen: {old.name}" in page
        assert "Nachfolge ab 29.08.2026: Verbund Musterstadt" in page
        assert f"/seats/{elsewhere.id}/settle" not in page
    assert f"/seats/{elsewhere.id}/settle" in sign_in(other.coordinator).get("/overview").text
    for person in (table.mains[0], table.mains[1], table.reader):
        member = sign_in(person)
        assert "Sitz prüfen" not in member.get("/overview").text
        assert "Sitz prüfen" not in member.get(f"/round-tables/{table.body.id}").text
        assert member.get(settle(table)).status_code == 404


def test_successor_takes_the_seat_with_the_people(house, table, old, new, sign_in):
    keeper = sign_in(table.coordinator)
    declared = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    declared.declared_on = DAY
    page = keeper.get(settle(table))
    assert keeper.submit(page).status_code == 303
    house.expire_all()
    seat = seat_of(house, table, new)
    assert (seat.kind, seat.starts_on, seat.ends_on) == (SeatKind.VOTING, DAY, None)
    assert table.seats[0].ends_on == DAY - timedelta(days=1)
    assert table.seats[0].end_reason == "Nachfolge: Verbund Musterstadt"
    held = {each.person_id: each for each in house.query(Appointment).filter_by(seat_id=seat.id)}
    assert held.keys() == {table.mains[0].id, table.deputies[0].id}
    main = held[table.mains[0].id]
    assert (main.role, main.may_sign, main.declared_on) == (AppointmentRole.MAIN, False, DAY)
    assert table.mains[0].organisation_id == new.id
    assert sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}").status_code == 200
    assert "Sitz prüfen" not in keeper.get("/overview").text
    assert keeper.get(settle(table)).status_code == 404
    line = house.query(Entry).filter_by(subject="seat", subject_id=seat.id, gesture="succeed").one()
    assert line.facts == {"before": table.seats[0].id}


def test_only_those_who_are_chosen_come_along(house, table, old, new, sign_in):
    keeper = sign_in(table.coordinator)
    page = keeper.get(settle(table))
    deputy = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    assert keeper.submit(page, appointment_ids=str(deputy.id)).status_code == 303
    held = house.query(Appointment).filter_by(seat_id=seat_of(house, table, new).id).all()
    assert [(each.person_id, each.role) for each in held] == [(table.deputies[0].id, AppointmentRole.DEPUTY)]
    assert sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}").status_code == 404


def test_the_seat_may_only_end(house, table, old, new, sign_in):
    keeper = sign_in(table.coordinator)
    assert keeper.submit(keeper.get(settle(table)), successor_id="0").status_code == 303
    house.expire_all()
    assert table.seats[0].ends_on == DAY - timedelta(days=1)
    assert seat_of(house, table, new) is None


def test_two_members_that_merge_end_up_on_one_seat(house, table, old, new, sign_in):
    """The successor sits there already: nobody is admitted twice, and its own main one stays."""
    present = build.seat(house, table.body, new)
    own = build.appointment(house, present)
    house.commit()
    keeper = sign_in(table.coordinator)
    assert keeper.submit(keeper.get(settle(table))).status_code == 303
    held = house.query(Appointment).filter_by(seat_id=present.id).order_by(Appointment.id).all()
    assert seat_of(house, table, new).id == present.id
    assert [(each.person_id, each.role) for each in held] == [
        (own.person_id, AppointmentRole.MAIN),
        (table.mains[0].id, AppointmentRole.DEPUTY),
        (table.deputies[0].id, AppointmentRole.DEPUTY),
    ]
    assert {each.rank for each in held[1:]} == {1, 2}


def test_bad_settlement_is_refused_and_changes_nothing(house, table, old, new, sign_in):
    keeper, stranger = sign_in(table.coordinator), build.organisation(house)
    theirs = house.query(Appointment).filter_by(person_id=table.mains[1].id).one()
    good = {"successor_id": str(new.id), "on": DAY.isoformat(), "kind": "voting", "reason": "Zusammenschluss"}
    bad = {
        "nobody chosen": {"successor_id": ""},
        "no successor of it": {"successor_id": str(stranger.id)},
        "no day": {"on": ""},
        "a day on which it existed": {"on": (DAY - timedelta(days=1)).isoformat()},
        "no such kind": {"kind": "emperor"},
        "no reason": {"reason": ""},
        "people of another seat": {"appointment_ids": str(theirs.id)},
    }
    for what, typed in bad.items():
        answer = keeper.post(settle(table), data=good | typed)
        assert answer.status_code == 422, what
    house.expire_all()
    assert table.seats[0].ends_on is None
    assert seat_of(house, table, new) is None
    living = f"/round-tables/{table.body.id}/seats/{table.seats[1].id}/settle"
    assert keeper.get(living).status_code == 404
    assert keeper.post(living, data=good).status_code == 404


def test_a_coordinator_elsewhere_settles_nothing(house, table, old, new, sign_in):
    other = sign_in(build.table(house, 1).coordinator)
    assert other.get(settle(table)).status_code == 404
    assert other.post(settle(table), data={"successor_id": "0"}).status_code == 404


def test_who_comes_at_an_old_meeting_stays_as_it_was(house, table, old, new, sign_in):
    """Case 4 of the domain: neither the end of the seat nor the successor changes what was."""
    by = build.actor(house, table.coordinator)
    meeting = build.meeting(house, table.body, in_days=-20)
    meeting.state = MeetingState.SCHEDULED
    early = build.NOW - timedelta(days=50)
    due_on = build.TODAY - timedelta(days=30)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=early)
    rules.hold(house, meeting.id, by=by, now=build.NOW - timedelta(days=19))
    house.commit()
    keeper = sign_in(table.coordinator)
    assert keeper.submit(keeper.get(settle(table))).status_code == 303
    told = "Der Sitz ist auf Verbund Musterstadt übergegangen."
    assert told in keeper.get(f"/round-tables/{table.body.id}").text
    page = keeper.get(f"/meetings/{meeting.id}").text
    assert old.name in page
    assert "Verbund Musterstadt" not in page
    assert "nicht mehr Mitglied" not in page


def test_pages_ask_as_often_for_many_seats_in_question_as_for_one(house, table, new, sign_in, statements):
    keeper, costs = sign_in(table.coordinator), []
    for count in (0, 20):
        for _ in range(count):
            gone = build.organisation(house, ending=Ending.CLOSED, ended_on=DAY)
            build.seat(house, table.body, gone)
            build.added(house, Succession(predecessor_id=gone.id, successor_id=new.id))
        keeper.get("/overview")
        with statements() as seen:
            keeper.get("/overview")
            keeper.get(f"/round-tables/{table.body.id}")
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_appointing_again_later_is_an_ordinary_appointment(house, table, old, new, sign_in):
    keeper = sign_in(table.coordinator)
    assert keeper.submit(keeper.get(settle(table)), appointment_ids=None).status_code == 303
    by, seat = build.actor(house, table.coordinator), seat_of(house, table, new)
    facts = {"starts_on": None, "ends_on": None, "may_sign": True, "declared_on": None}
    made = appoint(
        house,
        table.body.id,
        seat.id,
        person={"person_id": table.mains[0].id},
        role=AppointmentRole.MAIN,
        rank=None,
        by=by,
        now=build.NOW,
        **facts,
    )
    assert made.may_sign
