"""What becomes of a letter: pauses, giving up, doubt, and what the coordination reads about it."""

from datetime import timedelta

import pytest

from models.letters import Letter, LetterKind, LetterState, draft
from models.post_office import PostOffice
from tests.letters.post_office import NOW, invitation, notice


def letter(**more) -> Letter:
    return draft(**invitation(**more)).letter


def test_pauses_grow_and_the_letter_is_given_up_after_three_days():
    made, now, pauses = letter(), NOW, []
    while made.state is LetterState.QUEUED:
        made.postpone(now)
        if made.next_try_at:
            pauses.append((made.next_try_at - now) // timedelta(minutes=1))
            now = made.next_try_at
    assert pauses[:6] == [1, 5, 15, 60, 240, 240]
    assert set(pauses[4:]) == {240}
    assert timedelta(hours=68) < now - NOW <= timedelta(hours=72)
    assert made.state is LetterState.FAILED
    assert made.advice.startswith("It could not be delivered within three days")


@pytest.mark.parametrize("kind", [LetterKind.CALENDAR, LetterKind.REMINDER, LetterKind.ACCOUNT])
def test_doubt_lets_a_letter_go_again_once(kind):
    made = letter(kind=kind, calendar=None)
    made.doubt(NOW)
    assert (made.state, made.next_try_at) == (LetterState.QUEUED, NOW)
    assert "once more" in made.advice
    made.doubt(NOW)
    assert (made.state, made.next_try_at) == (LetterState.UNKNOWN, None)


def test_letter_that_went_again_says_that_it_came_twice_perhaps():
    made = letter()
    made.doubt(NOW)
    made.note(250, "2.0.0", "taken")
    made.accept(NOW)
    assert "perhaps arrived twice" in made.advice


def test_letter_that_a_person_settled_came_once():
    made = draft(**notice()).letter
    made.doubt(NOW)
    made.accept(NOW)
    assert made.advice == "The recipient's mail server has taken it."


def test_doubt_about_content_waits_for_a_person():
    made = draft(**notice()).letter
    made.doubt(NOW)
    assert made.state is LetterState.UNKNOWN
    assert "ask the recipient" in made.advice


def test_trouble_of_the_queue_costs_a_letter_no_attempt():
    made = letter()
    made.take("worker", NOW, timedelta(minutes=20))
    made.put_back(NOW)
    assert (made.state, made.attempts, made.worker, made.lease_until) == (LetterState.QUEUED, 0, None, None)


def test_letter_is_late_after_an_hour():
    made = letter()
    assert not made.is_late(NOW + timedelta(minutes=60))
    assert made.is_late(NOW + timedelta(minutes=61))
    made.accept(NOW)
    assert not made.is_late(NOW + timedelta(days=1))


@pytest.mark.parametrize("state", LetterState)
def test_each_state_has_a_word_and_advice(state):
    made = letter()
    made.state = state
    assert made.advice
    assert state.label


def test_held_queue_tries_the_way_ever_more_rarely_and_back_off_ends_by_itself():
    queue, pauses = PostOffice(), []
    for _ in range(4):
        queue.hold(535, "no", NOW)
        assert queue.resume_at is not None
        pauses.append((queue.resume_at - NOW) // timedelta(minutes=1))
    assert pauses == [15, 30, 60, 60]
    assert queue.held_since == NOW
    queue.open()
    assert queue.reason == "Letters are being sent."
    queue.back_off(421, "later", NOW)
    assert (queue.held_since, queue.resume_at) == (None, NOW + timedelta(minutes=1))


def test_every_template_has_a_title():
    for name in ("meetings/invitation", "meetings/off_list", "minutes/circulated"):
        assert letter(template=name).title != "Letter"
