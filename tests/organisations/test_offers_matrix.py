"""Who offers what for whom, and the directory on paper."""

import io

import pytest
from pypdf import PdfReader

from blueprints.organisations.offer_matrix_queries import letters_of
from models.offers import Access, HelpKind, OfferStatus, TargetGroup
from tests import build
from tests.pages import Page

LIST = "/organisations/offers"
MATRIX = f"{LIST}/matrix"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def cells(answer):
    """The words of each cell by the words of its row's and column's heads."""
    page = Page(answer.text)
    found = page.all("table")[0]
    heads, *rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag.endswith(("th", "td"))]
        for row in found.iter()
        if row.tag.endswith("tr")
    ]
    return {(row[0], head): cell for row in rows for head, cell in zip(heads[1:], row[1:], strict=True)}


def text_of(answer):
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages
    )


def test_cells_name_who_offers_what_and_gaps_are_said(house, table, sign_in):
    centre, office = build.organisation(house, "Haus A", short_name="Haus"), build.organisation(house, "Amt")
    build.offer(
        house, of=centre, target_groups=(TargetGroup.MINORS,), kinds=(HelpKind.HEALTH, HelpKind.HOUSING)
    )
    build.offer(
        house,
        of=office,
        status=OfferStatus.CLOSED,
        target_groups=(TargetGroup.MINORS, TargetGroup.PREGNANT),
        kinds=(HelpKind.HEALTH,),
    )
    found = cells(sign_in(table.mains[0]).get(MATRIX))
    young, pregnant = "Kinder und Jugendliche in der Prostitution", "Schwangere"
    health, housing = "Gesundheit, HIV- und STI-Beratung", "Wohnen, Unterkunft, Schlafplatz"
    assert found.keys() == {(young, health), (young, housing), (pregnant, health), (pregnant, housing)}
    assert "Haus" in found[young, health]
    assert "Amt (vorübergehend geschlossen)" in found[young, health]
    assert found[young, housing] == "BHaus"
    assert "Haus" not in found[pregnant, health]
    assert found[pregnant, housing] == "–nichts eingetragen"


def test_what_has_no_entry_is_said_in_words_and_not_called_missing_help(house, table, sign_in):
    build.offer(house, target_groups=(TargetGroup.MINORS,), kinds=(HelpKind.HEALTH,))
    page = sign_in(table.mains[0]).get(MATRIX).text
    gaps = page.partition("Für diese Zielgruppen ist überhaupt nichts eingetragen")[2].partition("</p>")[0]
    assert "Rentner*innen" in gaps
    assert "Kinder und Jugendliche" not in gaps
    assert "Es heißt nicht, dass es solche Hilfe nicht gibt" in page
    assert "Dunkelfeld" in page


def test_offers_that_name_only_one_of_both_are_listed_and_are_no_gap(house, table, sign_in):
    build.offer(house, target_groups=(TargetGroup.MINORS,), kinds=(HelpKind.HEALTH,))
    build.offer(house, "Nur für wen", target_groups=(TargetGroup.PENSIONERS,))
    build.offer(house, "Nur was", kinds=(HelpKind.RETURN,))
    page = sign_in(table.mains[0]).get(MATRIX).text
    told = page.partition("Wozu nichts eingetragen ist")[2].partition("Ohne Zielgruppe oder Art der Hilfe")
    assert "Rentner*innen" not in told[0]
    assert "Heimreise" not in told[0]
    assert "Nur für wen" in told[2]
    assert "Nur was" in told[2]


def test_only_what_still_is_an_offer_stands_in_the_matrix(house, table, sign_in):
    build.offer(
        house,
        of=build.organisation(house, "Früheres Haus"),
        status=OfferStatus.DEFUNCT,
        target_groups=(TargetGroup.MINORS,),
        kinds=(HelpKind.HEALTH,),
    )
    page = sign_in(table.mains[0]).get(MATRIX).text
    assert "Früheres Haus" not in page
    assert "Noch nichts zu zeigen" in page


def test_many_providers_of_one_cell_are_counted(house, table, sign_in):
    for number in range(30):
        build.offer(
            house,
            of=build.organisation(house, f"Haus {number:02}"),
            target_groups=(TargetGroup.MINORS,),
            kinds=(HelpKind.HEALTH,),
        )
    answer = sign_in(table.mains[0]).get(MATRIX)
    (cell,) = cells(answer).values()
    assert cell.endswith("und 26 weitere")
    assert [letters_of(place) for place in (0, 25, 26, 29, 701, 702)] == ["A", "Z", "AA", "AD", "ZZ", "AAA"]


def test_paper_lists_by_target_group_and_leaves_protected_places_blank(house, table, sign_in):
    shelter = build.organisation(house, "Frauenhaus", address_protected=True)
    build.offer(
        house, "Schutz", of=shelter, target_groups=(TargetGroup.VIOLENCE,), access=(Access.FREE,),
        description="Für **Klient*innen** und Erzieher_innen", spoken=("th",),
    )  # fmt: skip
    build.offer(house, "Ohne Gruppe", place="Marktplatz 1", checked_on=None)
    answer = sign_in(table.mains[0]).get(f"{LIST}.pdf")
    told = text_of(answer)
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="Hilfeangebote 2026-09-01.pdf"'
    )
    for words in (
        "Stand: 01.09.2026", "von häuslicher Gewalt Betroffene", "ohne Angabe der Zielgruppe", "Thailändisch",
        "Für Klient*innen und Erzieher_innen", "Ort: geschützt", "Marktplatz 1", "noch nicht", "01.09.2026",
    ):  # fmt: skip
        assert words in told, words


def test_paper_answers_the_question_that_was_asked(house, table, sign_in):
    build.offer(house, "Gesucht", kinds=(HelpKind.HEALTH,))
    build.offer(house, "Anderes", kinds=(HelpKind.HOUSING,))
    reader = sign_in(table.mains[0])
    assert "offers.pdf?kind=health" in reader.get(f"{LIST}?kind=health").text
    told = text_of(reader.get(f"{LIST}.pdf?kind=health&overdue="))
    assert "Art der Hilfe: Gesundheit, HIV- und STI-Beratung" in told
    assert "Gesucht" in told
    assert "Anderes" not in told


def test_paper_of_nothing_and_of_foreign_signs_is_made(house, table, sign_in):
    reader = sign_in(table.mains[0])
    assert "Es ist kein Angebot eingetragen" in text_of(reader.get(f"{LIST}.pdf"))
    build.offer(house, "ช่วยเหลือ Помощь مساعدة 帮助 🕊", contact="#set text(red) $x$")
    assert "#set text(red) $x$" in text_of(reader.get(f"{LIST}.pdf"))


def test_paper_is_tagged_and_says_its_language_and_title(house, table, sign_in):
    build.offer(house, target_groups=(TargetGroup.MINORS,))
    root = PdfReader(io.BytesIO(sign_in(table.mains[0]).get(f"{LIST}.pdf").data))
    assert root.trailer["/Root"]["/Lang"] == "de-DE"
    assert root.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert root.metadata.title == "Hilfeangebote"
