"""Numbers of papers: every format of the sources and of the parliaments, in every spelling."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.paper_numbers import is_number, number_key, same_number

FORMATS = [
    ("V-SOZ/21/148", "VSOZ21148", ("V-SOZ 21/148", "VSOZ21148", "v-soz-21-148", "Vorlage: V-SOZ/21/148")),
    ("A 0196 24-01", "A01962401", ("A0196/24-01", "Antrag A 0196 24-01", "a 0196-24-01")),
    ("VO/2024/13075-01", "VO20241307501", ("VO 2024 13075 01", "vo/2024/13075-01")),
    ("18/8556", "188556", ("BT-Drs. 18/8556", "Drucksache 18/8556", "Drs 18 / 8556", "BT 18/8556")),
    ("18/9036 (neu)", "189036NEU", ("BT-Drs. 18/9036(neu)", "18/9036 neu", "Bundestagsdrs. 18/9036 NEU")),
    ("18(13)76a", "181376A", ("Ausschussdrucksache 18(13)76a", "18 (13) 76 a")),
    ("156/16", "15616", ("BR-Drs. 156/16", "Bundesrats-Drucksache 156/16", "BR 156/16")),
    ("156/1/16", "156116", ("BR-Drs. 156/1/16", "156 / 1 / 16")),
    ("zu697/17", "ZU69717", ("zu 697/17", "ZU697/17")),
    ("zu633/17(B)", "ZU63317B", ("zu 633/17 (B)", "zu633/17 b")),
    ("Drucksache 17/4230", "174230", ("LT-Drs. 17/4230", "LT NRW Drucksache 17/4230", "17/4230")),
    ("Vorlage 15/942", "15942", ("15/942", "Vorlage Nr. 15/942", "VORLAGE 15-942")),
    ("Stellungnahme 18/1205", "181205", ("18/1205", "stellungnahme 18 1205")),
    ("GPr 16/3", "GPR163", ("GPR 16/3", "gpr16/3")),
    ("Drs. 18/1726", "181726", ("18/1726", "Landtags-Drucksache 18/1726", "Drs.18/1726")),
]
PRINTED = [printed for printed, _, _ in FORMATS]


@pytest.mark.parametrize(("printed", "key", "spellings"), FORMATS, ids=PRINTED)
def test_every_spelling_of_a_format_is_one_number(printed, key, spellings):
    assert number_key(printed) == key
    for each in spellings:
        assert number_key(each) == key, each
        assert same_number(each, printed), each
        assert is_number(each), each


def test_no_two_of_these_formats_are_one_number():
    assert len({number_key(printed) for printed in PRINTED}) == len(PRINTED)


def test_figures_that_are_parted_otherwise_are_another_number():
    assert number_key("1/11") == number_key("11/1")
    assert not same_number("1/11", "11/1")
    assert not same_number("18/1726", "181/726")
    assert same_number("V-SOZ/21/148", "VSOZ21148")


@pytest.mark.parametrize("word", ["", "Vorlage", "Drs.", "  –  ", "Antrag der Gruppe", "7"])
def test_what_has_no_figures_is_no_number_to_look_for(word):
    assert not is_number(word)


@pytest.mark.parametrize("word", ["", "Vorlage", "—"])
def test_without_a_number_nothing_is_the_same(word):
    assert not same_number(word, word)


TYPED = st.text(alphabet=st.sampled_from("VSOZabzu0129/-. ()–ßÄé²"), max_size=30)
PARTING = st.sampled_from(["", " ", "-", "/", " / ", ".", "–"])


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_holds_letters_and_figures_only(typed):
    key = number_key(typed)
    assert number_key(key) == key
    assert all(sign.isalnum() for sign in key)


@given(TYPED, st.data())
def test_signs_between_change_no_key(typed, data):
    parted = "".join(sign + (data.draw(PARTING) if sign.isalnum() else "") for sign in typed)
    assert number_key(parted) == number_key(typed)


@given(TYPED, TYPED)
def test_sameness_goes_both_ways_and_never_beyond_the_key(one, other):
    assert same_number(one, other) == same_number(other, one)
    assert not same_number(one, other) or number_key(one) == number_key(other)
    assert same_number(one, one) == bool(re.search(r"\w", number_key(one)))
