"""The doctor's look at mail: the way to the mail server, and letters that wait for somebody."""

import imaplib
import smtplib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.office.doctor_findings import Finding, looking, ok, warn, wrong
from models.letters import Letter, LetterState
from models.outbox import LATE_AFTER, WAITING
from models.post_office import PostOffice
from plumbing import clock, settings
from plumbing.mail import Refused, Smtp
from plumbing.mailbox import opened


def look_at_mail() -> Iterator[Finding]:
    url = str(current_app.config["SMTP_URL"])
    if not url:
        folder = Path(current_app.instance_path) / "letters"
        loopback = current_app.config["IS_LOOPBACK"]
        words = f"no SMTP_URL: letters are written to {folder}"
        yield ok("mail", words) if loopback else wrong("mail", f"{words}, nobody receives any")
        return
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25)
    sender = str(current_app.config["MAIL_FROM"])
    try:
        refused = _knock(url, sender, _plus_address(sender))
    except (OSError, smtplib.SMTPException, Refused) as error:
        yield wrong("mail", f"{host}:{port} does not take our letters: {_told(error)}")
        return
    yield ok("mail", f"{host}:{port} lets us in, sender {sender}")
    if refused:
        yield warn("mail", f"MAIL_PLUS is on, but {_plus_address(sender)} is refused: {refused}")
    if parts.scheme == "smtp" and "starttls=1" not in parts.query and host not in settings.LOOPBACK:
        yield warn("mail", "letters travel unencrypted: add ?starttls=1 or take smtps://")


def look_at_mailbox() -> Iterator[Finding]:
    """Whether replies and bounces can be read, and whether a reply proves who has sent it."""
    url = str(current_app.config["IMAP_URL"])
    if url:
        try:
            with opened(url) as mailbox:
                yield ok("mailbox", f"it opens; {mailbox.flagged()} mails with a flag wait for a person")
        except (OSError, ValueError, imaplib.IMAP4.error) as error:
            yield wrong("mailbox", f"it cannot be opened: {_told(error)}")
    else:
        yield ok("mailbox", "no IMAP_URL: replies come by a pipe from the mail server, or not at all")
    if url and not current_app.config["MAIL_PLUS"]:
        yield warn("mailbox", "MAIL_PLUS is off: the sender of a calendar reply can be forged")


def look_at_letters() -> Iterator[Finding]:
    with looking() as unit:
        yield from _letters(unit.house, clock.now())


def _letters(house: Session, now: datetime) -> Iterator[Finding]:
    rows = house.execute(select(Letter.state, func.count()).group_by(Letter.state))
    states: dict[LetterState, int] = {row[0]: row[1] for row in rows}
    late = house.scalar(
        select(func.count()).where(Letter.state.in_(WAITING), Letter.created_at < now - LATE_AFTER)
    )
    post_office = house.get(PostOffice, 1) or PostOffice()
    if post_office.paused_at is not None:
        yield warn("letters", "all letters wait: the administration has stopped the sending")
    elif post_office.held_since is not None:
        yield wrong("letters", f"all letters wait: {post_office.last_text or 'the mail server refuses us'}")
    if states.get(LetterState.UNKNOWN):
        yield warn("letters", f"{states[LetterState.UNKNOWN]} in doubt: somebody must settle them")
    if late:
        yield warn("letters", f"{late} wait for more than an hour: is the letter worker running?")
    if not (late or states.get(LetterState.UNKNOWN) or post_office.is_stopped):
        waiting = sum(states.get(state, 0) for state in WAITING)
        yield ok("letters", f"{sum(states.values())} letters, {waiting} waiting, none late")


def _knock(url: str, sender: str, plus_address: str) -> str:
    """Connect, encrypt and sign in as the worker does, and name a sender; nothing is sent.

    Returns the server's refusal of the plus address, or nothing. Raises what the server or network does.
    """
    server = Smtp(url, sender.rpartition("@")[2])._connected()
    try:
        code, said = server.mail(sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, said)
        if not current_app.config["MAIL_PLUS"]:
            return ""
        code, said = server.rcpt(plus_address)
        return "" if code < 300 else f"{code} {said.decode('utf-8', 'replace')}"
    finally:
        server.close()


def _plus_address(sender: str) -> str:
    local, _, domain = sender.rpartition("@")
    return f"{local}+doctor@{domain}"


def _told(error: Exception) -> str:
    if isinstance(error, Refused):
        return f"{error.answer.code or ''} {error.answer.text}".strip()
    return f"{type(error).__name__}: {error}"
