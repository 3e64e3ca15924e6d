"""What one institution owes: for its own people and for the coordination of its tables."""

from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules
from models.organisations import Organisation
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def invite(house, table):
    meeting = build.meeting(house, table.body)
    due_on = build.TODAY + timedelta(days=14)
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
    house.commit()
    return meeting


def address(table, seat=0):
    return f"/organisations/{table.seats[seat].organisation_id}/owes"


def test_own_people_reply_and_the_coordination_records(house, table, sign_in):
    meeting = invite(house, table)
    main = sign_in(table.mains[0]).get(address(table)).text
    keeper = sign_in(table.coordinator).get(address(table)).text
    assert f"/meetings/{meeting.id}/replies/" in main
    assert "/record" not in main
    assert "Antwort eintragen" in keeper
    assert 'href="/organisations/" aria-current="page"' in main
    assert 'href="/overview" aria-current="page"' not in main
    assert "15.09." in keeper


def test_others_find_no_such_page(house, table, sign_in):
    invite(house, table)
    elsewhere = build.table(house, 1)
    for person in (table.mains[1], table.reader, elsewhere.coordinator, elsewhere.mains[0]):
        assert sign_in(person).get(address(table)).status_code == 404
        page = sign_in(person).get(f"/organisations/{table.seats[0].organisation_id}").text
        assert "/owes" not in page


def test_a_coordination_sees_only_what_is_due_at_its_own_table(house, table, sign_in):
    other = build.table(house, 0)
    of = house.get_one(Organisation, table.seats[0].organisation_id)
    build.appointment(house, build.seat(house, other.body, of))
    here, there = invite(house, table), invite(house, other)
    page = sign_in(other.coordinator).get(address(table)).text
    assert f"/meetings/{there.id}/" in page
    assert f"/meetings/{here.id}/" not in page


def test_statements_do_not_grow_with_what_is_due(house, table, sign_in, statements):
    keeper, costs = sign_in(table.coordinator), []
    for count in (1, 12):
        for _ in range(count):
            invite(house, table)
        keeper.get(address(table))
        with statements() as seen:
            keeper.get(address(table))
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_nothing_due_is_said(table, sign_in):
    assert "Nichts zu erledigen" in sign_in(table.mains[0]).get(address(table)).text
