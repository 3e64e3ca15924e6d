"""Whoever signs for two institutions, or two texts, is asked for each: by letter and on the overview."""

from datetime import timedelta

import pytest

from blueprints.positions import signing_rules, version_rules
from models.letters import Letter
from models.positions import PositionDelegate
from models.signatures import SignatureValue
from tests import build
from tests.positions.conftest import UNTIL, address, as_, words

ASKS = "Zeichnet Ihre Institution mit?"


@pytest.fixture
def two(house, table, final):
    """A final text, and somebody whom two institutions outside have sent to sign it."""
    position = final()
    places = [build.organisation(house, f"Bündnis {name}") for name in ("Nord", "Süd")]
    signer = build.person(house, of=places[0], email="zwei@buendnis.example")
    for each in places:
        given = {"organisation_id": each.id, "person_id": signer.id, "may_sign": True}
        build.added(house, PositionDelegate(position_id=position.id, **given))
    house.expire(position, ["delegates"])
    return position, signer, places


def test_two_institutions_from_outside_send_one_person_and_each_is_asked(
    house, table, two, asked, say, sign_in
):
    position, signer, places = two
    asked(position)
    letters = house.query(Letter).filter_by(person_id=signer.id, template="positions/sign_off").all()
    assert {each.organisation_id for each in letters} == {each.id for each in places}
    house.commit()
    client = sign_in(signer)
    page = words(client.get("/overview"))
    assert page.count("ohne Antwort wird sie nicht genannt") == 2
    assert "Bündnis Nord; ohne Antwort" in page
    assert "Bündnis Süd; ohne Antwort" in page

    form = client.get(address(position, "/versions/1/signatures/sign"))
    given = {"value": SignatureValue.SIGNS.value, "asked_id": chosen(form, "Bündnis Süd")}
    assert client.submit(form, "Für die Institution antworten", **given).status_code == 303
    page = words(client.get("/overview"))
    assert page.count("ohne Antwort wird sie nicht genannt") == 1
    assert "Bündnis Nord; ohne Antwort" in page


def test_whoever_holds_a_seat_and_comes_from_outside_too_is_asked_for_both(
    house, table, final, asked, sign_in
):
    position = final()
    other = build.organisation(house, "Bündnis Ost")
    given = {"organisation_id": other.id, "person_id": table.mains[0].id, "may_sign": True}
    build.added(house, PositionDelegate(position_id=position.id, **given))
    house.expire(position, ["delegates"])
    asked(position)
    house.commit()
    page = words(sign_in(table.mains[0]).get("/overview"))
    assert page.count("ohne Antwort wird sie nicht genannt") == 2
    assert "Bündnis Ost; ohne Antwort" in page


def test_each_of_two_texts_has_its_line_and_its_own_way(house, table, begin, final, asked, sign_in):
    """The older text is final in its second version: nothing of the two is mixed."""
    chief = as_(house, table.coordinator)
    older = begin("Wir bitten um Räume.", title="Erster Text")
    version_rules.open_for_amendments(house, older.id, until=UNTIL, **chief)
    version_rules.freeze_final(house, older.id, early=True, **chief)
    newer = final(title="Zweiter Text")
    for each, days in ((older, 9), (newer, 3)):
        signing_rules.ask(house, each.id, due_on=build.TODAY + timedelta(days=days), **chief)
    house.commit()
    client = sign_in(table.mains[0])
    page = client.get("/overview")
    for each, number in ((older, 2), (newer, 1)):
        assert f"{ASKS} „{each.title}“" in words(page)
        way = address(each, f"/versions/{number}/signatures")
        assert f'href="{way}"' in page.text
        assert client.get(way).status_code == 200


def chosen(page, name):
    """The value of the choice with this label."""
    before = page.text.split(name)[0]
    return before.rpartition('value="')[2].partition('"')[0]
