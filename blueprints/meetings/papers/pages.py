"""What the page of paper and files shows, and who stands on what is printed."""

from typing import Any

from blueprints.meetings.agenda_queries import agenda
from blueprints.meetings.invitation_rules import may_invite
from blueprints.meetings.papers import queries
from blueprints.meetings.papers.queries import AtTheTable
from blueprints.meetings.papers.rules import may_print
from blueprints.meetings.sending_pages import known_meeting
from models.editions import agenda_edition_of
from models.meetings import Meeting, MeetingState
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import house, reading


def papers_page(meeting: Meeting) -> dict[str, Any]:
    """All that this reader may see of a meeting's paper and files."""
    lines = agenda(house(), reading(), meeting, me())
    return {
        "meeting": meeting,
        "hue": getattr(meeting.body, "hue", None),
        "sent": agenda_edition_of(reading(), meeting.id, me()) if meeting.invited_at else None,
        "files": queries.files_of_meeting(reading(), lines),
        "may_print": may_print(me(), meeting),
        "may_post": may_invite(me(), meeting) and is_ahead(meeting),
    }


def is_ahead(meeting: Meeting) -> bool:
    """Whether it has been invited to and has not taken place yet: then letters are sent by post."""
    return meeting.state is MeetingState.INVITED and not meeting.is_over(now())


def at_the_table(meeting: Meeting) -> AtTheTable:
    """Everybody who may be there, as the house knows it today."""
    return queries.at_the_table(house(), known_meeting(meeting), today())
