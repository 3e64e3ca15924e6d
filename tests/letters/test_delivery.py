"""Delivery over the wire: a real SMTP server that refuses, delays, disconnects; both databases."""

import hashlib
import socket
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.letters import Dispatch, Letter, LetterKind, LetterState, Way, post
from models.outbox import LetterBytes
from models.post_office import PostOffice, pause_queue, release_queue
from plumbing import database, delivery
from plumbing.clock import frozen
from plumbing.delivery import Worker, deliver_waiting
from plumbing.mail import Answer, Verdict
from plumbing.processes import is_dead, process_name
from tests import build
from tests.databases import TestHouseSession
from tests.letters.post_office import (
    DROP,
    NOW,
    TOKEN,
    Mailroom,
    Server,
    cancelling,
    event,
    invitation,
    notice,
    site,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def queue(engine):
    def read() -> PostOffice:
        with TestHouseSession(engine) as session:
            return session.get(PostOffice, 1) or PostOffice()

    return read


def after(minutes: int):
    return frozen(NOW + minutes * MINUTE)


def test_letter_arrives_with_the_bytes_that_were_stored(office, mailroom, posted, look, engine):
    letter_id = posted(**invitation())
    with TestHouseSession(engine) as session:
        stored = session.get_one(LetterBytes, letter_id).raw
    assert deliver_waiting() == {"accepted": 1}
    sender, recipient, raw = mailroom.taken[0]
    letter = look(letter_id)
    assert raw == stored
    assert (sender, recipient) == ("termine@tisch.example", "polizei@musterstadt.example")
    assert hashlib.sha256(raw).hexdigest() == letter.sha256
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.ACCEPTED, NOW, 1)
    assert (letter.smtp_code, letter.enhanced_code) == (250, "2.0.0")


def test_bytes_go_and_the_record_stays_once_it_is_accepted(office, posted, engine):
    letter_id = posted(**invitation())
    posted(**invitation(to="a@b.example", kind=LetterKind.ACCOUNT, calendar=None))
    deliver_waiting()
    with TestHouseSession(engine) as session:
        assert session.get(LetterBytes, letter_id) is None
        (record,) = session.scalars(select(Dispatch))
    assert (record.template, record.sequence, record.sent_on) == ("meetings/invitation", 0, NOW.date())


def test_dots_at_the_beginning_of_a_line_survive(office, mailroom, posted):
    posted(**invitation(facts=invitation()["facts"] | {"place": ". ein Punkt", "signature": ".."}))
    deliver_waiting()
    assert b"\r\n. ein Punkt\r\n" in mailroom.taken[0][2]


def test_one_connection_serves_many_letters(office, mailroom, posted):
    for number in range(5):
        posted(**invitation(to=f"p{number}@b.example"))
    mailroom.say("RCPT", "250 OK", "550 5.1.1 unknown")
    assert deliver_waiting() == {"accepted": 4, "refused": 1}
    assert mailroom.connections == 1


@pytest.mark.parametrize("place", ["MAIL", "RCPT", "DATA"])
def test_temporary_refusal_is_tried_again_after_a_minute(office, mailroom, posted, look, place):
    letter_id = posted(**invitation())
    mailroom.say(place, "451 4.7.1 greylisted")
    deliver_waiting()
    letter = look(letter_id)
    assert (letter.state, letter.attempts, letter.next_try_at) == (LetterState.QUEUED, 1, NOW + MINUTE)
    assert (letter.smtp_code, letter.enhanced_code) == (451, "4.7.1")
    assert deliver_waiting() == {}
    with after(1):
        assert deliver_waiting() == {"accepted": 1}
    assert len(mailroom.taken) == 1


@pytest.mark.parametrize("place", ["RCPT", "DATA"])
def test_final_refusal_fails_the_letter_and_no_other(office, mailroom, posted, look, place):
    first, second = posted(**invitation()), posted(**invitation(to="a@b.example"))
    mailroom.say(place, f"550 5.1.1 unknown, see https://b.example/{TOKEN}")
    assert deliver_waiting() == {"refused": 1, "accepted": 1}
    letter = look(first)
    assert (letter.state, letter.smtp_code, letter.final_at) == (LetterState.FAILED, 550, NOW)
    assert "check the address" in letter.advice
    assert TOKEN not in letter.last_text
    assert look(second).state is LetterState.ACCEPTED


@pytest.mark.parametrize(
    ("place", "answer"),
    [("MAIL", "550 5.7.1 sender refused"), ("MAIL", "530 5.7.0 sign in"), ("RCPT", "530 5.7.0 sign in")],
)
def test_refused_sender_holds_the_whole_queue_and_costs_no_attempt(
    office, mailroom, posted, look, queue, place, answer
):
    ids = [posted(**invitation(to=f"p{number}@b.example")) for number in range(3)]
    mailroom.say(place, answer)
    assert deliver_waiting() == {"trouble": 1}
    later = posted(**invitation(to="later@b.example"))
    assert deliver_waiting() == {}
    assert [look(each).state for each in (*ids, later)] == [LetterState.HELD] * 4
    assert look(ids[0]).attempts == 0
    assert queue().held_since == NOW
    with after(16):
        assert deliver_waiting() == {"accepted": 4}
    assert queue().held_since is None


def test_trouble_that_lasts_keeps_the_moment_it_began(office, mailroom, posted, queue):
    posted(**invitation())
    mailroom.say("MAIL", "550 no", "550 no")
    deliver_waiting()
    with after(16):
        assert deliver_waiting() == {"trouble": 1}
    assert queue().held_since == NOW
    assert queue().resume_at == NOW + 46 * MINUTE


@pytest.mark.parametrize("place", ["MAIL", "RCPT", "DATA"])
def test_421_makes_all_wait_and_then_go_on(office, mailroom, posted, look, queue, place):
    first, second = posted(**invitation()), posted(**invitation(to="a@b.example"))
    mailroom.say(place, "421 4.3.2 busy")
    assert deliver_waiting() == {"pause": 1}
    assert deliver_waiting() == {}
    assert look(first).state is look(second).state is LetterState.QUEUED
    assert (queue().held_since, queue().resume_at) == (None, NOW + MINUTE)
    with after(1):
        assert deliver_waiting() == {"accepted": 2}
    assert mailroom.recipients == ["a@b.example", "polizei@musterstadt.example"]


def test_421_on_a_kept_connection_is_answered_by_a_new_one(office, mailroom, posted):
    for number in range(2):
        posted(**invitation(to=f"p{number}@b.example"))
    mailroom.say("MAIL", "250 OK", "421 4.7.0 enough for one connection")
    assert deliver_waiting() == {"accepted": 2}
    assert mailroom.connections == 2


@pytest.mark.parametrize("place", ["MAIL", "RCPT"])
def test_connection_lost_before_data_is_no_doubt(office, mailroom, posted, look, place):
    letter_id = posted(**notice())
    mailroom.say(place, DROP)
    assert deliver_waiting() == {"later": 1}
    assert (look(letter_id).state, look(letter_id).doubts) == (LetterState.QUEUED, 0)


def test_connection_lost_after_data_sends_an_invitation_again_with_the_same_bytes(
    office, mailroom, posted, look
):
    letter_id = posted(**invitation())
    mailroom.say("DATA", DROP)
    assert deliver_waiting() == {"doubt": 1, "accepted": 1}
    first, second = mailroom.taken
    assert first == second
    assert (look(letter_id).state, look(letter_id).doubts) == (LetterState.ACCEPTED, 1)


def test_second_doubt_waits_for_a_person(office, mailroom, posted, look):
    letter_id = posted(**invitation())
    mailroom.say("DATA", DROP, DROP)
    assert deliver_waiting() == {"doubt": 2}
    assert look(letter_id).state is LetterState.UNKNOWN
    with after(600):
        assert deliver_waiting() == {}


def test_content_in_doubt_waits_for_a_person(office, mailroom, posted, look):
    letter_id = posted(**notice())
    mailroom.say("DATA", DROP)
    assert deliver_waiting() == {"doubt": 1}
    assert look(letter_id).state is LetterState.UNKNOWN
    assert len(mailroom.taken) == 1


def test_slow_server_is_waited_for(office, mailroom, posted):
    posted(**invitation())
    mailroom.say("DATA", 1.5)
    assert deliver_waiting() == {"accepted": 1}
    assert len(mailroom.taken) == 1


def test_answer_that_does_not_come_in_time_is_a_doubt(office, mailroom, posted, look, monkeypatch):
    monkeypatch.setattr("plumbing.mail.ANSWER_TIMEOUT", 0.2)
    letter_id = posted(**notice())
    mailroom.say("DATA", 1.0)
    assert deliver_waiting() == {"doubt": 1}
    assert look(letter_id).state is LetterState.UNKNOWN


def test_server_that_is_away_is_tried_again(office, server, posted, look):
    first, second = posted(**invitation()), posted(**invitation(to="a@b.example"))
    office.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    assert deliver_waiting() == {"later": 1}
    assert [look(each).attempts for each in (first, second)] == [1, 0]
    assert look(first).smtp_code is None
    office.config["SMTP_URL"] = server.url
    with after(1):
        assert deliver_waiting() == {"accepted": 2}


def test_newer_date_waits_while_the_older_letter_is_in_doubt(office, mailroom, posted, look, engine):
    old = posted(**invitation())
    mailroom.say("DATA", DROP, DROP)
    deliver_waiting()
    new = posted(**invitation(calendar=event(sequence=1)))
    assert deliver_waiting() == {}
    with database.job() as house:
        house.get_one(Letter, old).accept(NOW)
    assert deliver_waiting() == {"accepted": 1}
    assert look(new).state is LetterState.ACCEPTED


def test_cancellation_never_overtakes_the_invitation(office, mailroom, posted, look):
    old = posted(**invitation())
    mailroom.say("DATA", DROP, DROP)
    deliver_waiting()
    posted(**invitation(calendar=cancelling(), purpose="cancel"))
    assert deliver_waiting() == {}
    with database.job() as house:
        house.get_one(Letter, old).put_back(NOW)
    assert deliver_waiting() == {"accepted": 2}
    assert [b"METHOD:CANCEL" in calendar_of(raw) for _, _, raw in mailroom.taken[-2:]] == [False, True]
    assert look(old).state is LetterState.ACCEPTED


def test_what_the_server_put_off_is_taken_back_by_a_cancellation(office, mailroom, posted, look):
    old = posted(**invitation())
    mailroom.say("RCPT", "451 later")
    deliver_waiting()
    gone = posted(**invitation(calendar=cancelling(), purpose="cancel"))
    with after(1):
        assert deliver_waiting() == {}
    assert look(old).state is look(gone).state is LetterState.SUPERSEDED


def calendar_of(raw: bytes) -> bytes:
    import email

    part = next(
        part for part in email.message_from_bytes(raw).walk() if part.get_content_type() == "text/calendar"
    )
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@pytest.mark.parametrize(
    "verdict", [Verdict.LATER, Verdict.REFUSED, Verdict.DOUBT, Verdict.TROUBLE, Verdict.PAUSE]
)
def test_late_report_of_a_worker_thought_dead_changes_nothing(office, posted, look, verdict):
    letter_id = posted(**notice())
    worker = Worker()
    assert worker.first() is not None
    with frozen(NOW + delivery.LEASE + MINUTE), database.job() as house:
        house.get_one(Letter, letter_id).worker = "some other machine"
        assert delivery.recover(house, NOW + delivery.LEASE + MINUTE) == 1
    with database.job() as house:
        delivery.settle(house, letter_id, Answer(verdict), worker.name, NOW)
    assert look(letter_id).state is LetterState.UNKNOWN


def test_late_report_that_it_was_taken_settles_the_doubt(office, posted, look):
    letter_id = posted(**notice())
    with database.job() as house:
        house.get_one(Letter, letter_id).doubt(NOW)
    with database.job() as house:
        delivery.settle(house, letter_id, Answer(Verdict.ACCEPTED, 250), "thought dead", NOW)
    assert look(letter_id).state is LetterState.ACCEPTED


def test_letter_of_a_living_worker_is_left_to_it(office, posted, look):
    letter_id = posted(**notice())
    Worker().first()
    assert deliver_waiting() == {}
    assert look(letter_id).state is LetterState.SENDING


def test_worker_that_stumbled_clears_up_after_itself(office, mailroom, posted, look, monkeypatch):
    letter_id, worker = posted(**notice()), Worker()

    def stumble(*_given: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "settle", stumble)
        with pytest.raises(RuntimeError):
            deliver_waiting(worker)
    assert look(letter_id).state is LetterState.SENDING
    deliver_waiting(worker)
    assert look(letter_id).state is LetterState.UNKNOWN


def test_secret_of_an_account_letter_goes_when_it_fails(office, mailroom, posted, engine):
    letter_id = posted(**invitation(kind=LetterKind.ACCOUNT, calendar=None))
    mailroom.say("RCPT", "550 5.1.1 unknown")
    deliver_waiting()
    with TestHouseSession(engine) as session:
        assert session.get(LetterBytes, letter_id) is None


def test_letter_of_another_machine_waits_for_its_lease(office, posted, look):
    letter_id = posted(**notice())
    Worker().first()
    with database.job() as house:
        house.get_one(Letter, letter_id).worker = "another machine 7"
    deliver_waiting()
    assert look(letter_id).state is LetterState.SENDING
    with frozen(NOW + delivery.LEASE + MINUTE):
        deliver_waiting()
    assert look(letter_id).state is LetterState.UNKNOWN


def test_process_names_tell_the_dead_from_the_living():
    mine = process_name(1)
    assert mine is not None
    assert not is_dead(mine)
    assert is_dead(f"{mine}0")
    assert is_dead(" ".join([*mine.split(" ")[:2], "4194304", "1"]))
    assert not is_dead("elsewhere 4026531836 1 5")
    assert not is_dead(None)


@pytest.mark.parametrize(
    "url",
    ["smtp://user:word@{}", "smtp://us%C3%A4:word@{}", "smtp://{}?starttls=1", "smtps://{}"],
    ids=["no way to sign in", "name not in ASCII", "no encryption offered", "not encrypted at all"],
)
def test_wrong_settings_hold_the_queue(office, server, posted, look, queue, url):
    office.config["SMTP_URL"] = url.format(f"127.0.0.1:{server.port}")
    letter_id = posted(**invitation())
    assert deliver_waiting() == {"trouble": 1}
    assert look(letter_id).state is LetterState.HELD
    assert queue().held_since == NOW


@pytest.mark.parametrize("url", ["http://b.example", "smtp://b.example:port", "b.example:25"])
def test_broken_address_of_the_mail_server_is_said_before_a_letter_is_taken(office, posted, look, url):
    office.config["SMTP_URL"] = url
    letter_id = posted(**invitation())
    with pytest.raises(ValueError, match=r"SMTP_URL|Port"):
        deliver_waiting()
    assert look(letter_id).state is LetterState.QUEUED


def test_server_that_is_not_ready_is_not_asked_for_each_letter(office, server, posted, look):
    ids = [posted(**invitation(to=f"p{number}@b.example")) for number in range(3)]
    with socket.create_server(("127.0.0.1", 0)) as door:
        office.config["SMTP_URL"] = f"smtp://127.0.0.1:{door.getsockname()[1]}"
        threading.Thread(target=greet, args=(door, b"450 4.3.2 not ready\r\n"), daemon=True).start()
        assert deliver_waiting() == {"later": 1}
    assert [look(each).attempts for each in ids] == [1, 0, 0]


def greet(door: socket.socket, words: bytes) -> None:
    caller, _ = door.accept()
    caller.sendall(words)
    caller.close()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_wrong_password_holds_the_queue_and_a_right_one_signs_in(engine, tmp_path, posted):
    from aiosmtpd.smtp import AuthResult

    def check(server, session, envelope, mechanism, data):
        right = data.password == b"the right / word"
        return AuthResult(success=right, handled=right)

    room = Mailroom()
    guarded = Server(room, authenticator=check, auth_required=True, auth_require_tls=False)
    guarded.start()
    at = f"127.0.0.1:{guarded.port}"
    url = engine.url.render_as_string(hide_password=False)
    app = site(url, tmp_path, engine, SMTP_URL=f"smtp://us:wrong@{at}")
    try:
        with app.app_context(), frozen(NOW):
            posted(**invitation())
            assert deliver_waiting() == {"trouble": 1}
            app.config["SMTP_URL"] = f"smtp://us:the%20right%20%2F%20word@{at}"
            with after(16):
                assert deliver_waiting() == {"accepted": 1}
    finally:
        guarded.stop()
    assert len(room.taken) == 1


def test_letter_that_the_database_loses_touch_of_is_noted_later(office, mailroom, posted, look, monkeypatch):
    """The server's answer is not lost because the database is busy for a moment."""
    from sqlalchemy.exc import OperationalError

    letter_id = posted(**notice())
    honest, calls = delivery.settle, []

    def busy(*given):
        calls.append(given)
        if len(calls) < 3:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return honest(*given)

    monkeypatch.setattr(delivery, "settle", busy)
    monkeypatch.setattr(delivery.time, "sleep", lambda _seconds: None)
    assert deliver_waiting() == {"accepted": 1}
    assert look(letter_id).state is LetterState.ACCEPTED
    assert len(mailroom.taken) == 1


def test_idle_look_takes_no_lock(office, engine, statements):
    with statements() as seen:
        assert deliver_waiting() == {}
    assert all(statement.lstrip().startswith("SELECT") for statement in seen)


def test_posting_goes_on_while_a_letter_is_handed_over(office, mailroom, posted, look):
    """No transaction is open during the dialogue with the mail server."""
    posted(**invitation())
    worker = Worker()
    task = worker.first()
    assert task is not None
    with database.job() as house:
        post(house, **invitation(to="a@b.example"))
    worker.next(task, Answer(Verdict.ACCEPTED, 250))


def test_nothing_goes_out_while_all_sending_is_stopped(office, mailroom, posted, queue):
    posted(**notice())
    with database.job() as house:
        admin = build.actor(house, build.person(house), is_admin=True)
        pause_queue(house, by=admin, now=NOW)
    assert deliver_waiting() == {}
    assert queue().is_stopped
    with database.job() as house:
        release_queue(house, by=admin, now=NOW)
    assert deliver_waiting() == {"accepted": 1}


def test_newer_letter_goes_once_the_recipient_of_a_doubtful_one_was_told_otherwise(office, posted, look):
    older = posted(**invitation())
    newer = posted(**invitation(purpose="move", calendar=event(sequence=1)))
    with database.job() as house:
        letter = house.get_one(Letter, older)
        letter.state, letter.next_try_at = LetterState.UNKNOWN, None
    assert deliver_waiting() == {}
    with database.job() as house:
        house.get_one(Letter, older).reached_by = Way.PHONE
    assert deliver_waiting() == {"accepted": 1}
    assert look(newer).state is LetterState.ACCEPTED
