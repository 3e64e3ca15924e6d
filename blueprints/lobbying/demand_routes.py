"""Demands: listed by number, raised, corrected, with places and answers, and compared with a draft."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.lobbying import appearance_queries, demand_queries, demand_rules, plan_queries
from blueprints.lobbying.appearance_pages import table_of
from blueprints.lobbying.blueprint import Answer, bp
from blueprints.lobbying.demand_forms import DemandEntryForm, EditDemandForm, NewDemandForm
from blueprints.lobbying.pages import number_in, paper_name
from blueprints.lobbying.rules import may_keep
from blueprints.tables import queries as table_queries
from models.demands import Demand, state_of
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

DEMANDS_OF = "/round-tables/<int:table_id>/demands"
OF_DEMAND = f"{DEMANDS_OF}/<int:demand_id>"


@bp.get(DEMANDS_OF)
@signed_in
def demands(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id)
    if body is None or table_id not in me().readable:
        abort(404)
    found = [(each, state_of(each.entries)) for each in demand_queries.demands(reading(), table_id)]
    position_id = number_in(request.args.get("position"))
    return render_template(
        "lobbying/demands.html",
        body=body,
        hue=body.hue,
        found=found,
        keeps=may_keep(me(), table_id),
        positions=plan_queries.positions(reading(), table_id),
        position_id=position_id,
        hints=demand_queries.hints_for(reading(), table_id, position_id) if position_id else [],
    )


@bp.get(OF_DEMAND)
@signed_in
def demand(table_id: int, demand_id: int) -> Answer:
    return render_template("lobbying/demand.html", **_page(table_id, demand_id))


@bp.route(f"{DEMANDS_OF}/new", methods=["GET", "POST"])
@coordinators
def raise_demand(table_id: int) -> Answer:
    page, form = table_of(table_id), NewDemandForm()
    form.offer(appearance_queries.projects(reading(), table_id))
    if form.validate_on_submit():
        try:
            made = demand_rules.raise_demand(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The demand is kept. Now note where it stood."), "done")
            return commit(url_for(".demand", table_id=table_id, demand_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("lobbying/raise_demand.html", form, **page)


@bp.route(f"{OF_DEMAND}/edit", methods=["GET", "POST"])
@coordinators
def correct_demand(table_id: int, demand_id: int) -> Answer:
    page = _kept(table_id, demand_id)
    form = _form_over(page["demand"])
    if form.validate_on_submit():
        try:
            demand_rules.correct(house(), demand_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, _form_over(page["demand"], formdata=None))
    return form_page("lobbying/correct_demand.html", form, **page)


@bp.route(f"{OF_DEMAND}/entries/new", methods=["GET", "POST"])
@coordinators
def add_demand_entry(table_id: int, demand_id: int) -> Answer:
    page, form = _kept(table_id, demand_id), DemandEntryForm()
    papers = [(each.id, paper_name(each)) for each in demand_queries.papers(reading(), table_id)]
    form.offer(papers, plan_queries.positions(reading(), table_id))

    def gesture() -> None:
        demand_rules.add_entry(house(), demand_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page("lobbying/add_demand_entry.html", form, **page)


@bp.post(f"{OF_DEMAND}/entries/<int:entry_id>/remove")
@coordinators
def remove_demand_entry(table_id: int, demand_id: int, entry_id: int) -> Answer:
    page, form = _kept(table_id, demand_id), Form()
    if demand_queries.entry(page["demand"], entry_id) is None:
        abort(404)

    def gesture() -> str:
        demand_rules.remove_entry(house(), demand_id, entry_id, by=me(), now=now())
        return gettext("The entry is taken out.")

    return settled(form, gesture, page["url"]) or form_page("lobbying/demand.html", form, **page)


def _page(table_id: int, demand_id: int) -> dict[str, Any]:
    """One demand with its places and answers in the order of time."""
    found = demand_queries.demand(reading(), table_id, demand_id) or abort(404)
    return {
        "demand": found,
        "body": found.body,
        "hue": found.body.hue,
        "state": state_of(found.entries),
        "places": sorted(found.entries, key=lambda each: (each.held_on, each.id)),
        "keeps": may_keep(me(), table_id),
        "url": url_for("lobbying.demand", table_id=table_id, demand_id=demand_id),
    }


def _kept(table_id: int, demand_id: int) -> dict[str, Any]:
    if not may_keep(me(), table_id):
        abort(404)
    return _page(table_id, demand_id)


def _form_over(found: Demand, **given: Any) -> Any:
    form = EditDemandForm(obj=found, based_on=found.version, **given)
    form.offer(appearance_queries.projects(reading(), found.body_id))
    return form
