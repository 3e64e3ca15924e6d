"""Whose reminders an unsubscribing link means, and whether they come; read by the house."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Letter
from models.reminder_stops import StopKind, stopped


def meant_by(house: Session, letter_key: str | None) -> tuple[str, StopKind] | None:
    """The recipient of the letter that the link stood in, and what its link switches off; None once that
    letter is no longer kept."""
    if not letter_key:
        return None
    found = select(Letter.recipient, Letter.template).where(Letter.dedupe_key.startswith(letter_key))
    row = house.execute(found.limit(1)).one_or_none()
    return (row.recipient, StopKind.of(row.template)) if row else None


def unwanted(house: Session, address: str) -> set[StopKind]:
    """What does not go to this address."""
    return {what for what in StopKind if stopped(house, [address], what)}
