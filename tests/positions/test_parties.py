"""Other tables and institutions outside take part in one position, and see nothing else."""

from datetime import timedelta

import pytest

from blueprints.positions import party_rules, rules, version_rules
from models.accounts import Account
from models.amendments import Amendment
from models.errors import NotAllowed, RuleBroken
from models.people import Person
from models.positions import PositionDelegate, PositionEditor, PositionTable
from models.seats import Appointment
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


def test_for_whom_somebody_comes_and_which_table_is_asked_must_be_chosen(house, table, opened, coordinator):
    """A list that begins with the first of the directory would let her sign for it unseen."""
    position, group = opened(), build.organisation(house, "Alle Beratungsstellen", is_collective=True)
    build.organisation(house, "Dachverband Beratung")
    build.table(house, 1, name="Nachbartisch")
    house.commit()
    page = coordinator.get(address(position, "/delegates/new"))
    assert group.name not in page.text
    typed = {"name": "Vertretung Dachverband", "email": "dach@musterstadt.example", "may_sign": "y"}
    answer = coordinator.submit(page, "Einladen", **typed)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Institution." in words(answer)
    assert "Vertretung Dachverband" in answer.text
    answer = coordinator.submit(coordinator.get(address(position, "/tables/new")), "Anfragen")
    assert answer.status_code == 422
    assert "Bitte wählen Sie ein Gremium." in words(answer)
    assert house.query(PositionDelegate).count() + house.query(PositionTable).count() == 0


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


def test_whoever_leads_from_outside_is_offered_nobody_of_a_table_where_she_does_not_sit(
    house, table, begin, sign_in
):
    """Neither names nor choices; who writes it already stays, by her institution."""
    position = begin("Text.")
    place = build.organisation(house, "Dachverband Beratung")
    lead, colleague = (build.person(house, of=place) for _ in range(2))
    other = build.table(house, 1, name="Nachbartisch")
    for who in (lead, colleague):
        of_it = {"position_id": position.id, "organisation_id": place.id, "person_id": who.id}
        build.added(house, PositionDelegate(**of_it))
    agreed = {"position_id": position.id, "body_id": other.body.id, "agreed_at": build.NOW}
    build.added(house, PositionTable(**agreed))
    house.expire_all()
    chief = as_(house, table.coordinator)
    rules.name_editors(house, position.id, leads=[lead.id, table.mains[0].id], writes=[], **chief)
    house.commit()
    client = sign_in(lead)
    page = client.get(address(position, "/editors"))
    everybody = [*table.mains, *table.deputies, *other.mains, *other.deputies]
    shown = [page.text, client.get(address(position, "/draft")).text, client.get(address(position)).text]
    for section in sections(house, position):
        shown += [client.get(address(position, f"/sections/{section.id}/{rest}")).text for rest in WRITERS]
    for each in everybody:
        assert all(each.name not in text for text in shown), each.name
    assert colleague.name in page.text
    for forged in (table.mains[1].id, other.mains[0].id, table.coordinator.id):
        answer = client.submit(page, "Speichern", leads=[str(lead.id)], writes=[str(forged)])
        assert answer.status_code == 422
    kept = {"leads": [str(lead.id)], "writes": [str(table.mains[0].id), str(colleague.id)]}
    assert client.submit(page, "Speichern", **kept).status_code == 303
    own = sign_in(table.mains[1])
    assert own.get(address(position, "/editors")).status_code == 404
    theirs = sign_in(table.coordinator).get(address(position, "/editors")).text
    assert table.mains[1].name in theirs
    assert other.mains[0].name not in theirs, "at that table the coordination does not sit either"
    assert f'value="{other.mains[0].id}"' in theirs, "but it may name her, by her institution"


WRITERS = ("history", "hand")


def test_whoever_leads_from_outside_sees_of_those_who_are_written_to_no_name_and_no_address(
    house, table, begin, sign_in
):
    position, place = begin("Text."), build.organisation(house, "Dachverband Beratung")
    lead = build.person(house, of=place)
    of_it = {"position_id": position.id, "organisation_id": place.id, "person_id": lead.id}
    build.added(house, PositionDelegate(**of_it))
    for each in table.mains:
        each.function = "Fachbereich Quitte"
    house.flush()
    house.expire_all()
    rules.name_editors(house, position.id, leads=[lead.id], writes=[], **as_(house, table.coordinator))
    house.commit()
    client = sign_in(lead)

    def seen(rest):
        page = client.get(address(position, rest))
        for each in (*table.mains, *table.deputies):
            assert each.name not in page.text
            assert each.email not in page.text
        assert page.status_code == 200
        assert "Fachbereich Quitte" in words(page), words(page)
        return page

    seen("/open")
    version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    house.commit()
    assert client.submit(seen("/ask-to-sign"), "Mit 3 Nachrichten anfragen").status_code == 303
    page = seen("/versions/1/signatures/remind")
    assert client.submit(page, "Mit 3 Nachrichten erinnern").status_code == 303


def test_an_editor_who_has_left_the_table_is_not_offered_and_stops_nobody(house, table, begin, coordinator):
    """Ticked from the start she would be refused with every choice."""
    position, gone = begin("Text."), table.mains[0]
    for each in house.query(Appointment).filter_by(person_id=gone.id):
        each.ends_on = build.TODAY - timedelta(days=1)
    house.commit()
    page = coordinator.get(address(position, "/editors"))
    assert f'value="{gone.id}"' not in page.text
    assert coordinator.submit(page, "Speichern", leads=[str(table.mains[1].id)]).status_code == 303
    assert [each.person_id for each in house.query(PositionEditor)] == [table.mains[1].id]
