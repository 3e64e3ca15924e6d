"""The page on which an item is moved or copied to another meeting."""

from flask import abort, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators
from blueprints.meetings.agenda_queries import item_for
from blueprints.meetings.agenda_rules import may_change_agenda
from blueprints.meetings.drafting.rules import copy_item
from blueprints.meetings.queries import coordinated_meeting
from blueprints.minutes.carrying import queries, rules
from blueprints.minutes.carrying.forms import CarryForm
from blueprints.minutes.routes import bp
from models.meetings import Meeting
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import house, reading
from plumbing.gestures import settled
from plumbing.language import chosen_language
from plumbing.versions import form_page


@bp.route("/meetings/<int:meeting_id>/items/<int:item_id>/carry", methods=["GET", "POST"])
@coordinators
def carry_item(meeting_id: int, item_id: int) -> str | tuple[str, int] | Response:
    meeting = coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    item = item_for(reading(), meeting_id, item_id) or abort(404)
    targets = queries.targets(reading(), meeting)
    may_move = may_change_agenda(me(), meeting)
    moves = may_move and rules.what_holds(house(), item_id) is None
    form = CarryForm(way="move" if moves else "copy", to_meeting_id=queries.next_open(targets))
    form.offer([(each.id, _called(each)) for each in targets], may_move=may_move)

    def gesture() -> str:
        carry = rules.move_item_to if form.way.data == "move" else copy_item
        carry(house(), item_id, form.to_meeting_id.data, by=me(), now=now())
        return gettext("The item stands at the end of this agenda.")

    chosen = form.to_meeting_id.data
    done = settled(form, gesture, url_for("meetings.show", meeting_id=chosen or meeting_id))
    page = {"meeting": meeting, "item": item, "hue": meeting.body.hue, "may_move": may_move}
    return done or form_page("minutes/carrying/carry_item.html", form, **page)


def _called(meeting: Meeting) -> str:
    """A meeting among others of its table: its day first, then its number or title."""
    number = gettext("Meeting no. %(number)d", number=meeting.number) if meeting.number else ""
    parts = (meeting.held_on.words(chosen_language()), meeting.title or number)
    return ", ".join(part for part in parts if part)
