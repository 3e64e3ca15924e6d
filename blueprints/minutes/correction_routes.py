"""What follows the dispatch of minutes: corrected versions, their changes, guests' extracts, the archive."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings.years.queries import year_of
from blueprints.minutes import (
    correcting_rules,
    correction_pages,
    correction_rules,
    extract_rules,
    note_taking_queries,
    note_taking_rules,
    queries,
    zip_pages,
)
from blueprints.minutes.correction_forms import GuestForm, HandOverForm
from blueprints.minutes.routes import bp
from models.errors import RuleBroken
from models.letters import Way
from models.words import N_
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import told
from plumbing.looked_at import RecipientsChanged
from plumbing.markdown import render
from plumbing.sent_words import told_sent


@bp.route("/meetings/<int:meeting_id>/minutes/correct", methods=["GET", "POST"])
@coordinators
def correct(meeting_id: int) -> Any:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    if not correcting_rules.may_correct(me(), meeting.body_id):
        abort(404)
    form = correction_pages.correct_form(meeting_id)
    if form.validate_on_submit() and form.step != "edit":
        given: dict[str, Any] = {"based_on": form.based_on.data or 0, "by": me(), "now": now()}
        given |= {"purged": form.purged.data or 0, "attendance": form.attendance()}
        typed = (form.texts(), form.reason.data or "")
        try:
            if form.step != "send":
                return correction_pages.look_page(form, meeting, given)
            correction_pages.must_reach(form, meeting, given)
            sent = correction_rules.correct(house(), meeting_id, *typed, **given, render=render)
            flash(told_sent(sent, meeting.body_id), "done")
            return commit(url_for(".show", meeting_id=meeting_id))
        except RecipientsChanged as broken:
            form.refuse(broken)
            return correction_pages.look_page(form, meeting, given), 422
        except RuleBroken as broken:
            correction_pages.refuse(form, broken, meeting_id)
    return correction_pages.correct_page(form, meeting)


@bp.get("/editions/<int:edition_id>/changes")
@signed_in
def changes(edition_id: int) -> Any:
    return correction_pages.changes_page(queries.edition(reading(), edition_id) or abort(404))


@bp.post("/meetings/<int:meeting_id>/minutes/send-extracts")
@coordinators
def send_extracts(meeting_id: int) -> Any:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    try:
        sent = extract_rules.send_extracts(house(), meeting_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    flash(told_sent(sent, meeting.body_id), "done")
    return commit(url_for(".show", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/minutes/hand-over-extract")
@coordinators
def hand_over_extract(meeting_id: int) -> Any:
    queries.meeting_for(reading(), meeting_id) or abort(404)
    form = HandOverForm()
    try:
        if not form.validate() or form.handed_on.data is None:
            raise RuleBroken(N_("Please give the day and by which way."))
        to = form.person_id.data or 0, Way(form.way.data), form.handed_on.data
        extract_rules.hand_over_extract(house(), meeting_id, *to, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    flash(gettext("It is noted that the extract was handed over."), "done")
    return commit(url_for(".show", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/minutes/take-back-extract")
@coordinators
def take_back_extract(meeting_id: int) -> Any:
    queries.meeting_for(reading(), meeting_id) or abort(404)
    form = GuestForm()
    try:
        person_id = (form.validate() and form.person_id.data) or 0
        extract_rules.take_back_extract(house(), meeting_id, person_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    flash(gettext("The note is taken back. The extract is owed again."), "done")
    return commit(url_for(".show", meeting_id=meeting_id))


@bp.post("/editions/<int:edition_id>/take-note")
@signed_in
def take_note(edition_id: int) -> Any:
    edition = queries.edition(reading(), edition_id) or abort(404)
    note_taking_queries.own_lines(reading(), edition, me()) or abort(404)
    note_taking_rules.take_note(house(), edition_id, by=me(), now=now())
    flash(gettext("It is noted that your institution has taken note of these minutes."), "done")
    return commit(url_for(".edition", edition_id=edition_id))


@bp.get("/meetings/<int:meeting_id>/papers.zip")
@signed_in
def archive(meeting_id: int) -> Any:
    return zip_pages.archive_of(queries.meeting_for(reading(), meeting_id) or abort(404))


@bp.get("/round-tables/<int:table_id>/years/<int:year>/papers.zip")
@signed_in
def year_archive(table_id: int, year: int) -> Any:
    return zip_pages.archive_of_year(year_of(reading(), table_id, year, me(), today()) or abort(404))
