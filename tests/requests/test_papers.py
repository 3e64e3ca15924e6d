"""Papers of committees: kept by the coordination, found in any spelling, read by level."""

from io import BytesIO

import pytest

from blueprints.requests import rules
from models.errors import NotAllowed
from models.files import File, FileChunk
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.links import Link, LinkKind
from models.papers import Paper, PaperAudience, PaperKind
from models.purging import passage_of, places, take_out
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.requests.conftest import address, by, outside, words

PDF = b"%PDF-1.7\nVorlage\n"
TITLE = "Aufsuchende Beratung für Sexarbeiter*innen"


def test_coordination_keeps_a_paper_with_everything_on_it(house, table, committee, coordinator, sign_in):
    page = coordinator.get(address(table, "/new"))
    answer = coordinator.submit(
        page,
        "Drucksache aufnehmen",
        kind="proposal",
        number="V-SOZ/21/148",
        title=TITLE,
        issuer_id=str(committee.id),
        originator="Gruppe GRÜNE/UWG",
        spellings="Gruppe Grüne/UWG\nGRÜNE UWG",
        dated="Herbst 2021",
        found_in="https://example.org/vorlage",
        visibility="internal",
        upload=(BytesIO(PDF), "vorlage.pdf"),
    )
    assert answer.status_code == 303
    paper = house.query(Paper).one()
    assert (paper.number_key, paper.dated) == ("VSOZ21148", FuzzyDate.parse("Herbst 2021"))
    shown = sign_in(table.mains[0]).get(answer.location)
    text = words(shown)
    for each in (TITLE, "V-SOZ/21/148", "Sozialausschuss", "Herbst 2021", "vorlage.pdf", "GRÜNE UWG"):
        assert each in text
    assert 'href="https://example.org/vorlage"' in shown.text
    assert "Bearbeiten" not in text
    assert [entry.gesture for entry in house.query(Entry).filter_by(subject="paper")] == ["keep"]


BAD = {
    "neither title nor number": {"title": ""},
    "an over-long title": {"title": "x" * 301},
    "an over-long number": {"number": "1" * 61},
    "no such kind": {"kind": "x"},
    "no such issuer": {"issuer_id": "987654"},
    "an issuer that is no number": {"issuer_id": "x"},
    "two issuers": {"issuer_name": "Landtag", "issuer_id": "committee"},
    "a date that nobody understands": {"dated": "damals"},
    "confidential to nobody": {"visibility": "confidential"},
    "confidential to somebody else": {"visibility": "confidential", "seat_ids": ["987654"]},
    "no such level": {"visibility": "x"},
    "a program": {"upload": (b"MZ\x90\x00", "a.exe")},
    "somebody's date of birth": {"note": "Klientin, geboren am 03.04.1998"},
}


def test_bad_paper_is_refused_and_nothing_is_lost(house, table, committee, coordinator):
    for what, bad in BAD.items():
        data = {
            "title": "Vorlage",
            "kind": "proposal",
            "visibility": "internal",
            "originator": "Gruppe X",
        } | bad
        if "upload" in bad:
            data["upload"] = (BytesIO(bad["upload"][0]), bad["upload"][1])
        if data.get("issuer_id") == "committee":
            data["issuer_id"] = str(committee.id)
        answer = coordinator.post(address(table, "/new"), data=data)
        assert answer.status_code == 422, what
        assert "Gruppe X" in answer.text, what
    assert house.query(Paper).count() == house.query(File).count() == 0


def test_the_issuer_is_a_body_that_others_coordinate(house, table, coordinator, keep):
    own = {"title": "Vorlage", "kind": "proposal", "visibility": "internal", "issuer_id": table.body.id}
    assert coordinator.post(address(table, "/new"), data=own).status_code == 422


LEVELS = {
    Visibility.PUBLIC: {"coordinator", "named", "member", "reader"},
    Visibility.INTERNAL: {"coordinator", "named", "member", "reader"},
    Visibility.CONFIDENTIAL: {"coordinator", "named"},
    Visibility.COORDINATION: {"coordinator"},
}


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.value)
def test_only_those_of_its_level_find_a_paper_and_its_file(house, table, keep, sign_in, level):
    upload = {"name": "geheim.pdf", "content_type": "application/pdf", "stream": BytesIO(PDF)}
    seats = [table.seats[0].id] if level is Visibility.CONFIDENTIAL else []
    paper = keep("Vorgang Quitte", number="V-Q/26/7", visibility=level, seat_ids=seats, upload=upload)
    file_id = house.query(File).one().id
    stranger = build.table(house, 1)
    people = {
        "coordinator": table.coordinator,
        "named": table.mains[0],
        "member": table.mains[1],
        "reader": table.reader,
        "stranger": stranger.mains[0],
        "coordinator elsewhere": stranger.coordinator,
    }
    for name, person in people.items():
        client = sign_in(person)
        sees = name in LEVELS[level]
        assert client.get(address(table, f"/{paper.id}")).status_code == (200 if sees else 404), name
        assert client.get(f"/files/{file_id}").status_code == (200 if sees else 404), name
        for query in ("", "?q=Quitte", "?q=VQ267"):
            found = client.get(f"/papers{query}").text
            assert ("Vorgang" in found, "1 Drucksache<" in found) == (sees, sees), (name, query)
            assert ("Runder Tisch Musterstadt" in found) is sees, (name, query)


def test_a_public_paper_of_a_public_table_is_for_all_who_are_signed_in(house, table, keep, sign_in):
    paper = keep("Vorgang Quitte", visibility=Visibility.PUBLIC)
    table.body.visibility = Visibility.PUBLIC
    somebody = sign_in(build.table(house, 1).mains[0])
    assert somebody.get(address(table, f"/{paper.id}")).status_code == 200


@pytest.fixture
def shelf(house, keep, committee):
    """A dozen papers would be a shelf; four are enough to tell apart."""
    state, other = outside(house, "Landtag A"), outside(house, "Landtag B")
    keep(TITLE, number="V-SOZ/21/148", dated=FuzzyDate.parse("08.09.2021"), originator="Gruppe GRÜNE/UWG",
         spellings="Gruppe Grüne-UWG", issuer_id=committee.id)  # fmt: skip
    keep("Bericht A", number="Drs. 18/1726", kind=PaperKind.PRINTED, issuer_id=state.id,
         dated=FuzzyDate.parse("2018"))  # fmt: skip
    keep("Bericht B", number="18/1726", kind=PaperKind.PRINTED, issuer_id=other.id,
         dated=FuzzyDate.parse("Frühjahr 2019"))  # fmt: skip
    keep("Stellungnahme", kind=PaperKind.STATEMENT, issuer_name="Fachverband", dated=FuzzyDate.parse(""))
    return {"A": state.id, "B": other.id}


def test_a_paper_is_found_by_number_in_any_spelling_words_kind_year_and_issuer(table, shelf, sign_in):
    member = sign_in(table.mains[0])
    wanted = {
        "q=V-SOZ 21/148": {TITLE},
        "q=VSOZ21148": {TITLE},
        "q=Vorlage V-SOZ/21-148": {TITLE},
        "q=sexarbeiterinnen beratung": {TITLE},
        "q=grüne-uwg": {TITLE},
        "q=18/1726": {"Bericht A", "Bericht B"},
        "q=BT-Drs. 18/1726": {"Bericht A", "Bericht B"},
        f"q=18/1726&issuer={shelf['A']}": {"Bericht A"},
        "kind=printed&year=2019": {"Bericht B"},
        "kind=statement": {"Stellungnahme"},
        "issuer=Fachverband": {"Stellungnahme"},
        "year=2020": set(),
        "q=nirgends": set(),
        f"table={table.body.id}&year=2021": {TITLE},
        "table=987654": set(),
        "year=x&kind=x&issuer=%01&page=x&table=-1": {TITLE, "Bericht A", "Bericht B", "Stellungnahme"},
    }
    for query, titles in wanted.items():
        found = words(member.get(f"/papers?{query}"))
        each = {title for title in (TITLE, "Bericht A", "Bericht B") if title in found}
        assert each == titles - {"Stellungnahme"}, (query, found)


def test_the_newest_stand_first_and_undated_last(table, shelf, coordinator):
    found = words(coordinator.get("/papers"))
    places = [found.index(each) for each in (TITLE, "Bericht B", "Bericht A", "Fachverband")]
    tail = sorted(places[:3])
    assert places[:3] == tail


def test_the_same_number_of_two_issuers_stays_apart_and_of_one_is_told(
    house, table, shelf, coordinator, keep
):
    one, other = house.query(Paper).filter_by(number_key="181726").order_by(Paper.id)
    page = words(coordinator.get(address(table, f"/{one.id}")))
    assert "Dieselbe Nummer verwendet auch eine andere herausgebende Stelle" in page
    assert "Bericht B" in page
    assert "mehrfach aufgenommen" not in page
    keep("Bericht A, noch einmal", number="18 / 1726", issuer_id=one.issuer_id)
    page = words(coordinator.get(address(table, f"/{one.id}")))
    assert "mehrfach aufgenommen" in page
    assert "Bericht A, noch einmal" in page
    assert "mehrfach aufgenommen" not in words(coordinator.get(address(table, f"/{other.id}")))


def test_a_hidden_paper_of_the_same_number_is_not_told(house, table, keep, sign_in):
    shown = keep("Offen", number="V-SOZ/21/148")
    keep("Verdeckt", number="VSOZ21148", visibility=Visibility.COORDINATION)
    member = words(sign_in(table.mains[0]).get(address(table, f"/{shown.id}")))
    assert "mehrfach" not in member
    assert "Verdeckt" not in member
    assert "mehrfach" in words(sign_in(table.coordinator).get(address(table, f"/{shown.id}")))


def test_figures_that_are_parted_otherwise_are_no_second_one(table, keep, coordinator):
    keep("Eins", number="1/11")
    other = keep("Zwei", number="11/1")
    assert "mehrfach" not in words(coordinator.get(address(table, f"/{other.id}")))


def test_a_paper_without_title_is_called_by_its_number(table, keep, coordinator):
    paper = keep("", number="V-SOZ/21/148", kind=PaperKind.PROPOSAL)
    assert "<h1>Vorlage V-SOZ/21/148</h1>" in coordinator.get(address(table, f"/{paper.id}")).text


def test_a_correction_shows_what_somebody_else_has_changed(house, table, keep, coordinator):
    paper = keep("Alter Titel")
    page, late = (coordinator.get(address(table, f"/{paper.id}/edit")) for _ in range(2))
    assert coordinator.submit(page, "Speichern", title="Neuer Titel").status_code == 303
    answer = coordinator.submit(late, "Speichern", title="Dritter Titel", number="1/26")
    assert answer.status_code == 409
    assert "Neuer Titel" in answer.text
    assert "Dritter Titel" in answer.text
    house.expire_all()
    assert (paper.title, paper.number) == ("Neuer Titel", "")
    found = coordinator.get("/papers?q=alter titel")
    assert "Es wurde keine Drucksache gefunden" in words(found)


def test_a_paper_becomes_confidential_to_other_institutions(house, table, keep, coordinator):
    paper = keep(visibility=Visibility.CONFIDENTIAL, seat_ids=[table.seats[0].id])
    page = coordinator.get(address(table, f"/{paper.id}/edit"))
    assert coordinator.submit(page, "Speichern", seat_ids=[str(table.seats[1].id)]).status_code == 303
    assert [each.seat_id for each in house.query(PaperAudience)] == [table.seats[1].id]
    page = coordinator.get(address(table, f"/{paper.id}/edit"))
    assert coordinator.submit(page, "Speichern", visibility="internal").status_code == 303
    assert house.query(PaperAudience).count() == 0


def test_files_come_and_go(house, table, keep, coordinator):
    paper = keep()
    where = address(table, f"/{paper.id}")
    page = coordinator.get(f"{where}/files/new")
    assert coordinator.submit(page, "Datei speichern", upload=(BytesIO(PDF), "anlage.pdf")).status_code == 303
    assert coordinator.post(f"{where}/files/new", data={}).status_code == 422
    file = house.query(File).one()
    assert coordinator.get(f"/files/{file.id}").data == PDF
    with pytest.raises(NotAllowed):
        rules.remove_file(house, keep("Anderes").id, file.id, **by(house, table))
    rules.remove_file(house, paper.id, file.id, **by(house, table))
    assert house.query(File).count() == house.query(FileChunk).count() == 0


def test_a_paper_goes_with_all_that_hangs_on_it(house, table, committee, keep, consult, relate):
    upload = {"name": "a.pdf", "content_type": "application/pdf", "stream": BytesIO(PDF)}
    paper, other = keep("Eins", upload=upload), keep("Zwei")
    consult(paper, committee)
    relate(other, LinkKind.ANSWERS, paper)
    rules.remove(house, paper.id, **by(house, table))
    house.commit()
    assert [each.title for each in house.query(Paper)] == ["Zwei"]
    assert house.query(File).count() == house.query(Link).count() == 0
    gestures = [(each.subject, each.gesture) for each in house.query(Entry).order_by(Entry.id)]
    assert gestures[-2:] == [("file", "remove"), ("paper", "remove")]


def test_nobody_else_keeps_papers(house, table, keep):
    paper, elsewhere = keep(), build.table(house, 1).coordinator
    for person in (table.mains[0], table.reader, elsewhere):
        given = {"by": build.actor(house, person), "now": build.NOW}
        with pytest.raises(NotAllowed):
            rules.remove(house, paper.id, **given)
        with pytest.raises(NotAllowed):
            rules.keep(house, table.body.id, title="x", seat_ids=[], upload=None, **given)


def test_pages_ask_as_often_for_many_papers_as_for_few(
    house, table, committee, keep, consult, relate, sign_in, statements
):
    def asked(path):
        house.commit()
        client.get(path)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    client = sign_in(table.mains[0])
    first = keep("Erste", number="1/26", issuer_id=committee.id)
    consult(first, committee)
    relate(keep("Zweite", number="1/26", issuer_id=committee.id), LinkKind.CITES, first)
    pages = ("/papers?q=1/26", address(table, f"/{first.id}"))
    few = [asked(path) for path in pages]
    for number in range(12):
        paper = keep(f"Weitere {number}", number="1/26", issuer_id=committee.id)
        consult(paper, committee, held_on=FuzzyDate.parse(f"{number + 1}.3.2026"))
        relate(paper, LinkKind.CITES, first)
        first = paper if number % 2 else first
    assert [asked(path) for path in pages] == few
    assert few[0] <= 6


def test_a_passage_that_is_purged_is_no_longer_found(house, table, committee, keep, consult):
    paper = keep("Vorgang Quitte", note="Quitte im Vermerk", originator="Gruppe X")
    station = consult(paper, committee, resolution="Der Ausschuss nimmt Quitte zur Kenntnis.")
    passage = passage_of("Quitte")
    found = places(house, passage, table_id=table.body.id)
    assert {row.__tablename__ for row, _ in found.entries} == {"paper", "consultation"}
    take_out(found, passage, now=build.NOW, render=render)
    house.flush()
    assert "Quitte" not in paper.title + paper.note + station.resolution
    assert "quitte" not in paper.folded
