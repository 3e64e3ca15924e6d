"""The administration says who runs the site; imprint and privacy page print it, or that it is missing."""

from models.history import Entry
from models.imprints import Imprint
from tests import build

SAID = {
    "operator": "Stadt Musterstadt\nRathausplatz 1",
    "contact": "post@musterstadt.example",
    "privacy_officer": "Behördliche Datenschutzbeauftragte",
    "authority": "Landesbeauftragte für Datenschutz",
}
PAGES = {"/imprint": ("operator", "contact"), "/privacy": ("operator", "privacy_officer", "authority")}


def first_line(name):
    return SAID[name].splitlines()[0]


def test_missing_contacts_are_said_to_be_missing(client):
    for page, names in PAGES.items():
        assert client.get(page).text.count("Noch nicht eingetragen") == len(names)


def test_the_administration_enters_them_and_everybody_reads_them(house, sign_in, client):
    keeper = sign_in(build.person(house), is_admin=True)
    answer = keeper.submit(keeper.get("/office/imprint"), "Speichern", **SAID)
    assert (answer.status_code, answer.location) == (303, "/imprint")
    for page, names in PAGES.items():
        text = client.get(page).text
        assert "Noch nicht eingetragen" not in text
        assert all(first_line(name) in text for name in names)
    line = house.query(Entry).filter_by(subject="imprint").one()
    assert line.facts == {"changed": list(SAID)}
    assert keeper.submit(keeper.get("/office/imprint"), "Speichern", authority="").status_code == 303
    assert client.get("/privacy").text.count("Noch nicht eingetragen") == 1
    assert house.query(Imprint).count() == 1


def test_nothing_is_entered_without_an_operator_or_over_another_entry(house, sign_in):
    keeper = sign_in(build.person(house), is_admin=True)
    page = keeper.get("/office/imprint")
    refused = keeper.submit(page, "Speichern", contact="Bitte behalten")
    assert (refused.status_code, house.query(Imprint).count()) == (422, 0)
    assert "Bitte behalten" in refused.text
    assert keeper.submit(page, "Speichern", operator="x" * 501, contact="x").status_code == 422
    assert keeper.submit(page, "Speichern", **SAID).status_code == 303
    edited, opened_before = (keeper.get("/office/imprint") for _ in range(2))
    assert keeper.submit(edited, "Speichern", contact="anders").status_code == 303
    late = keeper.submit(opened_before, "Speichern", contact="zu spät")
    assert late.status_code == 409
    assert "anders" in late.text


def test_others_do_not_find_the_page(house, sign_in):
    for person in (build.table(house, 1).coordinator, build.person(house)):
        assert sign_in(person).get("/office/imprint").status_code == 404
