"""Letters that were overtaken: a newer one takes the place of those that wait, or they are taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.calendar_events import CalendarMethod
from models.outbox import WAITING, Letter, LetterBytes, LetterKind, LetterState

IN_ONE_QUESTION = 500


def supersede_older(house: Session, new: Sequence[Letter], now: datetime) -> None:
    """To be called once in a transaction, with all its new letters flushed.

    A calendar letter replaces waiting calendar letters and reminders of the same invitation, a reminder
    only reminders: nothing that waits speaks of an outdated date. Where a CANCEL replaces an invitation
    that surely never arrived, it is not sent either.
    """
    older = _waiting(house, new)
    replaced = {
        letter.id: [each for each in older.get(_series(letter), ()) if _replaces(letter, each)]
        for letter in new
    }
    cancelling = [each for each in new if each.method == CalendarMethod.CANCEL.value and replaced[each.id]]
    asked = _asked(house, cancelling)
    needless = [
        each for each in cancelling if not any(known < each.id for known in asked.get(_series(each), ()))
    ]
    _drop(house, [*(each for letter in new for each in replaced[letter.id]), *needless], now)


def take_back(house: Session, invitation_ids: Collection[int], now: datetime) -> None:
    """What still waits for these invitations is not sent at all."""
    ids = sorted(invitation_ids)
    for start in range(0, len(ids), IN_ONE_QUESTION):
        take_back_those(house, Letter.invitation_id.in_(ids[start : start + IN_ONE_QUESTION]), now)


def take_back_those(house: Session, which: ColumnElement[bool], now: datetime) -> None:
    """What still waits of these letters is not sent at all."""
    waiting = select(Letter).where(Letter.state.in_(WAITING), which).order_by(Letter.id).with_for_update()
    _drop(house, list(house.scalars(waiting)), now)


def may_have_arrived() -> ColumnElement[bool]:
    """It went out, is going out, or nobody can tell, or a person told it by another way: its recipient
    must be told of what changes.

    That holds for what came back, too: a function mailbox may have passed it on to others, and a report
    of a mail server can be forged.
    """
    out = (LetterState.SENDING, LetterState.ACCEPTED, LetterState.UNKNOWN, LetterState.BOUNCED)
    left = Letter.state.in_(out)
    return or_(left, Letter.doubts > 0, Letter.reached_by.is_not(None))


def _drop(house: Session, letters: Sequence[Letter], now: datetime) -> None:
    for letter in letters:
        letter.supersede(now)
    ids = [letter.id for letter in letters]
    for start in range(0, len(ids), IN_ONE_QUESTION):
        some = LetterBytes.letter_id.in_(ids[start : start + IN_ONE_QUESTION])
        house.execute(delete(LetterBytes).where(some).execution_options(synchronize_session=False))


def _series(letter: Letter) -> tuple[str | None, int | None]:
    return letter.order_key, letter.invitation_id


def _waiting(house: Session, new: Sequence[Letter]) -> dict[tuple[str | None, int | None], list[Letter]]:
    """Waiting letters of the same series, locked, so that no worker takes them meanwhile."""
    keys = sorted({letter.order_key for letter in new if letter.order_key})
    found: dict[tuple[str | None, int | None], list[Letter]] = {}
    for start in range(0, len(keys), IN_ONE_QUESTION):
        chosen = Letter.order_key.in_(keys[start : start + IN_ONE_QUESTION])
        waiting = and_(Letter.state.in_(WAITING), chosen)
        for letter in house.scalars(select(Letter).where(waiting).order_by(Letter.id).with_for_update()):
            found.setdefault(_series(letter), []).append(letter)
    return found


def _replaces(new: Letter, old: Letter) -> bool:
    if old.id >= new.id or old.state not in WAITING or not new.order_key:
        return False
    if new.kind is LetterKind.CALENDAR:
        return old.kind in (LetterKind.CALENDAR, LetterKind.REMINDER)
    return new.kind is old.kind is LetterKind.REMINDER


def _asked(house: Session, letters: Sequence[Letter]) -> dict[tuple[str | None, int | None], list[int]]:
    """The invitations of the same series that may have reached their recipient: their ids."""
    keys = sorted({letter.order_key for letter in letters if letter.order_key})
    found: dict[tuple[str | None, int | None], list[int]] = {}
    for start in range(0, len(keys), IN_ONE_QUESTION):
        same = Letter.order_key.in_(keys[start : start + IN_ONE_QUESTION])
        asked = and_(same, Letter.method == CalendarMethod.REQUEST.value, may_have_arrived())
        for each in house.execute(select(Letter.id, Letter.order_key, Letter.invitation_id).where(asked)):
            found.setdefault((each.order_key, each.invitation_id), []).append(each.id)
    return found
