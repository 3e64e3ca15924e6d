"""The pages of one's own delegates in bodies that others coordinate."""

from typing import Any

from flask import abort, url_for

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.delegates import queries, rules
from blueprints.tables.delegates.forms import DelegateForm, SitForm
from blueprints.tables.forms import EndForm, EndSeatForm
from blueprints.tables.people.pages import last_day_to_propose
from blueprints.tables.shelf import rules as shelf_rules
from models.errors import RuleBroken
from models.seats import Seat
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/<int:table_id>/own-seat", methods=["GET", "POST"])
@coordinators
def sit(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id)
    if body is None or not rules.may_sit(reading(), body, me()):
        abort(404)
    form = SitForm()
    if form.validate_on_submit():
        rules.sit(house(), table_id, **form.facts(), by=me(), now=now())
        return commit(url_for(".name_delegate", table_id=table_id))
    return form_page("tables/delegates/sit.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/own-seat/end", methods=["GET", "POST"])
@coordinators
def leave(table_id: int) -> Answer:
    _, page = _own(table_id)
    if not rules.coordinates_for_own_house(reading(), me()):
        abort(404)
    form = EndSeatForm(ends_on=today())
    if form.validate_on_submit():
        try:
            told = form.facts()
            rules.leave(house(), table_id, ends_on=told["ends_on"], reason=told["reason"], by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/delegates/leave.html", form, **page)


@bp.route("/<int:table_id>/delegates/new", methods=["GET", "POST"])
@signed_in
def name_delegate(table_id: int) -> Answer:
    seat, page = _own(table_id)
    form = DelegateForm()
    form.offer([("", queries.colleagues(reading(), seat))])
    if form.validate_on_submit():
        try:
            rules.name_delegate(house(), table_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/delegates/name_delegate.html", form, **page)


@bp.route("/<int:table_id>/delegates/<int:appointment_id>/end", methods=["GET", "POST"])
@signed_in
def end_delegate(table_id: int, appointment_id: int) -> Answer:
    seat, page = _own(table_id)
    appointment = queries.delegate(reading(), seat, appointment_id) or abort(404)
    form = EndForm(ends_on=last_day_to_propose(appointment.starts_on))
    if form.validate_on_submit():
        try:
            rules.end_delegate(house(), table_id, appointment_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".index"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/delegates/end_delegate.html", form, appointment=appointment, **page)


def _own(table_id: int) -> tuple[Seat, dict[str, Any]]:
    """The seat for whose house one acts there; for all others there is none."""
    body = table_queries.body(reading(), table_id)
    seat = shelf_rules.own_seat(reading(), table_id, me()) if body is not None else None
    if body is None or seat is None:
        abort(404)
    return seat, {"body": body, "hue": body.hue}
