"""Circular decisions that run."""

from datetime import date

from sqlalchemy import Select

from blueprints.meetings.round_queries import running_rounds
from models.bodies import Bylaws
from models.decisions import Decision
from models.rounds import Round, RoundKind


def running_circulars(today: date) -> Select[Round, Bylaws, Decision]:
    """SQL: those that take stances on a day, each with the bylaws and the decision."""
    running = running_rounds(RoundKind.DECISION, today).add_columns(Decision)
    return running.join(Decision, Decision.round_id == Round.id).where(
        Decision.circular.is_(True), Decision.result.is_(None)
    )
