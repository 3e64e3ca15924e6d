"""Objections to minutes: raised beside the text that was read, withdrawn, decided; approval in a meeting."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.minutes import approval_rules, objection_queries, objection_rules, objector_queries, queries
from blueprints.minutes.documents import document_of
from blueprints.minutes.objection_forms import ApproveForm, DecideForm, ObjectionForm, WithdrawForm
from blueprints.minutes.routes import bp
from models.errors import RuleBroken
from models.meetings import Meeting
from models.minutes import Minutes
from models.objections import Objection
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.language import chosen_language
from plumbing.versions import form_page


def _page_of(meeting_id: int) -> str:
    return url_for("minutes.show", meeting_id=meeting_id, _anchor="objections")


@bp.route("/editions/<int:edition_id>/items/<int:place>/object", methods=["GET", "POST"])
@signed_in
def object_to(edition_id: int, place: int) -> Any:
    edition = queries.edition(reading(), edition_id) or abort(404)
    found = objector_queries.objectors(house(), edition, place, me(), today()) or abort(404)
    form = ObjectionForm()
    recording = me().coordinates_body(edition.body_id)
    form.offer([(each.seat_id, each.name) for each in found], recording=recording)
    if form.validate_on_submit():
        try:
            said: dict[str, Any] = {"wrong": form.wrong.data or "", "wording": form.wording.data or ""}
            said["seat_id"] = form.chosen(found[0].seat_id)
            objection_rules.raise_objection(house(), edition_id, place, **said, by=me(), now=now())
            flash(gettext("The objection is recorded."), "done")
            return commit(_page_of(edition.meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    document = document_of(edition)
    return form_page(
        "minutes/object_to.html",
        form,
        meeting=queries.meeting_for(reading(), edition.meeting_id),
        edition=edition,
        document=document,
        item=document.items[place - 1] if place else None,
        institution=found[0].name if len(found) == 1 and not recording else None,
        recording=recording,
        is_late=bool(document.objections_until and today() > document.objections_until),
    )


def _visible(objection_id: int) -> tuple[Objection, Minutes, Meeting | None]:
    found = objection_queries.objection(reading(), objection_id) or abort(404)
    return *found, queries.meeting_for(reading(), found[0].meeting_id)


@bp.route("/objections/<int:objection_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw_objection(objection_id: int) -> Any:
    objection, _, meeting = _visible(objection_id)
    if not objection_queries.can_withdraw(objection, me()):
        abort(404)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            objection_rules.withdraw(house(), objection_id, by=me(), now=now())
            flash(gettext("The objection is withdrawn."), "done")
            return commit(_page_of(objection.meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("minutes/withdraw_objection.html", form, objection=objection, meeting=meeting)


@bp.route("/objections/<int:objection_id>/decide", methods=["GET", "POST"])
@coordinators
def decide_objection(objection_id: int) -> Any:
    objection, minutes, meeting = _visible(objection_id)
    if not objection_rules.may_decide_objections(me(), objection.body_id):
        abort(404)
    form = DecideForm()
    if request.method != "POST":
        form.wording.data = objection.wording
    if form.validate_on_submit():
        try:
            objection_rules.decide(house(), objection_id, **form.facts(), by=me(), now=now())
            flash(gettext("It is recorded what becomes of the objection. The institution is told."), "done")
            return commit(_page_of(objection.meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    edition = queries.edition(reading(), objection.edition_id) or abort(404)
    read = [item for item in document_of(edition).items if item.number == objection.item_number]
    return form_page(
        "minutes/decide_objection.html",
        form,
        objection=objection,
        minutes=minutes,
        meeting=meeting,
        item=read[0] if read else None,
    )


@bp.route("/meetings/<int:meeting_id>/minutes/approve", methods=["GET", "POST"])
@coordinators
def approve(meeting_id: int) -> Any:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    minutes = queries.minutes_of(reading(), meeting_id)
    if minutes is None or minutes.is_open or not approval_rules.may_approve(me(), meeting.body_id):
        abort(404)
    form = ApproveForm()
    days = objection_queries.later_meetings(house(), house().get_one(Meeting, meeting_id), now())
    form.offer([(key, held_on.words(chosen_language())) for key, held_on in days])
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"in_meeting_id": form.in_meeting_id.data, "by": me(), "now": now()}
            approval_rules.approve(house(), meeting_id, **given)
            flash(gettext("The minutes are approved."), "done")
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template("minutes/approve.html", form=form, meeting=meeting, minutes=minutes, days=days)
    return page, 422 if form.is_submitted() else 200
