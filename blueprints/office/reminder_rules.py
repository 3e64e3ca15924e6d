"""Reminders off and on, for whoever holds the link of a reminder; nothing else opens with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.reminder_stops import StopKind, allow_reminders, stop_reminders


def stop(house: Session, address: str, what: StopKind, *, now: datetime) -> None:
    stop_reminders(house, address, now, what)


def allow(house: Session, address: str, what: StopKind, *, now: datetime) -> None:
    allow_reminders(house, address, now, what)
