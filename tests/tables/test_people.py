"""People's data are corrected by the coordination that knows them; the coordination is passed on."""

from datetime import timedelta

import pytest

from blueprints.tables import rules
from blueprints.tables.people import person_rules
from blueprints.tables.people import rules as people_rules
from models.bodies import Coordination
from models.errors import NotAllowed
from models.history import Entry
from models.people import Person
from models.seats import Appointment, AppointmentRole
from tests import build


def correction(table, person):
    return f"/round-tables/{table.body.id}/persons/{person.id}/edit"


def test_coordination_corrects_the_data_of_its_people(house, table, coordinator):
    person = table.mains[0]
    page = coordinator.get(correction(table, person))
    answer = coordinator.submit(page, function="Leitung", email="leitung@amt.example", contact_released="y")
    house.refresh(person)
    assert answer.status_code == 303
    assert (person.function, person.email, person.contact_released) == (
        "Leitung",
        "leitung@amt.example",
        True,
    )
    line = house.query(Entry).filter_by(subject="person", subject_id=person.id).one()
    assert (line.gesture, line.body_id) == ("correct", table.body.id)
    assert "leitung" not in str(line.facts)


def test_address_may_be_taken_away(house, table, coordinator):
    assert coordinator.submit(coordinator.get(correction(table, table.mains[0])), email="").status_code == 303
    house.refresh(table.mains[0])
    assert table.mains[0].email is None


def test_bad_corrections_are_refused(house, table, coordinator):
    page = coordinator.get(correction(table, table.mains[0]))
    for what, bad in {
        "no name": {"name": " "},
        "an over-long name": {"name": "x" * 121},
        "a wrong address": {"email": "x"},
        "somebody else's address": {"email": table.mains[1].email.upper()},
        "no version": {"based_on": ""},
    }.items():
        answer = coordinator.submit(page, **({"salutation": "Guten Tag, liebe Leitung,"} | bad))
        assert answer.status_code == 422, what
        assert "liebe Leitung" in answer.text, what
    house.refresh(table.mains[0])
    assert table.mains[0].version == 1


def test_stale_correction_shows_both(house, table, coordinator):
    opened = coordinator.get(correction(table, table.mains[0]))
    fresh = coordinator.get(correction(table, table.mains[0]))
    assert coordinator.submit(fresh, function="Leitung").status_code == 303
    refused = coordinator.submit(opened, function="Stab")
    assert refused.status_code == 409
    assert "Leitung" in refused.text
    assert coordinator.submit(refused).status_code == 303


def test_whoever_sits_elsewhere_too_corrects_her_data_herself(house, table, coordinator):
    build.appointment(house, build.table(house, 1).seats[0], table.mains[0], AppointmentRole.READER)
    page = coordinator.get(correction(table, table.mains[0]))
    assert coordinator.submit(page, email="umgeleitet@amt.example").status_code == 422
    house.refresh(table.mains[0])
    assert table.mains[0].email != "umgeleitet@amt.example"


def test_people_of_other_tables_are_not_found(house, table, coordinator, sign_in):
    other = build.table(house, 1)
    for client, where in (
        (coordinator, correction(table, other.mains[0])),
        (coordinator, correction(other, other.mains[0])),
        (sign_in(table.mains[0]), correction(table, table.mains[0])),
    ):
        assert client.get(where).status_code == 404
        assert client.post(where, data={"name": "x", "based_on": "1"}).status_code == 404


def test_coordination_is_passed_on_as_a_new_period(house, table, coordinator, sign_in):
    former = house.query(Coordination).filter_by(body_id=table.body.id).one()
    new = build.organisation(house, "Gleichstellungsstelle")
    page = coordinator.get(f"/round-tables/{table.body.id}/coordination")
    named = {"name": "Neue Koordination", "email": "neu@gleichstellung.example"}
    named |= {"organisation_id": str(new.id), "starts_on": build.TODAY.isoformat()}
    assert coordinator.submit(coordinator.submit(page, **named), confirmed="1").status_code == 303
    house.refresh(former)
    current = house.query(Coordination).filter_by(body_id=table.body.id, ends_on=None).one()
    assert former.ends_on == build.TODAY - timedelta(days=1)
    assert (current.organisation_id, current.starts_on) == (new.id, build.TODAY)
    page = sign_in(table.coordinator).get(f"/round-tables/{table.body.id}").text
    assert "Gleichstellungsstelle" in page
    assert "Koordinierende Stelle" in page


def test_bad_passing_on_is_refused(house, table, coordinator):
    former = house.query(Coordination).filter_by(body_id=table.body.id).one()
    where = f"/round-tables/{table.body.id}/coordination"
    new = str(build.organisation(house).id)
    for bad in (
        {"organisation_id": ""},
        {"organisation_id": "987654"},
        {"organisation_id": str(former.organisation_id)},
        {"organisation_id": new, "starts_on": "bald"},
    ):
        assert coordinator.post(where, data=bad).status_code == 422, bad
    assert house.query(Coordination).filter_by(body_id=table.body.id).count() == 1


def test_only_the_coordination_passes_itself_on(house, table, sign_in):
    member = sign_in(table.mains[0])
    where = f"/round-tables/{table.body.id}/coordination"
    assert member.get(where).status_code == 404
    assert member.post(where, data={"organisation_id": "1"}).status_code == 404


def test_rules_ask_for_themselves_who_acts(house, table):
    given = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    with pytest.raises(NotAllowed):
        rules.edit(house, table.body.id, based_on=1, **given)
    with pytest.raises(NotAllowed):
        people_rules.correct_person(house, table.body.id, table.mains[1].id, based_on=1, **given)


def test_a_typed_address_does_not_tell_whose_it_is(house, table, coordinator):
    """Somebody elsewhere has it: then two people share a mailbox. Whom a table of hers knows is found."""
    elsewhere = build.table(house, 1).mains[0]
    elsewhere.name, elsewhere.function = "Geheime Person", "Geheime Funktion"
    seat = build.seat(house, table.body)
    at = f"/round-tables/{table.body.id}/seats/{seat.id}/appointments/new"
    page = coordinator.get(at)
    typed = {"name": "Postfach Fachdienst", "email": elsewhere.email.upper(), "role": "main"}
    assert coordinator.submit(page, "Benennen", **typed).status_code == 303
    made = house.query(Appointment).filter_by(seat_id=seat.id).one()
    assert (made.person_id != elsewhere.id, house.get_one(Person, made.person_id).name) == (
        True,
        typed["name"],
    )
    for path in (f"/round-tables/{table.body.id}", f"/round-tables/{table.body.id}/seats/{seat.id}"):
        assert "Geheime" not in coordinator.get(path).text
    by = build.actor(house, table.coordinator)

    def named(name, email, by=by):
        return person_rules.person_for(house, organisation_id=None, name=name, email=email, by=by).id

    known = table.mains[0]
    assert named("Anders geschrieben", known.email) == known.id
    assert named("Geheime Person", elsewhere.email) == elsewhere.id
