"""One page with both agendas side by side."""

from flask import abort, render_template

from blueprints.meetings.held.pages import held_page
from blueprints.meetings.queries import meeting_for
from blueprints.meetings.routes import bp
from models.meetings import MeetingState
from plumbing.access import signed_in
from plumbing.database import reading


@bp.get("/meetings/<int:meeting_id>/agenda/held")
@signed_in
def as_held(meeting_id: int) -> str:
    """What was called off was never held: there is nothing to lay beside the agenda as invited."""
    meeting = meeting_for(reading(), meeting_id) or abort(404)
    if meeting.state in (MeetingState.CANCELLED, MeetingState.NOT_HELD):
        abort(404)
    return render_template("meetings/held/as_held.html", meeting=meeting, **held_page(meeting))
