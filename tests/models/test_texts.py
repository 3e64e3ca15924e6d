"""Texts keep every version, merge what does not collide and lose no word."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.comparing import merge, word_diff
from models.errors import RuleBroken
from models.people import Person
from models.text_drafts import own_draft, save_draft
from models.texts import (
    LONGEST,
    Collision,
    Text,
    TextDraft,
    TextVersion,
    freeze_version,
    write,
)
from models.visibility import ReaderSession
from tests import build


@pytest.fixture
def table(house):
    return build.table(house, seats=2)


@pytest.fixture
def meeting(house, table):
    taker = build.person(house, "Protokollführung")
    return build.meeting(house, table.body, minute_taker_id=taker.id)


@pytest.fixture
def text(house, meeting):
    return build.added(house, Text(body_id=meeting.body_id, meeting_id=meeting.id))


@pytest.fixture
def writer(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def save(house, text, writer):
    def save(markdown, based_on, by=None):
        return write(
            house,
            text,
            markdown,
            based_on=based_on,
            by=by or writer,
            now=build.NOW,
            render=lambda typed: f"<p>{typed}</p>",
        )

    return save


def test_each_saving_makes_a_version(save, text):
    first, second = save("Eins", 0), save("Zwei", 1)
    assert (first.number, second.number, text.latest) == (1, 2, 2)
    assert second.html == "<p>Zwei</p>"
    assert first.markdown == "Eins"
    assert first.sha256 != second.sha256


def test_saving_what_is_saved_makes_no_version(save, text):
    save("Eins", 0)
    assert save("Eins\n\n", 1).number == 1
    assert text.latest == 1


def test_emptying_a_text_that_never_was_makes_no_version(save, text):
    assert save("", 0) is None
    assert text.latest == 0


def test_saving_again_from_an_old_version_without_a_change_keeps_the_new_one(save):
    save("Eins", 0)
    save("Zwei", 1)
    assert save("Eins", 1).markdown == "Zwei"


def test_changes_to_different_passages_are_merged(save):
    save("Anfang\n\nMitte\n\nEnde", 0)
    save("Anfang, geprüft\n\nMitte\n\nEnde", 1)
    merged = save("Anfang\n\nMitte\n\nEnde, ergänzt", 1)
    assert merged.markdown == "Anfang, geprüft\n\nMitte\n\nEnde, ergänzt"
    assert (merged.number, merged.based_on) == (3, 1)


def test_changes_to_the_same_passage_collide_and_nothing_is_lost(house, save, text):
    save("Anfang", 0)
    save("Anfang A", 1)
    with pytest.raises(Collision) as collision:
        save("Anfang B", 1)
    assert (collision.value.base, collision.value.theirs, collision.value.mine) == (
        "Anfang",
        "Anfang A",
        "Anfang B",
    )
    assert collision.value.latest == text.latest == 2
    assert house.query(TextVersion).count() == 2


def test_a_collision_can_be_saved_over(save):
    save("Anfang", 0)
    save("Anfang A", 1)
    with pytest.raises(Collision) as collision:
        save("Anfang B", 1)
    assert save("Anfang A und B", collision.value.latest).markdown == "Anfang A und B"


@pytest.mark.parametrize("based_on", [-1, 7])
def test_a_version_that_never_was_is_refused(save, based_on):
    save("Eins", 0)
    with pytest.raises(RuleBroken):
        save("Zwei", based_on)


def test_a_text_has_a_limit(save):
    with pytest.raises(RuleBroken) as refused:
        save("x" * (LONGEST + 1), 0)
    assert refused.value.field == "markdown"


def test_gender_asterisks_survive(save):
    words = "Klient*innen und Sexarbeiter*innen"
    assert save(words, 0).markdown == words


def test_a_number_is_given_once(house, save, text, writer):
    first = save("Eins", 0)
    house.flush()
    twin = TextVersion(
        text_id=text.id,
        number=first.number,
        markdown="Zwei",
        html="",
        sha256="",
        author_id=writer.person_id,
        created_at=build.NOW,
    )
    house.add(twin)
    with pytest.raises(IntegrityError):
        house.flush()


def test_autosave_overwrites_the_own_draft_and_saving_removes_it(house, save, text, writer):
    for typed in ("E", "Ei"):
        save_draft(house, text, typed, based_on=0, by=writer, now=build.NOW)
    house.flush()
    assert [row.markdown for row in house.scalars(select(TextDraft))] == ["Ei"]
    save("Eins", 0)
    assert own_draft(house, text, writer) is None


def test_autosave_leaves_the_drafts_of_others_alone(house, save, text, writer, meeting):
    other = build.actor(house, house.get_one(Person, meeting.minute_taker_id))
    save_draft(house, text, "von mir", based_on=0, by=writer, now=build.NOW)
    save_draft(house, text, "von der anderen", based_on=0, by=other, now=build.NOW)
    save("Eins", 0)
    house.flush()
    assert own_draft(house, text, other).markdown == "von der anderen"


def test_the_day_of_freezing_stays_the_first(save):
    version = save("Eins", 0)
    freeze_version(version, build.NOW)
    freeze_version(version, build.NOW + timedelta(days=1))
    assert version.frozen_at == build.NOW


def seen(house, engine, person):
    reader = build.actor(house, person)
    house.commit()
    with ReaderSession(engine, reader=reader) as reading:
        return tuple(len(reading.scalars(select(cls)).all()) for cls in (Text, TextVersion, TextDraft))


def test_only_writers_read_live_texts(house, engine, save, text, table, meeting, writer):
    save("Eins", 0)
    save_draft(house, text, "Zwei", based_on=1, by=writer, now=build.NOW)
    taker = house.get_one(Person, meeting.minute_taker_id)
    assert seen(house, engine, table.coordinator) == (1, 1, 1)
    assert seen(house, engine, taker) == (1, 1, 0)
    elsewhere = build.table(house, seats=1)
    for stranger in (
        table.mains[0],
        table.deputies[0],
        table.reader,
        elsewhere.coordinator,
        elsewhere.mains[0],
    ):
        assert seen(house, engine, stranger) == (0, 0, 0)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("", "a", "a", "a"),
        ("", "a", "b", None),
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\n\nb", "a\n\nb\n\nc", "A\n\nb", "A\n\nb\n\nc"),
        ("a", "", "a", ""),
    ],
)
def test_merging(base, theirs, mine, merged):
    assert merge(base, theirs, mine) == merged


def test_a_word_diff_names_the_words_that_changed():
    assert word_diff("Die Polizei berichtet dass.", "Die Polizei berichtet, dass.\n\nNeu") == [
        ("same", "Die Polizei berichtet"),
        ("added", ","),
        ("same", " dass."),
        ("added", "\n\nNeu"),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("", ""), ("a b\nc", "a x\nc d"), ("a\n" * 400, "b\n" * 400), ("", "a")]
)
def test_a_word_diff_holds_both_texts(old, new):
    pieces = word_diff(old, new)
    assert "".join(words for kind, words in pieces if kind != "added") == old
    assert "".join(words for kind, words in pieces if kind != "removed") == new
