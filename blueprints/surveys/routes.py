"""Surveys of a table: what there is, one of them, and the coordination's gestures on a draft."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import (
    answer_routes,  # noqa: F401 - hang themselves on the blueprint
    asking_routes,  # noqa: F401
    check_routes,  # noqa: F401
    evaluation_routes,  # noqa: F401
    export_routes,  # noqa: F401
    question_routes,  # noqa: F401
    release_routes,  # noqa: F401
    respondent_routes,  # noqa: F401
    rules,
)
from blueprints.surveys.blueprint import OF_SURVEY, OF_TABLE, Answer
from blueprints.surveys.blueprint import bp as bp
from blueprints.surveys.draft_pages import drafted_survey, edit_form, new_form
from blueprints.surveys.pages import index_page, show_page
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get(OF_TABLE)
@signed_in
def index(table_id: int) -> Answer:
    return render_template("surveys/index.html", **index_page(table_id, request.args))


@bp.get(OF_SURVEY)
@signed_in
def show(table_id: int, survey_id: int) -> Answer:
    return render_template("surveys/show.html", **show_page(table_id, survey_id))


@bp.route(f"{OF_TABLE}/new", methods=["GET", "POST"])
@coordinators
def begin(table_id: int) -> Answer:
    form, page = new_form(table_id)
    if form.validate_on_submit():
        try:
            made = rules.begin(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The draft has begun. Now the questions."), "done")
            return commit(url_for(".show", table_id=table_id, survey_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("surveys/begin.html", form, **page)


@bp.route(f"{OF_SURVEY}/edit", methods=["GET", "POST"])
@coordinators
def edit(table_id: int, survey_id: int) -> Answer:
    found, page = drafted_survey(table_id, survey_id)
    form = edit_form(found)
    if form.validate_on_submit():
        try:
            rules.edit(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
            flash(gettext("Saved."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, edit_form(found, formdata=None))
    return form_page("surveys/edit.html", form, **page)


@bp.route(f"{OF_SURVEY}/drop", methods=["GET", "POST"])
@coordinators
def drop(table_id: int, survey_id: int) -> Answer:
    _, page = drafted_survey(table_id, survey_id)
    form = Form()

    def gesture() -> str:
        rules.drop(house(), table_id, survey_id, by=me(), now=now())
        return gettext("The draft is deleted.")

    to = url_for(".index", table_id=table_id)
    return settled(form, gesture, to) or form_page("surveys/drop.html", form, **page)
