"""Whose reminders an unsubscribing link means, and whether they come; read by the house."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Letter
from models.reminder_stops import stopped


def address_of(house: Session, letter_key: str | None) -> str | None:
    """The recipient of the reminder that the link stood in; None once that letter is no longer kept."""
    if not letter_key:
        return None
    return house.scalar(select(Letter.recipient).where(Letter.dedupe_key.startswith(letter_key)).limit(1))


def is_off(house: Session, address: str) -> bool:
    return bool(stopped(house, [address]))
