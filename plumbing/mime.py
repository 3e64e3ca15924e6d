"""Mails as bytes, written once and sent the same each time: seven bits, CRLF, words of RFC 2047.

The standard library's message classes need 2.5 ms for such a mail, which 300 invitations in one request
cannot afford; the tests compare every mail with what those classes make of it.
"""

import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote

CALENDAR_FILE: Final = "einladung.ics"
ODD: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)
ENCODED_BYTES: Final = 42
LINE_OF_BASE64: Final = 57
LONGEST_PLAIN: Final = 60


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What goes into one mail; `method` belongs to the calendar part, if there is one.

    `thread` is a Message-ID that all mails about the same share; no mail has it (RFC 5322 3.6.4: those who
    know none of the references still put together what shares one). `unsubscribe` is the address that takes
    a bare POST (RFC 8058). With a `boundary` enclosed files follow: the mail ends before them, open.
    """

    sender: str
    recipient: str
    name: str
    subject: str
    message_id: str
    written_at: datetime
    language: str
    text: str
    html: str
    calendar: bytes = b""
    method: str = ""
    thread: str = ""
    unsubscribe: str = ""
    boundary: str = ""


def one_line(text: str) -> str:
    """A text without line ends, control characters and signs that turn the direction of writing."""
    return ODD.sub(" ", text).strip()


def composed(mail: Mail) -> bytes:
    """The whole mail: alternatives text, HTML and calendar (last), and the calendar once more as a file."""
    mark = mail.message_id.partition("@")[0]
    alternatives = [_text_part("plain", mail.text), _text_part("html", mail.html)]
    if mail.calendar:
        alternatives.append(_calendar_part(mail.calendar, mail.method))
    body = _multipart("alternative", f"=_a{mark}", alternatives)
    files = [_calendar_file(mail.calendar)] if mail.calendar else []
    if mail.boundary:
        body = _multipart("mixed", mail.boundary, [body, *files]).removesuffix(f"--{mail.boundary}--\r\n")
    elif files:
        body = _multipart("mixed", f"=_m{mark}", [body, *files])
    return "\r\n".join([*_headers(mail), body]).encode("ascii")


def _headers(mail: Mail) -> Iterable[str]:
    yield f"From: {mail.sender}"
    yield f"To: {named_address(mail.name, mail.recipient)}"
    yield f"Subject: {encoded(one_line(mail.subject))}"
    yield f"Date: {_date(mail.written_at)}"
    yield f"Message-ID: <{mail.message_id}>"
    if mail.thread:
        yield f"References: <{mail.thread}>"
    if mail.unsubscribe:
        yield f"List-Unsubscribe:\r\n <{mail.unsubscribe}>"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    yield "Auto-Submitted: auto-generated"
    yield "X-Auto-Response-Suppress: OOF"
    yield f"Content-Language: {mail.language}"
    yield "MIME-Version: 1.0"


@lru_cache(maxsize=16)
def _date(at: datetime) -> str:
    return format_datetime(at)


@lru_cache(maxsize=256)
def encoded(text: str) -> str:
    """A header's text: as it is where it is ASCII and short, else in encoded words."""
    return text if _is_plain(text) else _words(text)


def named_address(name: str, address: str) -> str:
    """`"Vertretung Polizei" <a@b.example>`; the address alone where there is no name."""
    name = one_line(name)
    if not name:
        return address
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    shown = f'"{quoted}"' if _is_plain(name) else _words(name)
    glue = "\r\n " if "\r\n" in shown or len(shown) + len(address) > 70 else " "
    return f"{shown}{glue}<{address}>"


def _is_plain(text: str) -> bool:
    return text.isascii() and len(text) <= 66 and "=?" not in text


def _words(text: str) -> str:
    """Base64 words of RFC 2047, at most 75 characters each, none of them splitting a character."""
    pieces, piece = [], b""
    for char in text:
        more = char.encode()
        if len(piece) + len(more) > ENCODED_BYTES:
            pieces.append(piece)
            piece = b""
        piece += more
    pieces.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(each, newline=False).decode()}?=" for each in pieces)


def _multipart(kind: str, boundary: str, parts: list[str]) -> str:
    inside = "".join(f"--{boundary}\r\n{part}" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def _text_part(kind: str, text: str) -> str:
    quoted = b2a_qp(text.encode(), istext=True).decode("ascii").replace("\n", "\r\n")
    return (
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n"
    )


def _calendar_part(calendar: bytes, method: str) -> str:
    return (
        f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(calendar)}"
    )


def _calendar_file(calendar: bytes) -> str:
    return (
        f"Content-Type: application/ics; name={CALENDAR_FILE}\r\n"
        f"Content-Disposition: attachment; filename={CALENDAR_FILE}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(calendar)}"
    )


def enclosed_part(name: str, content_type: str, content: bytes) -> bytes:
    """A file as a part of a mail: to be saved, under its whole name (RFC 2231).

    Calendars that somebody encloses are no invitations of ours: no program shall book them.
    """
    safe = "application/octet-stream" if content_type.startswith("text/calendar") else content_type
    told = one_line(name)
    plain = re.sub(r'[^ -~]|["\\%;]', "_", told)[:LONGEST_PLAIN]
    whole = f'filename="{plain}"' if plain == told else ";\r\n ".join(_encoded_pieces(told))
    head = (
        f'Content-Type: {safe};\r\n name="{plain}"\r\n'
        f"Content-Disposition: attachment;\r\n {whole}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(content).replace(b"\n", b"\r\n")


def _encoded_pieces(name: str) -> Iterable[str]:
    """A name as parameters of at most 75 characters, none of them splitting an escape."""
    pieces = re.findall(r"(?:%[0-9A-F]{2}|.){1,18}", quote(name, safe=""))
    for number, piece in enumerate(pieces):
        place = f"*{number}" if len(pieces) > 1 else ""
        charset = "" if number else "utf-8''"
        yield f"filename{place}*={charset}{piece}"


def _base64(data: bytes) -> str:
    lines = (
        b2a_base64(data[start : start + LINE_OF_BASE64], newline=False).decode("ascii")
        for start in range(0, len(data), LINE_OF_BASE64)
    )
    return "\r\n".join(lines) + "\r\n"
