"""Who keeps the office, and what becomes of letters that wait for a person."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import NotAllowed
from models.letters import Letter, may_resend, may_settle, release_queue, settle_doubt
from models.letters import resend as send_copy


def may_enter(by: Actor | None) -> bool:
    """Coordination, system administration and data protection have an office; what each sees differs."""
    return by is not None and bool(by.coordinates or by.is_admin or by.is_privacy_officer)


def may_read_letters(by: Actor | None) -> bool:
    """The coordination answers for its tables' letters, the administration for those of accounts."""
    return by is not None and bool(by.coordinates or by.is_admin)


def may_read_history(by: Actor | None) -> bool:
    """The coordination reads its tables' history, data protection reads all."""
    return by is not None and bool(by.coordinates or by.is_privacy_officer)


def may_release(by: Actor | None) -> bool:
    """Whoever can mend the mail settings lets a held queue go on."""
    return by is not None and by.is_admin


def may_resend_letter(by: Actor, letter: Letter) -> bool:
    return may_resend(by, letter)


def may_settle_letter(by: Actor, letter: Letter) -> bool:
    return may_settle(by, letter)


def resend(house: Session, letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """Send the same words once more, as a letter of its own."""
    return send_copy(house, _locked(house, letter_id), by=by, now=now)


def settle(house: Session, letter_id: int, *, went_out: bool, by: Actor, now: datetime) -> None:
    """Somebody has asked the recipient: it arrived, or it goes out again."""
    settle_doubt(house, _locked(house, letter_id), went_out, by=by, now=now)


def release(house: Session, *, by: Actor, now: datetime) -> None:
    """The way to the mail server is mended: everything held goes on at once."""
    release_queue(house, by=by, now=now)


def _locked(house: Session, letter_id: int) -> Letter:
    """The letter, held until the end of the transaction, so that no worker takes it meanwhile."""
    found = house.get(Letter, letter_id, with_for_update=True)
    if found is None:
        raise NotAllowed
    return found
