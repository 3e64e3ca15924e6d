"""The office's pages of letters: what needs care first, the words as they went, and what a person settles."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.history import Entry
from models.letter_words import TITLES
from models.letters import Letter, LetterKind, LetterState
from models.outbox import LetterBytes
from models.post_office import PostOffice
from tests import build
from tests.house_rules.tree import ROOT

RAW = (
    b"Subject: Einladung\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Bitte antworten Sie hier:\r\nhttp://localhost/r/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq\r\n"
)


def kept(house, letter, raw=RAW):
    return build.added(house, LetterBytes(letter_id=letter.id, raw=raw))


def text_of(answer):
    return answer.get_data(as_text=True)


def test_what_needs_care_comes_first(letter, table, sign_in):
    newest = letter(hours_ago=0.1)
    late = letter(LetterState.QUEUED, hours_ago=30)
    failed = letter(LetterState.FAILED, hours_ago=50)
    page = text_of(sign_in(table.coordinator).get("/office/letters"))
    order = [page.index(each.name) for each in (late, failed, newest)]
    assert order == sorted(order)
    assert "verspätet" in page


def test_care_only_leaves_out_what_went_well(letter, table, sign_in):
    fine, doubtful = letter(), letter(LetterState.UNKNOWN)
    page = text_of(sign_in(table.coordinator).get("/office/letters?care_only=1"))
    assert doubtful.name in page
    assert fine.name not in page


def test_a_failed_letter_needs_nobody_once_it_was_sent_again(letter, table, sign_in):
    failed = letter(LetterState.FAILED)
    letter(recipient=failed.recipient, resend=1, name="Noch einmal")
    page = text_of(sign_in(table.coordinator).get("/office/letters?care_only=1"))
    assert failed.name not in page


def test_letters_of_another_table_are_not_found(house, letter, sign_in):
    mine = letter()
    stranger = sign_in(build.table(house).coordinator)
    assert mine.name not in text_of(stranger.get("/office/letters"))
    assert stranger.get(f"/office/letters/{mine.id}").status_code == 404
    assert stranger.post(f"/office/letters/{mine.id}/resend").status_code == 404


@pytest.mark.parametrize("who", ["reader", "main"])
def test_the_office_is_closed_to_members(letter, table, sign_in, who):
    client = sign_in(table.reader if who == "reader" else table.mains[0])
    found = letter()
    for address in ("", "letters", f"letters/{found.id}", "history"):
        assert client.get(f"/office/{address}").status_code == 404
    assert client.post("/office/queue/release").status_code == 404


def test_the_page_shows_the_letter_without_its_secret(house, letter, table, sign_in):
    waiting = letter(LetterState.QUEUED)
    kept(house, waiting)
    page = text_of(sign_in(table.coordinator).get(f"/office/letters/{waiting.id}"))
    assert "Bitte antworten Sie hier" in page
    assert "http://localhost/r/…" in page
    assert "abcdefghijkl" not in page


def test_a_letter_that_came_twice_perhaps_is_shown_so(letter, table, sign_in):
    letter(doubts=1, smtp_code=250)
    assert "vielleicht doppelt" in text_of(sign_in(table.coordinator).get("/office/letters"))


def test_words_that_are_gone_are_said_to_be_gone(letter, table, sign_in):
    sent = letter()
    page = text_of(sign_in(table.coordinator).get(f"/office/letters/{sent.id}"))
    assert "nicht mehr aufbewahrt" in page
    assert "Erneut senden" not in page


def test_a_failed_letter_is_sent_again(house, letter, table, sign_in):
    failed = letter(LetterState.FAILED)
    kept(house, failed)
    client = sign_in(table.coordinator)
    answer = client.submit(client.get(f"/office/letters/{failed.id}"), "Erneut senden")
    assert answer.status_code == 303
    again = house.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert (again.recipient, again.resend, again.state) == (failed.recipient, 1, LetterState.QUEUED)
    assert answer.location.endswith(f"/office/letters/{again.id}")


@pytest.mark.parametrize(
    ("button", "state"),
    [("Ja, es ist angekommen", LetterState.ACCEPTED), ("Nein, bitte senden", LetterState.QUEUED)],
)
def test_a_letter_in_doubt_is_settled(house, letter, table, sign_in, button, state):
    doubtful = letter(LetterState.UNKNOWN, kind=LetterKind.CONTENT)
    kept(house, doubtful)
    client = sign_in(table.coordinator)
    assert client.submit(client.get(f"/office/letters/{doubtful.id}"), button).status_code == 303
    house.refresh(doubtful)
    assert doubtful.state is state
    assert house.scalars(select(Entry.gesture).where(Entry.subject == "letter")).all() == ["settle-doubt"]


def test_a_settled_letter_is_not_settled_twice(house, letter, table, sign_in):
    sent = letter()
    client = sign_in(table.coordinator)
    assert client.post(f"/office/letters/{sent.id}/settle", data={"arrived": "yes"}).status_code == 404
    assert client.post(f"/office/letters/{sent.id}/settle", data={"arrived": "perhaps"}).status_code == 400


def test_administration_sees_states_of_account_letters_and_no_words(house, letter, sign_in):
    mine = letter(LetterState.QUEUED, kind=LetterKind.ACCOUNT, body_id=None)
    kept(house, mine)
    theirs = letter()
    admin = sign_in(build.person(house, "Systemadministration"), is_admin=True)
    page = text_of(admin.get("/office/letters"))
    assert mine.name in page
    assert theirs.name not in page
    page = text_of(admin.get(f"/office/letters/{mine.id}"))
    assert "Bitte antworten" not in page


def test_administration_lets_a_held_queue_go_on(house, letter, sign_in):
    held = letter(LetterState.HELD)
    house.add(PostOffice(held_since=build.NOW - timedelta(hours=2), resume_at=build.NOW, last_text="535 no"))
    house.flush()
    admin = sign_in(build.person(house, "Systemadministration"), is_admin=True)
    page = admin.get("/office/")
    assert "535 no" in text_of(page)
    assert admin.submit(page, "Nachrichten weitersenden").status_code == 303
    house.refresh(held)
    assert held.state is LetterState.QUEUED
    assert house.get(PostOffice, 1).held_since is None


def test_the_coordination_cannot_release_the_queue(letter, table, sign_in):
    letter(LetterState.HELD)
    assert sign_in(table.coordinator).post("/office/queue/release").status_code == 404


def test_pages_ask_the_same_whatever_the_data(house, letter, table, sign_in, statements):
    client = sign_in(table.coordinator)
    client.get("/office/")  # the session notes that it was seen, once a minute
    counts = []
    for more in (3, 60):
        for _ in range(more):
            letter(meeting_id=build.meeting(house, table.body).id)
        with statements() as seen:
            assert client.get("/office/letters").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_long_lists_have_pages(letter, table, sign_in):
    for _ in range(51):
        letter()
    client = sign_in(table.coordinator)
    assert "Seite 1 von 2" in text_of(client.get("/office/letters"))
    assert "Seite 2 von 2" in text_of(client.get("/office/letters?page=2"))
    for page in ("0", "-1", "x", "3", "99999999999999999999"):
        assert "Seite 1 von 2" in text_of(client.get(f"/office/letters?page={page}"))


def test_without_a_mail_server_the_page_says_where_letters_lie(letter, table, sign_in):
    sent = letter()
    client = sign_in(table.coordinator)
    assert "instance/letters/" in text_of(client.get("/office/letters"))
    assert f"instance/letters/{sent.id}-2026-09-01.eml" in text_of(client.get(f"/office/letters/{sent.id}"))


def test_every_letter_has_a_title_of_its_own_in_the_office():
    folder = ROOT / "templates" / "mail"
    written = {str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/[!_]*.txt")}
    untitled = sorted(each for each in written if not each.startswith("accounts/") and each not in TITLES)
    assert not untitled, f"name them in models/letter_words.py: {untitled}"
