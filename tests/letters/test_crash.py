"""Workers that are killed, and several at once: nothing lost, nothing silently doubled, doubt is shown."""

import random
from collections import Counter

import pytest

from models.letters import Letter
from plumbing.clock import frozen
from tests.databases import TestHouseSession
from tests.letters.killing import Coordination, count, kill_while_delivering
from tests.letters.post_office import NOW, Mailroom, Server


@pytest.fixture
def coordination(office):
    """Somebody who has written forty letters that wait for the workers; those live by the real clock."""
    with frozen(NOW):
        writing = Coordination(random.Random(7))
        writing.write(40)
    return writing


@pytest.mark.parametrize(("workers", "kills"), [(1, 10), (2, 10)])
def test_killed_workers_lose_nothing_and_double_nothing_in_silence(
    coordination, engine, server: Server, mailroom: Mailroom, tmp_path, workers, kills
):
    for number in range(80):
        mailroom.say("DATA", 0.01 if number % 2 else 0.02)

    def go_on() -> None:
        coordination.write(3)
        coordination.call_off(2)

    kill_while_delivering(engine, server, mailroom, tmp_path, kills=kills, workers=workers, between=go_on)
    found = count(engine, mailroom)
    assert found.lost == []
    assert found.doubled_in_silence == []
    assert found.out_of_order == []
    assert found.different_bytes == 0
    assert found.doubts <= kills


def test_two_workers_at_once_send_each_letter_once(coordination, engine, server, mailroom, tmp_path):
    kill_while_delivering(engine, server, mailroom, tmp_path, kills=0, workers=2)
    assert Counter(mailroom.recipients) == {f"p{number}@b.example": 1 for number in range(40)}
    with TestHouseSession(engine) as session:
        assert {letter.attempts for letter in session.query(Letter)} == {1}
