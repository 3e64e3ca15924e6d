"""The pages of topics: the backlog of a table, one topic, submitting, changing and withdrawing it."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.meetings.routes import Answer, bp
from blueprints.meetings.topics import pages, queries, rules
from blueprints.meetings.topics.forms import (
    COORDINATION,
    EditTopicForm,
    SubmitTopicForm,
    TopicFileForm,
    VersionForm,
)
from models.errors import RuleBroken
from models.topics import Topic
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.uploads import judged
from plumbing.versions import form_page


@bp.get("/round-tables/<int:table_id>/topics")
@signed_in
def topics(table_id: int) -> Answer:
    body = queries.table_for(reading(), table_id, me()) or abort(404)
    return render_template("meetings/topics/topics.html", **pages.table_page(body))


@bp.route("/round-tables/<int:table_id>/topics/new", methods=["GET", "POST"])
@signed_in
def submit_topic(table_id: int) -> Answer:
    body = queries.table_for(reading(), table_id, me())
    if body is None or not rules.may_submit(me(), table_id):
        abort(404)
    form = pages.submit_form(table_id)
    if form.validate_on_submit():
        try:
            topic = submitted(form, table_id)
            flash(gettext("Thank you. The coordination sees the topic and decides on it."), "done")
            return commit(url_for(".topic", topic_id=topic.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/topics/submit_topic.html", form, **pages.submit_page(body))


def submitted(form: SubmitTopicForm, table_id: int) -> Topic:
    """The topic, with its first file."""
    seat_id = None if form.seat_id.data == COORDINATION else form.seat_id.data
    topic = rules.submit(house(), table_id, wanted(form), seat_id=seat_id, by=me(), now=now())
    if form.upload.data:
        rules.add_topic_file(house(), topic.id, **(judged(form.upload.data) or {}), by=me(), now=now())
    return topic


def wanted(form: SubmitTopicForm | EditTopicForm) -> rules.Wanted:
    guests = [rules.GuestWish(**each) for each in form.guests_wanted()]
    return rules.Wanted(**form.wanted(), guests=guests)


@bp.get("/topics/<int:topic_id>")
@signed_in
def topic(topic_id: int) -> Answer:
    found = queries.whole(reading(), topic_id, me()) or abort(404)
    return render_template("meetings/topics/topic.html", **pages.topic_page(found))


def own(topic_id: int) -> queries.Whole:
    """A topic that one may still change; for all others there is none. Who sends something to one of hers
    that was decided meanwhile is told so by the rules, on the form with what she typed."""
    found = queries.whole(reading(), topic_id, me())
    if found is None:
        abort(404)
    topic = found.line.topic
    if not rules.may_edit_topic(me(), topic) and (request.method != "POST" or not rules.is_own(me(), topic)):
        abort(404)
    return found


@bp.route("/topics/<int:topic_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_topic(topic_id: int) -> Answer:
    found = own(topic_id)
    form = pages.edit_form(found)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
            rules.edit_topic(house(), topic_id, wanted(form), **given)
            flash(gettext("The topic is saved."), "done")
            return commit(url_for(".topic", topic_id=topic_id))
        except RuleBroken as broken:
            form.refuse(broken, pages.edit_form(found, formdata=None))
    return form_page("meetings/topics/edit_topic.html", form, **pages.topic_page(found))


@bp.route("/topics/<int:topic_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw_topic(topic_id: int) -> Answer:
    found = own(topic_id)
    form = VersionForm(based_on=found.line.topic.version)
    if form.validate_on_submit():
        try:
            rules.withdraw(house(), topic_id, based_on=form.based_on.data, by=me(), now=now())
            flash(gettext("The topic is withdrawn."), "done")
            return commit(url_for(".topics", table_id=found.body.id))
        except RuleBroken as broken:
            form.refuse(broken, VersionForm(based_on=found.line.topic.version, formdata=None))
    return form_page("meetings/topics/withdraw_topic.html", form, **pages.topic_page(found))


@bp.route("/topics/<int:topic_id>/files/new", methods=["GET", "POST"])
@signed_in
def add_topic_file(topic_id: int) -> Answer:
    found = own(topic_id)
    form = TopicFileForm()
    if form.validate_on_submit():
        try:
            rules.add_topic_file(house(), topic_id, **(judged(form.upload.data) or {}), by=me(), now=now())
            flash(gettext("The file is kept."), "done")
            return commit(url_for(".topic", topic_id=topic_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/topics/topic_file.html", form, **pages.topic_page(found))


@bp.post("/topics/<int:topic_id>/files/<int:file_id>/remove")
@signed_in
def remove_topic_file(topic_id: int, file_id: int) -> Answer:
    found = own(topic_id)
    if file_id not in [each.id for each in found.files] or not rules.may_edit_topic(me(), found.line.topic):
        abort(404)
    rules.remove_topic_file(house(), file_id, by=me(), now=now())
    flash(gettext("The file is deleted."), "done")
    return commit(url_for(".topic", topic_id=topic_id))
