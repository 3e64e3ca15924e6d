"""One page with all paper and files of a meeting, and what is printed for its day."""

from flask import Response, abort, render_template, request

from blueprints.meetings.invitation_routes import own_meeting
from blueprints.meetings.papers import paper
from blueprints.meetings.papers.pages import at_the_table, papers_page
from blueprints.meetings.papers.rules import may_print
from blueprints.meetings.queries import meeting_for
from blueprints.meetings.routes import bp
from models.meetings import Meeting
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import reading


@bp.get("/meetings/<int:meeting_id>/papers")
@signed_in
def papers(meeting_id: int) -> str:
    meeting = meeting_for(reading(), meeting_id) or abort(404)
    return render_template("meetings/papers/papers.html", **papers_page(meeting))


def printed_meeting(meeting_id: int) -> Meeting:
    meeting = own_meeting(meeting_id)
    may_print(me(), meeting) or abort(404)
    return meeting


@bp.get("/meetings/<int:meeting_id>/attendance-list.pdf")
@signed_in
def print_attendance_list(meeting_id: int) -> Response:
    meeting = printed_meeting(meeting_id)
    return paper.attendance_list(meeting, at_the_table(meeting), now())


@bp.get("/meetings/<int:meeting_id>/name-cards.pdf")
@signed_in
def print_name_cards(meeting_id: int) -> Response:
    meeting = printed_meeting(meeting_id)
    names = request.args.get("show") != "functions"
    return paper.name_cards(meeting, at_the_table(meeting), now(), names=names)
