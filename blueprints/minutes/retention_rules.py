"""Keeping: objections and drafts of minutes go 12 months after the approval (domain.md 7.3).

What was taken over and statements for the record stay: they stand in the frozen editions.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.deadlines import months_later
from models.history import record
from models.minutes import ItemMinutes, Minutes
from models.objections import Objection, ObjectionEnding
from models.texts import TextDraft, TextVersion

MONTHS: Final = 12


def forget_objections(house: Session, today: date, now: datetime) -> int:
    """Delete what is no longer needed; returns the minutes of which something went. As often as one likes."""
    approved = select(Minutes).where(Minutes.approved_on.is_not(None)).order_by(Minutes.id)
    count = 0
    for minutes in house.scalars(approved).all():
        assert minutes.approved_on is not None
        if months_later(minutes.approved_on, MONTHS) <= today and (gone := _forget(house, minutes)):
            record(house, "forget-objections", minutes, by=None, now=now, rows=gone)
            count += 1
    return count


def _forget(house: Session, minutes: Minutes) -> int:
    """Objections with what became of them, versions that never left the house, and what was not saved."""
    objections = select(Objection.id).where(Objection.minutes_id == minutes.id)
    texts = select(ItemMinutes.text_id).where(ItemMinutes.minutes_id == minutes.id)
    statements = (
        delete(ObjectionEnding).where(ObjectionEnding.objection_id.in_(objections)),
        delete(Objection).where(Objection.minutes_id == minutes.id),
        delete(TextDraft).where(TextDraft.text_id.in_(texts)),
        delete(TextVersion).where(TextVersion.text_id.in_(texts), TextVersion.frozen_at.is_(None)),
    )
    return sum(int(getattr(house.execute(each), "rowcount", 0)) for each in statements)
