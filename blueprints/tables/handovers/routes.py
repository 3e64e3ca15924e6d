"""The pages on which a coordination passes to another institution."""

from flask import abort, flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.organisations.queries import to_choose
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.handovers import queries, rules
from blueprints.tables.handovers.forms import PassOnForm, TickForm
from blueprints.tables.handovers.pages import ahead_page, confirm_page, lines
from blueprints.tables.people import queries as people_queries
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.versions import form_page


@bp.route("/<int:table_id>/coordination", methods=["GET", "POST"])
@coordinators
@fresh
def pass_on(table_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    form = PassOnForm()
    form.offer(to_choose(reading(), today()), people_queries.people_by_house(reading(), table_id))
    if form.validate_on_submit() and "change" not in request.form:
        try:
            if "confirmed" not in request.form:
                return confirm_page(form, body)
            new = rules.pass_on(house(), table_id, **form.facts(), by=me(), now=now())
            if new.starts_on is not None and new.starts_on > today():
                return commit(url_for(".handover", table_id=table_id, coordination_id=new.id))
            flash(gettext("The coordination has been passed on."), "done")
            return commit(url_for(".index"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/handovers/pass_on.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/coordinations/<int:coordination_id>", methods=["GET", "POST"])
@coordinators
def handover(table_id: int, coordination_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    new = queries.coordination(reading(), table_id, coordination_id, me()) or abort(404)
    form = TickForm()
    if form.validate_on_submit():
        rules.tick(house(), table_id, coordination_id, **form.facts(), by=me(), now=now())
        return commit(url_for(".handover", table_id=table_id, coordination_id=coordination_id))
    return form_page(
        "tables/handovers/handover.html",
        form,
        body=body,
        hue=body.hue,
        new=new,
        lines=lines(body, new),
        is_planned=new.starts_on is not None and new.starts_on > today(),
    )


@bp.get("/<int:table_id>/coordinations/<int:coordination_id>/ahead")
@signed_in
def handover_ahead(table_id: int, coordination_id: int) -> Answer:
    page = ahead_page(table_id, coordination_id)
    return abort(404) if page is None else page


@bp.route("/<int:table_id>/coordinations/<int:coordination_id>/call-off", methods=["GET", "POST"])
@coordinators
def call_off(table_id: int, coordination_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    new = queries.coordination(reading(), table_id, coordination_id, me()) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.call_off(house(), table_id, coordination_id, by=me(), now=now())
            flash(gettext("The change is called off; all is as before."), "done")
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/handovers/call_off.html", form, body=body, hue=body.hue, new=new)
