"""Rounds that run: whom they remind or follow, the rooms say."""

from datetime import date

from sqlalchemy import Select, select

from models.bodies import Body, BodyState, Bylaws
from models.rounds import Round, RoundKind


def running_rounds(kind: RoundKind, today: date) -> Select[Round, Bylaws]:
    """SQL: rounds of a kind that take answers on a day, at bodies that meet, with these bodies' bylaws."""
    return (
        select(Round, Bylaws)
        .join(Body, Body.id == Round.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(
            Round.kind == kind,
            Round.closed_at.is_(None),
            Round.due_on >= today,
            Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
        )
        .order_by(Round.id)
    )
