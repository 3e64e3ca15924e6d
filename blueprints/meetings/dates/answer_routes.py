"""Answering which dates fit: on the site, by the link of a letter, recorded by the coordination."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings.dates import question_queries, rules
from blueprints.meetings.dates.pages import acting_first, answer_form, given_by
from blueprints.meetings.dates.question_queries import Question
from blueprints.meetings.routes import Answer, bp
from models.errors import RuleBroken
from models.rounds import AskedLink, RoundKind
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.reply_door import replies
from plumbing.versions import form_page


def _thanks() -> str:
    words = gettext("Thank you. The coordination has your answer.")
    return words + " " + gettext("You can change it until the last day for answers.")


def _asked(table_id: int, round_id: int, asked_id: int, person_id: int | None) -> Question:
    """What is asked of one institution, where address and question belong together."""
    asked = question_queries.question(house(), asked_id, today(), person_id=person_id)
    if asked is None or (asked.body_id, asked.round_id) != (table_id, round_id):
        abort(404)
    return asked


@bp.route(
    "/round-tables/<int:table_id>/date-findings/<int:round_id>/answers/<int:asked_id>",
    methods=["GET", "POST"],
)
@signed_in
def answer_dates(table_id: int, round_id: int, asked_id: int) -> Answer:
    asked = _asked(table_id, round_id, asked_id, me().person_id)
    if not rules.may_answer_dates(me(), asked.seat_id):
        abort(404)
    form = answer_form(asked)
    if form.validate_on_submit():
        try:
            rules.answer(house(), asked_id, form.said(), form.note.data or "", by=me(), now=now())
            flash(_thanks(), "done")
            return commit(url_for(".date_finding", table_id=table_id, round_id=round_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/dates/answer_dates.html", form, asked=asked, hue=asked.hue, given_by=given_by)


@bp.route(
    "/round-tables/<int:table_id>/date-findings/<int:round_id>/answers/<int:asked_id>/record",
    methods=["GET", "POST"],
)
@coordinators
def record_dates(table_id: int, round_id: int, asked_id: int) -> Answer:
    if not rules.may_find_dates(me(), table_id):
        abort(404)
    asked = _asked(table_id, round_id, asked_id, None)
    asked = _asked(table_id, round_id, asked_id, acting_first(asked.seat_id))
    form = answer_form(asked, record=True)
    if form.validate_on_submit():
        try:
            facts = {"note": form.note.data or "", "person_id": form.person_id.data}
            rules.record_answer(house(), table_id, asked_id, form.said(), **facts, by=me(), now=now())
            flash(gettext("The answer is recorded."), "done")
            return commit(url_for(".date_finding", table_id=table_id, round_id=round_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/dates/record_dates.html", form, asked=asked, hue=asked.hue, given_by=given_by)


@replies(AskedLink.token_hash, AskedLink.asks(RoundKind.DATES))
def answer_dates_by_link(token: str) -> Answer:
    asked = question_queries.link_question(house(), token, today())
    asked = question_queries.without_names(asked) if asked else None
    if asked is None:
        return render_template("home/link_gone.html"), 404
    form = answer_form(asked)
    if form.validate_on_submit():
        try:
            rules.answer_by_link(house(), token, form.said(), form.note.data or "", now=now())
            flash(_thanks(), "done")
            return commit(url_for("home.reply", token=token))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/dates/answer_dates_by_link.html", form, asked=asked, given_by=given_by)
