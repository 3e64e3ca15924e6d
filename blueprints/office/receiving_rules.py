"""What becomes of a mail that comes in. It is never answered: no mail loop can begin here."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.meetings import calendar_reply_rules
from blueprints.meetings.calendar_reply_rules import ReplyAddress
from models.bounces import find_bounced
from models.history import record
from models.incoming_mail import Failure, IncomingMail, MailKind, Outcome
from models.letters import wipe
from models.outbox import Letter, LetterState
from models.unclear_mail import UnclearReason, set_aside

GONE_OUT = (LetterState.ACCEPTED, LetterState.UNKNOWN)


def receive(
    house: Session, mail: IncomingMail, reply_address: ReplyAddress, *, now: datetime, refused: bool = False
) -> Outcome:
    """Let a mail have its effect; `refused`: a rule has refused it before, now it waits for a person."""
    if mail.kind in (MailKind.REPLY, MailKind.COUNTER):
        return calendar_reply_rules.take(house, mail, reply_address, now=now, refused=refused)
    if mail.kind is MailKind.BOUNCE:
        return note_failures(house, mail, reply_address, now=now)
    return Outcome.AUTOMATIC if mail.kind is MailKind.AUTOMATIC else Outcome.LEFT


def note_failures(
    house: Session, mail: IncomingMail, reply_address: ReplyAddress, *, now: datetime
) -> Outcome:
    """Note at each letter what mail servers report of it."""
    outcomes = [_note(house, mail, failure, reply_address, now) for failure in mail.failures[:10]]
    told = [each for each in outcomes if each is not Outcome.LEFT]
    return told[0] if told else Outcome.LEFT


def _note(
    house: Session, mail: IncomingMail, failure: Failure, reply_address: ReplyAddress, now: datetime
) -> Outcome:
    secret = reply_address(failure.recipient) if failure.recipient else None
    came_to = secret.lower() if secret is not None and secret.lower() in mail.recipients else ""
    letter = find_bounced(house, mail.quoted_ids, failure.recipient, came_to)
    if letter is None:
        return Outcome.LEFT
    if letter.state not in GONE_OUT:
        return Outcome.DOUBLED
    if reply_address(letter.recipient) is not None and letter.sender.lower() not in mail.recipients:
        return _doubted(house, letter, failure, now)
    letter.note(failure.code, failure.enhanced_code, failure.words)
    if not failure.is_final:
        return Outcome.DELAYED
    letter.come_back(now)
    wipe(house, letter)
    record(house, "come-back", letter, by=None, now=now, code=failure.enhanced_code or failure.code)
    return Outcome.BOUNCED


def _doubted(house: Session, letter: Letter, failure: Failure, now: datetime) -> Outcome:
    """A report that did not come back to the letter's own sender may be anybody's: a person looks."""
    if letter.body_id is None or not failure.is_final:
        return Outcome.LEFT
    facts = {"meeting_id": letter.meeting_id, "letter_id": letter.id, "note": failure.words}
    added = set_aside(house, UnclearReason.BOUNCE, letter.body_id, "bounce", letter.id, now=now, **facts)
    return Outcome.NEEDS_A_LOOK if added else Outcome.DOUBLED
