"""What the page shows on which a version is decided: what changed, whom that touches, who is asked."""

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext

from blueprints.procedures import queries
from blueprints.procedures.adoption_forms import DecideForm
from blueprints.procedures.impact_queries import impact_of, seats_to_ask
from blueprints.procedures.letters import OPENED
from blueprints.procedures.pages import version_url
from blueprints.procedures.sending_pages import sending
from blueprints.procedures.step_words import findings_in_words
from models.citations import checksum_of, decisions_about
from models.decisions import Decision
from models.procedures import Procedure, ProcedureVersion
from models.visibility import Visibility
from plumbing import clock
from plumbing.database import house, reading


def decide_page(form: DecideForm, about: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """The form with everybody to choose from; marked from the start are those who must be asked."""
    today = clock.today()
    seats = seats_to_ask(house(), about, today)
    decided = queries.decisions_to_name(reading(), about.body_id)
    form.offer([(each.seat_id, each.name) for each in seats], [(each.id, _called(each)) for each in decided])
    impact = impact_of(house(), about, version, today)
    must = impact.must if impact.before else {each.seat_id for each in seats}
    if request.method == "GET":
        form.seat_ids.data = sorted(must)
        form.decided_on.data, form.due_on.data = today, today + timedelta(days=28)
        _begin_with(form, version, decided)
    findings, told = findings_in_words(queries.path(reading(), version.id))
    chosen = set(form.seat_ids.data or ())
    return sending(about, version, chosen, OPENED, due_on=form.due_on.data) | {
        "version": version,
        "checksum": checksum_of(house(), version),
        "impact": impact,
        "must": [each.name for each in seats if each.seat_id in must],
        "findings": findings,
        "told": told,
        "back": version_url(about, version),
    }


def _begin_with(form: DecideForm, version: ProcedureVersion, decided: list[Decision]) -> None:
    """The decision that refers to this version, if one has come about, with its day; with its number, which
    all readers find on the page, only if it is for the whole table."""
    known = {each.id for each in decisions_about(reading(), version)}
    of_it = next((each for each in decided if each.id in known), None)
    if of_it is not None:
        form.decision_id.data = of_it.id
        form.decided_on.data = of_it.decided_on
        if of_it.item is None or of_it.item.visibility in (Visibility.PUBLIC, Visibility.INTERNAL):
            form.decided_in.data = number_of(of_it)


def number_of(decision: Decision) -> str:
    """How a decision of the register is called in short."""
    return gettext("decision %(number)s/%(year)s", number=decision.number, year=decision.year)


def _called(decision: Decision) -> str:
    return f"{number_of(decision)}: {decision.title}"
