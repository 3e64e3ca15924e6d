"""What the page shows on which a version is decided: what changed, whom that touches, who is asked."""

from datetime import timedelta
from typing import Any

from flask import request

from blueprints.procedures.adoption_forms import DecideForm
from blueprints.procedures.impact_queries import impact_of, seats_to_ask
from blueprints.procedures.letters import OPENED
from blueprints.procedures.pages import version_url
from blueprints.procedures.queries import path
from blueprints.procedures.sending_pages import sending
from blueprints.procedures.step_words import findings_in_words
from models.procedures import Procedure, ProcedureVersion
from plumbing import clock
from plumbing.database import house, reading


def decide_page(form: DecideForm, about: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """The form with everybody to choose from; marked from the start are those who must be asked."""
    today = clock.today()
    seats = seats_to_ask(house(), about, today)
    form.offer([(each.seat_id, each.name) for each in seats])
    impact = impact_of(house(), about, version, today)
    must = impact.must if impact.before else {each.seat_id for each in seats}
    if request.method == "GET":
        form.seat_ids.data = sorted(must)
        form.decided_on.data, form.due_on.data = today, today + timedelta(days=28)
    findings, told = findings_in_words(path(reading(), version.id))
    chosen = set(form.seat_ids.data or ())
    return sending(about, version, chosen, OPENED, due_on=form.due_on.data) | {
        "version": version,
        "impact": impact,
        "must": [each.name for each in seats if each.seat_id in must],
        "findings": findings,
        "told": told,
        "back": version_url(about, version),
    }
