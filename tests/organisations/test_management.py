"""Whether an institution answers subject to its management: its own standing setting."""

import pytest

from models.history import Entry
from models.organisations import Organisation
from tests import build

WORDS = "vorbehaltlich der Zustimmung der Leitung"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def page_of(table, rest=""):
    return f"/organisations/{table.seats[0].organisation_id}{rest}"


def test_main_representative_states_it_and_everybody_sees_it(house, table, sign_in):
    main = sign_in(table.mains[0])
    page = main.get(page_of(table, "/management"))
    assert (
        main.submit(page, decides_subject_to_management="y", management_note="Amtsleitung").status_code == 303
    )
    for reader in (main, sign_in(table.mains[1]), sign_in(build.person(house))):
        shown = reader.get(page_of(table)).text
        assert WORDS in shown
        assert "Amtsleitung" in shown
    seat = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}"
    assert WORDS in sign_in(table.coordinator).get(seat).text
    line = house.query(Entry).filter_by(gesture="set-management").one()
    assert "Amtsleitung" not in str(line.facts)
    assert (
        WORDS
        not in sign_in(table.coordinator)
        .get(seat.replace(str(table.seats[0].id), str(table.seats[1].id)))
        .text
    )


def test_only_the_institution_and_who_keeps_its_entry_may(house, table, sign_in):
    elsewhere = build.table(house, 1).coordinator
    for person in (table.deputies[0], table.mains[1], table.reader, elsewhere):
        client = sign_in(person)
        assert client.get(page_of(table, "/management")).status_code == 404
        assert client.post(page_of(table, "/management"), data={"based_on": 1}).status_code == 404
        assert "/management" not in client.get(page_of(table)).text


def test_coordination_states_it_on_the_edit_form(house, table, sign_in):
    client = sign_in(table.coordinator)
    page = client.get(page_of(table, "/edit"))
    assert (
        client.submit(page, "Speichern", kind="police", decides_subject_to_management="y").status_code == 303
    )
    house.expire_all()
    assert house.get_one(Organisation, table.seats[0].organisation_id).decides_subject_to_management


def test_a_note_that_is_too_long_and_an_older_version_are_refused(house, table, sign_in):
    main = sign_in(table.mains[0])
    page, older = (main.get(page_of(table, "/management")) for _ in range(2))
    answer = main.submit(page, decides_subject_to_management="y", management_note="x" * 201)
    assert answer.status_code == 422
    assert "x" * 201 in answer.text
    assert main.submit(page, management_note="erst").status_code == 303
    assert main.submit(older, management_note="dann").status_code == 409
    house.expire_all()
    assert house.get_one(Organisation, table.seats[0].organisation_id).management_note == "erst"
