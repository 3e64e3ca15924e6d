"""Seats from a file: admitted, appointed and ended by the rules of their table, and of no other."""

from datetime import date, timedelta

from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes, state
from tests.imports.test_people import run

HEADS = ("Institution", "Mitgliedschaft", "Mitglied seit", "Person", "Dienstliche E-Mail-Adresse", "Rolle")


def place(table):
    return f"/round-tables/{table.body.id}/imports/new/seats"


def seats_of(house, organisation):
    house.expire_all()
    return house.query(Seat).filter_by(organisation_id=organisation.id).all()


def test_institution_is_admitted_with_its_people_and_taken_back(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    people = house.query(Person).count()
    content = csv_of(
        HEADS,
        (
            "Beratungsstelle Hafen",
            "beratendes Mitglied",
            "1995",
            "Erste Vertretung",
            "eins@hafen.example",
            "",
        ),
        (
            "Beratungsstelle Hafen",
            "beratendes Mitglied",
            "1995",
            "Zweite Vertretung",
            "zwei@hafen.example",
            "Stellvertretung",
        ),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["new", "new"]
    assert not seats_of(house, centre)
    run(keeper, address)
    (seat,) = seats_of(house, centre)
    assert (seat.kind, seat.since.year) == (SeatKind.ADVISORY, 1995)
    held = house.query(Appointment).filter_by(seat_id=seat.id).order_by(Appointment.id).all()
    assert [each.role for each in held] == [AppointmentRole.MAIN, AppointmentRole.DEPUTY]
    assert outcomes(house, imported(keeper, place(table), content)) == ["same", "same"]
    assert keeper.post(f"{address}/undo").status_code == 303
    assert not seats_of(house, centre)
    assert house.query(Person).count() == people
    assert state(house, address) == "undone"


def test_rules_of_the_table_refuse_in_the_dry_run(house, table, keeper):
    """A second representative at the same time, within the file and against what is there."""
    first = table.seats[0]
    house.refresh(first, ["organisation"])
    centre = build.organisation(house, "Beratungsstelle Hafen")
    content = csv_of(
        HEADS,
        (
            first.organisation.name,
            "Stimmberechtigtes Mitglied",
            "",
            "Noch Jemand",
            "noch@hafen.example",
            "Institutionsvertretung",
        ),
        (
            centre.name,
            "Stimmberechtigtes Mitglied",
            "",
            "Eine Person",
            "eine@hafen.example",
            "Institutionsvertretung",
        ),
        (
            centre.name,
            "Stimmberechtigtes Mitglied",
            "",
            "Andere Leute",
            "andere@hafen.example",
            "Institutionsvertretung",
        ),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["refused", "new", "refused"]
    assert "bereits eine Vertretung" in keeper.get(address).text


def test_membership_and_appointment_are_ended(house, table, keeper):
    seat, main = table.seats[0], table.mains[0]
    house.refresh(seat, ["organisation"])
    last = (build.TODAY + timedelta(days=30)).strftime("%d.%m.%Y")
    heads = (
        "Institution",
        "Mitgliedschaft",
        "Mitglied bis",
        "Grund des Endes",
        "Person",
        "E-Mail",
        "Benannt bis",
    )
    name = seat.organisation.name
    content = csv_of(
        heads,
        (name, "Stimmberechtigtes Mitglied", last, "Austritt", "", "", ""),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["changed"]
    run(keeper, address)
    house.refresh(seat)
    assert (seat.ends_on, seat.end_reason) == (build.TODAY + timedelta(days=30), "Austritt")
    held = house.query(Appointment).filter_by(seat_id=seat.id, person_id=main.id).one()
    assert held.ends_on == seat.ends_on
    assert outcomes(house, imported(keeper, place(table), content)) == ["same"]
    assert keeper.post(f"{address}/undo").status_code == 303
    house.expire_all()
    assert (seat.ends_on, seat.end_reason, held.ends_on) == (None, "", None)


def test_kind_of_a_membership_is_not_changed_by_a_file(house, table, keeper):
    house.refresh(table.seats[0], ["organisation"])
    content = csv_of(HEADS, (table.seats[0].organisation.name, "ständiger Gast", "", "", "", ""))
    assert outcomes(house, imported(keeper, place(table), content)) == ["refused"]


def test_institution_that_is_not_in_the_directory_is_asked_about_or_refused(house, table, keeper):
    build.organisation(house, "Gesundheitsamt Musterstadt")
    content = csv_of(
        HEADS,
        ("Gesundheitsamt Mustertsadt", "Stimmberechtigtes Mitglied", "", "", "", ""),
        ("Etwas Anderes", "Stimmberechtigtes Mitglied", "", "", "", ""),
    )
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["doubtful", "refused"]


def test_address_known_elsewhere_looks_like_an_unknown_one(house, table, keeper):
    other = build.table(house, 1).mains[0]
    other.name, other.function = "Geheime Person", "Geheime Funktion"
    for number, mail in enumerate((other.email, "niemand@musterstadt.example")):
        centre = build.organisation(house, f"Stelle {number}")
        content = csv_of(HEADS, (centre.name, "Stimmberechtigtes Mitglied", "", "Erika Muster", mail, ""))
        address = imported(keeper, place(table), content)
        assert outcomes(house, address) == ["new"]
        run(keeper, address)
        assert outcomes(house, imported(keeper, place(table), content)) == ["same"]
        assert "Geheime" not in keeper.get(f"/round-tables/{table.body.id}").text
        assert keeper.post(f"{address}/undo").status_code == 303


def test_another_table_is_untouched(house, table, keeper):
    other = build.table(house, 1)
    house.refresh(other.seats[0], ["organisation"])
    content = csv_of(HEADS, (other.seats[0].organisation.name, "ständiger Gast", "", "", "", ""))
    address = imported(keeper, place(table), content)
    assert outcomes(house, address) == ["new"]
    run(keeper, address)
    house.refresh(other.seats[0])
    assert other.seats[0].kind is SeatKind.VOTING
    assert keeper.get(place(other)).status_code == 404
    assert date(2026, 9, 1) == build.TODAY


RIGHTS = (
    "Institution",
    "Mitgliedschaft",
    "Person",
    "Dienstliche E-Mail-Adresse",
    "Zeichnungsberechtigung für die Institution",
    "Verschwiegenheitserklärung vom",
)


def test_kind_signing_right_and_declaration_come_from_a_file_and_are_changed_by_one(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    who = ("Erste Vertretung", "eins@hafen.example")

    def of(kind, *rights):
        return csv_of(RIGHTS, (centre.name, kind, *who, *rights))

    run(keeper, imported(keeper, place(table), of("ständiger Gast", "nein", "")))
    (seat,) = seats_of(house, centre)
    held = house.query(Appointment).filter_by(seat_id=seat.id).one()
    assert (seat.kind, held.may_sign, held.declared_on) == (SeatKind.GUEST, False, None)
    later = of("ständiger Gast", "ja", "31.08.2026")
    address = imported(keeper, place(table), later)
    assert outcomes(house, address) == ["changed"]
    run(keeper, address)
    house.refresh(held)
    assert (held.may_sign, held.declared_on) == (True, date(2026, 8, 31))
    assert outcomes(house, imported(keeper, place(table), later)) == ["same"]
    assert outcomes(house, imported(keeper, place(table), of("ständiger Gast", "", ""))) == ["same"]
    assert keeper.post(f"{address}/undo").status_code == 303
    house.expire_all()
    assert (held.may_sign, held.declared_on) == (False, None)


def test_nonsense_about_rights_is_refused_with_its_reason(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    who = ("Erste Vertretung", "eins@hafen.example")
    heads = (*RIGHTS, "Rolle")
    bad = {
        "Stimme zur Probe": ("Stimme zur Probe", *who, "nein", "", ""),
        "schreiben Sie ja oder nein": ("ständiger Gast", *who, "vielleicht", "", ""),
        "liegt in der Zukunft": ("ständiger Gast", *who, "nein", "02.09.2026", ""),
        "gibt es im Kalender nicht": ("ständiger Gast", *who, "nein", "31.02.2026", ""),
        "Wer nur liest, kann nicht zeichnen": ("ständiger Gast", *who, "ja", "", "Lesezugriff"),
    }
    for words, line in bad.items():
        address = imported(keeper, place(table), csv_of(heads, (centre.name, *line)))
        assert outcomes(house, address) == ["refused"], words
        assert words in keeper.get(address).text, words
    assert not seats_of(house, centre)
