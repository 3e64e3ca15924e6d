"""What persons do with letters: settle a doubt, send again, let the queue go on, forget."""

import email
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import (
    Dispatch,
    Letter,
    LetterKind,
    LetterState,
    forget_old_letters,
    post,
    resend,
    settle_doubt,
)
from models.outbox import LetterBytes
from models.post_office import PostOffice, queue_of, release_queue
from plumbing import database
from plumbing.clock import frozen
from plumbing.delivery import deliver_waiting
from plumbing.letter_copies import shown
from tests import build
from tests.letters.post_office import DROP, NOW, TOKEN, event, invitation, notice


class Place:
    """A table with its coordination, an outsider and an administrator, and letters of the table."""

    def __init__(self) -> None:
        with database.job() as house:
            table = build.table(house, seats=1)
            self.body_id = table.body.id
            self.coordination = build.actor(house, table.coordinator)
            self.member = build.actor(house, table.mains[0])
            self.admin = build.actor(house, build.person(house), is_admin=True)

    def post(self, words) -> int:
        with database.job() as house:
            letter = post(house, **(words | {"body_id": self.body_id}))
            house.flush()
            return letter.id


@pytest.fixture
def place(office):
    return Place()


@pytest.fixture
def doubtful(place, mailroom):
    """A notice that the server took, but whose connection broke before the answer."""
    letter_id = place.post(notice())
    mailroom.say("DATA", DROP)
    deliver_waiting()
    return letter_id


def test_coordination_says_that_it_arrived(place, doubtful, look, engine):
    with database.job() as house:
        settle_doubt(house, house.get_one(Letter, doubtful), True, by=place.coordination, now=NOW)
    assert look(doubtful).state is LetterState.ACCEPTED
    with database.job() as house:
        assert house.get(LetterBytes, doubtful) is None
        assert house.scalar(select(func.count(Dispatch.id))) == 1
        entry = house.scalar(select(Entry).where(Entry.gesture == "settle-doubt"))
        assert entry is not None
        assert (entry.subject_id, entry.facts) == (doubtful, {"went_out": True})


def test_coordination_says_that_it_did_not_arrive(place, doubtful, look, mailroom):
    with database.job() as house:
        settle_doubt(house, house.get_one(Letter, doubtful), False, by=place.coordination, now=NOW)
    assert deliver_waiting() == {"accepted": 1}
    assert mailroom.taken[0] == mailroom.taken[1]
    assert look(doubtful).state is LetterState.ACCEPTED


@pytest.mark.parametrize("who", ["member", "admin"])
def test_nobody_else_settles_or_sends_again(place, doubtful, who):
    for gesture in (
        lambda house, letter: settle_doubt(house, letter, True, by=getattr(place, who), now=NOW),
        lambda house, letter: resend(house, letter, by=getattr(place, who), now=NOW),
    ):
        with database.job() as house, pytest.raises(NotAllowed):
            gesture(house, house.get_one(Letter, doubtful))


def test_doubt_is_settled_once(place, doubtful):
    with database.job() as house:
        letter = house.get_one(Letter, doubtful)
        settle_doubt(house, letter, True, by=place.coordination, now=NOW)
        with pytest.raises(NotAllowed):
            settle_doubt(house, letter, False, by=place.coordination, now=NOW)


def test_sending_again_makes_a_letter_of_its_own_with_the_same_words(place, mailroom, look):
    letter_id = place.post(invitation())
    mailroom.say("RCPT", "550 5.7.1 not now")
    deliver_waiting()
    with database.job() as house:
        again = resend(house, house.get_one(Letter, letter_id), by=place.coordination, now=NOW)
        again_id = again.id
    assert deliver_waiting() == {"accepted": 1}
    first, second = look(letter_id), look(again_id)
    mail = email.message_from_bytes(mailroom.taken[0][2])
    assert (first.state, second.state, second.resend) == (LetterState.FAILED, LetterState.ACCEPTED, 1)
    assert first.message_id != second.message_id
    assert mail["Message-ID"] == f"<{second.message_id}>"
    assert (second.body_id, second.order_key, second.method) == (place.body_id, first.order_key, "REQUEST")


def test_sending_again_from_doubt_settles_it(place, doubtful, look):
    with database.job() as house:
        resend(house, house.get_one(Letter, doubtful), by=place.coordination, now=NOW)
    assert look(doubtful).state is LetterState.SUPERSEDED


def test_words_that_are_gone_cannot_be_sent_again(place, doubtful):
    with database.job() as house:
        letter = house.get_one(Letter, doubtful)
        resend(house, letter, by=place.coordination, now=NOW)
        house.flush()
        letter.state = LetterState.FAILED
        with pytest.raises(RuleBroken, match="no longer kept"):
            resend(house, letter, by=place.coordination, now=NOW)


def test_outdated_invitation_is_not_sent_after_the_new_date(place, mailroom):
    letter_id = place.post(invitation())
    mailroom.say("RCPT", "550 5.1.1 unknown")
    deliver_waiting()
    place.post(invitation(calendar=event(sequence=1)))
    with database.job() as house, pytest.raises(RuleBroken, match="newer letter"):
        resend(house, house.get_one(Letter, letter_id), by=place.coordination, now=NOW)


def test_account_letters_are_never_sent_again_nor_shown(place, look):
    letter_id = place.post(invitation(kind=LetterKind.ACCOUNT, calendar=None))
    with database.job() as house:
        letter = house.get_one(Letter, letter_id)
        letter.refuse(NOW)
        for who in (place.coordination, place.admin):
            with pytest.raises(NotAllowed):
                resend(house, letter, by=who, now=NOW)
        assert shown(house, letter_id) is None


def test_stored_letter_is_shown_without_its_secret(place):
    letter_id = place.post(invitation())
    with database.job() as house:
        said = shown(house, letter_id)
    assert said is not None
    assert "https://tisch.example/app/r/…" in said.text
    assert TOKEN not in said.text + said.html
    assert said.files == ("einladung.ics",)
    deliver_waiting()
    with database.job() as house:
        assert shown(house, letter_id) is None


def test_administration_lets_the_queue_go_on(place, mailroom, look):
    letter_id = place.post(invitation())
    mailroom.say("MAIL", "550 5.7.1 sender refused")
    deliver_waiting()
    with database.job() as house, pytest.raises(NotAllowed):
        release_queue(house, by=place.coordination, now=NOW)
    with database.job() as house:
        assert queue_of(house).held_since == NOW
        release_queue(house, by=place.admin, now=NOW)
    assert deliver_waiting() == {"accepted": 1}
    assert look(letter_id).state is LetterState.ACCEPTED


def test_letters_are_forgotten_after_ninety_days_and_dispatches_are_not(place):
    place.post(invitation())
    deliver_waiting()
    with frozen(NOW + timedelta(days=60)):
        place.post(invitation(purpose="later", now=NOW + timedelta(days=60)))
    with database.job() as house:
        assert forget_old_letters(house, NOW + timedelta(days=91)) == 1
    with database.job() as house:
        assert house.scalar(select(func.count(Letter.id))) == 1
        assert house.scalar(select(func.count(Dispatch.id))) == 1
        assert house.get(PostOffice, 1) is None
