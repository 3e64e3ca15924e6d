"""The page that lists the people of a table, to look somebody up and to print."""

from flask import abort, render_template, request

from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.people import list_queries
from models.seats import AppointmentRole
from models.words import N_
from plumbing.access import me, signed_in
from plumbing.clock import today
from plumbing.database import reading

PARTS = {
    AppointmentRole.MAIN.value: N_("Representatives"),
    AppointmentRole.DEPUTY.value: N_("Deputies"),
    AppointmentRole.READER.value: N_("Readers"),
    list_queries.IN_OFFICE: N_("Coordination"),
}


@bp.get("/<int:table_id>/people")
@signed_in
def people(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id)
    if body is None or not table_queries.sees_members(me(), table_id):
        abort(404)
    words, part = request.args.get("q", "")[:80], request.args.get("part", "")
    asked = {"words": words, "part": part if part in PARTS else ""}
    lines = list_queries.people(reading(), body, today(), me(), **asked)
    sees = {"sees_names": table_queries.sees_names(me(), table_id), "keeps": me().coordinates_body(table_id)}
    whole = sees["keeps"] and not any(asked.values())
    unseated = list_queries.unseated(reading(), body, today()) if whole else []
    page = {"lines": lines, "unseated": unseated, "parts": PARTS, "today": today(), **asked, **sees}
    return render_template("tables/people/people.html", body=body, hue=body.hue, **page)
