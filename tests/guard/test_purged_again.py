"""What was purged at a table is refused in every form, whenever opened, until it is allowed again."""

import hashlib

import pytest
from sqlalchemy import select

from blueprints.office import purge_rules
from models import site_keys
from models.bodies import Body
from models.purged_passages import REMOVED, PurgedPassage, key_older, purged_at, refuse_from_now_on
from models.text_drafts import save_draft
from models.texts import Text, TextDraft, TextVersion
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.minutes.conftest import room  # noqa: F401 - fixture
from tests.minutes.test_objections import MIDNIGHT, lapse
from tests.sites import FIXED

SECRET = "Konto zora_tester99, bei Frau Nachtigall"
TYPED = "Dazu: **Konto** zora\\_tester99 bei\n> frau Nachtigall."


def purge(room, **given):  # noqa: F811
    body = room.house.get_one(Body, room.body_id)
    purge_rules.purge(room.house, body, SECRET, by=room.by, now=MIDNIGHT, render=render, **given)
    room.house.commit()


@pytest.fixture
def told(room):  # noqa: F811
    """Approved minutes with the passage in them."""
    room.open_item.visibility = Visibility.PUBLIC
    room.written()
    room.write(room.open_item, f"Dazu: {SECRET}.", based_on=1)
    room.circulate()
    room.house.commit()
    lapse(room)
    return room


def kept(room):  # noqa: F811
    room.house.expire_all()
    words = room.house.scalars(select(TextVersion.markdown)).all()
    return "\n".join([*words, *room.house.scalars(select(TextDraft.markdown)).all()])


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("/correct", {"text_1": TYPED, "reason": "Der Tag."}),
        ("/prepare-publication", {"text_1": TYPED, "chosen_1": "y", "title_1": "Begrüßung"}),
    ],
)
def test_a_form_opened_before_brings_it_back_to_nobody_however_often_sent(
    told, sign_in, page, typed, stop_clock
):
    stop_clock(MIDNIGHT)
    client = sign_in(told.coordinator)
    opened = client.get(told.url(page))
    purge(told)
    for _ in range(3):
        opened = client.submit(opened, **typed)
        assert opened.status_code == 422
        assert "endgültig entfernt" in opened.text
        assert "zora" in opened.text, "what was typed stays in the field"
    client.submit(opened, **typed | {"text_1": "Dazu nichts."})
    assert "zora" not in kept(told)


def test_the_coordination_may_allow_it_again_and_other_tables_never_refuse_it(told, sign_in, stop_clock):
    stop_clock(MIDNIGHT)
    purge(told)
    client, topic = sign_in(told.coordinator), f"/round-tables/{told.body_id}/topics/new"
    assert client.submit(client.get(topic), title=SECRET).status_code == 422
    elsewhere = sign_in(told.elsewhere.coordinator)
    there = f"/round-tables/{told.elsewhere.body.id}/topics/new"
    assert "endgültig entfernt" not in elsewhere.submit(elsewhere.get(there), title=SECRET).text
    page = client.get(f"/office/round-tables/{told.body_id}/purge")
    assert client.submit(page, "Wieder zulassen", passage="Konto").status_code == 422
    assert client.submit(page, "Wieder zulassen", passage=SECRET.upper()).status_code == 303
    assert "endgültig entfernt" not in client.submit(client.get(topic), title=SECRET).text


def test_words_that_are_needed_elsewhere_are_purged_without_being_refused(told):
    purge(told, for_ever=False)
    assert told.house.scalars(select(PurgedPassage)).all() == []


def test_a_draft_keeps_everything_but_what_was_purged(room):  # noqa: F811
    room.begin()
    text = build.added(room.house, Text(body_id=room.body_id, meeting_id=room.meeting_id))
    refuse_from_now_on(room.house, room.body_id, SECRET, MIDNIGHT)
    made = save_draft(room.house, text, f"Vorher {TYPED} nachher", based_on=0, by=room.by, now=MIDNIGHT)
    assert made.markdown == f"Vorher Dazu: **{REMOVED}. nachher"


def test_it_is_known_by_its_words_and_kept_without_them(room):  # noqa: F811
    for passage in (SECRET, "Nachtigall", SECRET.casefold()):
        refuse_from_now_on(room.house, room.body_id, passage, MIDNIGHT)
    room.house.commit()
    rows = room.house.scalars(select(PurgedPassage)).all()
    assert sorted(row.words for row in rows) == [1, 5]
    assert not any("zora" in str(vars(row)).lower() for row in rows)
    known = purged_at(room.house, [room.body_id])
    assert known.out_of("A. KONTO zora_tester99 bei Frau Nächtigall, b") == f"A. {REMOVED}, b"
    assert known.spans("Konto zora bei Frau Nachtigallen") == []
    assert purged_at(room.house, [room.elsewhere.body.id]).spans(SECRET) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Kоnto zora_tester99, bei Frau Nachtigall",
        "KONTO zοra_tester99 bei Frаu Nаchtigаll",
        "Ｋｏｎｔｏ zora_tester99 bei Frau Nachtigall",
    ],
)
def test_letters_of_another_alphabet_that_look_the_same_do_not_bring_it_back(room, typed):  # noqa: F811
    refuse_from_now_on(room.house, room.body_id, SECRET, MIDNIGHT)
    assert purged_at(room.house, [room.body_id]).out_of(f"Dazu {typed}.") == f"Dazu {REMOVED}."


def test_what_is_kept_of_it_is_of_no_use_without_the_key_of_the_site(room):  # noqa: F811
    refuse_from_now_on(room.house, room.body_id, "Nachtigall", MIDNIGHT)
    row = room.house.scalars(select(PurgedPassage)).one()
    assert row.keyed
    assert row.digest != hashlib.sha256(f"{row.salt}:nachtigall".encode()).hexdigest()
    site_keys.use("a key of another site, of no use here at all")
    try:
        assert purged_at(room.house, [room.body_id]).spans("Nachtigall") == []
    finally:
        site_keys.use(FIXED["SECRET_KEY"])
    assert purged_at(room.house, [room.body_id]).spans("Nachtigall")


def test_what_was_purged_before_is_known_still_and_keyed_by_the_nightly_run(room):  # noqa: F811
    words = "frau михаил"
    digest = hashlib.sha256(f"salz:{words}".encode()).hexdigest()
    facts = {"body_id": room.body_id, "salt": "salz", "words": 2, "purged_at": MIDNIGHT}
    row = build.added(room.house, PurgedPassage(**facts, digest=digest, keyed=False))
    assert purged_at(room.house, [room.body_id]).spans("bei Frau Михаил")
    assert key_older(room.house) == 1
    assert key_older(room.house) == 0
    assert row.digest != digest
    assert purged_at(room.house, [room.body_id]).spans("bei Frau Михаил")
