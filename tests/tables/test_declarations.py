"""No rights without the confidentiality declaration: given on the site, or noted from paper."""

from datetime import timedelta

import pytest

from models.bodies import Bylaws, OfficeKind
from models.history import Entry
from models.people import Person
from models.seats import Appointment, AppointmentRole, DeclarationWording
from tests import build

TOMORROW = build.TODAY + timedelta(days=1)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Hafen")


@pytest.fixture
def newcomer(house, table):
    """A deputy who has not declared anything yet."""
    return build.appointment(
        house, table.seats[0], role=AppointmentRole.DEPUTY, rank=2, declared_on=None, may_sign=True
    )


def person_of(house, appointment):
    return house.get_one(Person, appointment.person_id)


def address(table, appointment, rest="declaration"):
    return f"/round-tables/{table.body.id}/appointments/{appointment.id}/{rest}"


def bylaws(house, table):
    return house.query(Bylaws).filter_by(body_id=table.body.id).one()


def test_without_declaration_there_is_no_right_at_the_table(house, table, newcomer, sign_in):
    meeting = build.meeting(house, table.body)
    client = sign_in(person_of(house, newcomer))
    assert client.get(f"/round-tables/{table.body.id}").status_code == 404
    assert client.get(f"/meetings/{meeting.id}").status_code == 404
    actor = build.actor(house, person_of(house, newcomer))
    assert (actor.seats, actor.bodies) == ((), frozenset())
    assert actor.undeclared == {newcomer.id}


def test_overview_leads_to_the_declaration_and_the_declaration_to_the_table(house, table, newcomer, sign_in):
    client = sign_in(person_of(house, newcomer))
    assert address(table, newcomer) in client.get("/overview").text
    page = client.get(address(table, newcomer))
    assert "Runder Tisch Hafen" in page.text
    assert table.mains[0].name not in page.text
    done = client.submit(page, given="y")
    assert done.location.endswith(f"/round-tables/{table.body.id}")
    assert client.get(done.location).status_code == 200
    house.refresh(newcomer)
    wording = house.get_one(DeclarationWording, newcomer.wording_id)
    assert newcomer.declared_on == build.TODAY
    assert wording.sha256 == DeclarationWording.hashed(wording.text)
    assert "vertraulich" in wording.text
    line = house.query(Entry).filter_by(gesture="declare").one()
    assert line.facts == {"sha256": wording.sha256}
    assert client.get(address(table, newcomer)).status_code == 404
    assert address(table, newcomer) not in client.get("/overview").text


def test_the_tables_own_wording_is_shown_and_kept(house, table, newcomer, sign_in):
    bylaws(house, table).declaration = "Ich schweige.\n\nAuch später."
    client = sign_in(person_of(house, newcomer))
    page = client.get(address(table, newcomer))
    assert "Auch später." in page.text
    client.submit(page, given="y")
    bylaws(house, table).declaration = "Ich rede."
    house.refresh(newcomer)
    assert house.get_one(DeclarationWording, newcomer.wording_id).text == "Ich schweige.\n\nAuch später."


def test_a_wording_that_changed_meanwhile_is_read_again(house, table, newcomer, sign_in):
    client = sign_in(person_of(house, newcomer))
    opened = client.get(address(table, newcomer))
    bylaws(house, table).declaration = "Ich schweige über alles."
    refused = client.submit(opened, given="y")
    assert refused.status_code == 422
    assert "Ich schweige über alles." in refused.text
    house.refresh(newcomer)
    assert newcomer.declared_on is None
    assert client.submit(refused, given="y").status_code == 303


def test_declaration_needs_its_tick(house, table, newcomer, sign_in):
    client = sign_in(person_of(house, newcomer))
    assert client.submit(client.get(address(table, newcomer))).status_code == 422
    house.refresh(newcomer)
    assert newcomer.declared_on is None


def test_nobody_declares_for_somebody_else(house, table, newcomer, sign_in):
    for person in (table.mains[0], table.coordinator, build.person(house)):
        client = sign_in(person)
        assert client.get(address(table, newcomer)).status_code == 404
        assert client.post(address(table, newcomer), data={"given": "y"}).status_code == 404


def test_two_institutions_at_one_table_are_declared_for_at_once(house, table, newcomer, sign_in):
    person = person_of(house, newcomer)
    other = build.appointment(house, table.seats[1], person, AppointmentRole.DEPUTY, rank=2, declared_on=None)
    client = sign_in(person)
    client.submit(client.get(address(table, newcomer)), given="y")
    house.refresh(other)
    assert other.declared_on == build.TODAY
    assert len(build.actor(house, person).seats) == 2


def test_who_acts_at_the_table_already_need_not_declare_again(house, table, sign_in):
    coordinator = sign_in(table.coordinator)
    seat = build.seat(house, table.body)
    page = coordinator.get(f"/round-tables/{table.body.id}/seats/{seat.id}/appointments/new")
    coordinator.submit(page, person_id=str(table.mains[0].id))
    made = house.query(Appointment).filter_by(seat_id=seat.id).one()
    assert made.declared_on == build.DECLARED


def test_declaration_at_another_table_does_not_count(house, table, sign_in):
    other = build.table(house, 1)
    elsewhere = other.mains[0]
    build.office(house, other.body, table.coordinator, OfficeKind.DEPUTY_COORDINATION)
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new")
    coordinator.submit(page, name=elsewhere.name, email=elsewhere.email, role="reader")
    made = house.query(Appointment).filter_by(seat_id=table.seats[0].id, person_id=elsewhere.id).one()
    assert made.declared_on is None
    assert table.body.id not in build.actor(house, elsewhere).readable


def test_coordination_notes_the_declaration_on_paper(house, table, newcomer, sign_in):
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(address(table, newcomer, "edit"))
    assert coordinator.submit(page, declared_on=TOMORROW.isoformat()).status_code == 422
    assert coordinator.submit(page, declared_on="2026-08-20").status_code == 303
    house.refresh(newcomer)
    assert (str(newcomer.declared_on), newcomer.wording_id) == ("2026-08-20", None)
    assert len(build.actor(house, person_of(house, newcomer)).seats) == 1


def test_the_day_of_a_declaration_given_here_stays(house, table, newcomer, sign_in):
    client = sign_in(person_of(house, newcomer))
    client.submit(client.get(address(table, newcomer)), given="y")
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(address(table, newcomer, "edit"))
    assert coordinator.submit(page, declared_on="").status_code == 422
    assert coordinator.submit(page, may_sign=None).status_code == 303
    house.refresh(newcomer)
    assert (newcomer.declared_on, newcomer.may_sign) == (build.TODAY, False)


def test_stale_change_of_an_appointment_shows_both(house, table, newcomer, sign_in):
    coordinator = sign_in(table.coordinator)
    opened = coordinator.get(address(table, newcomer, "edit"))
    fresh = coordinator.get(address(table, newcomer, "edit"))
    assert coordinator.submit(fresh, may_sign=None).status_code == 303
    assert coordinator.submit(opened, declared_on="2026-08-20").status_code == 409


def test_readers_cannot_be_made_to_sign(house, table, sign_in):
    reader = build.appointment(house, table.seats[0], role=AppointmentRole.READER)
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(address(table, reader, "edit"))
    assert coordinator.submit(page, may_sign="y").status_code == 422


def test_a_table_may_do_without_declarations(house, table, newcomer, sign_in):
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(f"/round-tables/{table.body.id}/bylaws")
    assert coordinator.submit(page, declaration_needed=None).status_code == 303
    client = sign_in(person_of(house, newcomer))
    assert client.get(f"/round-tables/{table.body.id}").status_code == 200
    assert client.get(address(table, newcomer)).status_code == 404


def test_only_the_coordination_sees_whose_declaration_is_missing(house, table, newcomer, sign_in):
    page = f"/round-tables/{table.body.id}"
    assert "Erklärung fehlt" in sign_in(table.coordinator).get(page).text
    assert "Erklärung fehlt" not in sign_in(table.mains[1]).get(page).text


def test_declaration_may_be_given_before_the_first_day(house, table, sign_in, stop_clock):
    coming = build.appointment(
        house, table.seats[0], role=AppointmentRole.DEPUTY, rank=3, starts_on=TOMORROW, declared_on=None
    )
    client = sign_in(person_of(house, coming))
    assert client.submit(client.get(address(table, coming)), given="y").location == "/overview"
    assert client.get(f"/round-tables/{table.body.id}").status_code == 404
    stop_clock(build.NOW + timedelta(days=1))
    assert sign_in(person_of(house, coming)).get(f"/round-tables/{table.body.id}").status_code == 200
