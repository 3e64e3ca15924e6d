"""Other tables and institutions outside take part in one position, and see nothing else."""

import pytest

from blueprints.positions import party_rules, version_rules
from models.accounts import Account
from models.amendments import Amendment
from models.errors import NotAllowed, RuleBroken
from models.people import Person
from models.positions import PositionDelegate, PositionTable
from models.visibility import Visibility
from tests import build
from tests.positions.conftest import OCCASION, address, as_, sections, words


def test_somebody_outside_is_invited_to_an_account_and_takes_part_in_this_position_only(
    house, table, opened, begin, sign_in, coordinator
):
    position, other = opened(), begin("Anderes.", title="Nur für den Tisch")
    outside = build.organisation(house, "Dachverband Beratung")
    house.commit()
    page = coordinator.get(address(position, "/delegates/new"))
    typed = {"organisation_id": str(outside.id), "name": "Vertretung Dachverband"}
    answer = coordinator.submit(page, "Einladen", **typed, email="dach@musterstadt.example", may_sign="y")
    assert answer.status_code == 303
    who = house.query(Person).filter_by(name="Vertretung Dachverband").one()
    assert house.query(Account).filter_by(person_id=who.id).count() == 1
    assert house.query(PositionDelegate).one().may_sign
    client = sign_in(house.query(Account).filter_by(person_id=who.id).one())
    assert "Gute Beratung" in words(client.get("/positions"))
    assert "Der Rat berät" in words(client.get(address(position)))
    for shut in (address(other), f"/round-tables/{table.body.id}", address(position, "/draft")):
        assert client.get(shut).status_code == 404
    section = sections(house, position)[0]
    amend = client.get(address(position, f"/versions/1/sections/{section.id}/amend"))
    changed = OCCASION.replace("Ende.", "Schluss.")
    assert client.submit(amend, "Einreichen", markdown=changed, reason="Genauer.").status_code == 303
    house.query(Amendment).one().withdrawn_at = build.NOW
    version_rules.freeze_final(house, position.id, early=True, **as_(house, table.coordinator))
    house.commit()
    shown = coordinator.get(address(position, "/parties"))
    assert coordinator.submit(shown, "Beteiligung beenden Vertretung Dachverband").status_code == 303
    assert client.get(address(position)).status_code == 404
    assert "Dachverband Beratung" in words(coordinator.get(address(position, "/versions/1")))


def test_nobody_of_the_coordination_is_invited_to_sign_for_an_institution_outside(
    house, table, opened, coordinator
):
    position, outside = opened(), build.organisation(house, "Dachverband Beratung")
    chief, colleague = table.coordinator, build.person(house, email="stelle@musterstadt.example")
    chief.email, colleague.organisation_id = "koordination@musterstadt.example", chief.organisation_id
    table.mains[0].email = "haus@musterstadt.example"
    house.commit()
    page = coordinator.get(address(position, "/delegates/new"))
    typed = {"organisation_id": str(outside.id), "name": "Vertretung Dachverband", "may_sign": "y"}
    for email, refused in (
        ("Koordination@musterstadt.example", "Das ist Ihre eigene Adresse"),
        (colleague.email, "eine Adresse der Koordination dieses Tisches"),
        (table.mains[0].email, "Eine andere Institution nutzt diese Adresse"),
    ):
        answer = coordinator.submit(page, "Einladen", **typed, email=email)
        assert answer.status_code == 422
        assert refused in words(answer)
        assert "Vertretung Dachverband" in answer.text
    assert house.query(PositionDelegate).count() == 0
    colleague.organisation_id = outside.id
    house.commit()
    assert coordinator.submit(page, "Einladen", **typed, email=colleague.email).status_code == 303


def test_members_of_another_table_see_it_once_its_coordination_has_agreed(house, table, opened, sign_in):
    position = opened()
    other = build.table(house, 1, name="Nachbartisch")
    who = as_(house, table.coordinator)
    party_rules.ask_table(house, position.id, body_id=other.body.id, **who)
    house.commit()
    member, theirs = sign_in(other.mains[0]), sign_in(other.coordinator)
    assert member.get(address(position)).status_code == 404
    page = theirs.get(address(position, "/parties"))
    assert theirs.submit(page, "Zustimmen Nachbartisch").status_code == 303
    shown = member.get(address(position))
    assert "Änderung vorschlagen" in words(shown)
    assert member.get(f"/round-tables/{table.body.id}").status_code == 404
    assert "Gute Beratung" in words(member.get(f"/positions?table={other.body.id}"))
    party_rules.end_table(house, position.id, other.body.id, **as_(house, other.coordinator))
    house.commit()
    assert member.get(address(position)).status_code == 404
    assert house.query(PositionTable).count() == 0


def test_only_the_keeping_coordination_asks_and_only_to_what_is_internal(house, table, begin):
    position = begin("Text.", visibility=Visibility.COORDINATION, by=table.coordinator)
    other = build.body(house)
    with pytest.raises(RuleBroken):
        party_rules.ask_table(house, position.id, body_id=other.id, **as_(house, table.coordinator))
    shared = begin("Text.")
    with pytest.raises(NotAllowed):
        party_rules.ask_table(house, shared.id, body_id=other.id, **as_(house, table.mains[0]))
    party_rules.ask_table(house, shared.id, body_id=other.id, **as_(house, table.coordinator))
    with pytest.raises(NotAllowed):
        party_rules.agree_table(house, shared.id, other.id, **as_(house, table.coordinator))
