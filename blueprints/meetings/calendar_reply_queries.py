"""What an answer by mail is about: the meeting, the invitations to it, the answer that counts so far."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.history import Entry
from models.invitations import Invitation, Reply
from models.meetings import Meeting, MeetingState


def meeting_by_uid(house: Session, uid: str) -> Meeting | None:
    """The meeting of a calendar entry."""
    return house.scalar(select(Meeting).where(Meeting.uid == uid.strip().lower()))


def last_reply(house: Session, invitation: Invitation) -> Reply | None:
    """The answer that counts for an invitation so far."""
    mine = select(Reply).where(
        Reply.invitation_id == invitation.id, Reply.seat_id.is_not_distinct_from(invitation.seat_id)
    )
    return house.scalar(mine.order_by(Reply.id.desc()).limit(1))


def revision_of_date(house: Session, meeting: Meeting) -> int:
    """The SEQUENCE with which the date that holds was told first.

    Later ones may hold the same date: whoever comes back after a cancellation of her own needs a higher one.
    """
    moves = select(Entry.facts).where(
        Entry.subject == "meeting", Entry.subject_id == meeting.id, Entry.gesture == "move"
    )
    facts = house.scalar(moves.order_by(Entry.id.desc()).limit(1))
    return int((facts or {}).get("sequence", meeting.sequence))


def body_that_invited(house: Session, address: str, now: datetime) -> int | None:
    """The one body that has invited this address to a meeting to come; None where there are several."""
    query = select(Meeting.body_id).join(Invitation, Invitation.meeting_id == Meeting.id)
    standing = query.where(
        func.lower(Invitation.address) == address,
        Invitation.withdrawn_at.is_(None),
        Meeting.state == MeetingState.INVITED,
        Meeting.starts_at > now,
    )
    found = house.scalars(standing.distinct().limit(2)).all()
    return found[0] if len(found) == 1 else None
