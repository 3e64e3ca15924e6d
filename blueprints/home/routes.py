"""The overview after signing in, and the pages every site must have."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from blueprints.home import ahead_queries, induction_queries, outside_queries, queries, round_queries
from blueprints.home.beginning_rows import empty_table_row, handover_row
from blueprints.home.check_rows import check_rows
from blueprints.home.date_rows import date_rows
from blueprints.home.decision_rows import confirmation_rows, decision_rows, review_rows
from blueprints.home.institution_rows import outlasting_row
from blueprints.home.mandate_rows import mandate_rows
from blueprints.home.people_rows import ask_people_row, people_rows
from blueprints.home.position_rows import agreement_rows, signature_rows
from blueprints.home.procedure_rows import adoption_rows, consultation_rows, procedure_review_rows
from blueprints.home.request_rows import request_rows
from blueprints.home.row_groups import in_parts
from blueprints.home.rows import (
    concern_row,
    declaration_row,
    mail_row,
    named_row,
    next_step_row,
    owed_row,
    proposed_row,
    vacancy_row,
)
from blueprints.home.shelf_rows import consent_rows
from blueprints.home.stopped_rows import stopped_rows
from blueprints.home.survey_rows import survey_rows
from blueprints.home.task_rows import task_rows
from blueprints.home.topic_rows import new_topics_row, topic_rows
from blueprints.tables.concerns import queries as concern_queries
from blueprints.tables.handovers import queries as handover_queries
from blueprints.tables.people import declaration_queries
from models.actors import Actor
from models.imprints import imprint_of
from plumbing import clock
from plumbing.access import actor, me, public, signed_in
from plumbing.database import house, reading
from plumbing.language import LANGUAGES
from plumbing.own_paths import own_path

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def start() -> Any:
    if actor() is not None:
        return redirect(url_for("home.overview"))
    return render_template("home/start.html")


@bp.get("/overview")
@signed_in
def overview() -> str:
    return render_template("home/overview.html", **overview_of(reading(), me()))


def overview_of(reader: Any, by: Actor) -> dict[str, Any]:
    """All that the overview shows, in a constant number of statements."""
    asking, today = queries.asking(reader), clock.today()
    steps, meetings, new_minutes = ahead_queries.ahead(reader, by, today)
    owed = [owed_row(each) for each in queries.owed_replies(asking, by)]
    owed += [next_step_row(each) for each in steps]
    owed += [declaration_row(each) for each in declaration_queries.waiting(house(), by, today)]
    at_seats = concern_queries.to_settle(reader, by.coordinates, today)
    owed += [vacancy_row(each) for each in concern_queries.vacant(at_seats.concerns)]
    owed += [named_row(each) for each in at_seats.named]
    owed += [proposed_row(each) for each in at_seats.proposed]
    owed += [outlasting_row(each) for each in at_seats.outlasting]
    owed += [ask_people_row(each) for each in at_seats.to_ask]
    owed += [empty_table_row(each) for each in at_seats.empty]
    owed += [handover_row(each) for each in handover_queries.under_way(house(), by, today)]
    owed += [mail_row(meeting, count) for meeting, count in queries.waiting_mails(asking)]
    waiting = round_queries.waiting(reader, by, today)
    running = waiting.running
    owed += review_rows(waiting.tables) + consent_rows(waiting.tables)
    owed += procedure_review_rows(waiting.tables) + stopped_rows(waiting.tables)
    owed += consultation_rows(waiting.tables)
    owed += confirmation_rows(waiting.unconfirmed, by) + adoption_rows(waiting, by)
    outside = outside_queries.asked_outside(house(), by, today)
    owed += agreement_rows(waiting.tables) + signature_rows(waiting.tables, outside)
    owed += mandate_rows(waiting.tables)
    owed += request_rows(waiting.tables) + check_rows(waiting.tables)
    owed += people_rows(running, by) + date_rows(running, by, today) + decision_rows(running, by, today)
    owed += topic_rows(running, by, today) + [new_topics_row(each) for each in at_seats.new_topics]
    owed += task_rows(reader, by, today) + survey_rows(running, by, today)
    owed += [concern_row(each) for each in concern_queries.pressing(at_seats.concerns)]
    return {
        "owed": in_parts(owed, today),
        "waiting": queries.waiting_for(asking, by) if by.coordinates else [],
        "meetings": meetings,
        "new_minutes": queries.new_minutes(reader) if new_minutes is None else new_minutes,
        "today": today,
        "new_at": induction_queries.new_at(reader, by, today),
    }


@bp.post("/language")
@public
def switch_language() -> Response:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    return redirect(own_path(request.form.get("back", "")), 303)


@bp.get("/imprint")
@public
def imprint() -> str:
    return render_template("home/imprint.html", imprint=imprint_of(reading()))


@bp.get("/privacy")
@public
def privacy() -> str:
    return render_template("home/privacy.html", imprint=imprint_of(reading()))


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("home/accessibility.html")


from blueprints.home import (  # noqa: E402, F401 - they hang their views on the blueprint
    agreed_routes,
    induction_routes,
    owes_routes,
    reply_routes,
)
