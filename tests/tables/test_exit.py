"""An institution leaves: what ends, lapses, stays and is deleted; and addresses go six months after."""

from datetime import date, timedelta

import pytest

from blueprints.meetings import invitation_rules
from blueprints.tables.departures import former_rules
from models.accounts import Account
from models.bodies import OfficeKind
from models.history import Entry
from models.seats import AppointmentRole
from models.topics import TopicState
from models.visibility import Visibility
from tests import build

TODAY = build.TODAY
LAST_DAY = TODAY + timedelta(days=20)


@pytest.fixture
def leaving(house, table):
    """Invited beyond the last day, named by one confidential item."""
    meeting = build.meeting(house, table.body)
    named = {"visibility": Visibility.CONFIDENTIAL, "seats": [table.seats[0]]}
    build.agenda_item(house, meeting, "Titel-Verschwiegen", **named)
    by = build.actor(house, table.coordinator)
    due_on = TODAY + timedelta(days=14)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
    table.seats[0].ends_on = LAST_DAY
    build.offer(house, organisation_id=table.seats[0].organisation_id)
    house.flush()
    return meeting


def url(table, place=0):
    return f"/round-tables/{table.body.id}/seats/{table.seats[place].id}/exit"


def test_the_coordination_sees_counts_the_institution_its_own_list(house, table, leaving, sign_in):
    coordinator, main = sign_in(table.coordinator), sign_in(table.mains[0])
    page = coordinator.get(url(table)).text
    for shown in (
        "letzter Tag: 21.09.2026",
        table.mains[0].name,
        table.deputies[0].name,
        "nach dem 21.03.2027",
    ):
        assert shown in page
    assert f"/meetings/{leaving.id}" in page
    assert "1 vertraulichen Punkt" in page
    assert "Titel-Verschwiegen" not in page
    assert "Hilfeangebote: 1." in page
    assert "Titel-Verschwiegen" in main.get(url(table)).text
    assert url(table) in main.get(f"/round-tables/{table.body.id}").text
    assert url(table) in coordinator.get(url(table).replace("/exit", "/end")).text


def test_topics_that_wait_are_settled_before(house, table, leaving, sign_in):
    for title, place in (("Thema bleibt", 0), ("Thema anderer", 1)):
        build.topic(house, table.body, table.seats[place], title=title)
    build.topic(house, table.body, table.seats[0], title="Zurückgezogen", state=TopicState.WITHDRAWN)
    house.commit()
    for person in (table.coordinator, table.mains[0]):
        page = sign_in(person).get(url(table)).text
        assert "Thema bleibt</a>: ein Thema, das wartet" in page
        assert "Thema anderer" not in page
        assert "Zurückgezogen" not in page


def test_nobody_else_sees_it_and_the_institution_only_until_its_day(
    house, table, leaving, sign_in, stop_clock
):
    for person in (table.deputies[0], table.mains[1], table.reader, build.table(house, 1).coordinator):
        assert sign_in(person).get(url(table)).status_code == 404
    stop_clock(build.NOW + timedelta(days=21))
    assert sign_in(table.mains[0]).get(url(table)).status_code == 404
    assert sign_in(table.coordinator).get(url(table)).status_code == 200


def test_before_an_end_is_set_it_is_a_preview(house, table, sign_in):
    page = sign_in(table.coordinator).get(url(table, 1)).text
    assert "kein Ende festgelegt" in page
    assert "sechs Monate nach dem letzten Tag" in page


def test_it_asks_as_often_for_many_people_as_for_few(house, table, leaving, sign_in, statements):
    client = sign_in(table.coordinator)

    def count():
        client.get(url(table))
        with statements() as seen:
            client.get(url(table))
        return len(seen)

    few = count()
    for rank in range(2, 14):
        build.appointment(house, table.seats[0], role=AppointmentRole.DEPUTY, rank=rank)
    assert count() == few


def former(house, ends_on=date(2026, 2, 28)):
    person = build.person(house, contact_released=True)
    build.appointment(house, build.seat(house, build.body(house)), person, ends_on=ends_on)
    return person


def forgotten(house, person):
    house.flush()
    former_rules.forget_contacts(house, TODAY, build.NOW)
    return person.email is None


def test_addresses_go_six_months_after_the_last_representation(house):
    person, later = former(house), former(house, date(2026, 3, 1))
    assert forgotten(house, person)
    assert (person.contact_released, bool(person.name)) == (False, True)
    assert later.email
    line = house.query(Entry).filter_by(gesture="forget-contact").one()
    assert (line.subject_id, line.facts, line.person_id) == (person.id, {}, None)
    assert former_rules.forget_contacts(house, TODAY, build.NOW) == 0


def test_whoever_still_has_a_duty_an_account_or_was_a_guest_keeps_it(house):
    sits, office, account, guest = (former(house) for _ in range(4))
    build.appointment(house, build.seat(house, build.body(house)), sits)
    build.office(house, build.body(house), office, OfficeKind.READER)
    build.added(house, Account(person_id=account.id, email=account.email, created_at=build.NOW))
    meeting = build.meeting(house, build.body(house), in_days=-30)
    build.item_guest(house, build.agenda_item(house, meeting), guest)
    assert not any(forgotten(house, each) for each in (sits, office, account, guest))
    meeting.set_time(build.NOW - timedelta(days=300), build.NOW - timedelta(days=300, hours=-2))
    assert forgotten(house, guest)
