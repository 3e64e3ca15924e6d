"""Who keeps the office, and what becomes of letters that wait for a person."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from blueprints.meetings import again_rules
from models import sending_pauses
from models.actors import Actor
from models.errors import NotAllowed
from models.letters import (
    Letter,
    Way,
    may_resend,
    may_settle,
    settle_doubt,
)
from models.letters import resend as send_copy
from models.other_ways import may_note_other_way, may_take_back_way, note_other_way, take_back_way
from models.post_office import pause_queue, release_queue


def may_enter(by: Actor | None) -> bool:
    """Coordination, system administration and data protection have an office; what each sees differs."""
    return by is not None and bool(by.coordinates or by.is_admin or by.is_privacy_officer)


def may_read_letters(by: Actor | None) -> bool:
    """The coordination answers for its tables' letters, the administration for those of accounts."""
    return by is not None and bool(by.coordinates or by.is_admin)


def may_read_dispatches(by: Actor | None) -> bool:
    """The coordination follows how the letters of its tables go out."""
    return by is not None and bool(by.coordinates)


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


def may_note_way(by: Actor, letter: Letter) -> bool:
    return may_note_other_way(by, letter)


def resend(house: Session, letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """Write to the same recipient once more: anew where a reply is asked for, else in the same words."""
    letter = _locked(house, letter_id)
    if again_rules.is_made_anew(letter):
        return again_rules.send_again(house, letter, by=by, now=now)
    return send_copy(house, letter, by=by, now=now)


def is_made_anew(letter: Letter) -> bool:
    return again_rules.is_made_anew(letter)


def goes_to(house: Session, letter_id: int, now: datetime) -> str:
    """To which address a letter would go that is sent once more, if it may; the asker has found it."""
    return again_rules.goes_to(house, house.get_one(Letter, letter_id), now)


def note_way(house: Session, letter_id: int, way: Way, on: date, *, by: Actor, now: datetime) -> None:
    """Note that the recipient was told by post or by phone."""
    note_other_way(house, _locked(house, letter_id), way, on, by=by, now=now)


def may_take_way_back(by: Actor, letter: Letter) -> bool:
    return may_take_back_way(by, letter)


def take_way_back(house: Session, letter_id: int, *, by: Actor, now: datetime) -> None:
    """Say that the note of post or phone was a mistake."""
    take_back_way(house, _locked(house, letter_id), by=by, now=now)


def settle(house: Session, letter_id: int, *, went_out: bool, by: Actor, now: datetime) -> None:
    """Somebody has asked the recipient: it arrived, or it goes out again."""
    settle_doubt(house, _locked(house, letter_id), went_out, by=by, now=now)


def pause(house: Session, *, by: Actor, now: datetime) -> None:
    """Stop all sending until somebody lets it go on."""
    pause_queue(house, by=by, now=now)


def pause_table(house: Session, table_id: int, *, by: Actor, now: datetime) -> None:
    """The coordination stops the letters of its table until somebody of it lets them go on."""
    sending_pauses.pause_table(house, table_id, by=by, now=now)


def release_table(house: Session, table_id: int, *, by: Actor, now: datetime) -> None:
    """The letters of the table go on."""
    sending_pauses.release_table(house, table_id, by=by, now=now)


def release(house: Session, *, by: Actor, now: datetime) -> None:
    """The way to the mail server is mended, or the pause ends: everything goes on at once."""
    release_queue(house, by=by, now=now)


def _locked(house: Session, letter_id: int) -> Letter:
    """The letter, held until the end of the transaction, so that no worker takes it meanwhile."""
    found = house.get(Letter, letter_id, with_for_update=True)
    if found is None:
        raise NotAllowed
    return found
