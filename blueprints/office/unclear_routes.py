"""The page of mails that need a look, and what is done with each."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators
from blueprints.office import queries, unclear_queries, unclear_rules
from blueprints.office.routes import asked_id, bp, page_number
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import attempt, commit, house, reading
from plumbing.forms import told


@bp.get("/unclear-mails")
@coordinators
def unclear() -> str:
    return _page(asked_id("table_id"))


@bp.post("/unclear-mails/<int:unclear_id>/take-over")
@coordinators
def take_over(unclear_id: int) -> Response | tuple[str, int]:
    unclear_queries.unclear_mail(reading(), unclear_id) or abort(404)
    chosen = asked_id("invitation_id", request.form)
    try:
        with attempt(house()):
            unclear_rules.take_over(house(), unclear_id, invitation_id=chosen, by=me(), now=now())
    except RuleBroken as broken:
        return _page(refused={unclear_id: told(broken)}), 422
    flash(gettext("It counts as an answer now."), "done")
    return commit(url_for(".unclear"))


@bp.post("/unclear-mails/<int:unclear_id>/dismiss")
@coordinators
def dismiss(unclear_id: int) -> Response | tuple[str, int]:
    unclear_queries.unclear_mail(reading(), unclear_id) or abort(404)
    try:
        with attempt(house()):
            unclear_rules.dismiss(house(), unclear_id, by=me(), now=now())
    except RuleBroken as broken:
        return _page(refused={unclear_id: told(broken)}), 422
    flash(gettext("Dismissed. What it said is deleted."), "done")
    return commit(url_for(".unclear"))


def _page(table_id: int | None = None, refused: dict[int, str] | None = None) -> str:
    """All that waits; `refused` are the reasons why something could not be done, by mail."""
    tables = queries.tables_of(reading(), me())
    found = unclear_queries.unclear_mails(reading(), tables, table_id=table_id, page=page_number())
    return render_template(
        "office/unclear.html", found=found, tables=tables, table_id=table_id, refused=refused or {}
    )
