"""The pages on which groups of a table are founded, and bodies outside are entered and kept."""

from flask import abort, url_for

from blueprints.accounts.doors import coordinators
from blueprints.organisations.queries import to_choose
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp, form_over
from blueprints.tables.life import group_rules, queries
from blueprints.tables.life.forms import EditTermForm, ExternalFields, ExternalForm, GroupForm, TermForm
from blueprints.tables.life.routes import kept_entry
from blueprints.tables.shelf import queries as shelf_queries
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route("/<int:table_id>/groups/new", methods=["GET", "POST"])
@coordinators
def found_group(table_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me())
    if body is None or not group_rules.may_found(me(), body):
        abort(404)
    form = GroupForm()
    form.offer(shelf_queries.seats_to_name(reading(), table_id, today(), me()))
    if form.validate_on_submit():
        try:
            group = group_rules.found_group(house(), table_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=group.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/life/found_group.html", form, body=body, hue=body.hue)


@bp.route("/outside/new", methods=["GET", "POST"])
@coordinators
def enter() -> Answer:
    form = ExternalFields()
    form.offer(to_choose(reading(), today()), queries.parents_to_choose(reading(), me()))
    if form.validate_on_submit():
        try:
            body = group_rules.enter(house(), **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=body.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/life/enter.html", form)


@bp.route("/<int:table_id>/entry", methods=["GET", "POST"])
@coordinators
def correct_entry(table_id: int) -> Answer:
    body = kept_entry(table_id)
    if not body.is_external:
        abort(404)
    hosts = to_choose(reading(), today(), keep=body.host_id)
    parents = queries.parents_to_choose(reading(), me(), body)
    form = form_over(ExternalForm, body)
    form.offer(hosts, parents)
    if form.validate_on_submit():
        try:
            group_rules.correct(house(), table_id, **form.facts_of(body), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            current = form_over(ExternalForm, body, formdata=None)
            current.offer(hosts, parents)
            form.refuse(broken, current)
    return form_page("tables/life/correct_entry.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/terms/new", methods=["GET", "POST"])
@coordinators
def add_term(table_id: int) -> Answer:
    body = kept_entry(table_id)
    if not body.is_external:
        abort(404)
    form = TermForm()
    done = settled(
        form,
        lambda: group_rules.add_term(house(), table_id, **form.facts(), by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/life/add_term.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/terms/<int:term_id>", methods=["GET", "POST"])
@coordinators
def correct_term(table_id: int, term_id: int) -> Answer:
    body = kept_entry(table_id)
    term = queries.term(reading(), table_id, term_id) or abort(404)
    form = form_over(EditTermForm, term)
    if form.validate_on_submit():
        try:
            group_rules.correct_term(house(), table_id, term_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken, form_over(EditTermForm, term, formdata=None))
    return form_page("tables/life/correct_term.html", form, body=body, hue=body.hue)
