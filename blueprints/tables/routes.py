"""The pages of round tables: list, the table's own page, and what the coordination changes."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

import blueprints.tables.admissions.routes
import blueprints.tables.checks.routes
import blueprints.tables.concerns.routes
import blueprints.tables.delegates.routes
import blueprints.tables.departures.exit_routes
import blueprints.tables.departures.routes
import blueprints.tables.founding.routes
import blueprints.tables.handovers.routes
import blueprints.tables.imports.export_routes
import blueprints.tables.imports.routes
import blueprints.tables.life.group_routes
import blueprints.tables.life.routes
import blueprints.tables.nominations.routes
import blueprints.tables.people.declaration_routes
import blueprints.tables.people.list_routes
import blueprints.tables.people.mailbox_routes
import blueprints.tables.people.routes
import blueprints.tables.seats.routes
import blueprints.tables.shelf.routes
import blueprints.tables.shelf.wording_routes  # noqa: F401
from blueprints.accounts.doors import administrators, coordinators, fresh
from blueprints.organisations.queries import to_choose
from blueprints.tables import queries, rules, shown_queries
from blueprints.tables.admissions import queries as admission_queries
from blueprints.tables.admissions import rules as admission_rules
from blueprints.tables.blueprint import Answer, bp, form_over
from blueprints.tables.concerns import queries as concern_queries
from blueprints.tables.concerns.pages import checked_rows, concern_rows
from blueprints.tables.forms import BodyForm, BylawsForm, EndSeatForm, NewBodyForm, SeatForm
from blueprints.tables.founding import rules as founding_rules
from blueprints.tables.life import group_rules
from blueprints.tables.life import queries as life_queries
from blueprints.tables.life.pages import life_page
from blueprints.tables.rings import ring_of
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.get("/")
@signed_in
def index() -> Answer:
    words = request.args.get("q", "")[:80]
    found = life_queries.found(queries.bodies(reading()), words)
    return render_template(
        "tables/index.html",
        mine=[body for body in found if body.id in me().bodies and not body.is_external],
        others=[body for body in found if body.id not in me().bodies and not body.is_external],
        outside=[body for body in found if body.is_external],
        names={body.id: body.name for body in found},
        q=words,
        today=today(),
        next_meetings=queries.next_meetings(reading(), now()),
        may_create=founding_rules.may_create(me()),
        may_enter=group_rules.may_enter(me()),
    )


@bp.get("/<int:table_id>")
@signed_in
def show(table_id: int) -> Answer:
    body, beside = shown_queries.shown(reading(), table_id, me()) or abort(404)
    members, former = queries.members(reading(), table_id, today(), me(), body.bylaws.declaration_needed)
    may_edit = rules.may_edit(me(), table_id)
    meetings = queries.meetings(reading(), table_id)
    at_seats = concern_queries.to_settle(reading(), {table_id} & me().coordinates, today())
    return render_template(
        "tables/show.html",
        body=body,
        hue=body.hue,
        members=members,
        ring=ring_of(members, today()),
        meetings=meetings,
        offices=queries.offices(body, today(), me()),
        outlasting=at_seats.outlasting,
        sees_members=queries.sees_members(me(), table_id),
        sees_topics=queries.sees_names(me(), table_id),
        concerns=concern_rows(at_seats.concerns),
        checked=checked_rows(at_seats.concerns),
        nominated=at_seats.named,
        proposed=at_seats.proposed,
        people_round=at_seats.last_asked.get(table_id) if may_edit else None,
        former=former,
        may_nominate=queries.led_by(me(), members) if body.nominates and not may_edit else [],
        admissions=admission_queries.own_admissions(reading(), table_id, me()),
        may_propose=body.nominates and admission_rules.may_propose(me(), table_id),
        may_edit=may_edit,
        **beside,
        **(queries.due_part(body, meetings, today()) | shown_queries.folded(meetings)),
        **life_page(body),
    )


@bp.route("/new", methods=["GET", "POST"])
@administrators
@fresh
def create() -> Answer:
    form = NewBodyForm()
    form.offer(to_choose(reading(), today()))
    if form.validate_on_submit():
        try:
            founding_rules.create(house(), **form.facts(), by=me(), now=now())
            flash(gettext("The body is set up. Its coordination does all further steps."), "done")
            return commit(url_for(".all_bodies"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/create.html", form)


@bp.route("/<int:table_id>/edit", methods=["GET", "POST"])
@coordinators
def edit(table_id: int) -> Answer:
    body = queries.coordinated_body(reading(), table_id, me()) or abort(404)
    parents = life_queries.parents_to_choose(reading(), me(), body)
    form = form_over(BodyForm, body)
    form.offer(parents)
    if form.validate_on_submit():
        try:
            rules.edit(house(), table_id, **form.facts_of(body), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            current = form_over(BodyForm, body, formdata=None)
            current.offer(parents)
            form.refuse(broken, current)
    return form_page("tables/edit.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/bylaws", methods=["GET", "POST"])
@coordinators
def edit_bylaws(table_id: int) -> Answer:
    body = queries.coordinated_body(reading(), table_id, me()) or abort(404)
    form = form_over(BylawsForm, body.bylaws)
    if form.validate_on_submit():
        try:
            rules.edit_bylaws(house(), table_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken, form_over(BylawsForm, body.bylaws, formdata=None))
    return form_page("tables/edit_bylaws.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/seats/new", methods=["GET", "POST"])
@coordinators
def admit(table_id: int) -> Answer:
    body = queries.coordinated_body(reading(), table_id, me()) or abort(404)
    form = SeatForm(organisation_id=request.args.get("organisation", type=int))
    form.offer(queries.organisations_to_admit(reading(), table_id, today()))
    if form.validate_on_submit():
        try:
            seat = rules.admit(house(), table_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".appoint", table_id=table_id, seat_id=seat.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/admit.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/seats/<int:seat_id>/end", methods=["GET", "POST"])
@coordinators
def end_seat(table_id: int, seat_id: int) -> Answer:
    body = queries.coordinated_body(reading(), table_id, me()) or abort(404)
    seat = queries.seat(reading(), table_id, seat_id) or abort(404)
    form = EndSeatForm(ends_on=today())
    if form.validate_on_submit():
        try:
            rules.end_seat(house(), table_id, seat_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    people = seat.appointed_on(today())
    return form_page("tables/end_seat.html", form, body=body, hue=body.hue, seat=seat, people=people)
