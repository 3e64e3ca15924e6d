"""From an appointment to an account: a one-time link by letter, once, and to nobody else."""

import email
import email.policy
from datetime import timedelta

import pytest

from blueprints.accounts.rules import create_account, lock
from blueprints.tables.people import rules as people_rules
from models.accounts import Account
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.organisations import Organisation
from models.outbox import Letter, LetterBytes
from models.people import Person
from models.seats import AppointmentRole
from tests import build


def letters_to(house, person):
    return house.query(Letter).filter_by(recipient=person.email, template="accounts/invitation").count()


def access(table, person):
    return f"/round-tables/{table.body.id}/persons/{person.id}/access"


def test_new_appointment_sends_a_link(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new")
    answer = coordinator.submit(page, name="Neue Vertretung", email="neu@amt.example", role="reader")
    person = house.query(Person).filter_by(email="neu@amt.example").one()
    account = house.query(Account).filter_by(person_id=person.id).one()
    assert answer.status_code == 303
    assert (account.password_hash, account.is_admin) == (None, False)
    assert letters_to(house, person) == 1


def test_new_office_sends_a_link(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/offices/new")
    assert (
        coordinator.submit(page, name="Leitung", email="leitung@amt.example", kind="reader").status_code
        == 303
    )
    assert letters_to(house, house.query(Person).filter_by(email="leitung@amt.example").one()) == 1


def test_nothing_is_sent_where_it_is_not_wanted_or_not_possible(house, table, coordinator):
    new = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new"
    page = coordinator.get(new)
    unwanted = {"name": "A", "email": "a@amt.example", "role": "reader", "send_link": None}
    assert coordinator.submit(page, **unwanted).status_code == 303
    assert coordinator.submit(coordinator.get(new), name="B", role="reader").status_code == 303
    assert house.query(Letter).count() == 0


def test_whoever_has_an_account_gets_no_link(house, table, coordinator):
    account = create_account(house, table.mains[1], now=build.NOW, password_hash="x")
    new = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new"
    page = coordinator.get(new)
    assert coordinator.submit(page, person_id=str(table.mains[1].id), role="reader").status_code == 303
    assert coordinator.submit(coordinator.get(access(table, table.mains[1]))).status_code == 422
    assert letters_to(house, table.mains[1]) == 0
    assert house.query(Account).filter_by(person_id=table.mains[1].id).one().id == account.id


def test_link_can_be_sent_again_until_it_is_used(house, table, coordinator):
    for _ in range(2):
        page = coordinator.get(access(table, table.mains[0]))
        assert table.mains[0].email in page.text
        assert coordinator.submit(page).status_code == 303
    assert letters_to(house, table.mains[0]) == 2
    assert house.query(Account).filter_by(person_id=table.mains[0].id).count() == 1


def body_of(house, person):
    letter = house.query(Letter).filter_by(recipient=person.email).order_by(Letter.id.desc()).first()
    raw = email.message_from_bytes(house.get_one(LetterBytes, letter.id).raw, policy=email.policy.default)
    return raw["Subject"], raw.get_body(("plain",)).get_content()


def test_the_letter_says_who_sets_up_the_account_what_for_and_until_when(
    house, table, coordinator, stop_clock
):
    stop_clock(build.NOW)
    coordinator.submit(coordinator.get(access(table, table.mains[0])))
    institution = house.get_one(Organisation, table.coordinator.organisation_id).name
    subject, words = body_of(house, table.mains[0])
    plain = " ".join(words.split())
    assert subject == f"Ihr Zugang zu den Runden Tischen, eingerichtet von {institution}"
    assert f"{institution} hat für Sie ein Konto eingerichtet" in plain
    assert "bis zum 15.09.2026" in plain
    assert words.strip().endswith(institution)
    assert table.body.name not in subject + words
    house.query(Bylaws).filter_by(body_id=table.body.id).one().names_in_subject = True
    coordinator.submit(coordinator.get(access(table, table.mains[0])))
    assert f"„{table.body.name}“" in " ".join(body_of(house, table.mains[0])[1].split())


def test_no_second_link_makes_the_first_one_void(house, table, coordinator, stop_clock):
    """An appointment, an office and a new body each send a link; while one works there is no other."""
    stop_clock(build.NOW)
    new = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new"
    coordinator.submit(coordinator.get(new), name="Neu", email="neu@amt.example", role="reader")
    person = house.query(Person).filter_by(email="neu@amt.example").one()
    stop_clock(build.NOW + timedelta(minutes=10))
    second = f"/round-tables/{table.body.id}/seats/{table.seats[1].id}/appointments/new"
    coordinator.submit(coordinator.get(second), person_id=str(person.id), role="reader")
    assert letters_to(house, person) == 1
    told = coordinator.get(f"/round-tables/{table.body.id}/seats/{table.seats[1].id}").text
    assert "Der bereits verschickte Zugangslink gilt bis zum 15.09.2026" in told
    stop_clock(build.NOW + timedelta(days=12))
    third = build.seat(house, table.body)
    by = {"by": build.actor(house, table.coordinator), "now": build.NOW + timedelta(days=12)}
    facts = {"role": AppointmentRole.READER, "rank": None, "send_link": True}
    people_rules.appoint(house, table.body.id, third.id, person={"person_id": person.id}, **facts, **by)
    house.flush()
    assert letters_to(house, person) == 2, "a link that ends soon is no use"


def test_looking_sends_nothing(house, table, coordinator):
    coordinator.get(access(table, table.mains[0]))
    assert letters_to(house, table.mains[0]) == 0


def test_table_page_offers_links_to_those_without_account(house, table, coordinator, sign_in):
    create_account(house, table.mains[1], now=build.NOW, password_hash="x")
    table.deputies[0].email = None
    page = "".join(
        coordinator.get(f"/round-tables/{table.body.id}/seats/{seat.id}").text for seat in table.seats
    )
    assert access(table, table.mains[0]) in page
    assert access(table, table.mains[1]) not in page
    assert access(table, table.deputies[0]) not in page
    assert '/access"' not in sign_in(table.mains[1]).get(f"/round-tables/{table.body.id}").text


def test_locked_account_gets_no_link(house, table, coordinator):
    account = create_account(house, table.mains[0], now=build.NOW)
    admin = build.actor(house, build.person(house), is_admin=True)
    lock(house, account.id, by=admin, now=build.NOW)
    assert coordinator.submit(coordinator.get(access(table, table.mains[0]))).status_code == 422
    assert letters_to(house, table.mains[0]) == 0


def test_people_of_other_tables_are_not_found(house, table, coordinator, sign_in):
    other = build.table(house, 1)
    for client, where in (
        (coordinator, access(table, other.mains[0])),
        (coordinator, access(other, other.mains[0])),
        (coordinator, f"/round-tables/{table.body.id}/persons/987654/access"),
        (sign_in(table.mains[0]), access(table, table.mains[1])),
    ):
        assert client.get(where).status_code == 404
        assert client.post(where, data={}).status_code == 404
    assert house.query(Letter).count() == 0


def test_rules_ask_for_themselves_who_acts(house, table):
    by = build.actor(house, table.mains[0])
    with pytest.raises(NotAllowed):
        people_rules.give_access(house, table.body.id, table.mains[1].id, by=by, now=build.NOW)
    by, stranger = build.actor(house, table.coordinator), build.person(house)
    with pytest.raises(RuleBroken):
        people_rules.give_access(house, table.body.id, stranger.id, by=by, now=build.NOW)
