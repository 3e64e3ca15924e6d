"""Projects of politics: searched over all tables, followed at one, with their phases, dates and papers."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.lobbying import (  # noqa: F401 - routes hang themselves on the blueprint
    appearance_routes,
    contact_routes,
    demand_routes,
    mandate_routes,
    plan_routes,
    queries,
    rules,
    station_routes,
    watching_routes,
)
from blueprints.lobbying.blueprint import OF_PROJECT, OF_TABLE, Answer
from blueprints.lobbying.blueprint import bp as bp
from blueprints.lobbying.forms import EditProjectForm, PaperOfForm, PaperTakenOutForm, ProjectForm
from blueprints.lobbying.pages import (
    edit_form,
    kept_project,
    new_form,
    paper_name,
    project_page,
    search_page,
    seen_project,
)
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get("/projects")
@signed_in
def projects() -> Answer:
    return render_template("lobbying/projects.html", **search_page(request.args))


@bp.get(OF_PROJECT)
@signed_in
def project(table_id: int, project_id: int) -> Answer:
    found, _ = seen_project(table_id, project_id)
    return render_template("lobbying/project.html", **project_page(found))


@bp.route(f"{OF_TABLE}/new", methods=["GET", "POST"])
@coordinators
def keep_project(table_id: int) -> Answer:
    form, page = new_form(ProjectForm, table_id)
    if form.validate_on_submit():
        try:
            made = rules.keep(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The project is followed."), "done")
            return commit(url_for(".project", table_id=table_id, project_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("lobbying/keep_project.html", form, **page)


@bp.route(f"{OF_PROJECT}/edit", methods=["GET", "POST"])
@coordinators
def correct_project(table_id: int, project_id: int) -> Answer:
    found, page = kept_project(table_id, project_id)
    form = edit_form(EditProjectForm, found)
    if form.validate_on_submit():
        try:
            rules.correct(house(), project_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, edit_form(EditProjectForm, found, formdata=None))
    return form_page("lobbying/correct_project.html", form, **page)


@bp.route(f"{OF_PROJECT}/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove_project(table_id: int, project_id: int) -> Answer:
    _, page = kept_project(table_id, project_id)
    form, back = Form(), url_for(".projects", table=table_id)

    def gesture() -> str:
        rules.remove(house(), project_id, by=me(), now=now())
        return gettext("The project is deleted.")

    return settled(form, gesture, back) or form_page("lobbying/remove_project.html", form, **page)


@bp.route(f"{OF_PROJECT}/papers/new", methods=["GET", "POST"])
@coordinators
def add_project_paper(table_id: int, project_id: int) -> Answer:
    found, page = kept_project(table_id, project_id)
    form = PaperOfForm()
    form.offer([(each.id, paper_name(each)) for each in queries.other_papers(reading(), found)])

    def gesture() -> None:
        rules.add_paper(house(), project_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page("lobbying/add_project_paper.html", form, **page)


@bp.post(f"{OF_PROJECT}/papers/end")
@coordinators
def take_paper_out(table_id: int, project_id: int) -> Answer:
    found, page = kept_project(table_id, project_id)
    form = PaperTakenOutForm()

    def gesture() -> None:
        rules.take_paper_out(house(), project_id, **form.facts(), by=me(), now=now())

    shown = project_page(found)
    return settled(form, gesture, page["url"]) or form_page("lobbying/project.html", form, **shown)
