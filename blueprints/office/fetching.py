"""Reads the mailbox of IMAP_URL: each mail once, whatever a single one does."""

import imaplib
from collections import Counter
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from blueprints.office.receiving import take_in
from models.incoming_mail import Outcome
from plumbing.mailbox import Mailbox, opened


class Unreachable(Exception):
    """The mailbox could not be opened; the message says why."""


@dataclass
class Fetched:
    """What a run did; `failed` are words about mails that stay and are not tried again by themselves."""

    counted: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    flagged: int = 0


def fetch() -> Fetched:
    """Take in what waits. First the change is committed, then the mail is moved: after a crash it comes
    once more, and is known. Raises Unreachable."""
    url, done = str(current_app.config["IMAP_URL"]), Fetched()
    if not url:
        raise Unreachable("IMAP_URL is not set")
    try:
        with opened(url) as mailbox:
            for uid in mailbox.waiting():
                if not _take(mailbox, uid, done):
                    break
            done.flagged = mailbox.flagged()
    except (OSError, ValueError, imaplib.IMAP4.error) as error:
        raise Unreachable(
            f"the mailbox does not answer as it should: {type(error).__name__}: {error}"
        ) from error
    return done


def _take(mailbox: Mailbox, uid: bytes, done: Fetched) -> bool:
    """Take in one mail. False where the database is away: then all wait for the next run."""
    try:
        outcome = take_in(mailbox.read(uid))
    except (OperationalError, InterfaceError) as error:
        done.failed.append(f"the database does not answer ({type(error).__name__}), mails wait")
        return False
    except (OSError, imaplib.IMAP4.error):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, the others go on
        mailbox.leave(uid)
        done.failed.append(f"mail {uid.decode()} stays with a flag: {type(error).__name__}")
        return True
    if outcome is Outcome.LEFT:
        mailbox.leave(uid)
    else:
        mailbox.put_away(uid)
    done.counted[outcome.value] += 1
    return True
