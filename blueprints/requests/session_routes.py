"""Sessions of bodies that others coordinate: recorded and corrected."""

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.requests import queries, session_rules
from blueprints.requests.blueprint import Answer, bp
from blueprints.requests.forms import EditSessionForm, SessionForm
from blueprints.tables import queries as table_queries
from blueprints.tables.rules import may_keep
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.versions import form_page

OF_BODY = "/round-tables/<int:table_id>/sessions"


@bp.route(f"{OF_BODY}/new", methods=["GET", "POST"])
@coordinators
def record_session(table_id: int) -> Answer:
    form, page = SessionForm(), _outside(table_id)
    if form.validate_on_submit():
        try:
            made = session_rules.record_session(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The session is recorded. Consultations can be noted in it."), "done")
            return commit(url_for("meetings.show", meeting_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("requests/record_session.html", form, **page)


@bp.route(f"{OF_BODY}/<int:meeting_id>/edit", methods=["GET", "POST"])
@coordinators
def correct_session(table_id: int, meeting_id: int) -> Answer:
    page = _outside(table_id)
    found = queries.session(reading(), table_id, meeting_id) or abort(404)
    form = EditSessionForm(obj=found, based_on=found.version)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"by": me(), "now": now()}
            session_rules.correct_session(house(), table_id, meeting_id, **form.facts(), **given)
            return commit(url_for("meetings.show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken, EditSessionForm(formdata=None, obj=found, based_on=found.version))
    return form_page("requests/correct_session.html", form, **page)


def _outside(table_id: int) -> dict[str, Any]:
    """The body that others coordinate, for whoever keeps its entry."""
    body = table_queries.body(reading(), table_id)
    if body is None or not body.is_external or not may_keep(me(), body):
        abort(404)
    return {"body": body, "hue": body.hue, "sessions": queries.sessions_of(reading(), table_id)}
