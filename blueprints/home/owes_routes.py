"""The page of what one institution owes."""

from flask import abort, render_template

from blueprints.home import owes_queries, queries, round_queries
from blueprints.home.check_rows import owes_check_rows
from blueprints.home.date_rows import owes_date_rows
from blueprints.home.decision_rows import owes_decision_rows, to_confirm_row
from blueprints.home.institution_rows import missing_reply_row
from blueprints.home.position_rows import signature_rows
from blueprints.home.procedure_rows import owes_adoption_rows
from blueprints.home.request_rows import owes_request_rows
from blueprints.home.routes import bp
from blueprints.home.row_groups import in_parts
from blueprints.home.survey_rows import owes_survey_rows
from blueprints.home.task_rows import owes_task_rows
from blueprints.home.topic_rows import owes_topic_rows
from blueprints.organisations import queries as institutions
from blueprints.organisations import seat_queries
from plumbing.access import me, signed_in
from plumbing.clock import today
from plumbing.database import reading


@bp.get("/organisations/<int:organisation_id>/owes")
@signed_in
def owes(organisation_id: int) -> str:
    organisation = institutions.organisation(reading(), organisation_id) or abort(404)
    seats = seat_queries.seats_of(reading(), organisation_id, today(), me()).present
    if not institutions.may_see_owed(me(), organisation_id, seats):
        abort(404)
    missing = owes_queries.missing_replies(queries.asking(reading()), [seat.id for seat in seats], me())
    waiting = round_queries.waiting(reading(), me(), today(), only=[seat.id for seat in seats])
    rows = [missing_reply_row(each) for each in missing] + owes_date_rows(waiting.running, me(), today())
    rows += owes_decision_rows(waiting.running, me(), today())
    rows += owes_topic_rows(waiting.running, me(), today())
    rows += [to_confirm_row(each) for each in waiting.unconfirmed if each.decision_id]
    rows += owes_adoption_rows(waiting) + owes_request_rows(waiting.tables)
    rows += owes_survey_rows(waiting.running, me(), today())
    is_own = any(seat.id in me().seat_ids for seat in seats)
    rows += owes_check_rows(waiting.tables, me(), own=is_own)
    rows += signature_rows(waiting.tables)
    rows += owes_task_rows(reading(), [seat.id for seat in seats], me(), today())
    return render_template("home/owes.html", organisation=organisation, owed=in_parts(rows, today()))
