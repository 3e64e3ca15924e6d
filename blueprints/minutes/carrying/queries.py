"""To which meetings an item can be carried."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import CHANGEABLE
from models.meetings import Meeting, MeetingState


def targets(session: Session, meeting: Meeting) -> list[Meeting]:
    """Other meetings of the same body whose agenda may still be changed, those that lie ahead first."""
    found = list(
        session.scalars(
            select(Meeting)
            .where(
                Meeting.body_id == meeting.body_id,
                Meeting.id != meeting.id,
                Meeting.state.in_(CHANGEABLE),
            )
            .order_by(Meeting.held_on, Meeting.id)
        )
    )
    return sorted(found, key=lambda each: not each.is_open)


def next_open(targets: list[Meeting]) -> int | None:
    """The first of these meetings that lies ahead and that nobody is invited to yet, by id."""
    not_yet = (MeetingState.PLANNED, MeetingState.SCHEDULED)
    return next((each.id for each in targets if each.state in not_yet), None)
