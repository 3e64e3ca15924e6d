"""Contact points: who sees which, who keeps them, and when they were last checked."""

from datetime import timedelta

import pytest

from models.contact_points import ContactKind, ContactPoint
from models.errors import RuleBroken
from models.history import Entry
from models.organisations import Organisation
from models.seats import AppointmentRole
from tests import build

YEAR = timedelta(days=366)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


@pytest.fixture
def home(house, table):
    """The institution of the first seat."""
    return house.get_one(Organisation, table.seats[0].organisation_id)


def contact(house, of, **facts):
    given = {"name": "Bereitschaft", "phone": "0231 0", "checked_on": build.TODAY} | facts
    if given["checked_on"] is not None:
        given.setdefault("checked_by_id", build.person(house, of=of).id)
    return build.added(house, ContactPoint(organisation_id=of.id, **given))


def test_only_those_at_its_tables_see_what_is_internal(house, table, home, sign_in):
    for kind in ContactKind:
        contact(house, home, name=f"Stelle-{kind.value}", kind=kind)
    stranger = build.table(house, 1)
    guest = build.person(house)
    left = build.appointment(
        house, table.seats[1], role=AppointmentRole.DEPUTY, rank=2, ends_on=build.TODAY - timedelta(days=1)
    )
    house.commit()
    address = f"/organisations/{home.id}"
    for person in (table.mains[0], table.mains[1], table.deputies[1], table.reader, table.coordinator):
        assert "Stelle-internal" in sign_in(person).get(address).text
    assert "Stelle-internal" in sign_in(stranger.coordinator).get(address).text
    for person in (stranger.mains[0], guest, house.get_one(type(guest), left.person_id)):
        page = sign_in(person).get(address).text
        assert "Stelle-internal" not in page
        assert "Stelle-public" in page
        assert "Stelle-crisis" in page
        assert "auch außerhalb der Dienstzeit" in page
    admin = sign_in(build.person(house), is_admin=True).get(address).text
    assert "Stelle-internal" not in admin


def test_an_internal_contact_point_is_hidden_once_the_institution_has_left(house, table, home, sign_in):
    contact(house, home, name="Stelle-internal", kind=ContactKind.INTERNAL)
    address, member = f"/organisations/{home.id}", sign_in(table.mains[1])
    assert "Stelle-internal" in member.get(address).text
    table.seats[0].ends_on = build.TODAY - timedelta(days=1)
    assert "Stelle-internal" not in member.get(address).text


def test_main_representative_keeps_the_own_ones_and_no_others(house, table, home, sign_in):
    main = sign_in(table.mains[0])
    page = main.get(f"/organisations/{home.id}/contact-points/new")
    answer = main.submit(
        page,
        name="Opferschutz",
        kind="internal",
        phone="0231 1",
        hours="Mo 9\r\nDi 10",
        website="www.amt.example",
    )
    made = house.query(ContactPoint).one()
    assert answer.status_code == 303
    assert (made.kind, made.hours, made.email) == (ContactKind.INTERNAL, "Mo 9\nDi 10", None)
    assert (made.checked_on, made.checked_by_id) == (build.TODAY, table.mains[0].id)
    shown = main.get(f"/organisations/{home.id}").text
    assert 'href="https://www.amt.example"' in shown
    assert "Mo 9<br>Di 10" in shown
    others = table.seats[1].organisation_id
    for person in (table.mains[0], table.deputies[1], table.reader):
        client = sign_in(person)
        assert client.get(f"/organisations/{others}/contact-points/new").status_code == 404
        assert (
            client.post(f"/organisations/{others}/contact-points/new", data={"name": "x"}).status_code == 404
        )
    deputy = sign_in(table.deputies[0])
    assert deputy.get(f"/organisations/{home.id}/contact-points/{made.id}/edit").status_code == 404


BAD = {
    "no name": {"name": ""},
    "no way to reach anybody": {"phone": ""},
    "no such kind": {"kind": "secret"},
    "no address": {"email": "post"},
    "another scheme": {"website": "ftp://amt.example"},
    "a website with words": {"website": "siehe Flyer"},
    "over-long hours": {"hours": "x" * 501},
    "an over-long number": {"phone": "1" * 61},
}


def test_bad_contact_point_is_refused_and_kept_as_typed(house, table, home, sign_in):
    kept = contact(house, home)
    keeper = sign_in(table.coordinator)
    good = {"name": "Stelle", "kind": "public", "phone": "0231 1", "note": "Klingel zwei", "based_on": "1"}
    for what, bad in BAD.items():
        for rest in ("new", f"{kept.id}/edit"):
            answer = keeper.post(f"/organisations/{home.id}/contact-points/{rest}", data=good | bad)
            assert answer.status_code == 422, (what, rest)
            assert "Klingel zwei" in answer.text, what
    house.refresh(kept)
    assert (house.query(ContactPoint).count(), kept.version) == (1, 1)


def test_old_check_is_warned_of_and_renewed_with_one_click(house, table, home, sign_in):
    kept = contact(house, home, checked_on=build.TODAY - YEAR)
    contact(house, home, name="Nie", checked_on=None)
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{home.id}")
    assert page.text.count("seit mehr als einem Jahr nicht geprüft") == 2
    answer = keeper.post(f"/organisations/{home.id}/contact-points/{kept.id}/check", data={"based_on": "1"})
    house.refresh(kept)
    assert answer.status_code == 303
    assert (kept.checked_on, kept.checked_by_id) == (build.TODAY, table.coordinator.id)
    line = house.query(Entry).filter_by(subject="contact_point", subject_id=kept.id).one()
    assert line.gesture == "check"
    assert keeper.get(f"/organisations/{home.id}").text.count("nicht geprüft") == 1


def test_check_of_what_has_changed_meanwhile_is_refused(house, table, home, sign_in):
    kept = contact(house, home, checked_on=build.TODAY - YEAR)
    keeper, address = sign_in(table.coordinator), f"/organisations/{home.id}/contact-points/{kept.id}"
    for stale in ("0", "", "x"):
        answer = keeper.post(f"{address}/check", data={"based_on": stale})
        assert answer.status_code == 422
        assert 'value="0231 0"' in answer.text
    house.refresh(kept)
    assert kept.checked_on == build.TODAY - YEAR


def test_two_who_change_one_contact_point_see_both(house, table, home, sign_in):
    kept = contact(house, home)
    first, second = sign_in(table.coordinator), sign_in(table.mains[0])
    address = f"/organisations/{home.id}/contact-points/{kept.id}/edit"
    opened = second.get(address)
    assert first.submit(first.get(address), phone="0231 2").status_code == 303
    refused = second.submit(opened, phone="0231 3")
    assert refused.status_code == 409
    assert "0231 2" in refused.text
    assert second.submit(refused).status_code == 303
    house.refresh(kept)
    assert kept.phone == "0231 3"


def test_contact_point_is_taken_out_after_a_sentence(house, table, home, sign_in):
    kept, other = contact(house, home), build.organisation(house)
    keeper = sign_in(table.coordinator)
    assert keeper.get(f"/organisations/{other.id}/contact-points/{kept.id}/remove").status_code == 404
    page = keeper.get(f"/organisations/{home.id}/contact-points/{kept.id}/remove")
    assert keeper.submit(page, "Entfernen").status_code == 303
    assert house.query(ContactPoint).count() == 0


def test_who_checked_it_is_named_to_its_keepers_only(house, table, home, sign_in):
    who = build.person(house, "Frau Prüfer", of=home)
    contact(house, home, checked_by_id=who.id)
    assert "Frau Prüfer" in sign_in(table.mains[0]).get(f"/organisations/{home.id}").text
    assert "Frau Prüfer" not in sign_in(table.mains[1]).get(f"/organisations/{home.id}").text


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "data:text/html,x", "//amt.example", "https://a b.de"]
)
def test_no_other_link_is_ever_stored(website):
    with pytest.raises(RuleBroken):
        ContactPoint(organisation_id=1, name="Stelle", website=website).judge()


def test_only_who_keeps_the_entry_keeps_its_contact_points(house, table, home, sign_in):
    """Decision 0038: no other coordination changes the hotline of an institution that it does not have."""
    kept, stranger = contact(house, home), sign_in(build.table(house, 1).coordinator)
    address = f"/organisations/{home.id}/contact-points"
    assert "Kontaktstelle hinzufügen" not in stranger.get(f"/organisations/{home.id}").text
    for rest in ("new", f"{kept.id}/edit", f"{kept.id}/remove"):
        assert stranger.get(f"{address}/{rest}").status_code == 404
        assert stranger.post(f"{address}/{rest}", data={"name": "x", "phone": "1"}).status_code == 404
    assert stranger.post(f"{address}/{kept.id}/check", data={"based_on": "1"}).status_code == 404
    free = build.organisation(house)
    house.commit()
    assert stranger.get(f"/organisations/{free.id}/contact-points/new").status_code == 200
