"""What happens when an institution leaves: for the coordination, and for the institution until its day."""

from flask import abort, render_template

from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.departures import exit_queries
from plumbing.access import me, signed_in
from plumbing.clock import today
from plumbing.database import reading


@bp.get("/<int:table_id>/seats/<int:seat_id>/exit")
@signed_in
def show_exit(table_id: int, seat_id: int) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    leaving = exit_queries.exit_list(reading(), table_id, seat_id, me(), today()) or abort(404)
    coordinates = me().coordinates_body(table_id)
    return render_template(
        "tables/departures/show_exit.html", body=body, hue=body.hue, leaving=leaving, coordinates=coordinates
    )
