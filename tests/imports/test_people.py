"""People from a file: corrected where known, noted where not; nobody learns who sits elsewhere."""

from models.known_people import KnownPerson
from models.people import Person
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes, state

HEADS = ("Name", "Funktion", "Dienstliche E-Mail-Adresse", "Institution")


def place(table):
    return f"/round-tables/{table.body.id}/imports/new/people"


def run(keeper, address):
    assert keeper.post(f"{address}/run").status_code == 303


def test_known_person_is_corrected_and_an_unknown_one_noted(house, table, keeper):
    known = table.mains[0]
    content = csv_of(
        HEADS,
        (known.name, "Leitung", known.email, ""),
        ("Neue Vertretung", "Beratung", "neu@musterstadt.example", ""),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["changed", "new"]
    run(keeper, address)
    house.refresh(known)
    assert known.function == "Leitung"
    new = house.query(Person).filter_by(name="Neue Vertretung").one()
    assert house.query(KnownPerson).filter_by(person_id=new.id, body_id=table.body.id).count() == 1
    assert outcomes(house, imported(keeper, place(table), content)) == ["same", "same"]
    assert (
        "Neue Vertretung"
        in keeper.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/appointments/new").text
    )
    assert keeper.post(f"{address}/undo").status_code == 303
    assert house.query(Person).filter_by(name="Neue Vertretung").count() == 0
    house.refresh(known)
    assert (known.function, state(house, address)) == ("", "undone")


def test_address_known_elsewhere_looks_like_an_unknown_one(house, table, keeper, sign_in):
    """Dry run, import, second run and lists read the same, be the address somebody's or nobody's."""
    elsewhere = build.table(house, 1)
    other = elsewhere.mains[0]
    other.name, other.function = "Geheime Person", "Geheime Funktion"
    told = []
    for name, mail in (("Erika Muster", other.email), ("Erika Muster", "niemand@musterstadt.example")):
        content = csv_of(HEADS, (name, "Beratung", mail, ""))
        address = imported(keeper, place(table), content)
        first = outcomes(house, address)
        run(keeper, address)
        second = outcomes(house, imported(keeper, place(table), content))
        export = keeper.get(f"/round-tables/{table.body.id}/exports/people/plain").text
        assert "Geheime" not in keeper.get(address).text + export
        assert f"Erika Muster,Beratung,,{mail}" in export
        told.append((first, second))
        assert keeper.post(f"{address}/undo").status_code == 303
    assert told[0] == told[1] == (["new"], ["same"])
    assert other.name == "Geheime Person"


def test_names_of_other_tables_are_never_proposed(house, table, keeper):
    stranger = build.table(house, 1).mains[0]
    stranger.name = "Annegret Beispielhausen"
    known = table.mains[0]
    known.name = "Bertram Beispielheim"
    content = csv_of(HEADS, ("Anegret Beispielhausen", "", "", ""), ("Bertram Beispielhein", "", "", ""))
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["new", "doubtful"]
    page = keeper.get(address).text
    assert "Bertram Beispielheim" in page
    assert "Annegret" not in page


def test_same_address_with_another_name_is_asked_about(house, table, keeper):
    known = table.mains[0]
    address = imported(keeper, place(table), csv_of(HEADS, ("Ganz Anders", "", known.email, "")))
    assert outcomes(house, address) == ["doubtful"]


def test_details_of_whoever_sits_elsewhere_too_stay(house, table, keeper):
    known = table.mains[0]
    build.appointment(house, build.seat(house, build.body(house)), known)
    known.function = "Eigene Funktion"
    address = imported(keeper, place(table), csv_of(HEADS, (known.name, "Andere Funktion", known.email, "")))
    assert outcomes(house, address) == ["same"]


def test_unknown_institution_is_refused_with_the_likest(house, table, keeper):
    build.organisation(house, "Gesundheitsamt Musterstadt")
    content = csv_of(HEADS, ("Jemand Neues", "", "", "Gesundheitsamt Mustertsadt"))
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["refused"]
    assert "Gesundheitsamt Musterstadt" in keeper.get(address).text


def test_left_lines_come_back_as_a_file_with_the_reason(house, table, keeper, sign_in):
    """Refused and undecided ones: corrected there and sent again. Formulas stay harmless."""
    known = table.mains[0]
    content = csv_of(
        HEADS,
        ("=Böse Formel", "", "", "Gibt es nicht"),
        ("Richtig Neu", "", "neu@amt.example", ""),
        ("Anders geschrieben", "", known.email, ""),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["refused", "new", "doubtful"]
    assert "Die 2 Zeilen, die übrig blieben" in keeper.get(address).text
    saved = keeper.get(f"{address}/left-lines")
    assert saved.mimetype == "text/csv"
    rows = saved.get_data().decode("utf-8-sig").splitlines()
    assert rows[0].endswith(";Zeile;Grund")
    assert len(rows) == 3
    assert rows[1].startswith("'=Böse Formel;")
    assert ";2;" in rows[1]
    assert rows[2].endswith(";4;zweifelhaft, nicht entschieden")
    assert sign_in(table.mains[1]).get(f"{address}/left-lines").status_code == 404
    corrected = saved.get_data().replace(b"Gibt es nicht", b"")
    again = imported(keeper, place(table), corrected)
    assert len(outcomes(house, again)) == 2
