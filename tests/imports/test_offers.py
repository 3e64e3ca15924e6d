"""Help offers from a file, and what institutions have got over the years."""

from datetime import timedelta

from models.deadlines import Land
from models.fuzzy_dates import FuzzyDate
from models.imports import ImportLine
from models.offers import Access, HelpKind, HelpOffer, TargetGroup
from models.opening_hours import hours_in
from models.organisations import FormerName, OrganisationKind
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes
from tests.imports.test_people import run

PLACE = "/round-tables/directory/imports/new/offers"
BEFORE = (Access.ANONYMOUS, Access.FREE)
HEADS = ("Institution", "Titel", "Art der Hilfe", "Zugang", "Gesprochene Sprachen", "Ort", "Hinweis gilt bis")


def test_offers_are_added_changed_and_taken_back(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    kept = build.added(
        house,
        HelpOffer(organisation_id=centre.id, title="Sprechstunde", kinds=(HelpKind.HEALTH,), access=BEFORE),
    )
    content = csv_of(
        HEADS,
        (
            centre.name,
            "Streetwork",
            "Streetwork, aufsuchende Arbeit",
            '"anonym; kostenlos"',
            "Deutsch, ro",
            "",
            "",
        ),
        (centre.name, "Sprechstunde", "", "freiwillig", "", "Hafen", ""),
        (centre.name, "Sprechstunden", "", "", "", "", ""),
        (centre.name, "", "", "", "", "", ""),
        ("Ganz Woanders", "Sprechstunde", "", "", "", "", ""),
        (centre.name, "Mit Frist", "", "", "", "", "01.10.2026"),
        (centre.name, "Zauberstunde", "Zauberei", "", "klingonisch", "", ""),
    )
    address = imported(keeper, PLACE, content)
    expected = ["new", "changed", "doubtful", "refused", "refused", "refused", "refused"]
    assert outcomes(house, address) == expected
    run(keeper, address)
    new = house.query(HelpOffer).filter_by(title="Streetwork").one()
    assert (new.access, new.spoken) == ((Access.ANONYMOUS, Access.FREE), ("de", "ro"))
    assert new.kinds == (HelpKind.STREETWORK,)
    house.refresh(kept)
    assert (kept.access, kept.place, kept.kinds) == ((Access.VOLUNTARY,), "Hafen", (HelpKind.HEALTH,))
    assert outcomes(house, imported(keeper, PLACE, content))[:2] == ["same", "same"]
    assert keeper.post(f"{address}/undo").status_code == 303
    assert house.query(HelpOffer).filter_by(title="Streetwork").count() == 0
    house.refresh(kept)
    assert (kept.access, kept.place) == (BEFORE, "")


def test_hours_come_in_as_people_write_them_and_go_out_the_same(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    kept = build.offer(house, "Café", of=centre, open_hours=hours_in("Fr 22-6"))
    heads = ("Institution", "Titel", "Regelmäßige Zeiten", "Feiertage von", "Zeiten")
    content = csv_of(
        heads,
        (centre.name, "Café", "täglich 20-8", "", "im Sommer länger"),
        (centre.name, "Büro", '"Mo-Fr 9-12; Mi 14-17"', "Niedersachsen", ""),
        (centre.name, "Telefon", "nach Vereinbarung", "", ""),
    )
    address = imported(keeper, PLACE, content)
    assert outcomes(house, address) == ["changed", "new", "refused"]
    run(keeper, address)
    house.refresh(kept)
    assert (kept.open_hours, kept.times) == (hours_in("täglich 20-8"), "im Sommer länger")
    made = house.query(HelpOffer).filter_by(title="Büro").one()
    assert (made.open_hours, made.land) == (hours_in("Mo-Fr 9-12\nMi 14-17"), Land.NI)
    file = keeper.get("/round-tables/directory/exports/offers/plain")
    assert outcomes(house, imported(keeper, PLACE, file.data)) == ["same", "same"]
    assert keeper.post(f"{address}/undo").status_code == 303
    house.refresh(kept)
    assert kept.open_hours == hours_in("Fr 22-6")


def test_place_of_a_protected_offer_is_refused(house, keeper):
    centre = build.organisation(house, "Frauenhaus", kind=OrganisationKind.SHELTER, address_protected=True)
    content = csv_of(HEADS, (centre.name, "Aufnahme", "", "", "", "Hinterhof 3", ""))
    assert outcomes(house, imported(keeper, PLACE, content)) == ["refused"]
    assert "Hinterhof" not in str([each.facts for each in house.query(ImportLine)])


def test_place_of_an_offer_that_becomes_protected_is_forgotten(house, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    offer = build.offer(house, "Sprechstunde", of=centre, place="Hinterhof 1")
    content = csv_of(HEADS, (centre.name, "Sprechstunde", "", "", "", "Hinterhof 2", ""))
    run(keeper, imported(keeper, PLACE, content))
    page = keeper.get(f"/organisations/offers/{offer.id}/edit")
    assert keeper.submit(page, place="", address_protected="y").status_code == 303
    lines = house.query(ImportLine)
    assert "Hinterhof" not in str([(each.facts, each.changes, each.effects) for each in lines])


def test_exported_offers_are_the_same_again(house, table, keeper):
    centre = build.organisation(house, "Beratungsstelle Hafen")
    for count in range(2):
        build.added(
            house,
            HelpOffer(
                organisation_id=centre.id,
                title=f"=Angebot {count}",
                target_groups=(TargetGroup.MINORS, TargetGroup.MEN),
                access=(Access.QUICK,),
                spoken=("de", "fa-AF"),
                since=FuzzyDate.of_year(1995, since=True),
                alert="Heute zu" if count else "",
                alert_until=build.TODAY if count else None,
                description="Zeile 1\n- Zeile 2",
            ),
        )
    for form in ("csv", "xlsx"):
        answer = keeper.get(f"/round-tables/directory/exports/offers/{form}")
        assert outcomes(house, imported(keeper, PLACE, answer.data, f"x.{form}")) == ["same", "same"]


def test_institution_is_known_by_its_former_and_its_coming_name(house, keeper):
    kept = build.organisation(house, "Neues Amt", kind=OrganisationKind.POLICE)
    kept.next_name, kept.next_name_on = "Künftiges Amt", build.TODAY + timedelta(days=30)
    build.added(house, FormerName(organisation_id=kept.id, name="Altes Amt"))
    content = csv_of(("Name", "Art der Institution"), ("Altes Amt", "Polizei"))
    address = imported(keeper, "/round-tables/directory/imports/new/institutions", content)
    assert outcomes(house, address) == ["same"]
    content = csv_of(("Name", "Art der Institution"), ("künftiges amt", "Polizei"))
    address = imported(keeper, "/round-tables/directory/imports/new/institutions", content)
    assert outcomes(house, address) == ["same"]


def test_letters_and_registers_come_from_files(house, keeper):
    heads = ("Name", "Art der Institution", "Postanschrift", "Nummer im Lobbyregister", "Datenschutzrecht")
    content = csv_of(
        heads,
        ("Verein A", "Verein", '"Markt 1\n12345 Musterstadt"', "r001234", "KDG (katholische Kirche)"),
        ("Verein B", "Verein", "", "1234", ""),
    )
    address = imported(keeper, "/round-tables/directory/imports/new/institutions", content)
    assert outcomes(house, address) == ["new", "refused"]
