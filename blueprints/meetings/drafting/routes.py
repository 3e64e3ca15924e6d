"""The page that proposes the items of an agenda."""

from flask import abort, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries
from blueprints.meetings.drafting import rules
from blueprints.meetings.drafting.forms import DraftForm
from blueprints.meetings.drafting.pages import offered
from blueprints.meetings.drafting.queries import undecided_for
from blueprints.meetings.routes import bp
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import house, reading
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route("/meetings/<int:meeting_id>/agenda/draft", methods=["GET", "POST"])
@coordinators
def draft_agenda(meeting_id: int) -> str | tuple[str, int] | Response:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    rules.may_draft(me(), meeting) or abort(404)
    groups = offered(meeting)
    titles = {each.key: each.title for lines in groups.values() for each in lines}
    form = DraftForm(keys=[each.key for lines in groups.values() for each in lines if each.is_wanted])
    form.keys.choices = list(titles.items())

    def gesture() -> str:
        chosen = {key: titles[key] for key in form.keys.data or []}
        added = rules.add_drafted(house(), meeting_id, chosen, by=me(), now=now())
        return ngettext(
            "%(num)d item was added to the agenda.", "%(num)d items were added to the agenda.", added
        )

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    undecided = undecided_for(reading(), meeting)
    page = {"meeting": meeting, "groups": groups, "undecided": undecided, "hue": meeting.body.hue}
    return done or form_page("meetings/drafting/draft_agenda.html", form, **page)
