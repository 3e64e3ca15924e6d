"""Exports: what the reader may see, harmless in any spreadsheet, and the same again when imported."""

import csv
import io

import vobject

from models.organisations import OrganisationKind
from models.seats import AppointmentRole
from tests import build
from tests.imports.conftest import imported, outcomes

SECRET = "Hinterhof 3"


def rows(answer):
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(
        csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";")
    )


def test_exported_directory_is_the_same_again(house, table, keeper):
    city = build.organisation(house, "Stadt =Musterstadt", kind=OrganisationKind.ADMINISTRATION)
    build.organisation(
        house, "Klient*innen und Sexarbeiter*innen e. V.", note="@eins\n-zwei;„drei“", parent_id=city.id
    )
    build.organisation(house, "+Plus", public_contact="+49 231 1", short_name="=1+1", is_collective=True)
    build.organisation(house, "Frauenhaus", kind=OrganisationKind.SHELTER, address_protected=True)
    for form, name in (("csv", "v.csv"), ("plain", "v.csv"), ("xlsx", "v.xlsx")):
        answer = keeper.get(f"/round-tables/directory/exports/institutions/{form}")
        address = imported(keeper, "/round-tables/directory/imports/new/institutions", answer.data, name)
        assert set(outcomes(house, address)) == {"same"}, form
        assert "Klient*innen" in answer.get_data().decode("utf-8", "replace") or form == "xlsx"


def test_exported_seats_and_people_are_the_same_again(house, table, keeper):
    past = build.seat(
        house, table.body, starts_on=build.TODAY.replace(2010), ends_on=build.TODAY.replace(2015)
    )
    build.appointment(house, past, starts_on=build.TODAY.replace(2010), ends_on=build.TODAY.replace(2012))
    build.appointment(house, past, starts_on=build.TODAY.replace(2013), ends_on=build.TODAY.replace(2015))
    build.appointment(house, table.seats[0], table.mains[1], AppointmentRole.READER)
    build.appointment(house, table.seats[0], role=AppointmentRole.DEPUTY, rank=2, declared_on=build.TODAY)
    build.seat(house, table.body)
    for kind in ("seats", "people"):
        for form in ("csv", "xlsx"):
            answer = keeper.get(f"/round-tables/{table.body.id}/exports/{kind}/{form}")
            place = f"/round-tables/{table.body.id}/imports/new/{kind}"
            address = imported(keeper, place, answer.data, f"x.{form}")
            assert set(outcomes(house, address)) == {"same"}, (kind, form)


def test_exports_in_english_are_read_as_well(house, table, keeper):
    keeper.post("/language", data={"language": "en", "back": "/"})
    answer = keeper.get(f"/round-tables/{table.body.id}/exports/seats/csv")
    assert "Institution;Membership" in answer.get_data(as_text=True)
    keeper.post("/language", data={"language": "de", "back": "/"})
    place = f"/round-tables/{table.body.id}/imports/new/seats"
    assert set(outcomes(house, imported(keeper, place, answer.data))) == {"same"}


def test_template_is_read_except_for_its_example(house, table, keeper):
    for kind, place in (
        ("institutions", "/round-tables/directory/imports/new/institutions"),
        ("people", f"/round-tables/{table.body.id}/imports/new/people"),
        ("seats", f"/round-tables/{table.body.id}/imports/new/seats"),
    ):
        for ending in ("csv", "xlsx"):
            answer = keeper.get(f"/round-tables/import-templates/{kind}/{ending}")
            address = imported(keeper, place, answer.data, f"vorlage.{ending}")
            assert outcomes(house, address) == ["refused"], (kind, ending)
            page = keeper.get(address).text
            assert "Beispiel der Vorlage" in page
            assert "nicht bekannt" not in page


def test_members_get_released_addresses_only_and_readers_no_names(house, table, sign_in):
    open_one, hidden = table.mains
    open_one.contact_released, hidden.salutation = True, "Geheime Anrede"
    table.deputies[0].function = "Sachgebiet"
    member = rows(sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}/exports/seats/csv"))
    told = str(member)
    assert open_one.email in told
    assert hidden.name in told
    for word in (hidden.email, table.deputies[1].email, "Geheime"):
        assert word not in told
    reader = str(rows(sign_in(table.reader).get(f"/round-tables/{table.body.id}/exports/people/csv")))
    assert "Sachgebiet" in reader
    for person in (*table.mains, *table.deputies):
        assert person.name not in reader
        assert person.email not in reader


def test_protected_address_is_in_no_export_and_a_mailbox_only_if_released(house, table, sign_in):
    build.organisation(house, "Frauenhaus", address_protected=True, mailbox="geheim@haus.example")
    build.organisation(house, "Amt", mailbox="offen@amt.example", mailbox_released=True)
    answer = sign_in(table.mains[0]).get("/round-tables/directory/exports/institutions/csv")
    told = answer.get_data(as_text=True)
    assert "offen@amt.example" in told
    assert "geheim@haus.example" not in told


def test_cards_hold_released_contacts_or_all_for_the_coordination(house, table, sign_in, keeper):
    open_one, hidden = table.mains
    open_one.contact_released, open_one.name = True, "Müller; Klient*innen, \\n"
    for edition, version in (("4", "4.0"), ("3", "3.0")):
        url = f"/round-tables/{table.body.id}/contacts/{edition}"
        cards = list(vobject.readComponents(keeper.get(url).get_data(as_text=True)))
        assert {card.email.value for card in cards} >= {open_one.email, hidden.email}
        assert {card.version.value for card in cards} == {version}
        cards = list(vobject.readComponents(sign_in(table.deputies[1]).get(url).get_data(as_text=True)))
        own = table.deputies[1].email
        assert {card.email.value for card in cards} == {open_one.email, own}
        assert "Müller; Klient*innen, \\n" in {card.fn.value for card in cards}
    one = f"/round-tables/{table.body.id}/contacts/4/"
    member = sign_in(table.deputies[1])
    assert member.get(f"{one}{open_one.id}").status_code == 200
    assert member.get(f"{one}{hidden.id}").status_code == 404


def test_card_of_an_institution(house, table, sign_in):
    kept = build.organisation(house, "Klient*innen e. V.", mailbox="geheim@haus.example", place="Musterstadt")
    url = f"/organisations/{kept.id}/contacts/4"
    member, keeper = sign_in(table.mains[0]).get(url), sign_in(table.coordinator).get(url)
    assert "geheim" not in member.get_data(as_text=True)
    card = vobject.readOne(keeper.get_data(as_text=True))
    assert (card.fn.value, card.email.value, card.kind.value) == (kept.name, "geheim@haus.example", "org")
    assert "Klient%2Ainnen" in keeper.headers["Content-Disposition"]


def test_exports_ask_as_often_for_many_as_for_few(house, table, keeper, statements):
    costs = []
    for count in (1, 60):
        for _ in range(count):
            seat = build.seat(house, table.body)
            build.appointment(house, seat)
        for kind in ("seats", "people"):
            url = f"/round-tables/{table.body.id}/exports/{kind}/csv"
            keeper.get(url)
            with statements() as seen:
                keeper.get(url)
            costs.append(len(seen))
    assert costs[:2] == costs[2:]


def test_pages_of_imports_ask_as_often_for_many_lines_as_for_few(house, table, keeper, statements):
    costs = []
    for count in (1, 300):
        lines = "\n".join(f"Stelle {build.number()};Polizei" for _ in range(count))
        content = f"Name;Art der Institution\n{lines}".encode()
        address = imported(keeper, "/round-tables/directory/imports/new/institutions", content)
        keeper.get(address)
        with statements() as seen:
            keeper.get(address)
        costs.append(len(seen))
        with statements() as seen:
            keeper.get("/round-tables/directory/exchange")
        costs.append(len(seen))
    assert costs[:2] == costs[2:]
