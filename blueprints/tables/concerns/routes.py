"""The gesture about what seems wrong with a seat: checked, stays so."""

from flask import abort, flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.concerns import rules
from models.concerns import ConcernKind
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading

KINDS = {kind.value: kind for kind in ConcernKind}


@bp.post("/<int:table_id>/seats/<int:seat_id>/concerns/<string:kind>")
@coordinators
def let_be(table_id: int, seat_id: int, kind: str) -> Answer:
    if kind not in KINDS or not me().coordinates_body(table_id):
        abort(404)
    seat = table_queries.seat(reading(), table_id, seat_id) or abort(404)
    situation = request.form.get("situation", "")
    try:
        rules.let_be(house(), table_id, seat.id, KINDS[kind], situation=situation, by=me(), now=now())
        flash(gettext("Checked. It stands here again as soon as something changes."), "done")
    except RuleBroken as broken:
        flash(gettext(broken.message), "problem")
    return commit(url_for(".show", table_id=table_id, _anchor="concerns"))
