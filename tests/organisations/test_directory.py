"""The directory: who finds what, who keeps it, and two who keep it at once."""

from datetime import timedelta

import pytest

from models.bodies import Coordination
from models.contact_points import ContactPoint
from models.folding import folded
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.organisations import FormerName, Level, Organisation, OrganisationKind
from models.relations import Relation, RelationKind
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def typed(**changes):
    """A whole form as it is typed."""
    return {"name": "Gesundheitsamt Musterstadt", "kind": "health-office"} | changes


def test_names_fold_gender_signs_case_and_marks():
    words = (
        "Verein für Klient*innen",
        "verein fur klient_innen",
        "VEREIN FÜR KLIENT:INNEN",
        "Verein für KlientInnen",
    )
    assert {folded(each) for each in words} == {"verein fur klientinnen"}
    assert folded("Straße") == "strasse"


def test_directory_is_searched_by_words_of_the_name(house, table, sign_in):
    build.organisation(house, "Beratung für Sexarbeiter*innen e. V.")
    build.organisation(house, "Polizeipräsidium Musterstadt", kind=OrganisationKind.POLICE)
    reader = sign_in(table.mains[0])
    page = reader.get("/organisations/", query_string={"q": "SEXARBEITERINNEN beratung"}).text
    assert "Sexarbeiter*innen" in page
    assert "Polizeipräsidium" not in page


def test_percent_and_underscore_are_only_signs(house, table, sign_in):
    build.organisation(house, "Hundert Prozent")
    page = sign_in(table.mains[0]).get("/organisations/", query_string={"q": "%"}).text
    assert "Hundert" not in page


def test_directory_is_narrowed_to_a_kind(house, table, sign_in):
    build.organisation(house, "Wache Nord", kind=OrganisationKind.POLICE)
    build.organisation(house, "Wachdienst Süd", kind=OrganisationKind.PROVIDER)
    page = sign_in(table.mains[0]).get("/organisations/", query_string={"q": "wach", "kind": "police"}).text
    assert "Wache Nord" in page
    assert "Wachdienst" not in page


def test_bad_search_is_said_and_shows_the_page(table, sign_in):
    reader = sign_in(table.mains[0])
    for bad in ({"kind": "nonsense"}, {"q": "x" * 101}):
        assert reader.get("/organisations/", query_string=bad).status_code == 422


def test_any_page_number_shows_a_page(table, sign_in):
    reader = sign_in(table.mains[0])
    for page in ("0", "-5", "2", "99999999999999999999", "x"):
        assert reader.get("/organisations/", query_string={"page": page}).status_code == 200, page


def test_long_directory_comes_in_pages(house, table, sign_in):
    for number in range(60):
        build.organisation(house, f"Stelle {number:02}")
    reader = sign_in(table.mains[0])
    first = reader.get("/organisations/?q=stelle").text
    second = reader.get("/organisations/?q=stelle&page=2").text
    assert "Stelle 00" in first
    assert "Stelle 59" not in first
    assert "Stelle 59" in second


def test_strangers_are_asked_to_sign_in(client):
    assert client.get("/organisations/").status_code in (302, 303)


def test_page_shows_seats_only_at_tables_of_the_reader(house, table, sign_in):
    other = build.table(house, 0, name="Fremder Tisch")
    seated = house.get_one(Organisation, table.seats[0].organisation_id)
    build.seat(house, other.body, seated)
    page = sign_in(table.mains[1]).get(f"/organisations/{seated.id}").text
    assert table.body.name in page
    assert "Fremder Tisch" not in page


def test_page_keeps_the_members_of_a_public_body_to_itself(house, table, sign_in):
    known = build.body(house, "Öffentliches Netzwerk", visibility=Visibility.PUBLIC)
    seated = build.organisation(house)
    build.seat(house, known, seated)
    assert "Öffentliches Netzwerk" not in sign_in(table.mains[0]).get(f"/organisations/{seated.id}").text


def test_page_names_bodies_that_are_coordinated_if_the_reader_may_know_them(house, table, sign_in):
    known = build.body(house, "Öffentliches Netzwerk", visibility=Visibility.PUBLIC)
    hidden = build.body(house, "Stiller Kreis")
    by = house.query(Coordination).filter_by(body_id=known.id).one().organisation_id
    build.added(house, Coordination(body_id=hidden.id, organisation_id=by))
    page = sign_in(table.mains[0]).get(f"/organisations/{by}").text
    assert "Öffentliches Netzwerk" in page
    assert "Stiller Kreis" not in page


@pytest.mark.parametrize("released", [True, False])
def test_mailbox_is_shown_to_members_only_once_released(house, table, sign_in, released):
    kept = build.organisation(house, mailbox="post@amt.example", mailbox_released=released)
    address = f"/organisations/{kept.id}"
    assert ("post@amt.example" in sign_in(table.mains[0]).get(address).text) is released
    assert "post@amt.example" in sign_in(table.coordinator).get(address).text


def test_protected_address_is_printed_as_protected(house, table, sign_in):
    shelter = build.organisation(house, kind=OrganisationKind.SHELTER, address_protected=True)
    assert sign_in(table.mains[0]).get(f"/organisations/{shelter.id}").status_code == 200


def test_missing_institution_is_not_found(table, sign_in):
    keeper = sign_in(table.coordinator)
    assert keeper.get("/organisations/987654").status_code == 404
    assert keeper.get("/organisations/987654/edit").status_code == 404
    assert keeper.post("/organisations/987654/edit", data=typed(based_on="1")).status_code == 404


def test_coordinator_adds_an_institution(house, table, sign_in):
    answer = sign_in(table.coordinator).post(
        "/organisations/new",
        data=typed(
            level="municipal", place="Musterstadt", mailbox="amt@MUSTERSTADT.example", is_collective="y"
        ),
    )
    made = house.query(Organisation).filter_by(name="Gesundheitsamt Musterstadt").one()
    assert answer.status_code == 303
    assert answer.location.endswith(f"/organisations/{made.id}")
    assert (made.kind, made.level) == (OrganisationKind.HEALTH_OFFICE, Level.MUNICIPAL)
    assert made.mailbox == "amt@musterstadt.example"
    assert made.is_collective
    line = house.query(Entry).filter_by(subject="organisation", subject_id=made.id).one()
    assert (line.gesture, line.person_id) == ("create", table.coordinator.id)


def test_facts_for_letters_and_registers_are_kept_and_shown(house, table, sign_in):
    keeper = sign_in(table.coordinator)
    address = "Gesundheitsamt\r\nMusterweg 1\r\n00000 Musterstadt"
    data = typed(postal_address=address, lobby_number="r 001234", data_protection="dsg-ekd")
    page = keeper.get(keeper.post("/organisations/new", data=data).location).text
    made = house.query(Organisation).filter_by(name="Gesundheitsamt Musterstadt").one()
    assert made.postal_address == "Gesundheitsamt\nMusterweg 1\n00000 Musterstadt"
    assert made.lobby_number == "R001234"
    for words in ("Musterweg 1<br>00000 Musterstadt", "R001234", "DSG-EKD"):
        assert words in page


def test_page_leads_from_an_office_to_its_city_and_back(house, table, sign_in):
    city = build.organisation(house, "Stadt Musterstadt")
    office = build.organisation(house, "Ordnungsamt", parent_id=city.id)
    reader = sign_in(table.mains[0])
    assert f'href="/organisations/{city.id}"' in reader.get(f"/organisations/{office.id}").text
    assert f'href="/organisations/{office.id}"' in reader.get(f"/organisations/{city.id}").text


def test_institution_entered_by_mistake_is_deleted_with_its_former_names(house, table, sign_in):
    mistake = build.organisation(house, "Jugentamt")
    build.added(house, FormerName(organisation_id=mistake.id, name="Jugentant"))
    keeper, gone = sign_in(table.coordinator), mistake.id
    answer = keeper.submit(keeper.get(f"/organisations/{gone}/delete"), "Löschen")
    assert answer.status_code == 303
    assert keeper.get(f"/organisations/{gone}").status_code == 404
    assert house.query(FormerName).filter_by(organisation_id=gone).count() == 0
    assert (
        house.query(Entry).filter_by(subject="organisation", subject_id=gone, gesture="delete").count() == 1
    )


def test_institution_to_which_something_refers_is_not_deleted(house, table, sign_in):
    keeper = sign_in(table.coordinator)
    seated = table.seats[0].organisation_id
    parent = build.organisation(house, "Stadt")
    build.organisation(house, "Amt", parent_id=parent.id)
    named = build.organisation(house)
    build.person(house, of=named)
    for kept in (seated, parent.id, named.id):
        page = keeper.get(f"/organisations/{kept}/delete")
        assert keeper.submit(page, "Löschen").status_code == 422
        assert keeper.get(f"/organisations/{kept}").status_code == 200


def test_page_names_people_as_their_table_does(house, table, sign_in):
    """Members know names, whoever only reads knows functions, strangers nobody; addresses if released."""
    main = table.mains[0]
    main.name, main.function, main.email = "Frau Muster", "Leitung", "muster@amt.example"
    address = f"/organisations/{table.seats[0].organisation_id}"
    seen = {
        "member": sign_in(table.mains[1]).get(address).text,
        "reader": sign_in(table.reader).get(address).text,
        "coordinator": sign_in(table.coordinator).get(address).text,
        "stranger": sign_in(build.table(house, 1).mains[0]).get(address).text,
    }
    assert {who for who, page in seen.items() if "Frau Muster" in page} == {"member", "coordinator"}
    assert {who for who, page in seen.items() if "Leitung" in page} == {"member", "reader", "coordinator"}
    assert {who for who, page in seen.items() if "muster@amt.example" in page} == {"coordinator"}
    main.contact_released = True
    assert "muster@amt.example" in sign_in(table.mains[1]).get(address).text
    assert "muster@amt.example" not in sign_in(table.reader).get(address).text


def test_page_keeps_former_seats_apart(house, table, sign_in):
    seat = table.seats[0]
    seat.ends_on, seat.end_reason = build.TODAY - timedelta(days=1), "Auflösung der Abteilung"
    page = sign_in(table.mains[1]).get(f"/organisations/{seat.organisation_id}").text
    assert "Frühere Sitze" in page
    assert "Auflösung der Abteilung" in page
    other = build.table(house, 1)
    assert "Auflösung" not in sign_in(other.coordinator).get(f"/organisations/{seat.organisation_id}").text


def test_from_a_new_institution_one_way_leads_to_a_seat(house, table, sign_in):
    keeper = sign_in(table.coordinator)
    page = keeper.get("/organisations/new")
    answer = keeper.submit(page, name="Schutzstelle Nord", kind="shelter")
    made = house.query(Organisation).filter_by(name="Schutzstelle Nord").one()
    shown = keeper.get(answer.location).text
    way = f"/round-tables/{table.body.id}/seats/new?organisation={made.id}"
    assert "Die Institution steht jetzt im Verzeichnis." in shown
    assert way in shown
    assert f"/organisations/{made.id}/end" in shown
    assert f'<option selected value="{made.id}">' in keeper.get(way).text
    assert way not in sign_in(table.mains[0]).get(answer.location).text
    keeper.submit(keeper.get(way))
    assert way not in keeper.get(answer.location).text


def test_a_name_that_stands_there_leads_to_its_entry(house, table, sign_in):
    known = build.organisation(house, "Schutzstelle Nord")
    keeper = sign_in(table.coordinator)
    answer = keeper.submit(
        keeper.get("/organisations/new"), name="schutzstelle nord", kind="shelter", note="Neu"
    )
    assert answer.status_code == 422
    assert f'href="/organisations/{known.id}">Schutzstelle Nord</a>' in answer.text
    assert "<details open>" in answer.text, "what was typed is not hidden"


def test_many_former_seats_have_pages_of_their_own(house, table, sign_in):
    kept = build.organisation(house, name="Jugendamt")
    for count in range(60):
        body = build.body(house, name=f"Netzwerk {count:02}", by=table.coordinator)
        build.seat(house, body, kept, ends_on=build.TODAY - timedelta(days=count + 1))
    build.seat(house, build.body(house, name="Anderswo"), kept, ends_on=build.TODAY - timedelta(days=1))
    reader = sign_in(table.coordinator)
    page = reader.get(f"/organisations/{kept.id}").text.partition("Frühere Sitze")[2]
    assert "Netzwerk 09" in page
    assert "Netzwerk 10" not in page
    assert "Alle 60 früheren Sitze" in page
    first = reader.get(f"/organisations/{kept.id}/former-seats").text
    assert ("Netzwerk 49" in first, "Netzwerk 50" in first, "Anderswo" in first) == (True, False, False)
    assert "Seite 1 von 2" in first
    assert "Netzwerk 59" in reader.get(f"/organisations/{kept.id}/former-seats?page=2").text
    assert "Hier ist keiner bekannt" in reader.get(f"/organisations/{kept.id}/former-seats?page=9").text
    others = sign_in(table.mains[0]).get(f"/organisations/{kept.id}")
    assert "Frühere Sitze" not in others.text


def test_second_click_adds_nothing(house, table, sign_in):
    keeper = sign_in(table.coordinator)
    form = typed(form_key="the-same-key")
    first, second = (keeper.post("/organisations/new", data=dict(form)) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert house.query(Organisation).filter_by(name="Gesundheitsamt Musterstadt").count() == 1


def test_members_do_not_keep_the_directory(house, table, sign_in):
    edit = f"/organisations/{table.seats[0].organisation_id}/edit"
    for person in (table.mains[0], table.deputies[0], table.reader):
        member = sign_in(person)
        assert member.get("/organisations/new").status_code == 404
        assert member.post("/organisations/new", data=typed()).status_code == 404
        assert member.get(edit).status_code == 404
        assert member.post(edit, data=typed(based_on="1")).status_code == 404
    assert house.query(Organisation).filter_by(name="Gesundheitsamt Musterstadt").count() == 0


BAD = {
    "nothing at all": {"name": "", "kind": ""},
    "a blank name": {"name": " \u00a0 "},
    "an over-long name": {"name": "x" * 201},
    "an over-long short name": {"short_name": "x" * 61},
    "no such kind": {"kind": "palace"},
    "no such level": {"level": "galactic"},
    "a parent that is no number": {"parent_id": "first"},
    "a parent that does not exist": {"parent_id": "987654"},
    "a mailbox that is no address": {"mailbox": "post"},
    "two mailboxes": {"mailbox": "a@amt.example, b@amt.example"},
    "an over-long note": {"note": "x" * 2001},
    "a place of a protected address": {"address_protected": "y", "place": "Hinterhof 3"},
    "a postal address that is protected": {"address_protected": "y", "postal_address": "Weg 1\nMusterstadt"},
    "an over-long postal address": {"postal_address": "x" * 501},
    "a lobby number with a letter too few": {"lobby_number": "001234"},
    "a lobby number with a digit too many": {"lobby_number": "R0012345"},
    "a lobby number in other digits": {"lobby_number": "R00123٤"},
    "no such data protection law": {"data_protection": "hipaa"},
    "a name that is taken": {"name": "polizei MUSTERSTADT"},
}


def test_bad_institution_is_refused_and_kept_as_typed(house, table, sign_in):
    build.organisation(house, "Polizei Musterstadt")
    before, keeper = house.query(Organisation).count(), sign_in(table.coordinator)
    for what, bad in BAD.items():
        answer = keeper.post("/organisations/new", data=typed(public_contact="02 31/0") | bad)
        assert answer.status_code == 422, what
        assert "field-wrong" in answer.text, what
        assert "02 31/0" in answer.text, what
    assert house.query(Organisation).count() == before


def test_null_byte_is_refused_at_the_door(table, sign_in):
    answer = sign_in(table.coordinator).post("/organisations/new", data=typed(name="Amt\x00"))
    assert answer.status_code == 400


def test_bad_change_changes_nothing(house, table, sign_in):
    build.organisation(house, "Polizei Musterstadt")
    kept, keeper = build.organisation(house, "Jugendamt"), sign_in(table.coordinator)
    for what, bad in BAD.items():
        answer = keeper.post(f"/organisations/{kept.id}/edit", data=typed(based_on="1") | bad)
        assert answer.status_code == 422, what
    house.refresh(kept)
    assert (kept.name, kept.version) == ("Jugendamt", 1)


def test_change_without_its_version_is_refused(house, table, sign_in):
    kept, keeper = build.organisation(house, "Jugendamt"), sign_in(table.coordinator)
    for data in (typed(based_on=""), typed(based_on="x"), typed()):
        assert keeper.post(f"/organisations/{kept.id}/edit", data=data).status_code == 422


def test_institution_cannot_belong_to_itself_nor_to_its_own_part(house, table, sign_in):
    city = build.organisation(house, "Stadt Musterstadt")
    office = build.organisation(house, "Ordnungsamt", parent_id=city.id)
    keeper = sign_in(table.coordinator)
    for parent in (city, office):
        data = typed(name="Stadt Musterstadt", based_on="1", parent_id=str(parent.id))
        assert keeper.post(f"/organisations/{city.id}/edit", data=data).status_code == 422
    house.refresh(city)
    assert city.parent_id is None


def test_coordinator_changes_an_institution(house, table, sign_in):
    kept = build.organisation(house, "Jugendamt", place="Alter Markt")
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{kept.id}/edit")
    answer = keeper.submit(page, name="Jugendamt Nord", kind="youth-office", place="Neuer Markt")
    house.refresh(kept)
    assert answer.status_code == 303
    assert (kept.name, kept.place, kept.version, kept.folded) == (
        "Jugendamt Nord",
        "Neuer Markt",
        2,
        "jugendamt nord",
    )
    line = house.query(Entry).filter_by(subject="organisation", subject_id=kept.id).one()
    assert line.facts is not None
    assert "Markt" not in str(line.facts)
    assert set(line.facts["changed"]) == {"name", "kind", "place"}


def test_place_of_a_shelter_is_taken_out_when_its_address_becomes_protected(house, table, sign_in):
    kept = build.organisation(house, "Frauenhaus", place="Musterstadt")
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{kept.id}/edit")
    assert keeper.submit(page, kind="shelter", address_protected="y").status_code == 422
    assert keeper.submit(page, kind="shelter", address_protected="y", place="").status_code == 303
    house.refresh(kept)
    assert (kept.address_protected, kept.place) == (True, "")


def test_stale_save_shows_both_and_the_next_one_is_taken(house, table, sign_in):
    kept = build.organisation(house, "Jugendamt", kind=OrganisationKind.YOUTH_OFFICE, place="Alter Markt")
    first, second = sign_in(table.coordinator), sign_in(table.coordinator)
    opened = second.get(f"/organisations/{kept.id}/edit")
    assert first.submit(first.get(f"/organisations/{kept.id}/edit"), place="Neuer Markt").status_code == 303
    refused = second.submit(opened, place="Hafen", short_name="JA")
    assert refused.status_code == 409
    for word in ("Neuer Markt", "Hafen", "JA"):
        assert word in refused.text
    house.refresh(kept)
    assert kept.place == "Neuer Markt"
    assert second.submit(refused).status_code == 303
    house.refresh(kept)
    assert (kept.place, kept.short_name) == ("Hafen", "JA")


def asked(statements, client, url):
    """How many statements a page costs, once the session's last-seen is written."""
    client.get(url)
    with statements() as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_directory_asks_as_often_for_a_thousand_as_for_ten(house, table, sign_in, statements):
    reader, costs = sign_in(table.mains[0]), []
    for count in (10, 990):
        house.add_all([Organisation(name=f"Stelle {build.number()}") for _ in range(count)])
        costs.append(asked(statements, reader, "/organisations/?q=stelle"))
    assert costs == [3, 3]


def test_a_page_far_beyond_the_end_is_the_last_one(house, table, sign_in):
    house.add_all([Organisation(name=f"Stelle {number:03}") for number in range(60)])
    reader = sign_in(table.mains[0])
    for page in (3, 10**30):
        told = reader.get(f"/organisations/?q=stelle&page={page}").text
        assert "Seite 2 von 2" in told
        assert "Stelle 059" in told


def test_institution_asks_as_often_with_many_seats_as_with_few(house, table, sign_in, statements):
    """In forty bodies, with former seats of 25 years, people, contact points, relations and names."""
    kept, reader, costs = build.organisation(house), sign_in(table.coordinator), []
    for count in (1, 40):
        for number in range(count):
            body = build.body(house, by=table.coordinator)
            build.appointment(house, build.seat(house, body, kept))
            ended = build.TODAY - timedelta(days=365 * (number % 25) + 1)
            build.seat(house, build.body(house, by=table.coordinator), kept, ends_on=ended)
            until = FuzzyDate.of_day(build.TODAY - timedelta(days=build.number()))
            other = build.organisation(house, parent_id=kept.id)
            house.add_all(
                [
                    ContactPoint(organisation_id=kept.id, name="Stelle", phone="0"),
                    Relation(kind=RelationKind.WORKS_WITH, organisation_id=kept.id, other_id=other.id),
                    Relation(kind=RelationKind.FOUNDED, organisation_id=kept.id, body_id=body.id),
                    FormerName(organisation_id=kept.id, name="Alter Name", until=until),
                ]
            )
        costs.append(asked(statements, reader, f"/organisations/{kept.id}"))
    assert costs[0] == costs[1]
    assert costs[0] <= 12
