"""What the demo says of help offers stands in the first source, value by value, and nothing beside."""

import csv
import enum
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from blueprints.office.demo import practice_offers
from models.offers import HelpOffer
from tests import build

STATED = list(csv.DictReader((Path(__file__).parent / "offers.csv").read_text(encoding="utf-8").splitlines()))
SEVERAL = ("target_groups", "kinds", "access", "spoken", "materials")
NEVER = ("contact", "place", "alert", "alert_until", "ends_on", "checked_on", "checked_by_id", "description")
YEARS = re.compile(r"\b(?:1[89]|20)\d\d\b")


@pytest.fixture
def offers(loaded):
    found = loaded.scalars(select(HelpOffer).options(selectinload(HelpOffer.organisation))).all()
    return {offer.title: offer for offer in found}


def stated(offer):
    """What a row says, in the words of the table of sources."""
    for field in SEVERAL:
        for value in getattr(offer, field):
            yield offer.title, field, value.value if isinstance(value, enum.Enum) else value
    if offer.area:
        yield offer.title, "area", offer.area
    if offer.since.is_known:
        yield offer.title, "since", offer.since.canonical


def test_offers_say_what_the_source_says_and_nothing_beside(offers):
    found = {each for offer in offers.values() for each in stated(offer)}
    assert found == {(row["offer"], row["field"], row["value"]) for row in STATED}
    assert len(found) == len(STATED)


def test_each_value_has_its_words_in_the_source(offers):
    assert all(len(row["quote"].split()) <= 12 for row in STATED)
    missing = [row for row in STATED if f"»{row['quote']}«" not in offers[row["offer"]].source]
    assert not missing


def test_all_fields_of_work_are_offers_of_the_one_who_wrote_of_them(offers):
    assert {offer.organisation.name for offer in offers.values()} == {"Dortmunder Mitternachtsmission"}
    assert len(offers) == 13
    assert all(offer.source.startswith("S0 ") for offer in offers.values())


def test_what_the_source_does_not_name_stays_empty(offers):
    for offer in offers.values():
        assert not [name for name in NEVER if getattr(offer, name)], offer.title
        assert YEARS.findall(f"{offer.source} {offer.target_words} {offer.access_words}") in ([], ["2001"])


def test_own_words_quote_only_what_stands_in_the_source(offers):
    """Marked quotations are the source's; what they are part of is ours."""
    for offer in offers.values():
        words = " ".join((offer.target_words, offer.kind_words, offer.access_words, offer.times))
        for quote in re.findall("„(.*?)“", words):
            known = quote in offer.source or quote in ALSO
            assert known, f"{offer.title}: {quote}"


ALSO = ("unter anderen",)
"""Words of the source that its quotations on the page do not reach."""


def test_page_says_where_the_source_is_silent(offers, house, sign_in):
    table = build.table(house, 1)
    page = sign_in(table.mains[0]).get(f"/organisations/offers/{offers['Wohnungsprostitution'].id}").text
    assert page.count("in der Quelle nicht genannt") == 8
    assert "noch nicht geprüft worden" in page


def test_practice_offers_show_lively_states(demo, house, sign_in):
    """One with a notice, one closed for a while, one whose check is overdue, one with a protected address."""
    invented = [each for each in house.scalars(select(HelpOffer)) if not each.source]
    assert {each.title for each in invented} == {facts["title"] for *_, facts in practice_offers.OFFERS}
    assert all(each.description.startswith("Übungsdaten, frei erfunden") for each in invented)
    page = sign_in(build.table(house, 1).mains[0]).get("/organisations/offers").text
    for words in (
        "Telefonische Beratung",
        "vorübergehend geschlossen",
        "Prüfung überfällig",
        "Noch nicht geprüft",
    ):
        assert words in page
