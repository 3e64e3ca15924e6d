"""The minutes as a document: tagged paper, versions that name each other, results without speakers."""

import io

import pytest
from pypdf import PdfReader

from blueprints.minutes.pdf import made
from tests.minutes.test_corrections import correct
from tests.minutes.test_corrections import editions as numbered
from tests.minutes.test_outcomes import OPINION, decide, editions, task
from tests.minutes.test_reading import edition_of, text_of
from tests.plumbing.test_paper import tags_of

SAID = ("Nur mit Frist", OPINION, "Sondervotum", "Stimmen:", "Unter Vorbehalt")


def words_of(content):
    return " ".join(text_of(content).split())


@pytest.fixture
def under_the_rule(room):
    """A decision with voices, a reason and a special opinion, in an item under the Chatham House rule."""
    room.written()
    room.open_item.chatham_house = True
    decide(room, room.open_item, stances=("agree", "concern", "agree"))
    room.circulate()
    return room


def test_under_the_chatham_house_rule_every_reader_set_reads_the_result_only(app, under_the_rule):
    readers = [each for each in editions(under_the_rule) if not each.data["extract"]]
    assert len(readers) == 4  # all of it, the first seat, the other seats, those who only read
    institutions = {seat.organisation.name for seat in under_the_rule.table.seats}
    for edition in readers:
        item = next(each for each in edition.data["items"] if each["title"] == "Begrüßung")
        (decided,) = item["decisions"]
        assert decided["result"] == "reservations"
        assert not [name for name in institutions if name in str(decided)]
        with app.test_request_context():
            paper = words_of(made(edition))
        section = paper.split("Beschluss 1/2026")[1].split("TOP ")[0]
        assert "Wortlaut: Gemeinsame Liste." in section
        assert not [words for words in (*SAID, *institutions) if words in section], edition.id
        assert not [words for words in ("Nur mit Frist", OPINION) if words in edition.content + paper]


def test_without_the_rule_the_same_decision_tells_who_said_what(app, room):
    room.written()
    decide(room, room.open_item, stances=("agree", "concern", "agree"))
    room.circulate()
    whole = next(each for each in editions(room) if each.whole)
    with app.test_request_context():
        section = words_of(made(whole)).split("Beschluss 1/2026")[1].split("TOP ")[0]
    assert OPINION in section
    assert room.table.seats[1].organisation.name in section


def test_the_page_under_the_rule_names_nobody_either(under_the_rule, sign_in):
    table = under_the_rule.table
    for who in (table.mains[0], table.mains[1], table.reader, under_the_rule.coordinator):
        page = sign_in(who).get(under_the_rule.url()).get_data(as_text=True)
        assert "Gemeinsame Liste" in page
        assert OPINION not in page
        assert "Nur mit Frist" not in page


def test_the_paper_is_tagged_in_german_with_a_title_and_table_headers(room, sign_in):
    room.written()
    task(room, room.open_item, "Liste verteilen")
    room.circulate()
    client = sign_in(room.table.mains[0])
    paper = PdfReader(
        io.BytesIO(client.get(f"/editions/{edition_of(room.house, client.get(room.url()))}.pdf").data)
    )
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "de-DE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert paper.metadata.title == "Ergebnisprotokoll der 12. Sitzung"
    kinds = [str(tag["/S"]) for tag in tags_of(paper)]
    assert kinds.count("/Table") == 2  # attendance and tasks
    assert kinds.count("/TH") == 6
    assert "/H1" in kinds


def test_a_corrected_version_says_which_one_it_corrects_on_page_and_paper(app, house, room, sign_in):
    room.written().circulate()
    correct(room, {room.open_item.id: "Ergebnis **richtig**"})
    for edition in numbered(room):
        with app.test_request_context():
            paper = words_of(made(edition))
        assert f"Fassung 1, Prüfsumme {edition.replaces[:8]}" in paper
        assert f"Prüfsumme {edition.fingerprint}" in paper
    page = sign_in(room.table.mains[1]).get(room.url()).get_data(as_text=True)
    assert "Fassung 1, Prüfsumme" in page


def test_a_first_version_corrects_none(app, room):
    room.written().circulate()
    with app.test_request_context():
        papers = [words_of(made(each)) for each in editions(room)]
    assert not [paper for paper in papers if "Berichtigt" in paper]
