"""Bounces: tidy ones (RFC 3464), and those that mail servers write as they like."""

import re
from collections.abc import Iterator
from typing import Final

from models.incoming_mail import Failure
from plumbing.mail_parts import Part, addresses_in, headers_in, part_without_inside
from plumbing.wording import masked

OUR_ID: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}@[A-Za-z0-9.-]{1,253}")
ENHANCED: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
CODE: Final = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
FROM_A_SERVER: Final = re.compile(r"(?i)\A(mailer-daemon|postmaster|mail-daemon|mdaemon)@|\AMAILER-DAEMON\Z")
SUBJECT: Final = re.compile(
    r"(?i)undeliver|unzustellbar|delivery (status|failure|has failed|unsuccessful)|failure notice|"
    r"returned (mail|to sender)|mail delivery|delivery notification|nicht zugestellt|zustellung|"
    r"warning: could not send|delayed mail|non remis"
)
DELAY: Final = re.compile(
    r"(?i)\bdelayed\b|verzögert|could not send message for past|will (continue to try|be retried)|"
    r"(this is a warning|no need to) (message only|resend)|weiterhin versucht"
)
LONGEST_WORDS: Final = 300


def is_report(mail: Part) -> bool:
    """A tidy delivery report."""
    return any(part.content_type in REPORTS for part in mail.walk())


REPORTS: Final = ("message/delivery-status", "message/global-delivery-status")


def looks_like_a_bounce(mail: Part) -> bool:
    """A mail server speaks, and of a mail that did not get through."""
    from_server = any(FROM_A_SERVER.search(each) for each in mail.addresses("from", "sender"))
    from_nobody = mail.header("return-path").strip() == "<>" or "mailer-daemon" in mail.header("from").lower()
    if mail.content_type == "multipart/report" and mail.parameters.get("report-type") == "delivery-status":
        return True
    failed = mail.header("x-failed-recipients") != ""
    return failed or ((from_server or from_nobody) and SUBJECT.search(mail.words("subject")) is not None)


def failures_in(mail: Part) -> tuple[Failure, ...]:
    """What the report says of each recipient; one without a report part is understood by its words."""
    found = [
        failure for part in mail.walk() if part.content_type in REPORTS for failure in _reported(part.content)
    ]
    if found:
        return tuple(found)
    return () if is_report(mail) else (_untidy(mail),)


def _reported(content: bytes) -> Iterator[Failure]:
    """One group of lines for each recipient; what was delivered, relayed or expanded is no failure."""
    for group in re.split(rb"(?:\r\n|\n|\r(?!\n)){2,}", content)[:50]:
        told = Part(headers_in(group), b"")
        action = told.header("action").split(" ")[0].strip().lower()
        if action not in ("failed", "delayed"):
            continue
        status = ENHANCED.search(told.header("status"))
        said = told.header("diagnostic-code").partition(";")[2].strip() or told.header("diagnostic-code")
        code = CODE.search(said)
        named = told.header("original-recipient") or told.header("final-recipient")
        yield Failure(
            recipient=next(addresses_in(named.rpartition(";")[2]), ""),
            is_final=action == "failed",
            enhanced_code=status[1] if status else "",
            code=int(code[1]) if code else None,
            words=_words(said),
        )


def _untidy(mail: Part) -> Failure:
    text = "\n".join(part.text for part in mail.walk() if part.content_type.startswith("text/"))[:20000]
    subject = mail.words("subject")
    status, code = ENHANCED.search(text), CODE.search(text)
    temporary = (status[1] if status else code[1] if code else "5").startswith("4")
    failed = next(iter(mail.addresses("x-failed-recipients")), "")
    return Failure(
        recipient=failed,
        is_final=not (temporary or DELAY.search(subject) or DELAY.search(text)),
        enhanced_code=status[1] if status else "",
        code=int(code[1]) if code else None,
        words=_words(_line_around(text, status or code) or subject),
    )


def _line_around(text: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    return text[start : end if end >= 0 else len(text)]


def _words(said: str) -> str:
    """A mail server's words in one line, without secrets of our links."""
    return masked(re.sub(r"\s+", " ", said[:2000]).strip())[:LONGEST_WORDS]


def quoted_ids(mail: Part) -> frozenset[str]:
    """Message ids as ours are, in what came back and around it, at most twenty."""
    told = [mail.header("references"), mail.header("in-reply-to"), mail.header("original-message-id")]
    for part in mail.walk():
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/global-headers"):
            told.append(part_without_inside(b"\r\n" + part.content).header("message-id"))
            told += [value for _, value in headers_in(part.content[:16000]) if "@" in value]
        elif part.content_type.startswith(("text/", "message/")):
            told.append(part.text[:60000])
    found = dict.fromkeys(each.lower() for text in told for each in OUR_ID.findall(text))
    return frozenset(list(found)[:20])
