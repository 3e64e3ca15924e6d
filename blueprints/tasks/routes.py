"""The pages of tasks: of a table, over all tables, one task; giving, changing, reporting, by link too."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from blueprints.meetings import queries as meeting_queries
from blueprints.tasks import link_queries, list_queries, pages, queries, report_rules, rules
from blueprints.tasks.forms import CreateAtForm, CreateForm, EditForm, LinkReportForm
from models.errors import RuleBroken
from models.tasks import TaskLink
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.guarding import written_for
from plumbing.reply_door import replies
from plumbing.sent_words import told_sent
from plumbing.versions import form_page

bp = Blueprint("tasks", __name__)
Answer = str | tuple[str, int] | Response


@bp.get("/tasks")
@signed_in
def ours() -> Answer:
    which, only_mine = pages.asked_which(), request.args.get("mine") == "1"
    found = list_queries.our_tasks(reading(), which, only_mine, me(), today(), pages.page_number())
    facts = {"which": which, "choices": list(list_queries.Which), "only_mine": only_mine}
    return render_template("tasks/ours.html", found=found, **facts)


@bp.get("/round-tables/<int:table_id>/tasks")
@signed_in
def index(table_id: int) -> Answer:
    body = queries.table_for(reading(), table_id, me()) or abort(404)
    return render_template("tasks/index.html", body=body, hue=body.hue, **pages.table_page(table_id))


@bp.route("/round-tables/<int:table_id>/tasks/new", methods=["GET", "POST"])
@signed_in
def create(table_id: int) -> Answer:
    if not rules.may_create(me(), table_id):
        abort(404)
    body = queries.table_for(reading(), table_id, me()) or abort(404)
    form = pages.offered(CreateForm(), table_id)
    if form.validate_on_submit():
        try:
            return given(form, table_id)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tasks/create.html", form, body=body, hue=body.hue)


@bp.get("/meetings/<int:meeting_id>/tasks")
@signed_in
def at_meeting(meeting_id: int) -> Answer:
    """What the meeting begins with."""
    meeting = meeting_queries.meeting_for(reading(), meeting_id)
    if meeting is None or not list_queries.may_go_through(me(), meeting):
        abort(404)
    found = list_queries.beginning(reading(), meeting, me(), today())
    may_create = rules.may_create_at(me(), meeting)
    facts = {"hue": meeting.body.hue, "found": found, "may_create": may_create}
    return render_template("tasks/at_meeting.html", meeting=meeting, **facts)


@bp.route("/meetings/<int:meeting_id>/tasks/new", methods=["GET", "POST"])
@signed_in
def create_at(meeting_id: int) -> Answer:
    meeting = meeting_queries.meeting_for(reading(), meeting_id)
    if meeting is None or not rules.may_create_at(me(), meeting):
        abort(404)
    form = pages.offered(pages.form_at(meeting_id), meeting.body_id)
    if form.validate_on_submit():
        try:
            return given(form, meeting.body_id, item_id=form.item_id.data, meeting_id=meeting_id)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tasks/create.html", form, meeting=meeting, body=meeting.body, hue=meeting.body.hue)


def given(form: CreateForm | CreateAtForm, table_id: int, **source: Any) -> Response:
    """Give the task to each institution that was chosen, and lead to it or to all of the table."""
    wanted = rules.Wanted(**form.wanted())
    made = rules.create_for_each(
        house(), table_id, wanted, of=form.responsible(), **source, by=me(), now=now()
    )
    letters = rules.number_told(house(), made)
    flash(
        ngettext("The task is given.", "%(num)d tasks are given.", len(made))
        + (f" {told_sent(letters, table_id)}" if letters else ""),
        "done",
    )
    if len(made) > 1 and table_id in me().readable:
        return commit(url_for(".index", table_id=table_id))
    return commit(url_for(".show", task_id=made[0].id))


@bp.get("/tasks/<int:task_id>")
@signed_in
def show(task_id: int) -> Answer:
    found = queries.whole(reading(), task_id, me(), today()) or abort(404)
    return render_template("tasks/show.html", **pages.task_page(found))


@bp.route("/tasks/<int:task_id>/report", methods=["GET", "POST"])
@signed_in
def report(task_id: int) -> Answer:
    found = queries.whole(reading(), task_id, me(), today()) or abort(404)
    if not rules.may_report(me(), found.line.task):
        abort(404)
    form, back = pages.report_form(found.line.task), pages.came_from(task_id)
    if form.validate_on_submit():
        try:
            said = report_rules.Said(**form.said())
            report_rules.report(house(), task_id, said, based_on=form.based_on.data, by=me(), now=now())
            flash(gettext("Noted. Thank you."), "done")
            return commit(back)
        except RuleBroken as broken:
            form.refuse(broken, pages.report_form(found.line.task, formdata=None))
    return form_page("tasks/report.html", form, back=back, **pages.task_page(found))


@bp.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(task_id: int) -> Answer:
    found = queries.whole(reading(), task_id, me(), today()) or abort(404)
    if not rules.may_edit(me(), found.line.task):
        abort(404)
    form = pages.edit_form(found)
    if form.validate_on_submit():
        try:
            changed(form, task_id)
            flash(gettext("The task is changed."), "done")
            return commit(url_for(".show", task_id=task_id))
        except RuleBroken as broken:
            form.refuse(broken, pages.edit_form(found, formdata=None))
    return form_page("tasks/edit.html", form, **pages.task_page(found))


def changed(form: EditForm, task_id: int) -> None:
    rules.edit(
        house(),
        task_id,
        rules.Wanted(**form.wanted()),
        seat_id=form.seat_id.data or None,
        based_on=form.based_on.data,
        by=me(),
        now=now(),
    )


@replies(TaskLink.token_hash)
def report_by_link(token: str) -> Answer:
    linked = link_queries.linked_task(house(), token, now())
    if linked is None:
        return render_template("tasks/link_gone.html"), 404
    written_for(linked.body_id)
    form = link_form(linked)
    if form.validate_on_submit():
        try:
            said = report_rules.Said(**form.said())
            report_rules.report_by_link(house(), token, said, based_on=form.based_on.data, now=now())
            flash(gettext("Noted. Thank you."), "done")
            return commit(url_for("home.reply", token=token))
        except RuleBroken as broken:
            form.refuse(broken, link_form(linked, formdata=None))
    return form_page("tasks/report_by_link.html", form, linked=linked)


def link_form(linked: link_queries.LinkedTask, **given_: Any) -> LinkReportForm:
    form = LinkReportForm(based_on=linked.version, **given_)
    form.offer(linked.is_settled, with_dropping=False)
    return form
