"""Publishing minutes: preparing the redacted text, approving it, withdrawing it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.minutes import publication_pages, publication_rules, queries
from blueprints.minutes.publication_forms import DecideForm
from blueprints.minutes.routes import bp
from models.errors import RuleBroken
from models.meetings import Meeting
from models.versions import ChangedMeanwhile
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import told
from plumbing.markdown import render


def publishable_meeting(meeting_id: int) -> Meeting:
    meeting = queries.meeting_for(reading(), meeting_id)
    if meeting is None or not publication_rules.may_publish(me(), meeting.body_id):
        abort(404)
    return meeting


@bp.route("/meetings/<int:meeting_id>/minutes/prepare-publication", methods=["GET", "POST"])
@coordinators
def prepare_publication(meeting_id: int) -> Any:
    meeting = publishable_meeting(meeting_id)
    form = publication_pages.form_over(meeting_id)
    if form.validate_on_submit():
        if publication_pages.crossed(form, meeting_id) and form.warn_once():
            return publication_pages.prepare_page(form, meeting)
        given: dict[str, Any] = {"based_on": form.based_on.data or 0, "by": me(), "now": now()}
        try:
            publication_rules.prepare(house(), meeting_id, form.parts(), **given, render=render)
            flash(gettext("Saved. Nothing is public yet."), "done")
            return commit(url_for(".publication", meeting_id=meeting_id))
        except RuleBroken as broken:
            publication_pages.refuse(form, broken, meeting_id)
    return publication_pages.prepare_page(form, meeting)


@bp.get("/meetings/<int:meeting_id>/minutes/publication")
@coordinators
def publication(meeting_id: int) -> Any:
    meeting = publishable_meeting(meeting_id)
    return render_template("minutes/publication.html", **publication_pages.publication_page(meeting))


@bp.post("/meetings/<int:meeting_id>/minutes/publish")
@coordinators
def publish(meeting_id: int) -> Any:
    meeting, form = publishable_meeting(meeting_id), DecideForm()
    try:
        given: dict[str, Any] = {"based_on": form.based_on.data or 0, "by": me(), "now": now()}
        publication_rules.publish(house(), meeting_id, **given)
    except ChangedMeanwhile as broken:
        flash(told(broken), "problem")
        page = publication_pages.publication_page(meeting, form.was_seen())
        return render_template("minutes/publication.html", **page), 409
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return redirect(url_for(".publication", meeting_id=meeting_id), 303)
    flash(gettext("The text is published."), "done")
    return commit(url_for(".publication", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/minutes/withdraw-publication")
@coordinators
def withdraw_publication(meeting_id: int) -> Any:
    publishable_meeting(meeting_id)
    try:
        publication_rules.withdraw_publication(house(), meeting_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return redirect(url_for(".publication", meeting_id=meeting_id), 303)
    flash(gettext("The text is withdrawn: it is no longer public."), "done")
    return commit(url_for(".publication", meeting_id=meeting_id))
