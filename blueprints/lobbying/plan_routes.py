"""Backward plans: laid over a date of a project, changed, taken away."""

from flask import abort
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.lobbying import plan_rules, queries
from blueprints.lobbying.blueprint import OF_STATION, Answer, bp
from blueprints.lobbying.pages import kept_project, project_page
from blueprints.lobbying.plan_pages import plan_form
from blueprints.lobbying.station_words import called
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_STATION}/plan", methods=["GET", "POST"])
@coordinators
def plan_back(table_id: int, project_id: int, station_id: int) -> Answer:
    _, page = kept_project(table_id, project_id)
    found = queries.station(reading(), project_id, station_id) or abort(404)
    form, kept = plan_form(table_id, station_id)
    if form.validate_on_submit():
        try:
            plan_rules.plan(house(), project_id, station_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, plan_form(table_id, station_id, formdata=None)[0])
    page |= {"found": found, "name": called(found), "kept": kept}
    return form_page("lobbying/plan_back.html", form, **page)


@bp.post(f"{OF_STATION}/plan/drop")
@coordinators
def drop_plan(table_id: int, project_id: int, station_id: int) -> Answer:
    project, page = kept_project(table_id, project_id)
    form = Form()

    def gesture() -> str:
        plan_rules.drop(house(), project_id, station_id, by=me(), now=now())
        return gettext("The plan is taken away.")

    shown = project_page(project)
    return settled(form, gesture, page["url"]) or form_page("lobbying/project.html", form, **shown)
