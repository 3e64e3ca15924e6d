"""After the invitation: who is on the list, adding late, taking off; a Nachtrag to the agenda."""

from typing import Any

from flask import abort, url_for
from flask_babel import gettext

from blueprints.meetings import addendum_rules, list_rules
from blueprints.meetings.forms import ConfirmForm
from blueprints.meetings.invitation_forms import AddLateForm
from blueprints.meetings.invitation_routes import own_meeting
from blueprints.meetings.list_pages import (
    addendum_page,
    invited_page,
    may_be_added,
    not_on_list,
    standing_of,
    take_off_page,
    to_tell,
)
from blueprints.meetings.routes import bp
from plumbing import clock
from plumbing.access import me, signed_in
from plumbing.database import house
from plumbing.gestures import settled
from plumbing.looked_at import LookedAtForm
from plumbing.sent_words import told_sent


@bp.route("/meetings/<int:meeting_id>/invitations", methods=["GET", "POST"])
@signed_in
def invited(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    list_rules.may_change_list(me(), meeting, clock.now()) or abort(404)
    form = AddLateForm()
    missing = not_on_list(meeting)
    form.offer(may_be_added(missing))

    def gesture() -> str:
        made = list_rules.add_late(house(), meeting_id, form.who.data or [], by=me(), now=clock.now())
        return told_sent(len(made), meeting.body_id)

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or invited_page(form, meeting, missing)


@bp.route("/meetings/<int:meeting_id>/invitations/<int:invitation_id>/take-off", methods=["GET", "POST"])
@signed_in
def take_off(meeting_id: int, invitation_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    invitation = standing_of(meeting).get(invitation_id) or abort(404)
    list_rules.may_take_off(me(), meeting, invitation, clock.now()) or abort(404)
    form = ConfirmForm()

    def gesture() -> str:
        sent = list_rules.take_off(house(), invitation_id, by=me(), now=clock.now())
        if not sent:
            return gettext("Taken off the list. Nobody needs a letter.")
        return gettext("Taken off the list.") + " " + told_sent(1, meeting.body_id)

    done = settled(form, gesture, url_for("meetings.invited", meeting_id=meeting_id))
    return done or take_off_page(form, meeting, invitation)


@bp.route("/meetings/<int:meeting_id>/addendum", methods=["GET", "POST"])
@signed_in
def send_addendum(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    addendum_rules.may_send_addendum(me(), meeting, clock.now()) or abort(404)
    form = LookedAtForm()

    def gesture() -> str:
        form.must_reach(each.address for each in to_tell(meeting))
        sent = addendum_rules.send_addendum(house(), meeting_id, by=me(), now=clock.now())
        return told_sent(sent, meeting.body_id)

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or addendum_page(form, meeting)
