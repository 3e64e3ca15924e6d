"""Mails as they come in: replies of every calendar program, bounces, absence notes, and anything else."""

import random
import time
from datetime import UTC, datetime

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.incoming_mail import MailKind
from plumbing.mail_parts import MOST_PARTS, parts_of
from plumbing.mail_reading import read_mail
from tests.letters.mails_in import ADDRESS, SAMPLES, UID, US, mutated, sample

STAMP = datetime(2026, 9, 2, 7, 0, 3, tzinfo=UTC)
KINDS = {
    "absence": MailKind.AUTOMATIC,
    "attendee_cancels": MailKind.OTHER,
    "bounce": MailKind.BOUNCE,
    "forwarded_reply": MailKind.OTHER,
    "outlook_counter": MailKind.COUNTER,
    "report_delivered": MailKind.AUTOMATIC,
    "written_by_hand": MailKind.OTHER,
}
STATUS = {
    "apple_accept": ("ACCEPTED", ""),
    "bare_root": ("ACCEPTED", ""),
    "exchange_accept": ("ACCEPTED", "Ich komme etwas später."),
    "exchange_decline_with_comment": (
        "DECLINED",
        "Terminkollision, wir haben an dem Tag einen Einsatz.\nGerne beim nächsten Mal.",
    ),
    "gmail_tentative": ("TENTATIVE", "Ich warte auf die Freigabe"),
    "nextcloud_accept": ("ACCEPTED", ""),
    "outlook_on_behalf": ("ACCEPTED", ""),
    "outlook_rich_comment": ("TENTATIVE", "Bin noch im Urlaub.\nMelde mich."),
    "thunderbird_decline": ("DECLINED", ""),
    "thunderbird_delegated": ("DELEGATED", ""),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_taken_for_what_it_is(name):
    wanted = next((kind for start, kind in KINDS.items() if name.startswith(start)), MailKind.REPLY)
    mail = read_mail(sample(name))
    assert mail.kind is wanted, mail.reason
    assert US in mail.recipients
    assert mail.sent_at is not None


@pytest.mark.parametrize("name", STATUS)
def test_status_and_comment_of_every_program_are_read(name):
    reply = read_mail(sample(name)).reply
    assert reply is not None
    attending = next(each for each in reply.attendees if each.address == ADDRESS)
    assert (attending.partstat, reply.comment) == STATUS[name]
    assert (reply.uid, reply.stamp) == (UID, STAMP)


@pytest.mark.parametrize("name", STATUS)
def test_a_full_parser_finds_the_same(name):
    (part, *_) = [each for each in parts_of(sample(name)).walk() if each.content_type == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(part.content).walk("VEVENT")
    reply = read_mail(sample(name)).reply
    assert reply is not None
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    found = [(str(each).lower().removeprefix("mailto:"), each.params["PARTSTAT"]) for each in attendees]
    assert [(each.address, each.partstat) for each in reply.attendees] == found
    assert reply.stamp == event["DTSTAMP"].dt


def test_a_delegate_is_read_with_her_name():
    reply = read_mail(sample("thunderbird_delegated")).reply
    assert reply is not None
    delegator, delegate = reply.attendees
    assert delegator.delegated_to == delegate.address == "fachkraft@polizei.example"
    assert (delegate.delegated_from, delegate.name) == (ADDRESS, "Fachkraft Prävention")


def test_the_time_of_a_proposal_is_berlins_whatever_zone_the_mail_defines():
    reply = read_mail(sample("outlook_counter")).reply
    assert reply is not None
    assert reply.starts_at == datetime(2026, 9, 29, 12, 0, tzinfo=UTC)
    assert reply.comment == "Nachmittags wäre es besser."


@pytest.mark.parametrize(
    ("name", "final", "enhanced", "code", "words"),
    [
        ("bounce_postfix", True, "5.1.1", 550, "Recipient address rejected"),
        ("bounce_exchange", True, "5.1.10", 550, "RecipientNotFound"),
        ("bounce_untidy", True, "5.2.2", 552, "Mailbox full"),
        ("bounce_delayed", False, "4.4.1", 450, "Connection timed out"),
        ("bounce_untidy_delay", False, "4.7.1", 451, "Greylisted"),
    ],
)
def test_bounces_tell_code_and_words(name, final, enhanced, code, words):
    mail = read_mail(sample(name))
    (failure,) = mail.failures
    assert (failure.is_final, failure.enhanced_code, failure.code) == (final, enhanced, code)
    assert words in failure.words
    assert mail.quoted_ids == {"a" * 24 + "@tisch.example"}


def test_secrets_in_the_words_of_a_mail_server_are_masked():
    (failure,) = read_mail(sample("bounce_postfix")).failures
    assert "aBcD-efgh" not in failure.words


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00" * 50, b"nothing of a mail", b"\xff\xfe" * 1000])
def test_what_is_no_mail_is_said_to_be_none(raw):
    assert read_mail(raw).kind in (MailKind.UNREADABLE, MailKind.OTHER)


def test_a_contradiction_between_part_and_object_is_no_answer():
    raw = sample("bare_root").replace(b"METHOD:REPLY", b"METHOD:REQUEST")
    assert read_mail(raw).kind is MailKind.OTHER


def deep(levels: int) -> bytes:
    start = b'Content-Type: multipart/mixed; boundary="a"\n\n'
    nested = (
        b"--" + b"a" * n + b"\nContent-Type: multipart/mixed; boundary=" + b"a" * (n + 1) + b"\n\n"
        for n in range(1, levels)
    )
    return start + b"".join(nested)


MADE_TO_HURT = {
    "brackets": b"From: " + b"(" * 50000 + b"\n\n",
    "quotes": b"From: " + b'"\\' * 30000 + b"\n\nx",
    "words": b"Subject: " + b"=?utf-8?q?" * 5000 + b"\n\n",
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 250000,
    "depth": deep(1200),
    "empty lines": b"Subject: x\n" + b"\n" * 1_000_000,
    "folds": b"Content-Type: text/calendar\n\n" + b"x\n " * 300000,
    "parameters": b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nA"
    + b";B=," * 60000,
    "begins": b"Content-Type: text/calendar; method=REPLY\n\n" + b"BEGIN:VEVENT\n" * 60000,
    "tags": sample("exchange_decline_with_comment")
    .replace(b"<p>", b"<" * 200000)
    .replace(b"COMMENT", b"X-C"),
    "report": b"Content-Type: message/delivery-status\nFrom: a@b.example\n\n" + b"Action: failed\n\n" * 60000,
    "digits": b"From: mailer-daemon@x.example\nSubject: undeliverable\n\n" + b"5.1" * 300000,
}


@pytest.mark.parametrize("name", MADE_TO_HURT)
def test_mails_made_to_hurt_take_no_time(name):
    begun = time.process_time()
    mail = read_mail(MADE_TO_HURT[name])
    assert time.process_time() - begun < 2
    assert len(mail.failures) <= 50
    assert sum(1 for _ in parts_of(MADE_TO_HURT[name]).walk()) <= MOST_PARTS + 16


def test_500_mutated_mails_give_an_answer():
    chance = random.Random(20260901)
    begun = time.process_time()
    for number in range(500):
        raw = mutated(sample(SAMPLES[number % len(SAMPLES)]), chance)
        assert read_mail(raw).kind in MailKind
    assert time.process_time() - begun < 20


@settings(max_examples=150)
@given(st.binary(max_size=2000))
def test_any_bytes_give_an_answer(raw):
    assert read_mail(raw).kind in MailKind
    assert (
        read_mail(b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\n" + raw).kind
        in MailKind
    )
