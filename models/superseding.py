"""A newer letter to the same recipient takes the place of older ones that were never attempted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from models.calendar_events import CalendarMethod
from models.outbox import WAITING, Letter, LetterBytes, LetterKind, LetterState

IN_ONE_QUESTION = 500


def supersede_older(house: Session, new: Sequence[Letter], now: datetime) -> None:
    """To be called once in a transaction, with all its new letters flushed.

    A calendar letter replaces waiting calendar letters and reminders of the same invitation, a reminder
    only reminders. Where a CANCEL replaces an invitation that was never attempted, it is not sent either.
    """
    older = _never_attempted(house, new)
    gone: list[Letter] = []
    for letter in new:
        replaced = [each for each in older.get(_series(letter), ()) if _replaces(letter, each)]
        if letter.method == CalendarMethod.CANCEL.value and replaced and not _was_attempted(house, letter):
            replaced.append(letter)
        for each in replaced:
            each.supersede(now)
        gone += replaced
    ids = [each.id for each in gone]
    for start in range(0, len(ids), IN_ONE_QUESTION):
        some = LetterBytes.letter_id.in_(ids[start : start + IN_ONE_QUESTION])
        house.execute(delete(LetterBytes).where(some).execution_options(synchronize_session=False))


def _series(letter: Letter) -> tuple[str | None, int | None]:
    return letter.order_key, letter.invitation_id


def _never_attempted(
    house: Session, new: Sequence[Letter]
) -> dict[tuple[str | None, int | None], list[Letter]]:
    """Waiting letters of the same series, locked, so that no worker takes them meanwhile."""
    keys = sorted({letter.order_key for letter in new if letter.order_key})
    found: dict[tuple[str | None, int | None], list[Letter]] = {}
    for start in range(0, len(keys), IN_ONE_QUESTION):
        chosen = Letter.order_key.in_(keys[start : start + IN_ONE_QUESTION])
        waiting = and_(Letter.state.in_(WAITING), Letter.attempts == 0, chosen)
        for letter in house.scalars(select(Letter).where(waiting).order_by(Letter.id).with_for_update()):
            found.setdefault(_series(letter), []).append(letter)
    return found


def _replaces(new: Letter, old: Letter) -> bool:
    if old.id >= new.id or old.state not in WAITING or not new.order_key:
        return False
    if new.kind is LetterKind.CALENDAR:
        return old.kind in (LetterKind.CALENDAR, LetterKind.REMINDER)
    return new.kind is old.kind is LetterKind.REMINDER


def _was_attempted(house: Session, letter: Letter) -> bool:
    """Whether any earlier calendar letter of the series may have reached the recipient."""
    same_invitation = Letter.invitation_id.is_not_distinct_from(letter.invitation_id)
    left = or_(Letter.attempts > 0, Letter.state == LetterState.SENDING)
    earlier = and_(Letter.order_key == letter.order_key, same_invitation, Letter.id < letter.id, left)
    asked = Letter.method == CalendarMethod.REQUEST.value
    return house.scalar(select(Letter.id).where(earlier, asked).limit(1)) is not None
