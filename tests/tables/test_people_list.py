"""The list of people at a table: who stands on it, and what each reader sees of them."""

from datetime import timedelta

import pytest

from models.known_people import KnownPerson
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole
from tests import build

ADDRESS = "/round-tables/{}/people"


@pytest.fixture
def listed(house, table):
    """Two houses; one main has released her address, the other has not, a third person begins later."""
    anna, bert = table.mains
    anna.name, anna.function, anna.email, anna.contact_released = "Anna Amt", "Leitung", "a@x.example", True
    bert.name, bert.function, bert.email, bert.contact_released = (
        "Bert Bund",
        "Referat 3",
        "b@x.example",
        False,
    )
    later = build.person(house, "Cora Künftig")
    starts_on = build.TODAY + timedelta(days=30)
    house.add(
        Appointment(
            seat_id=table.seats[0].id, person_id=later.id, role=AppointmentRole.READER, starts_on=starts_on
        )
    )
    return table


def text_of(client, table, **asked):
    answer = client.get(ADDRESS.format(table.body.id), query_string=asked)
    assert answer.status_code == 200
    return answer.text


def test_members_see_names_and_released_addresses_only(listed, sign_in):
    text = text_of(sign_in(listed.deputies[0]), listed)
    assert "Anna Amt" in text
    assert "a@x.example" in text
    assert "Bert Bund" in text
    assert "b@x.example" not in text
    assert "Cora Künftig" not in text


def test_own_address_is_seen_by_oneself(listed, sign_in):
    assert "b@x.example" in text_of(sign_in(listed.mains[1]), listed)


def test_coordination_sees_all_addresses_and_who_begins_later(listed, sign_in):
    text = text_of(sign_in(listed.coordinator), listed)
    for shown in ("b@x.example", "Cora Künftig", "ab 01.10.2026", listed.reader.name):
        assert shown in text


def test_reader_sees_functions_and_finds_nobody_by_a_name_or_an_address(listed, sign_in):
    reader = sign_in(listed.reader)
    text = text_of(reader, listed)
    for hidden in ("Anna Amt", "a@x.example", "Bert Bund", listed.coordinator.name):
        assert hidden not in text
    assert "Referat 3" in text
    assert "Referat 3" in text_of(reader, listed, q="referat")
    for words in ("bert", "a@x"):
        assert "Nichts gefunden" in text_of(reader, listed, q=words)


def test_list_is_filtered_by_words_and_role(listed, sign_in):
    member = sign_in(listed.deputies[0])
    found = text_of(member, listed, q="bund referat")
    assert "Bert Bund" in found
    assert "Anna Amt" not in found
    deputies = text_of(member, listed, part="deputy")
    assert listed.deputies[1].name in deputies
    assert "Bert Bund" not in deputies
    office = text_of(member, listed, part="office")
    assert listed.coordinator.name in office
    assert "Anna Amt" not in office
    assert "Anna Amt" in text_of(member, listed, part="nonsense")


def test_whoever_has_left_is_not_on_it(house, listed, sign_in):
    appointment = house.query(Appointment).filter_by(person_id=listed.mains[1].id).one()
    appointment.end(build.TODAY)
    assert "Bert Bund" not in text_of(sign_in(listed.coordinator), listed)


def test_a_seat_without_a_representative_says_so_to_everybody_and_in_the_file(house, listed, sign_in):
    """Deputies stand in and successors begin later; nobody represents the institution today all the same."""
    seat, name = listed.seats[1], house.get(Organisation, listed.seats[1].organisation_id).name
    appointment = house.query(Appointment).filter_by(person_id=listed.mains[1].id).one()
    appointment.end(build.TODAY)
    later = build.person(house, "Dora Nachfolgend")
    starts_on = build.TODAY + timedelta(days=9)
    house.add(Appointment(seat_id=seat.id, person_id=later.id, starts_on=starts_on))
    keeper, member, reader = (sign_in(each) for each in (listed.coordinator, listed.mains[0], listed.reader))
    for client in (keeper, member, reader):
        text = text_of(client, listed)
        assert text.count("niemand benannt") == 1
        assert "niemand benannt" in text_of(client, listed, part="main", q=name)
        assert "niemand benannt" not in text_of(client, listed, part="deputy")
    assert f'<a href="/round-tables/{listed.body.id}/seats/{seat.id}">' in text_of(keeper, listed)
    assert "Dora Nachfolgend" in text_of(keeper, listed)
    house.delete(house.query(Appointment).filter_by(person_id=listed.deputies[1].id).one())
    file = member.get(f"/round-tables/{listed.body.id}/exports/seats/csv").text
    assert [line for line in file.splitlines() if line.startswith(name)]


def test_list_asks_as_often_for_many_people_as_for_few(house, listed, sign_in, statements):
    client, address = sign_in(listed.coordinator), ADDRESS.format(listed.body.id)
    client.get(address)
    with statements() as few:
        client.get(address)
    places = [build.organisation(house) for _ in range(40)]
    for place in places:
        seat = build.seat(house, listed.body, place)
        person = build.added(house, Person(name=f"Person {place.id}", organisation_id=place.id))
        house.add(Appointment(seat_id=seat.id, person_id=person.id))
    house.flush()
    last = places[-1].id
    with statements() as many:
        assert f"Person {last}" in client.get(address).text
    assert len(few) == len(many) <= 5


def test_whoever_is_noted_without_a_seat_stands_there_with_the_next_step(house, listed, sign_in):
    home = house.get_one(Organisation, listed.seats[0].organisation_id)
    elsewhere = build.organisation(house)
    noted = [
        build.person(house, "Dora Deputat", of=home),
        build.person(house, "Emil Extern", of=elsewhere),
        build.person(house, "Finn Frei"),
        listed.mains[0],
    ]
    house.add_all([KnownPerson(body_id=listed.body.id, person_id=each.id) for each in noted])
    house.commit()
    client = sign_in(listed.coordinator)
    page = client.get(ADDRESS.format(listed.body.id))
    part = page.text.split('id="unseated"')[1]
    assert "Anna Amt" not in part
    assert f"/seats/new?organisation={elsewhere.id}" in part
    assert "auf der Seite eines Sitzes" in part
    link = f"/round-tables/{listed.body.id}/seats/{listed.seats[0].id}/appointments/new?person={noted[0].id}"
    assert link in part
    form = client.get(link)
    assert client.submit(form, "Benennen", role="deputy").status_code == 303
    assert 'id="unseated"' in client.get(ADDRESS.format(listed.body.id)).text
    assert "Dora Deputat" not in client.get(ADDRESS.format(listed.body.id)).text.split('id="unseated"')[1]
    assert 'id="unseated"' not in sign_in(listed.mains[0]).get(ADDRESS.format(listed.body.id)).text


def test_institutions_to_choose_are_told_apart(house, listed, sign_in):
    land = build.organisation(house, "Land")
    build.organisation(house, "Polizei", place="Achim")
    build.organisation(house, "Polizei Nord", parent_id=land.id)
    build.organisation(house, "Polizei Bremen", place="Bremen")
    other = build.table(house, 1, name="Anderer Tisch")
    house.get_one(Organisation, other.seats[0].organisation_id).name = "Polizei West"
    both = sign_in(listed.coordinator)
    house.commit()
    choice = both.get(f"/round-tables/{listed.body.id}/seats/new").text
    for words in (">Polizei · Achim<", ">Polizei Nord · Land<", ">Polizei Bremen<"):
        assert words in choice
    assert ">Polizei West<" in choice
    assert "Anderer Tisch" not in choice, "who sits there is not hers to know"
