"""Calling for topics: the letter before it goes out, how far the answers have come, nothing from us."""

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.routes import Answer, bp
from blueprints.meetings.topics import call_pages, call_queries, call_rules
from blueprints.meetings.topics.forms import CallForm
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route("/meetings/<int:meeting_id>/topic-call", methods=["GET", "POST"])
@coordinators
def call_topics(meeting_id: int) -> Answer:
    """Before it goes out the letter and whom it reaches; afterwards who has answered."""
    meeting = meeting_queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    form = CallForm()
    if form.validate_on_submit():
        try:
            form.must_reach(call_pages.addresses(meeting))
            sent = call_rules.call(house(), meeting_id, **form.facts(), by=me(), now=now())
            flash(told_sent(sent, meeting.body_id), "done")
            return commit(url_for(".call_topics", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/topics/call_topics.html", form, **call_pages.call_page(form, meeting))


@bp.post("/topic-calls/<int:asked_id>/nothing")
@signed_in
def no_topics(asked_id: int) -> Answer:
    """Nothing from us this time."""
    asked = call_queries.asked_for(reading(), asked_id, me()) or abort(404)
    call_rules.say_nothing(house(), asked_id, by=me(), now=now())
    flash(gettext("Noted. You can submit a topic all the same."), "done")
    if asked.seat_id in me().seat_ids:
        return commit(url_for(".topics", table_id=asked.table_id))
    return commit(url_for(".call_topics", meeting_id=asked.meeting_id))
