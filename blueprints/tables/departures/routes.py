"""The page on which a table settles the seat of an institution that has ended."""

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.departures import queries, rules
from blueprints.tables.departures.forms import SettleSeatForm
from blueprints.tables.departures.queries import SeatInQuestion
from models.errors import RuleBroken
from models.organisations import Organisation
from models.seats import Seat
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/<int:table_id>/seats/<int:seat_id>/settle", methods=["GET", "POST"])
@coordinators
def settle_seat(table_id: int, seat_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    found = queries.seat_in_question(reading(), me(), table_id, seat_id) or abort(404)
    seat = table_queries.seat(reading(), table_id, seat_id) or abort(404)
    form = _form_over(found, seat)
    if form.validate_on_submit():
        try:
            new = rules.settle_seat(house(), table_id, seat_id, **form.facts(), by=me(), now=now())
            flash(_settled(new), "done")
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/departures/settle_seat.html", form, body=body, hue=body.hue, found=found)


def _settled(new: Seat | None) -> str:
    """What has become of the seat, in a sentence."""
    if new is None:
        return gettext("The seat has ended; nobody takes it.")
    name = house().get_one(Organisation, new.organisation_id).name
    return gettext(
        "The seat has passed to %(name)s. The right to sign begins anew; open invitations and questions go to"
        " its people.",
        name=name,
    )


def _form_over(found: SeatInQuestion, seat: Seat) -> SettleSeatForm:
    """What is likely stands in the form: the first successor, the day, everybody who acts for the seat."""
    held = seat.appointed_on(found.ended_on)
    names = ", ".join(each.name for each in found.successors)
    form = SettleSeatForm(
        successor_id=str(found.successors[0].id) if len(found.successors) == 1 else None,
        on=max(found.ended_on, seat.starts_on or found.ended_on),
        kind=seat.kind,
        appointment_ids=[each.id for each in held],
        reason=gettext("succeeded by %(names)s", names=names)[:200] if names else gettext("closed down"),
    )
    form.offer(
        [(each.id, each.name) for each in found.successors],
        [(each.id, f"{each.person.name} ({gettext(each.role.label)})") for each in held],
    )
    return form
