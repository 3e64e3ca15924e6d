"""Who prints what the table needs on the day of a meeting."""

from models.actors import Actor
from models.meetings import Meeting, MeetingState

OFF = (MeetingState.CANCELLED, MeetingState.NOT_HELD)


def may_print(by: Actor, meeting: Meeting) -> bool:
    """The coordination, unless nobody meets: the sheets name everybody who may be there."""
    return by.coordinates_body(meeting.body_id) and meeting.state not in OFF
