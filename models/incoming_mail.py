"""What a mail that came in says: plain values, read before anything is decided, never stored as they are."""

import enum
from dataclasses import dataclass
from datetime import datetime


class MailKind(enum.Enum):
    """What a mail is for us. AUTOMATIC: absence notes, receipts and whatever else no person has written."""

    REPLY = "reply"
    COUNTER = "counter"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    OTHER = "other"
    UNREADABLE = "unreadable"


class Outcome(enum.Enum):
    """What became of a mail, as the terminal and the mailbox are told: neither names nor addresses.

    LEFT: it is nothing that the site can settle; in a mailbox it stays for a person to read.
    """

    ANSWERED = "an answer, taken"
    EARLIER_DATE = "an answer to an earlier date, kept as a hint"
    OUTDATED = "an answer older than the one that counts"
    DOUBLED = "came before"
    CLOSED = "an answer to a meeting that is over or called off"
    NEEDS_A_LOOK = "set aside for the coordination"
    BOUNCED = "a letter that came back, noted"
    DELAYED = "a delay of a letter, noted"
    AUTOMATIC = "an automatic mail, not answered"
    LEFT = "nothing of ours"


@dataclass(frozen=True, kw_only=True)
class Attending:
    """One ATTENDEE of a calendar reply; addresses are bare and in lower case."""

    address: str
    partstat: str = ""
    name: str = ""
    sent_by: str = ""
    delegated_to: str = ""
    delegated_from: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarReply:
    """A METHOD:REPLY or COUNTER object. `sequence` and `stamp` are None where it does not say.

    Times are read only of a COUNTER, and only where their zone is beyond doubt; of a reply nothing but
    status, comment and delegate is taken (calendar-mail.md 7).
    """

    uid: str
    sequence: int | None = None
    stamp: datetime | None = None
    attendees: tuple[Attending, ...] = ()
    organizer: str = ""
    comment: str = ""
    is_one_of_series: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a mail server reports about one letter. `is_final`: it gave up, it does not try any longer."""

    recipient: str = ""
    is_final: bool = True
    enhanced_code: str = ""
    code: int | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingMail:
    """A mail as far as it concerns us; `reason` says in a few words why it is taken for what it is.

    `senders`: From, Sender, Reply-To in this order. `recipients`: every address that it was sent to.
    `quoted_ids`: message ids of ours that a bounce carries. All addresses are bare and in lower case.
    """

    kind: MailKind
    reason: str = ""
    sent_at: datetime | None = None
    senders: tuple[str, ...] = ()
    recipients: frozenset[str] = frozenset()
    reply: CalendarReply | None = None
    failures: tuple[Failure, ...] = ()
    quoted_ids: frozenset[str] = frozenset()
