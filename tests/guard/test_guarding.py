"""What the guard sees in a text, what the directory knows, and that no text keeps it busy."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.guarding import Kind, Known, counted, findings, phone_key

WORDS = (
    "Frau |X.|, 19, |aus Rumänien |eine 17-jährige |Bulgarin |geb. |12.03.2001 |0211 |1234567 |+49 |a@b.de |"
    "@|Az. |60 Js 12/22 |DE89 3704 0044 0532 0130 00 |K-AB 1 |Lindenstraße 7 |Frauenhaus |A. B. |(|)|.|,|"
    "\n|\n\n|0|12 |ist |Jahre |I|X|-|/|*|ﬁ|İ|１"
)
PARTS = WORDS.split("|")
LONG = [
    "Frau X., 19, ",
    "eine 17-jährige ",
    "0 ",
    "A. ",
    "1",
    "A",
    "a@",
    "Frau A",
    "am Weg 1 ",
    "wohnt a",
    "XVII ",
]
LONG += ["0-0-0-0-", "aus der aus der ", "geb. geboren ", "ist 1 ", "Az. Az.", "Rumänin ", ", 19", "\n", " "]


@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_findings_are_passages_in_order_that_do_not_overlap(text):
    found = findings(text)
    assert found == findings(text)
    assert all(each.passage == text[each.start : each.end] != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("part", LONG)
def test_no_text_of_100_kb_keeps_it_busy(part):
    """Ordinary minutes take about 45 ms; the bound leaves room for a busy machine."""
    text = (part * (100_000 // len(part) + 1))[:100_000]
    begun = process_time()
    findings(text)
    assert process_time() - begun < 2


@given(st.lists(st.sampled_from(PARTS), min_size=3, max_size=8).map("".join))
@settings(max_examples=10, deadline=None)
def test_no_mixture_keeps_it_busy(part):
    begun = process_time()
    findings((part * (30_000 // len(part) + 1))[:30_000])
    assert process_time() - begun < 2


def kinds(text, **known):
    return [each.kind for each in findings(text, Known(**known))]


def test_numbers_and_addresses_of_the_directory_are_nobodys():
    text = "Erreichbar unter +49 (0)211 440-0123 oder opfer@stelle.example."
    assert kinds(text) == [Kind.PHONE, Kind.MAIL]
    assert kinds(text, phones={phone_key("0211/4400123")}, mails={"opfer@stelle.example"}) == []


def test_a_free_mailbox_is_not_official_by_its_domain():
    assert kinds("a@stelle.example, b@gmail.com", domains={"stelle.example", "gmail.com"}) == [Kind.MAIL]


def test_extensions_of_a_known_switchboard_are_known():
    assert kinds("Durchwahl 0211 440025", phones={phone_key("0211 4400-0")}) == []


def test_the_place_of_a_house_with_a_protected_address_is_seen_by_its_name():
    text = "Das Haus Morgenrot ist nun in der Hafenstraße 3."
    assert kinds(text) == []
    assert kinds(text, protected={"haus morgenrot"}) == [Kind.PROTECTED]


def test_only_how_many_is_counted():
    assert counted(findings("Frau X., 19, und Herr Y., 20, mit K-AB 12.")) == {"person": 2, "plate": 1}


def test_a_table_of_numbers_is_read_quickly():
    """Each number between commas could be an age: 40 µs for each made ten seconds of a file's 400 kB."""
    rows = "12,34,5;7,89\n" * 2000
    begun = process_time()
    assert findings(rows) == []
    assert process_time() - begun < 0.15
    for words in ("Frau X1, 22, kam.", "Zeugin, 22, kam.", "Frau Ö. , 22, allein.", "1,2,Frau K-L., 22, x"):
        assert findings(words), words
