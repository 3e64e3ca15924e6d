"""Which call for topics a topic answers: that of the meeting it names, else the one that ends first."""

from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from models.rounds import AskedSeat, Round, RoundKind
from models.topics import Topic

_EARLIER = aliased(Round)
_RAN_BEFORE: Final = (
    select(_EARLIER.id)
    .where(
        _EARLIER.body_id == Round.body_id,
        _EARLIER.kind == RoundKind.TOPICS,
        _EARLIER.id != Round.id,
        _EARLIER.opened_at <= Topic.submitted_at,
        or_(_EARLIER.closed_at.is_(None), _EARLIER.closed_at > Topic.submitted_at),
        or_(
            _EARLIER.due_on < Round.due_on,
            and_(_EARLIER.due_on == Round.due_on, _EARLIER.id < Round.id),
        ),
    )
    .correlate(Round, Topic)
    .exists()
)
"""SQL: another call ran at the table when the topic came, and ends before this one."""
ANSWERS: Final[ColumnElement[bool]] = and_(
    Topic.seat_id == AskedSeat.seat_id,
    Topic.submitted_at >= Round.opened_at,
    or_(
        Topic.meant_for_id == Round.meeting_id,
        and_(Topic.meant_for_id.is_(None), ~_RAN_BEFORE),
    ),
)
"""SQL: a topic answers the question to a seat, and goes on doing so when it is decided about."""
SUBMITTED: Final[ColumnElement[bool]] = exists().where(ANSWERS)
"""SQL: whoever was asked has submitted a topic for this call."""
