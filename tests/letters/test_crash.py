"""Workers that are killed, and several at once: nothing lost, nothing silently doubled, doubt is shown."""

from collections import Counter

import pytest

from models.letters import Letter
from plumbing.clock import frozen
from tests.databases import TestHouseSession
from tests.letters.killing import count, kill_while_delivering, post_many
from tests.letters.post_office import NOW, Mailroom, Server


@pytest.fixture
def waiting(office):
    """Letters that wait for the workers; those live by the real clock."""
    with frozen(NOW):
        post_many(40)
    return office


@pytest.mark.parametrize(("workers", "kills"), [(1, 10), (2, 5)])
def test_killed_workers_lose_nothing_and_double_nothing_in_silence(
    waiting, engine, server: Server, mailroom: Mailroom, tmp_path, workers, kills
):
    for number in range(40):
        mailroom.say("DATA", 0.01 if number % 2 else 0.02)
    kill_while_delivering(engine, server, mailroom, tmp_path, kills=kills, workers=workers)
    found = count(engine, mailroom, kills)
    assert found.lost == []
    assert found.doubled_content == []
    assert found.different_bytes == 0
    assert len(found.doubled) + found.in_doubt <= kills


def test_two_workers_at_once_send_each_letter_once(waiting, engine, server, mailroom, tmp_path):
    kill_while_delivering(engine, server, mailroom, tmp_path, kills=0, workers=2)
    assert Counter(mailroom.recipients) == {f"p{number}@b.example": 1 for number in range(40)}
    with TestHouseSession(engine) as session:
        assert {letter.attempts for letter in session.query(Letter)} == {1}
