"""One page with all paper and files of a meeting, and what is printed for its day."""

from flask import Response, abort, render_template, request

from blueprints.meetings.agenda_queries import agenda
from blueprints.meetings.invitation_routes import own_meeting
from blueprints.meetings.invitation_rules import may_invite
from blueprints.meetings.papers import paper, queries
from blueprints.meetings.papers.rules import may_print
from blueprints.meetings.queries import meeting_for
from blueprints.meetings.routes import bp
from blueprints.meetings.sending_pages import known_meeting
from models.editions import agenda_edition_of
from models.meetings import Meeting, MeetingState
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import house, reading


def is_ahead(meeting: Meeting) -> bool:
    """Whether it has been invited to and has not taken place yet: then letters are sent by post."""
    return meeting.state is MeetingState.INVITED and not meeting.is_over(now())


@bp.get("/meetings/<int:meeting_id>/papers")
@signed_in
def papers(meeting_id: int) -> str:
    meeting = meeting_for(reading(), meeting_id) or abort(404)
    lines = agenda(house(), reading(), meeting, me())
    return render_template(
        "meetings/papers/papers.html",
        meeting=meeting,
        hue=getattr(meeting.body, "hue", None),
        sent=agenda_edition_of(reading(), meeting.id, me()) if meeting.invited_at else None,
        files=queries.files_of_meeting(reading(), lines),
        may_print=may_print(me(), meeting),
        may_post=may_invite(me(), meeting) and is_ahead(meeting),
    )


def printed_meeting(meeting_id: int) -> Meeting:
    meeting = own_meeting(meeting_id)
    may_print(me(), meeting) or abort(404)
    return meeting


@bp.get("/meetings/<int:meeting_id>/attendance-list.pdf")
@signed_in
def print_attendance_list(meeting_id: int) -> Response:
    meeting = printed_meeting(meeting_id)
    found = queries.at_the_table(house(), known_meeting(meeting), today())
    return paper.attendance_list(meeting, found, now())


@bp.get("/meetings/<int:meeting_id>/name-cards.pdf")
@signed_in
def print_name_cards(meeting_id: int) -> Response:
    meeting = printed_meeting(meeting_id)
    found = queries.at_the_table(house(), known_meeting(meeting), today())
    return paper.name_cards(meeting, found, now(), names=request.args.get("show") != "functions")
