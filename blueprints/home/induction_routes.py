"""The page, and the paper, for whoever is new at a table."""

from flask import Response, abort, render_template

from blueprints.home import induction_paper, induction_queries, queries, round_queries
from blueprints.home.date_rows import date_rows
from blueprints.home.decision_rows import decision_rows
from blueprints.home.induction_queries import Induction
from blueprints.home.induction_words import WORDS
from blueprints.home.people_rows import people_rows
from blueprints.home.routes import bp
from blueprints.home.rows import Row, owed_row
from blueprints.home.task_rows import owes_task_rows
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import reading


@bp.get("/round-tables/<int:table_id>/induction")
@signed_in
def induction(table_id: int) -> str:
    pack = induction_queries.induction(reading(), table_id, me(), today()) or abort(404)
    return render_template(
        "home/induction.html",
        pack=pack,
        body=pack.body,
        hue=pack.body.hue,
        owed=_owed(pack),
        words=WORDS,
        today=today(),
    )


@bp.get("/round-tables/<int:table_id>/induction.pdf")
@signed_in
def induction_paper_of(table_id: int) -> Response:
    pack = induction_queries.induction(reading(), table_id, me(), today()) or abort(404)
    return induction_paper.download_of(pack, _owed(pack), me().name, now())


def _owed(pack: Induction) -> list[Row]:
    """What she and her institution owe at this table, soonest first."""
    replies = queries.owed_replies(queries.asking(reading()), me())
    owed = [owed_row(each) for each in replies if each.meeting.body_id == pack.body.id]
    here = [each for each in round_queries.running(reading(), me(), today()) if each.table_id == pack.body.id]
    owed += people_rows(here, me(), waiting=False)
    owed += date_rows(here, me(), today(), waiting=False)
    owed += decision_rows(here, me(), today(), waiting=False)
    mine = [seat.seat_id for seat in me().seats_at(pack.body.id)]
    return owed + owes_task_rows(reading(), mine, me(), today())
