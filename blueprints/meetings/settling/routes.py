"""The page on which somebody notes what became of an item."""

from flask import abort, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.meetings import agenda_queries
from blueprints.meetings.agenda_routes import ITEM
from blueprints.meetings.naming import meeting_name
from blueprints.meetings.queries import meeting_for
from blueprints.meetings.routes import bp
from blueprints.meetings.settling import queries, rules
from blueprints.meetings.settling.forms import SettleForm
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house, reading
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{ITEM}/outcome", methods=["GET", "POST"])
@signed_in
def settle_item(meeting_id: int, item_id: int) -> str | tuple[str, int] | Response:
    meeting = meeting_for(reading(), meeting_id) or abort(404)
    rules.may_settle_item(me(), meeting) or abort(404)
    item = agenda_queries.item_for(reading(), meeting_id, item_id) or abort(404)
    form = SettleForm(outcome=item.outcome.value if item.outcome else "", put_off_to_id=item.put_off_to_id)
    later = queries.later_meetings(reading(), meeting, now())
    form.offer([(each.id, meeting_name(each)) for each in later])

    def gesture() -> str:
        rules.settle_item(house(), item_id, **form.facts(), by=me(), now=now())
        return gettext("Noted.")

    done = settled(form, gesture, url_for("meetings.item", meeting_id=meeting_id, item_id=item_id))
    hue = getattr(meeting.body, "hue", None)
    return done or form_page("meetings/settling/settle_item.html", form, meeting=meeting, item=item, hue=hue)
