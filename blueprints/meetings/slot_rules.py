"""The times of guests go with the meeting."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.guests import ItemGuest, Slot
from models.meetings import AgendaItem, Meeting


def shift_slots(house: Session, meeting: Meeting, by: timedelta) -> None:
    """Move every guest's time as far as the meeting itself is moved."""
    if not by:
        return
    timed = (
        select(ItemGuest)
        .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
        .where(AgendaItem.meeting_id == meeting.id, ItemGuest.starts_at.is_not(None))
    )
    for guest in house.scalars(timed):
        assert guest.starts_at is not None
        guest.starts_at, guest.ends_at = Slot(guest.starts_at, guest.ends_at).shifted(by)
