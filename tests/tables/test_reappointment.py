"""Nobody follows whoever left: the coordination sees it with its date and asks the institution by letter."""

from datetime import date, timedelta

import pytest

from blueprints.tables.concerns.queries import concerns
from blueprints.tables.concerns.queries import vacant as vacancies_among
from models.bodies import Bylaws
from models.deadlines import Land
from models.history import Entry
from models.organisations import Organisation
from models.outbox import Letter, LetterBytes
from models.seats import Appointment, AppointmentRole, Reappointment
from tests import build

TODAY = build.TODAY
LAST_DAY = TODAY - timedelta(days=1)


@pytest.fixture
def vacant(house, table):
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    main.ends_on = LAST_DAY
    house.flush()
    return main


def address(table):
    return f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/reappointment"


def found(house, table, on=TODAY):
    house.flush()
    return vacancies_among(concerns(house, {table.body.id}, on))


def organisation(house, table):
    return house.get_one(Organisation, table.seats[0].organisation_id)


def letters(house):
    rows = house.query(Letter).filter_by(template="tables/reappointment").order_by(Letter.id)
    return [(each, house.get_one(LetterBytes, each.id).raw.decode()) for each in rows]


def test_vacancy_has_a_date_from_the_bylaws(house, table, vacant):
    """Four weeks after 1 September 2026; Corpus Christi, 4 June 2026, is a holiday in one Land only."""
    one = found(house, table)[0]
    assert (one.since, one.due_on, one.asked_on) == (TODAY, date(2026, 9, 29), None)
    bylaws = house.query(Bylaws).filter_by(body_id=table.body.id).one()
    vacant.ends_on = date(2026, 5, 6)
    for land, due in ((Land.NI, date(2026, 6, 4)), (Land.NW, date(2026, 6, 5))):
        bylaws.land = land
        assert found(house, table)[0].due_on == due


def test_no_vacancy_where_somebody_acts_comes_or_never_was(house, table, vacant):
    build.seat(house, table.body)
    coming = build.appointment(house, table.seats[0], starts_on=TODAY + timedelta(days=9))
    assert found(house, table) == []
    house.delete(coming)
    assert len(found(house, table)) == 1
    assert found(house, table, LAST_DAY) == []
    sleep = build.dormancy(house, table.seats[0])
    assert found(house, table) == []
    house.delete(sleep)
    table.seats[0].ends_on = LAST_DAY
    assert found(house, table) == []


def test_overview_and_table_tell_the_coordination_and_nobody_else(house, table, vacant, coordinator, sign_in):
    name = organisation(house, table).name
    for page in (
        "/overview",
        f"/round-tables/{table.body.id}",
        address(table).removesuffix("/reappointment"),
    ):
        assert "29.09." in coordinator.get(page).text, page
    assert address(table) in coordinator.get("/overview").text
    for person in (table.mains[1], table.deputies[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        assert f"{name}, seit" not in client.get("/overview").text
        assert "keine Vertretung mehr" not in client.get(f"/round-tables/{table.body.id}").text
        assert client.get(address(table)).status_code == 404
        assert client.post(address(table), data={"due_on": "2026-12-01"}).status_code == 404


def test_letter_goes_to_the_function_mailbox_as_it_was_shown(house, table, vacant, coordinator):
    organisation(house, table).mailbox = "poststelle@amt.example"
    page = coordinator.get(address(table))
    assert "poststelle@amt.example" in page.text
    assert f"{table.mains[0].name} vertritt Ihre Institution seit 01.09.2026 nicht mehr." in page.text
    assert house.query(Letter).count() == 0
    assert coordinator.submit(page).status_code == 303
    ((letter, raw),) = letters(house)
    assert (letter.recipient, letter.body_id, letter.state.value) == (
        "poststelle@amt.example",
        table.body.id,
        "queued",
    )
    assert "Musterstadt" not in raw
    asked = house.query(Reappointment).one()
    assert (asked.last_day, asked.asked_on, asked.due_on) == (LAST_DAY, TODAY, date(2026, 9, 29))
    line = house.query(Entry).filter_by(subject="reappointment").one()
    assert table.mains[0].name not in str(line.facts)
    assert "Am 01.09.2026" in coordinator.get(address(table).removesuffix("/reappointment")).text


def test_without_a_mailbox_the_deputies_get_it(house, table, vacant, coordinator):
    coordinator.submit(coordinator.get(address(table)))
    ((letter, _raw),) = letters(house)
    assert letter.recipient == table.deputies[0].email


def test_without_any_address_the_page_says_what_to_do(house, table, vacant, coordinator):
    table.deputies[0].email = None
    page = coordinator.get(address(table))
    assert page.status_code == 200
    assert "per Post oder Telefon" in page.text
    assert coordinator.post(address(table), data={"due_on": "2026-12-01"}).status_code == 422
    assert house.query(Reappointment).count() == 0


def test_asked_again_the_announced_day_moves_by_this_gesture_only(
    house, table, vacant, coordinator, sign_in, stop_clock
):
    coordinator.submit(coordinator.get(address(table)))
    coordinator.submit(coordinator.get(address(table)))
    assert len(letters(house)) == 1
    bylaws = house.query(Bylaws).filter_by(body_id=table.body.id).one()
    bylaws.reappointment_weeks = 1
    assert found(house, table)[0].due_on == date(2026, 9, 29)
    stop_clock(build.NOW + timedelta(days=20))
    coordinator = sign_in(table.coordinator)
    coordinator.submit(coordinator.get(address(table)), due_on="2026-10-20")
    house.expire_all()
    assert found(house, table)[0].due_on == date(2026, 10, 20)
    assert len(letters(house)) == 2


def test_a_second_gap_is_asked_for_anew(house, table, vacant, coordinator):
    coordinator.submit(coordinator.get(address(table)))
    build.appointment(house, table.seats[0], starts_on=TODAY, ends_on=TODAY + timedelta(days=5))
    later = TODAY + timedelta(days=6)
    assert [each.asked_on for each in found(house, table, later)] == [None]


@pytest.mark.parametrize("due_on", ["", "bald", "2026-09-01", "2026-08-01", "9999-01-01"])
def test_bad_days_are_refused(house, table, vacant, coordinator, due_on):
    assert coordinator.post(address(table), data={"due_on": due_on}).status_code == 422
    assert house.query(Reappointment).count() == 0


def test_a_seat_with_a_representative_has_no_such_page(house, table, coordinator):
    assert coordinator.get(address(table)).status_code == 404
    assert coordinator.post(address(table), data={"due_on": "2026-12-01"}).status_code == 404


def test_deputies_do_not_move_up(house, table, vacant):
    deputy = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    assert deputy.role is AppointmentRole.DEPUTY


def test_pages_ask_as_often_for_many_vacancies_as_for_one(house, table, vacant, coordinator, statements):
    def asked(url):
        coordinator.get(url)
        with statements() as seen:
            assert coordinator.get(url).status_code == 200
        return len(seen)

    pages = ("/overview", f"/round-tables/{table.body.id}")
    few = [asked(url) for url in pages]
    for _ in range(20):
        build.appointment(house, build.seat(house, table.body), ends_on=LAST_DAY)
    assert [asked(url) for url in pages] == few
