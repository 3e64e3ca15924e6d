"""What the page reads on which somebody notes what became of an item."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting, MeetingState

KNOWN_AHEAD = (MeetingState.SCHEDULED, MeetingState.INVITED)
"""Meetings ahead that the members know of: minutes may name them."""


def later_meetings(session: Session, meeting: Meeting, now: datetime) -> list[Meeting]:
    """Meetings of the same body to which an item can be put off, the next first."""
    after = max(now, meeting.starts_at or now)
    return list(
        session.scalars(
            select(Meeting)
            .where(
                Meeting.body_id == meeting.body_id,
                Meeting.id != meeting.id,
                Meeting.state.in_(KNOWN_AHEAD),
                Meeting.starts_at > after,
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )


def meeting_put_off_to(reading: Session, meeting_id: int | None) -> Meeting | None:
    """The meeting that an item has been put off to, if one is named and the reader may know of it."""
    return reading.get(Meeting, meeting_id) if meeting_id is not None else None
