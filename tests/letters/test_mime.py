"""Mails as bytes: the same for every parser, seven bits, and no way into the headers."""

import email
import email.policy
import random
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest

from plumbing.mime import Mail, composed, one_line

CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Gespr\xc3\xa4ch\r\nEND:VCALENDAR\r\n"
NASTY = [
    "\r",
    "\n",
    "\r\n",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\ud800",
    ":",
    "<",
    ">",
    '"',
    "\\",
    ",",
]
PLAIN = [
    "=?utf-8?q?x?=",
    "Bcc: a@b.example",
    "ä",
    "ß",
    "*",
    "Klient*innen",
    "–",
    "😀",
    "a" * 80,
    " ",
    ";",
    "()",
    "@",
    ".",
]


def mail(**more: Any) -> Mail:
    said: dict[str, Any] = {
        "sender": "termine@tisch.example",
        "recipient": "polizei@musterstadt.example",
        "name": "Vertretung Polizei",
        "subject": "Einladung zur Sitzung am 29.09.2026",
        "message_id": "0123456789abcdef01234567@tisch.example",
        "written_at": datetime(2026, 9, 1, 8, 0, tzinfo=UTC),
        "language": "de",
        "text": "Guten Tag,\n\nwir laden ein: https://tisch.example/r/abc\n",
        "html": '<!doctype html>\n<html lang="de"><body><p>Grüße</p></body></html>\n',
        "calendar": CALENDAR,
        "method": "REQUEST",
    }
    return Mail(**(said | more))


def read(raw: bytes) -> EmailMessage:
    made = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


def by_the_library(given: Mail) -> EmailMessage:
    """The same mail as the standard library's own classes build it."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["Subject"] = given.subject
    made.set_content(given.text)
    made.add_alternative(given.html, subtype="html")
    made.add_alternative(
        given.calendar,
        maintype="text",
        subtype="calendar",
        params={"method": given.method, "charset": "utf-8"},
    )
    made.add_attachment(given.calendar, maintype="application", subtype="ics", filename="einladung.ics")
    return read(made.as_bytes())


def shape(made: EmailMessage) -> list[tuple[str, str | None]]:
    return [(part.get_content_type(), part.get_filename()) for part in made.walk()]


def content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.replace(b"\r\n", b"\n")


def test_mail_reads_like_the_one_that_the_standard_library_builds():
    given = mail(text="Grüße an alle Klient*innen\n.\nFrom here\n" + "ein langes Wort " * 30 + "\n")
    ours, theirs = read(composed(given)), by_the_library(given)
    assert shape(ours) == shape(theirs)
    for mine, other in zip(ours.walk(), theirs.walk(), strict=True):
        if not mine.is_multipart():
            assert content(mine) == content(other)
            assert not mine.defects
    assert not ours.defects


def test_calendar_stands_last_among_the_alternatives_in_base64_with_its_method():
    made = read(composed(mail()))
    mixed, alternative, *_ = list(made.walk())
    part = list(alternative.iter_parts())[-1]
    assert mixed.get_content_type() == "multipart/mixed"
    assert [each.get_content_type() for each in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert (part.get_param("method"), part["Content-Transfer-Encoding"]) == ("REQUEST", "base64")
    assert part["Content-Disposition"] is None
    assert part.get_payload(decode=True) == CALENDAR


def test_letter_without_calendar_is_a_plain_alternative():
    made = read(composed(mail(calendar=b"", method="")))
    assert [part.get_content_type() for part in made.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_mail_is_seven_bit_with_crlf_and_short_lines():
    raw = composed(
        mail(subject="Ü" * 120, name="Große Ämter" * 9, text="ä" * 900 + "\n", html="<p>" + "ö" * 900)
    )
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 100


def test_headers_keep_absence_notes_away_and_the_message_id_short():
    made = read(composed(mail()))
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["X-Auto-Response-Suppress"] == "OOF"
    assert made["Message-ID"] == "<0123456789abcdef01234567@tisch.example>"
    assert len(made["Message-ID"]) < 60
    assert made["Date"] == "Tue, 01 Sep 2026 08:00:00 +0000"
    assert {"Bcc", "Cc", "Precedence"}.isdisjoint(made.keys())


@pytest.mark.parametrize(
    "subject",
    [
        "Beratung für Klient*innen und Sexarbeiter*innen am 08.09.2026 – an alle Vertreter*innen der Ämter",
        "Einladung an alle Teilnehmer*innen",
        "=?utf-8?b?QmNj?= ist kein Wort von uns",
        "😀" * 40,
    ],
)
def test_subject_survives(subject):
    assert read(composed(mail(subject=subject)))["Subject"] == subject


@pytest.mark.parametrize(
    "name",
    [
        'Ämter, "Haus 5"; Süd',
        "Vertretung (Polizei)",
        "a\\b",
        "Ministerium für " + "Soziales " * 9,
        "<x@y.example>",
    ],
)
def test_name_survives_and_the_address_is_alone(name):
    made = read(composed(mail(name=name)))
    (to,) = made["To"].addresses
    shown, address = parseaddr(raw_header(made, "To"))
    assert str(make_header(decode_header(shown))) == name.strip()
    assert address == to.addr_spec == "polizei@musterstadt.example"


def raw_header(made: EmailMessage, name: str) -> str:
    """The header as it stands in the mail: the library's own reading puts blanks between encoded words."""
    return next(value for key, value in made.raw_items() if key == name)


def test_nothing_typed_reaches_the_headers():
    """Whatever stands in a name or subject: the same headers, one recipient, the same parts."""
    dice = random.Random(2026)
    honest = read(composed(mail()))
    for _ in range(500):
        name, subject = ("".join(dice.choices(NASTY + PLAIN, k=dice.randint(1, 9))) for _ in range(2))
        made = read(composed(mail(name=name, subject=subject)))
        assert made.keys() == honest.keys()
        assert [each.addr_spec for each in made["To"].addresses] == ["polizei@musterstadt.example"]
        assert shape(made) == shape(honest)
        assert " ".join(made["Subject"].split()) == " ".join(one_line(subject).split())
        assert not made.defects
