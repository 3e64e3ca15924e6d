"""Checking: whoever holds a paper learns which version it is and whether it counts, and nothing more."""

from datetime import datetime

import pytest
from sqlalchemy import select

from blueprints.minutes import approval_rules
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind
from tests.minutes.test_reading import edition_of, text_of

MIDNIGHT = datetime(2026, 10, 15, 0, 0, tzinfo=BERLIN)
TOLD = ("Begrüßung", "Fachvortrag", "Runder Tisch für", "Gast Klinik", "Sitzung", "Ergebnis", "Protokoll der")


@pytest.fixture
def sent(room):
    room.written().circulate()
    return room


@pytest.fixture
def page(client):
    """The words of the page for a checksum, for somebody who is not signed in."""

    def ask(address="", **typed):
        answer = client.get("/check", query_string=typed) if typed else client.get(f"/check/{address}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True).split("<main")[1].split("</main")[0]

    return ask


def whole(room):
    of_minutes = (Edition.kind == EditionKind.MINUTES) & Edition.whole.is_(True)
    return room.house.scalars(select(Edition).where(of_minutes)).one()


def test_a_paper_says_how_it_can_be_checked(house, sent, sign_in, page):
    client = sign_in(sent.table.mains[0])
    edition = house.get_one(Edition, edition_of(house, client.get(sent.url())))
    words = text_of(client.get(f"/editions/{edition.id}.pdf").data)
    assert edition.sha256 in "".join(words.split())
    assert f"/check/{edition.sha256[:16]}" in words
    assert "Fassung 1" in page(edition.sha256[:16])


def test_the_page_says_version_and_day_and_nothing_of_the_document(sent, page):
    words = page(whole(sent).sha256)
    assert "Das ist Fassung 1, ausgegeben am 30.09.2026" in words
    assert "noch nicht genehmigt" in words
    assert not [each for each in TOLD if each in words]


def test_once_approved_the_page_and_the_paper_say_so(house, sent, sign_in, page):
    approval_rules.approve_due(house, MIDNIGHT.date(), MIDNIGHT)
    house.commit()
    assert "genehmigt am 14.10.2026" in page(whole(sent).sha256[:16])
    client = sign_in(sent.table.mains[0])
    edition = edition_of(house, client.get(sent.url()))
    assert "genehmigt am 14.10.2026" in " ".join(text_of(client.get(f"/editions/{edition}.pdf").data).split())


def test_spaces_and_capitals_do_not_matter(sent, page):
    checksum = whole(sent).sha256.upper()
    typed = " ".join(checksum[at : at + 8] for at in range(0, 64, 8))
    assert "Fassung 1" in page(checksum=typed)


@pytest.mark.parametrize("typed", ["0" * 64, "f" * 16])
def test_what_is_not_known_is_called_so(sent, page, typed):
    assert "hier nicht bekannt" in page(typed)


@pytest.mark.parametrize("typed", ["abc", "%", "_" * 16, "g" * 16, "0" * 65, "<script>alert(1)</script>"])
def test_what_is_no_checksum_is_refused_and_stays_in_the_field(sent, page, typed):
    words = page(checksum=typed)
    assert "16 bis 64 Zeichen" in words
    assert "<script>" not in words


def test_fewer_than_sixteen_figures_find_nothing(sent, page):
    assert "Fassung" not in page(whole(sent).sha256[:15]).replace("welche Fassung", "")


def test_the_agenda_is_known_without_a_number(house, sent, page):
    agenda = house.scalars(
        select(Edition).where(Edition.kind == EditionKind.AGENDA).order_by(Edition.id)
    ).first()
    words = page(agenda.sha256[:16])
    assert "Das ist ein Dokument dieser Website" in words
    assert not [each for each in TOLD if each in words]


def test_a_purged_version_keeps_its_checksum_and_is_marked(house, sent, page):
    edition = whole(sent)
    edition.purged_at = sent.after
    house.commit()
    assert "wurde eine Stelle endgültig" in page(edition.sha256)


def test_looking_leaves_no_trace(house, sent, page, statements):
    with statements() as seen:
        page(whole(sent).sha256)
    assert not [each for each in seen if each.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(seen) <= 6
