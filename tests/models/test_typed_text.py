"""Typed text passes one place: normal form, limits, invisible signs, addresses, guards, the last door."""

import unicodedata
from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from models.bodies import Body
from models.errors import RuleBroken
from models.people import Person
from models.typed_text import email_key, guards, typed_email, typed_line
from models.typed_text import typed_text as typed
from tests import build

at_leisure = settings(deadline=None, database=None)  # the machine may be busy; nothing is written beside
signs = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))

GENDER = ["Klient*innen", "Erzieher_innen", "Sexarbeiter:innen", "KlientInnen", "Sexarbeiter*innen", "trans*"]
UNTOUCHED = [
    *GENDER,
    "„Übungstisch“ – § 203",
    "ไทย",
    "Русский",
    "中文",
    "العربية",
    "👩🏽‍⚕️ 🏳️‍🌈",
    "1/2 & <b>",
    "a\\*b",
    "C#",
]


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """What a guard sees while the test runs."""
    texts: list[str] = []
    guards.append(texts.append)
    yield texts
    guards.remove(texts.append)


@pytest.mark.parametrize("word", UNTOUCHED)
def test_words_stay_as_they_were_typed(word):
    assert typed_line(word, 100) == word
    assert typed(word, 100) == word


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("  Runder \t Tisch\u00a0\u2003Menschenhandel ", "Runder Tisch Menschenhandel"),
        (
            "eine\r\nzweite\rdritte\nvierte\u2028fünfte\x0bsechste\x85siebte",
            "eine zweite dritte vierte fünfte sechste siebte",
        ),
        ("Fru\u0308hjahr", "Frühjahr"),
        ("Kli\u200bent\u2060in\ufeff", "Klientin"),
        ("Klient\u00adinnen", "Klientinnen"),
        ("gpj.\u202etxe", "gpj.txe"),
        ("\u2066a\u2069\u200e\u200f", "a"),
        ("a\x01\x07\x1b[31m\x7f\x9f", "a[31m"),
        ("e\u200d\u0301", "é"),
        ("a\u200db", "ab"),
        ("\u200da\u200c", "a"),
        ("\u2800\u3164\u115f", ""),
        ("\U000e0041\U000e007f\ufffe", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        (" \n ", ""),
    ],
)
def test_a_line_is_one_line_without_what_nobody_sees(value, line):
    assert typed_line(value, 200) == line


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        ("\n\n eins  \n\t\nzwei\u00a0 \n\n", " eins\n\nzwei"),
        ("- a\n    - b", "- a\n    - b"),
        ("a  b\tc", "a  b\tc"),
        ("z.\u202fB. §\u00a0203", "z.\u202fB. §\u00a0203"),
        ("a\u2029b", "a\nb"),
        ("\u202ea\u202c\nb\u200b", "a\nb"),
    ],
)
def test_a_text_keeps_its_lines_and_spaces_within_them(value, text):
    assert typed(value, 200) == text


@pytest.mark.parametrize("wrong", ["a\x00b", "\ud800", "a\udfff"])
@pytest.mark.parametrize("door", [typed_line, typed])
def test_what_no_database_can_hold_is_refused(door, wrong):
    with pytest.raises(RuleBroken, match="cannot be stored") as refused:
        door(wrong, 100, "name")
    assert refused.value.field == "name"


@pytest.mark.parametrize("door", [typed_line, typed])
def test_the_limit_counts_what_is_left_after_cleaning(door):
    assert door("\n" * 300 + "ä" * 10 + "\u200b " * 300, 10) == "ä" * 10
    assert door("a\u0308" * 10, 10) == "ä" * 10
    with pytest.raises(RuleBroken) as refused:
        door("ä" * 11, 10, field="name")
    assert str(refused.value) == "At most 10 characters are possible; these are 11."
    assert refused.value.field == "name"


@at_leisure
@given(signs)
def test_cleaning_twice_changes_nothing_more(value):
    line, text = typed_line(value, 10_000), typed(value, 10_000)
    assert typed_line(line, 10_000) == line
    assert typed(text, 10_000) == text
    for cleaned in (line, text):
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not {"\r", "\x00", "\u202e", "\u200b", "\u2028"} & set(cleaned)
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize("bad", [" ", " \n", "\u200d", "\u0301", "a\u200d", "\r", "\t\u00a0"])
def test_a_flood_of_signs_is_cleaned_in_no_time(bad):
    start = process_time()
    typed(bad * 100_000 + "x", 10_000_000)
    typed_line(bad * 100_000 + "x", 10_000_000)
    email_key(bad * 100_000 + "@x.example")
    assert process_time() - start < 1


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("vertretung@polizei.example", "vertretung@polizei.example"),
        ("  Vertretung.Polizei+Tisch@Polizei.EXAMPLE\n", "Vertretung.Polizei+Tisch@polizei.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@BU\u0308CHER.example", "a@xn--bcher-kva.example"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("o'neil#1/x@a-b.c1.example", "o'neil#1/x@a-b.c1.example"),
        ("ko\u200bordination@tisch.example", "koordination@tisch.example"),
        ("a" * 64 + "@" + "b" * 63 + ".example", "a" * 64 + "@" + "b" * 63 + ".example"),
    ],
)
def test_an_address_is_bare_with_its_domain_as_dns_knows_it(value, address):
    assert typed_email(value) == address
    assert typed_email(address) == address


@pytest.mark.parametrize(
    "wrong",
    [
        *("", " ", "a", "@", "a@", "@b.example", "a@b", "a@b@c.example", "a b@c.example", "a@b c.example"),
        *(
            "a <b@c.example>",
            "<b@c.example>",
            "Polizei b@c.example",
            "b@c.example, d@e.example",
            "mailto:a@b.example",
        ),
        *("a@c.example\nBcc: x@y.example", "a@c.example\r\nx", "a\n@c.example", "a@c.example;d@e.example"),
        *(
            ".a@c.example",
            "a.@c.example",
            "a..b@c.example",
            '"a b"@c.example',
            "jürgen@c.example",
            "ſ@c.example",
        ),
        *("a@.example", "a@c..example", "a@c.example.", "a@-c.example", "a@c-.example", "a@c_d.example"),
        *(
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a@c。example",
            "a@💌.example",
            "a@c\u0300.ex(ample",
            "a@%0a.example",
        ),
        *(
            "a" * 65 + "@c.example",
            "a@" + "b" * 64 + ".example",
            "a@" + "ü" * 60 + ".example",
            "a\x00@c.example",
        ),
        *("a@" + "b." * 126 + "example", "a@" + "ü" * 100_000 + ".example"),
    ],
)
def test_what_is_more_or_less_than_one_address_is_refused(wrong):
    with pytest.raises(RuleBroken) as refused:
        typed_email(wrong, field="email")
    assert refused.value.field == "email"


def test_an_address_has_at_most_254_signs():
    longest = "a" * 64 + "@" + ".".join(["b" * 45] * 4) + ".cdefg"
    assert len(typed_email(longest[:254])) == 254
    with pytest.raises(RuleBroken, match="254"):
        typed_email("a" * 64 + "@" + ".".join(["b" * 45] * 4) + ".cdefgh")


def test_addresses_of_one_mailbox_have_one_key():
    assert email_key(" Vertretung@BÜCHER.example ") == email_key("vertretung@xn--bcher-kva.EXAMPLE")
    assert email_key("a@straße.example") != email_key("a@strasse.example")


@pytest.mark.parametrize("anything", ["", "kein Zeichen", "@", "a@b@c", "\ud800@x", "a@\ud800.x"])
def test_asking_for_the_key_refuses_nothing(anything):
    assert email_key(anything) == email_key(email_key(anything))


def test_a_guard_sees_every_text_and_may_refuse_it(seen):
    typed_line(" Zeile\u200b ", 100)
    typed("Text\r\nin zwei Zeilen", 100)
    assert seen == ["Zeile", "Text\nin zwei Zeilen"]

    def refuses(text: str) -> None:
        raise RuleBroken("not this")

    guards.append(refuses)
    try:
        for door in (typed_line, typed):
            with pytest.raises(RuleBroken, match="not this"):
                door("Text", 100)
    finally:
        guards.remove(refuses)


def test_a_row_cleans_what_is_assigned_and_names_the_field(seen):
    body = Body(name="  Runder\u200b   Tisch ")
    assert body.name == "Runder Tisch"
    assert "Runder Tisch" in seen
    body.theme = "Fru\u0308hjahr\r\n"
    assert body.theme == "Frühjahr"
    with pytest.raises(RuleBroken) as refused:
        body.name = "x" * 161
    assert refused.value.field == "name"
    assert body.name == "Runder Tisch"


def test_a_row_takes_one_address_or_none():
    person = Person(name="Vertretung Polizei", email=" Vertretung@Polizei.EXAMPLE ")
    assert person.email == "Vertretung@polizei.example"
    person.email = "  "
    assert person.email is None
    with pytest.raises(RuleBroken) as refused:
        person.email = "Polizei <vertretung@polizei.example>"
    assert refused.value.field == "email"


def test_the_last_door_cleans_what_no_row_has_seen(house, seen):
    """Bulk statements know no attributes; what they bind is cleaned, too."""
    person = build.person(house, name="Vertretung Polizei")
    seen.clear()
    house.execute(
        update(Person).where(Person.id == person.id).values(name=" Vertretung\u200b  Polizei\r\n(neu) ")
    )
    house.execute(insert(Person).values(name="Vertretung  Jugendamt ", email="V@Jugendamt.EXAMPLE"))
    names = house.scalars(select(Person.name).order_by(Person.id)).all()
    assert names[-2:] == ["Vertretung Polizei (neu)", "Vertretung Jugendamt"]
    assert {"Vertretung Polizei (neu)", "Vertretung Jugendamt"} <= set(seen)
    assert (
        house.scalars(select(Person.email).where(Person.name == "Vertretung Jugendamt")).one()
        == "V@jugendamt.example"
    )


def test_the_database_has_room_for_all_that_is_accepted(house):
    """Limits count characters, as PostgreSQL does, not bytes."""
    name = "👩🏽‍⚕️" * 32
    body = build.body(house, name=name)
    house.expire_all()
    assert house.scalars(select(Body.name).where(Body.id == body.id)).one() == name


def test_a_search_is_not_typed_text(house, seen):
    """What is only compared is neither cleaned nor refused: it finds or does not find."""
    build.person(house, name="Vertretung Polizei", email="vertretung@polizei.example")
    seen.clear()
    assert house.scalars(select(Person.id).where(Person.name.like("%Polizei%"))).all()
    assert not house.scalars(select(Person.id).where(Person.name == "x" * 5000)).all()
    assert not house.scalars(select(Person.id).where(Person.email == "no address")).all()
    assert not house.scalars(select(Person.id).where(Person.email.in_(["no address"]))).all()
    assert house.scalars(
        select(Person.id).where(func.lower(Person.email) == "vertretung@polizei.example")
    ).all()
    assert not seen
