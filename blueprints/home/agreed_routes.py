"""The page of what one institution has agreed to."""

from flask import abort, render_template, request

from blueprints.decisions.agreed_queries import agreed_by
from blueprints.home.routes import bp
from blueprints.organisations import queries as institutions
from blueprints.organisations import seat_queries
from plumbing.access import me, signed_in
from plumbing.clock import today
from plumbing.database import reading

PAGE_SIZE = 50


@bp.get("/organisations/<int:organisation_id>/agreed")
@signed_in
def agreed(organisation_id: int) -> str:
    organisation = institutions.organisation(reading(), organisation_id) or abort(404)
    seats = seat_queries.seats_of(reading(), organisation_id, today(), me())
    if not institutions.may_see_owed(me(), organisation_id, [*seats.present, *seats.former]):
        abort(404)
    found = agreed_by(reading(), organisation_id)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    counts = {"total": len(found), "page": page, "pages": pages}
    return render_template("home/agreed.html", organisation=organisation, agreed=shown, **counts)
