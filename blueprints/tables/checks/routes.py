"""The pages of the yearly question: asking, answering on the site and by link, how far it has come."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.checks import queries, question_queries, rules
from blueprints.tables.checks.forms import AskPeopleForm, PeopleForm
from blueprints.tables.checks.pages import answered_by, ask_page, close_page, known_addresses, ring_of_answers
from models.errors import RuleBroken
from models.rounds import AskedLink, RoundKind
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.guarding import written_for
from plumbing.reply_door import replies
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route("/<int:table_id>/people-checks/new", methods=["GET", "POST"])
@coordinators
def ask_people(table_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    form = AskPeopleForm(due_on=rules.proposed_due_on(body.bylaws, today()))
    if form.validate_on_submit():
        try:
            form.must_reach(known_addresses(body))
            sent = rules.ask(house(), table_id, **form.facts(), by=me(), now=now())
            flash(told_sent(sent, table_id), "done")
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return ask_page(form, body)


@bp.get("/<int:table_id>/people-checks/<int:round_id>")
@coordinators
def people_check(table_id: int, round_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    asking = queries.round_of(reading(), table_id, round_id) or abort(404)
    asked = queries.asked_seats(reading(), round_id)
    return render_template(
        "tables/checks/people_check.html",
        body=body,
        hue=body.hue,
        asking=asking,
        asked=asked,
        today=today(),
        said_by=answered_by,
        ring=ring_of_answers(asked, asking, today()),
    )


@bp.route("/<int:table_id>/people-checks/<int:round_id>/close", methods=["GET", "POST"])
@coordinators
def close_people_check(table_id: int, round_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    asking = queries.round_of(reading(), table_id, round_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.close(house(), table_id, round_id, by=me(), now=now())
            flash(gettext("The question is closed."), "done")
            return commit(url_for(".people_check", table_id=table_id, round_id=round_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return close_page(form, body, asking)


@bp.route("/<int:table_id>/people-questions/<int:asked_id>", methods=["GET", "POST"])
@signed_in
def answer_people(table_id: int, asked_id: int) -> Answer:
    asked = question_queries.question(house(), asked_id, today()) or abort(404)
    if asked.body_id != table_id or not rules.may_answer(me(), asked):
        abort(404)
    own = asked.seat_id in me().main_seats
    form = PeopleForm.over(asked.people)
    if form.validate_on_submit():
        try:
            rules.answer(house(), table_id, asked_id, form.said(asked.people), by=me(), now=now())
            if own:
                flash(gettext("Thank you. The coordination has your answer."), "done")
                return commit(url_for(".answer_people", table_id=table_id, asked_id=asked_id))
            flash(gettext("The answer of %(name)s is recorded.", name=asked.institution), "done")
            return commit(url_for(".people_check", table_id=table_id, round_id=asked.round_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/checks/answer_people.html", form, asked=asked, hue=asked.hue, own=own)


@replies(AskedLink.token_hash, AskedLink.asks(RoundKind.PEOPLE))
def answer_people_by_link(token: str) -> Answer:
    asked = question_queries.link_question(house(), token, today())
    if asked is None:
        return render_template("tables/checks/people_link_gone.html"), 404
    written_for(asked.body_id)
    asked = question_queries.told_by_link(asked)
    form = PeopleForm.over(asked.people)
    if form.validate_on_submit():
        try:
            rules.answer_by_link(house(), token, form.said(asked.people), now=now())
            flash(gettext("Thank you. The coordination has your answer."), "done")
            return commit(url_for("home.reply", token=token))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/checks/answer_people_by_link.html", form, asked=asked)
