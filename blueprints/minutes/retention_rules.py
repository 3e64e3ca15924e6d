"""Keeping: objections and drafts of minutes go 12 months after the approval (domain.md 7.3).

What was taken over and statements for the record stay: they stand in the frozen editions. An objection that
is open, that ended less than 12 months ago, or that no compiled version has taken in yet, stays itself.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.minutes.correction_queries import newest_editions, not_taken_in
from models.deadlines import BERLIN, months_later
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
        if months_later(minutes.approved_on, MONTHS) <= today and (gone := _forget(house, minutes, today)):
            record(house, "forget-objections", minutes, by=None, now=now, rows=gone)
            count += 1
    return count


def _forget(house: Session, minutes: Minutes, today: date) -> int:
    """Objections with what became of them, versions that never left the house, and what was not saved."""
    objections = _over(house, minutes, today)
    texts = select(ItemMinutes.text_id).where(ItemMinutes.minutes_id == minutes.id)
    statements = (
        delete(ObjectionEnding).where(ObjectionEnding.objection_id.in_(objections)),
        delete(Objection).where(Objection.id.in_(objections)),
        delete(TextDraft).where(TextDraft.text_id.in_(texts)),
        delete(TextVersion).where(TextVersion.text_id.in_(texts), TextVersion.frozen_at.is_(None)),
    )
    return sum(int(getattr(house.execute(each), "rowcount", 0)) for each in statements)


def _over(house: Session, minutes: Minutes, today: date) -> list[int]:
    """The objections that ended 12 months ago or earlier and of which nothing is to be taken in any more."""
    ended = house.execute(
        select(Objection.id, ObjectionEnding.ended_at)
        .join(ObjectionEnding, ObjectionEnding.objection_id == Objection.id)
        .where(Objection.minutes_id == minutes.id)
        .order_by(Objection.id)
    )
    newest = newest_editions(house, minutes.meeting_id)
    open_still = not_taken_in(house, minutes.meeting_id, newest[0]) if newest else []
    wanted = {each.objection.id for each in open_still}
    return [
        key
        for key, at in ended
        if key not in wanted and months_later(at.astimezone(BERLIN).date(), MONTHS) <= today
    ]
