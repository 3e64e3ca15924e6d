"""Pages of minutes: writing, attendance, circulating, reading; editions and their PDF."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from blueprints.minutes import circulation_rules, pages, queries, rules
from blueprints.minutes.forms import CirculateForm, ConfirmForm
from blueprints.minutes.pdf import download_of
from models.editions import EditionKind, editions_for
from models.errors import RuleBroken
from models.meetings import Meeting
from models.minutes import Minutes
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.sent_words import told_sent

bp = Blueprint("minutes", __name__)


def writable_meeting(meeting_id: int) -> Meeting:
    """The meeting for whoever writes its minutes; for everybody else there are none."""
    meeting = queries.meeting_for(reading(), meeting_id)
    if meeting is None or not rules.may_write(me(), meeting):
        abort(404)
    return meeting


def open_minutes(meeting_id: int) -> tuple[Meeting, Minutes]:
    meeting = writable_meeting(meeting_id)
    return meeting, queries.minutes_of(reading(), meeting_id) or abort(404)


@bp.get("/meetings/<int:meeting_id>/minutes")
@signed_in
def show(meeting_id: int) -> Any:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    own = editions_for(reading(), meeting_id, EditionKind.MINUTES, me())
    if own:
        return pages.edition_page(own[0], meeting, own[1:])
    if not rules.may_write(me(), meeting):
        abort(404)
    if queries.minutes_of(reading(), meeting_id) is not None:
        return redirect(url_for(".write", meeting_id=meeting_id))
    return render_template("minutes/begin.html", meeting=meeting, may_begin=rules.may_begin(me(), meeting))


@bp.get("/editions/<int:edition_id>")
@signed_in
def edition(edition_id: int) -> Any:
    found = queries.edition(reading(), edition_id) or abort(404)
    return pages.edition_page(found, queries.meeting_for(reading(), found.meeting_id))


@bp.get("/editions/<int:edition_id>.pdf")
@signed_in
def download(edition_id: int) -> Any:
    return download_of(queries.edition(reading(), edition_id) or abort(404))


@bp.post("/meetings/<int:meeting_id>/minutes/begin")
@signed_in
def begin(meeting_id: int) -> Any:
    writable_meeting(meeting_id)
    rules.begin(house(), meeting_id, by=me(), now=now())
    return commit(url_for(".write", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/minutes/attendance", methods=["GET", "POST"])
@signed_in
def note_attendance(meeting_id: int) -> Any:
    meeting, minutes = open_minutes(meeting_id)
    form = pages.attendance_form(meeting, minutes)
    only_look = "everybody" in request.form
    if form.validate_on_submit() and not only_look:
        given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
        try:
            rules.note_attendance(house(), meeting_id, form.entries(), **given)
            flash(gettext("Attendance is noted."), "done")
            return commit(pages.after_attendance(meeting))
        except RuleBroken as broken:
            form.refuse(broken)
    page = pages.attendance_page(form, meeting, only_look=only_look)
    return page, 422 if form.is_submitted() and not only_look else 200


@bp.route("/meetings/<int:meeting_id>/minutes/confirm", methods=["GET", "POST"])
@signed_in
def confirm(meeting_id: int) -> Any:
    """The minute taker hands the minutes over to the coordination."""
    meeting, _ = open_minutes(meeting_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            rules.confirm(house(), meeting_id, by=me(), now=now())
            flash(gettext("Thank you. The coordination can now send the minutes."), "done")
            return commit(url_for(".write", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = pages.confirm_page(form, meeting)
    return page, 422 if form.is_submitted() else 200


@bp.route("/meetings/<int:meeting_id>/minutes/circulate", methods=["GET", "POST"])
@signed_in
def circulate(meeting_id: int) -> Any:
    meeting, minutes = open_minutes(meeting_id)
    if not rules.may_circulate(me(), meeting):
        abort(404)
    form = CirculateForm()
    if form.validate_on_submit():
        try:
            form.must_reach(pages.circulated_to(meeting))
            if form.confirmed.data:
                rules.confirm(house(), meeting_id, by=me(), now=now())
            sent = circulation_rules.circulate(house(), meeting_id, by=me(), now=now())
            flash(told_sent(sent, meeting.body_id), "done")
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return pages.circulate_page(form, meeting, minutes), 422 if form.is_submitted() else 200


from blueprints.minutes import (  # noqa: E402 - they hang their views
    by_post_routes,  # noqa: F401
    correction_routes,  # noqa: F401
    objection_routes,  # noqa: F401
    publication_routes,  # noqa: F401
)
from blueprints.minutes.carrying import routes as carrying_routes  # noqa: E402, F401
from blueprints.minutes.writing import routes as writing_routes  # noqa: E402, F401
