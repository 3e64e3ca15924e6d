"""Institutions from a file: the dry run, the writing, the second time, the way back."""

from models.history import Entry
from models.imports import Import, ImportLine
from models.organisations import Organisation, OrganisationKind
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes, state, upload

PLACE = "/round-tables/directory/imports/new/institutions"
HEADS = ("Name", "Art der Institution", "Ort", "Gehört zu")


def names(house):
    return {each.name for each in house.query(Organisation)}


def test_dry_run_tells_line_by_line_and_writes_nothing(house, keeper):
    build.organisation(house, "Polizei Musterstadt", kind=OrganisationKind.POLICE, place="Musterstadt")
    build.organisation(house, "Beratungsstelle Hafen", kind=OrganisationKind.COUNSELLING)
    build.organisation(house, "Gesundheitsamt", kind=OrganisationKind.HEALTH_OFFICE, place="Markt")
    before = names(house)
    address = imported(
        keeper,
        PLACE,
        csv_of(
            ("Ort", "Name", "Kind of institution", "Farbe"),
            ("Neustadt", "Klient*innen e. V.", "Verein", "rot"),
            ("Rathaus", "Gesundheitsamt", "health office", ""),
            ("Musterstadt", "Polizei Musterstadt", "police", ""),
            ("", "Beratungstelle Hafen", "Beratungsstelle", ""),
            ("", "Amt für Alles", "Zauberei", ""),
            ("", "", "police", ""),
            ("", "Klient_innen e. V.", "association", ""),
        ),
    )
    assert outcomes(house, address) == ["new", "changed", "same", "doubtful", "refused", "refused", "refused"]
    page = keeper.get(address)
    for words in ("Farbe", "Markt", "Rathaus", "Beratungsstelle Hafen", "Zauberei", "Klient*innen e. V."):
        assert words in page.text, words
    assert names(house) == before


def test_import_writes_what_was_shown_and_the_second_time_nothing(house, keeper):
    content = csv_of(
        HEADS,
        ("Jugendamt Musterstadt", "Jugendamt", "", "Stadt Musterstadt"),
        ("Stadt Musterstadt", "Verwaltung", "Musterstadt", ""),
    )
    address = imported(keeper, PLACE, content)
    assert outcomes(house, address) == ["new", "new"]
    assert keeper.submit(keeper.get(address), "2 Zeilen importieren").status_code == 303
    youth = house.query(Organisation).filter_by(name="Jugendamt Musterstadt").one()
    city = house.query(Organisation).filter_by(name="Stadt Musterstadt").one()
    assert (youth.parent_id, youth.kind, city.place) == (
        city.id,
        OrganisationKind.YOUTH_OFFICE,
        "Musterstadt",
    )
    assert state(house, address) == "done"
    again = imported(keeper, PLACE, content)
    assert outcomes(house, again) == ["same", "same"]
    assert "nichts zu schreiben" in keeper.get(again).text


def test_taking_back_removes_and_sets_back(house, keeper):
    kept = build.organisation(house, "Polizei Musterstadt", kind=OrganisationKind.POLICE, place="Alter Markt")
    before = names(house)
    content = csv_of(
        HEADS,
        ("Jugendamt Musterstadt", "Jugendamt", "", "Stadt Musterstadt"),
        ("Stadt Musterstadt", "Verwaltung", "Musterstadt", ""),
        ("Polizei Musterstadt", "Verwaltung", "Neuer Markt", "Stadt Musterstadt"),
    )
    address = imported(keeper, PLACE, content)
    keeper.submit(keeper.get(address), "3 Zeilen importieren")
    house.refresh(kept)
    assert (kept.place, kept.kind) == ("Neuer Markt", OrganisationKind.ADMINISTRATION)
    undo = keeper.get(f"{address}/undo")
    assert keeper.submit(undo, "Zurücknehmen").status_code == 303
    house.refresh(kept)
    assert (kept.place, kept.kind, kept.parent_id) == ("Alter Markt", OrganisationKind.POLICE, None)
    assert names(house) == before
    assert state(house, address) == "undone"
    gestures = [row.gesture for row in house.query(Entry).filter_by(subject="import").order_by(Entry.id)]
    assert gestures == ["check", "import", "undo"]


def test_nothing_is_taken_back_once_something_was_built_on_it(house, table, keeper):
    address = imported(
        keeper, PLACE, csv_of(HEADS, ("Amt A", "Polizei", "", ""), ("Amt B", "Polizei", "", ""))
    )
    keeper.submit(keeper.get(address), "2 Zeilen importieren")
    amt = house.query(Organisation).filter_by(name="Amt A").one()
    other = house.query(Organisation).filter_by(name="Amt B").one()
    build.seat(house, table.body, amt)
    other.place = "Hafen"
    page = keeper.get(f"{address}/undo")
    assert "ein Sitz" in page.text
    assert "geändert" in page.text
    assert keeper.post(f"{address}/undo").status_code == 422
    assert {"Amt A", "Amt B"} <= names(house)


def test_doubtful_line_is_decided_by_the_person(house, keeper):
    kept = build.organisation(house, "Beratungsstelle Hafen", kind=OrganisationKind.COUNSELLING)
    content = csv_of(
        HEADS,
        ("Beratungstelle Hafen", "Beratungsstelle", "Hafen", ""),
        ("Beratungsstelle Hafn", "Beratungsstelle", "", ""),
        ("Berattungsstelle Hafen", "Beratungsstelle", "", ""),
    )
    address = imported(keeper, PLACE, content)
    assert outcomes(house, address) == ["doubtful"] * 3
    lines = house.query(ImportLine).order_by(ImportLine.number).all()
    decided = dict(zip((f"line-{each.id}" for each in lines), (str(kept.id), "new", "leave"), strict=True))
    keeper.post(f"{address}/choices", data=decided)
    assert outcomes(house, address) == ["changed", "new", "doubtful"]
    keeper.submit(keeper.get(address), "2 Zeilen importieren")
    house.refresh(kept)
    assert (kept.name, kept.place) == ("Beratungstelle Hafen", "Hafen")
    assert "Beratungsstelle Hafn" in names(house)
    assert "Berattungsstelle Hafen" not in names(house)


def test_dry_run_is_made_again_if_the_data_have_changed(house, keeper):
    kept = build.organisation(house, "Gesundheitsamt", kind=OrganisationKind.HEALTH_OFFICE)
    address = imported(keeper, PLACE, csv_of(HEADS, ("Gesundheitsamt", "Gesundheitsamt", "Markt", "")))
    page = keeper.get(address)
    kept.place = "Markt"
    keeper.submit(page, "1 Zeile importieren")
    assert outcomes(house, address) == ["same"]
    assert state(house, address) == "checked"


def test_protected_address_is_refused_and_taken_out(house, keeper):
    kept = build.organisation(house, "Frauenhaus", kind=OrganisationKind.SHELTER, place="Musterstadt")
    heads = ("Name", "Art der Institution", "Ort", "Die Anschrift ist geschützt")
    bad = imported(keeper, PLACE, csv_of(heads, ("Schutzwohnung", "Frauenhaus", "Hinterhof 3", "ja")))
    assert outcomes(house, bad) == ["refused"]
    good = imported(keeper, PLACE, csv_of(heads, ("Frauenhaus", "Frauenhaus", "", "ja")))
    keeper.submit(keeper.get(good), "1 Zeile importieren")
    house.refresh(kept)
    assert (kept.address_protected, kept.place) == (True, "")


def kept_of_lines(house):
    """All that the lines of imports keep, as the database has it."""
    house.expire_all()
    return str([(each.facts, each.changes, each.effects) for each in house.query(ImportLine)])


def test_protected_address_stays_in_no_line_of_an_import(house, keeper):
    build.organisation(house, "Zufluchtshaus", kind=OrganisationKind.SHELTER, address_protected=True)
    kept = build.organisation(house, "Frauenhaus", kind=OrganisationKind.SHELTER, place="Hinterhof 1")
    heads = ("Name", "Art der Institution", "Ort", "Die Anschrift ist geschützt")
    rows = (
        ("Schutzwohnung", "Frauenhaus", "Hinterhof 2", "ja"),
        ("Zufluchtshaus", "Frauenhaus", "Hinterhof 3", ""),
        ("Frauenhaus", "Frauenhaus", "Hinterhof 4", ""),
    )
    address = imported(keeper, PLACE, csv_of(heads, *rows))
    assert outcomes(house, address) == ["refused", "refused", "changed"]
    lines = kept_of_lines(house)
    assert "Hinterhof 2" not in lines
    assert "Hinterhof 3" not in lines
    page = keeper.get(address)
    assert "Hinterhof 3" not in page.text
    assert page.text.count("geschützte Adresse wird nicht gespeichert") == 2
    keeper.submit(page, "1 Zeile importieren")
    assert "Hinterhof 1" in kept_of_lines(house), "what is needed to take it back"
    later = imported(keeper, PLACE, csv_of(heads, ("Frauenhaus", "Frauenhaus", "", "ja")))
    keeper.submit(keeper.get(later), "1 Zeile importieren")
    assert "Hinterhof" not in kept_of_lines(house)
    assert keeper.post(f"{later}/undo").status_code == 303
    house.refresh(kept)
    assert (kept.address_protected, kept.place) == (False, "")


def test_institution_that_becomes_protected_is_forgotten_in_earlier_files(house, table, keeper):
    heads = ("Name", "Art der Institution", "Ort")
    address = imported(keeper, PLACE, csv_of(heads, ("Frauenhaus", "Frauenhaus", "Hinterhof 5")))
    keeper.submit(keeper.get(address), "1 Zeile importieren")
    made = house.query(Organisation).filter_by(name="Frauenhaus").one()
    offers = "/round-tables/directory/imports/new/offers"
    content = csv_of(("Institution", "Titel", "Ort"), ("Frauenhaus", "Aufnahme", "Hinterhof 6"))
    other = imported(keeper, offers, content)
    assert "Hinterhof 6" in kept_of_lines(house)
    page = keeper.get(f"/organisations/{made.id}/edit")
    changes = {"place": "", "address_protected": "y"}
    assert keeper.submit(page, **changes).status_code == 303
    assert "Hinterhof" not in kept_of_lines(house)
    for each in (address, other):
        assert "Hinterhof" not in keeper.get(each).text


def test_institutions_in_a_circle_are_refused(house, keeper):
    content = csv_of(
        HEADS, ("Amt Anton", "Polizei", "", "Amt Berta"), ("Amt Berta", "Polizei", "", "Amt Anton")
    )
    address = imported(keeper, PLACE, content)
    keeper.submit(keeper.get(address), "2 Zeilen importieren")
    assert outcomes(house, address) == ["refused", "refused"]
    assert state(house, address) == "done"


def test_missing_column_is_named(house, keeper):
    answer = upload(keeper, PLACE, csv_of(("Ort", "Name"), ("Musterstadt", "Amt")))
    assert answer.status_code == 422
    assert "Art der Institution" in answer.text
    assert house.query(Import).count() == 0
