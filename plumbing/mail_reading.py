"""What a raw mail is: a calendar reply, a bounce, an absence note, something else. Pure, and never raises."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final

from models.incoming_mail import CalendarReply, IncomingMail, MailKind
from plumbing.bounce_reading import failures_in, is_report, looks_like_a_bounce, quoted_ids
from plumbing.calendar_lines import CalendarObject, calendar_object, reply_in
from plumbing.mail_parts import Part, parts_of

CALENDAR_TYPES: Final = ("text/calendar", "application/ics", "text/x-vcalendar")
OBJECT: Final = re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE)
AUTOMATIC_SUBJECT: Final = re.compile(
    r"(?i)\A\s*(automatische antwort|automatic reply|auto(-?reply|:)|out of (the )?office|abwesen|"
    r"abwesend|ich bin (derzeit )?nicht (im haus|erreichbar)|réponse automatique)"
)
BULK: Final = ("bulk", "junk", "list", "auto_reply", "auto-reply")
TAG: Final = re.compile(r"<[^<>]{0,500}>")
QUOTED: Final = re.compile(
    r"(?mi)^[ \t]*(-{3,}.{0,40}(original|ursprünglich|termin|appointment|weitergeleit).*|_{10,}[ \t]*|"
    r"(von|from|gesendet|sent|when|wann|wo|where):[ \t].*|\*~\*~\*.*|>.*|-- ?)$"
)
NOT_OURS: Final = ("REQUEST", "CANCEL", "PUBLISH", "ADD", "REFRESH", "DECLINECOUNTER")
RECIPIENT_HEADERS: Final = (
    *("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"),
    *("original-recipient", "x-real-to"),
)


def read_mail(raw: bytes) -> IncomingMail:
    """What the mail is; of a mail that is longer than 1 MiB the beginning counts."""
    if not raw.strip():
        return IncomingMail(kind=MailKind.UNREADABLE, reason="empty")
    mail = parts_of(raw)
    if not mail.headers:
        return IncomingMail(kind=MailKind.UNREADABLE, reason="no headers")
    return replace(
        _judged(mail),
        sent_at=_date(mail),
        senders=mail.addresses("from", "sender", "reply-to"),
        recipients=frozenset(mail.addresses(*RECIPIENT_HEADERS)),
    )


def _judged(mail: Part) -> IncomingMail:
    if is_report(mail) or looks_like_a_bounce(mail):
        failures = failures_in(mail)
        if not failures:
            return IncomingMail(kind=MailKind.AUTOMATIC, reason="report of a delivery that did not fail")
        ids = quoted_ids(mail)
        return IncomingMail(kind=MailKind.BOUNCE, reason="bounce", failures=failures, quoted_ids=ids)
    if mail.content_type == "multipart/report":
        return IncomingMail(kind=MailKind.AUTOMATIC, reason="report")
    for part, found in _calendars(mail):
        given = _calendar_mail(mail, part, found)
        if given is not None:
            return given
    if _is_automatic(mail):
        return IncomingMail(kind=MailKind.AUTOMATIC, reason="absence note or other automatic mail")
    return IncomingMail(kind=MailKind.OTHER, reason="no calendar reply")


def _calendars(mail: Part) -> Iterator[tuple[Part, CalendarObject]]:
    """Calendar objects of the mail, those first whose part says REPLY."""
    parts = [part for part in mail.walk() if _may_hold_a_calendar(part)]
    parts.sort(key=lambda part: part.parameters.get("method", "").upper() != "REPLY")
    for part in parts[:5]:
        yield part, calendar_object(part.text)


def _may_hold_a_calendar(part: Part) -> bool:
    if part.content_type in CALENDAR_TYPES:
        return True
    named = part.parameters.get("name", "") + part.header("content-disposition")
    return part.content_type == "application/octet-stream" and ".ics" in named.lower()


def _calendar_mail(mail: Part, part: Part, found: CalendarObject) -> IncomingMail | None:
    """A reply or a counter proposal; None where the part is neither, or says two things at once."""
    outside = part.parameters.get("method", "").upper()
    method = found.method or outside
    if outside and found.method and outside != found.method:
        return IncomingMail(kind=MailKind.OTHER, reason="the calendar part contradicts itself")
    if method in NOT_OURS:
        return IncomingMail(kind=MailKind.OTHER, reason=f"calendar object with method {method}")
    reply = reply_in(found)
    if method not in ("REPLY", "COUNTER") or reply is None:
        return None
    if not reply.attendees:
        return IncomingMail(kind=MailKind.OTHER, reason="a calendar reply of nobody")
    kind = MailKind.REPLY if method == "REPLY" else MailKind.COUNTER
    said = replace(reply, comment=_comment(mail, found, reply))
    return IncomingMail(kind=kind, reason=f"calendar {kind.value}", reply=said)


def _comment(mail: Part, found: CalendarObject, reply: CalendarReply) -> str:
    """What the person typed. Only Microsoft's programs put that, and nothing else, into the mail itself."""
    for words in (reply.comment, *(each.comment for each in reply.attendees)):
        if words.strip():
            return words.strip()
    if not found.is_microsofts:
        return ""
    rich = found.first("X-ALT-DESC")
    for words in (_body(mail), found.text("DESCRIPTION"), _without_tags(rich.text) if rich else ""):
        typed = _own_words(words)
        if typed:
            return typed
    return ""


def _body(mail: Part) -> str:
    plain = next((part for part in mail.walk() if part.content_type == "text/plain"), None)
    rich = next((part for part in mail.walk() if part.content_type == "text/html"), None)
    return plain.text if plain and plain.text.strip() else _without_tags(rich.text) if rich else ""


def _without_tags(html: str) -> str:
    """The words of a small piece of HTML; styles and scripts are cut off with what is in them."""
    html = re.sub(r"(?is)<(style|script|head|title)\b.*?(</\1\s*>|\Z)", " ", html[:20000])
    html = re.sub(r"(?i)<(br|/p|/div|/li)\b[^<>]{0,200}>", "\n", html)
    return unescape(TAG.sub("", html))


def _own_words(text: str) -> str:
    """The words above whatever the program has quoted."""
    text = text[:8000].replace("\xa0", " ")
    found = QUOTED.search(text)
    return (text[: found.start()] if found else text).strip()


def _is_automatic(mail: Part) -> bool:
    submitted = mail.header("auto-submitted").strip().lower()
    return (
        submitted not in {"", "no"}
        or mail.header("precedence").strip().lower() in BULK
        or any(mail.header(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id"))
        or mail.header("x-auto-response-suppress") != ""
        or mail.header("return-path").strip() == "<>"
        or AUTOMATIC_SUBJECT.search(mail.words("subject")) is not None
    )


def _date(mail: Part) -> datetime | None:
    try:
        found = parsedate_to_datetime(mail.header("date"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
