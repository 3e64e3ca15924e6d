"""What the coordination decides about a topic: the one page for it."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings.routes import Answer, bp
from blueprints.meetings.topics import fate_rules, pages, queries
from blueprints.meetings.topics.forms import DecideForm, Decision
from models.errors import RuleBroken
from models.meetings import AgendaItem, Meeting, MeetingState
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/topics/<int:topic_id>/decide", methods=["GET", "POST"])
@coordinators
def decide_topic(topic_id: int) -> Answer:
    found = queries.whole(reading(), topic_id, me())
    if found is None or not me().coordinates_body(found.body.id):
        abort(404)
    if request.method != "POST" and not fate_rules.may_decide(me(), found.line.topic, found.line.meeting):
        abort(404)
    form = pages.decide_form(found)
    if form.validate_on_submit():
        try:
            return commit(decided(form, topic_id))
        except RuleBroken as broken:
            form.refuse(broken, pages.decide_form(found, formdata=None))
    return form_page("meetings/topics/decide_topic.html", form, **pages.decide_page(found))


def decided(form: DecideForm, topic_id: int) -> str:
    """Carry it out; returns where to go next: what goes out again leads to its Nachtrag."""
    given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
    reason, meeting_id = form.reason.data or "", form.meeting_id.data
    match form.decision.data:
        case Decision.ACCEPT:
            return _accepted(form, topic_id, given)
        case Decision.PUT_OFF:
            fate_rules.put_off(house(), topic_id, meeting_id=meeting_id, reason=reason, **given)
        case Decision.PUT_BACK:
            fate_rules.put_back(house(), topic_id, reason=reason, **given)
        case _:
            fate_rules.refuse(house(), topic_id, reason=reason, **given)
    flash(gettext("Noted. The institution is told."), "done")
    return url_for(".topic", topic_id=topic_id)


def _accepted(form: DecideForm, topic_id: int, given: dict[str, Any]) -> str:
    item: AgendaItem = fate_rules.accept(
        house(),
        topic_id,
        meeting_id=form.meeting_id.data,
        late=form.late.data if "late" in form else None,
        note=gettext("Submitted after the agenda had closed: the meeting decides whether it takes it up."),
        guest_ids=form.guest_ids.data or (),
        **given,
    )
    if house().get_one(Meeting, item.meeting_id).state is MeetingState.INVITED:
        flash(gettext("The topic stands on the agenda, which is out already: send the addendum."), "done")
        return url_for("meetings.send_addendum", meeting_id=item.meeting_id)
    flash(gettext("The topic stands on the agenda. The institution is told."), "done")
    return url_for("meetings.item", meeting_id=item.meeting_id, item_id=item.id)
