"""A call for topics as pages show it: who was asked, and what each has said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Seat
from models.standing import in_force
from models.topic_calls import ANSWERS, SUBMITTED
from models.topics import NoTopics, Topic


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One institution that was asked for topics. `topics`: how many it has submitted since."""

    asked_id: int
    seat_id: int
    institution: str
    topics: int
    nothing: bool
    holds: bool

    @property
    def is_silent(self) -> bool:
        return self.holds and not self.topics and not self.nothing


def latest_call(reading: Session, meeting_id: int) -> Round | None:
    """The call for a meeting, also one that has ended."""
    mine = (Round.meeting_id == meeting_id) & (Round.kind == RoundKind.TOPICS)
    return reading.scalar(select(Round).where(mine).order_by(Round.id.desc()).limit(1))


def asked_of(reading: Session, asking: Round, on: date) -> Sequence[Asked]:
    """Who was asked, by name, for the coordination; one statement."""
    number = select(func.count(Topic.id)).where(ANSWERS).correlate(AskedSeat, Round).scalar_subquery()
    rows = reading.execute(
        select(AskedSeat, number.label("topics"), NoTopics.asked_seat_id, in_force(Seat, on).label("holds"))
        .join(Round, Round.id == AskedSeat.round_id)
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .outerjoin(NoTopics, NoTopics.asked_seat_id == AskedSeat.id)
        .where(AskedSeat.round_id == asking.id)
        .order_by(AskedSeat.name, AskedSeat.id)
    )
    return [
        Asked(
            asked_id=row.AskedSeat.id,
            seat_id=row.AskedSeat.seat_id,
            institution=row.AskedSeat.name,
            topics=row.topics,
            nothing=row.asked_seat_id is not None,
            holds=bool(row.holds),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """A question of one institution, with the table and the meeting that it is about."""

    asked_id: int
    seat_id: int
    table_id: int
    meeting_id: int


def asked_for(reading: Session, asked_id: int, by: Actor) -> AskedFor | None:
    """What one institution is asked by a call that runs; for its own people and the coordination only."""
    row = reading.execute(
        select(AskedSeat.seat_id, Round.body_id, Round.meeting_id)
        .join(Round, Round.id == AskedSeat.round_id)
        .where(AskedSeat.id == asked_id, Round.kind == RoundKind.TOPICS, Round.closed_at.is_(None))
    ).first()
    if row is None or (row.seat_id not in by.seat_ids and not by.coordinates_body(row.body_id)):
        return None
    return AskedFor(asked_id=asked_id, seat_id=row.seat_id, table_id=row.body_id, meeting_id=row.meeting_id)


def own_question(reading: Session, asking: Round | None, by: Actor) -> list[tuple[int, str]]:
    """For which of one's institutions a running call is still open: what to answer, and the name."""
    if asking is None:
        return []
    answered = select(NoTopics.asked_seat_id)
    rows = reading.execute(
        select(AskedSeat.id, AskedSeat.name)
        .join(Round, Round.id == AskedSeat.round_id)
        .where(
            AskedSeat.round_id == asking.id,
            AskedSeat.seat_id.in_(by.seat_ids),
            AskedSeat.id.not_in(answered),
            not_(SUBMITTED),
        )
        .order_by(AskedSeat.name, AskedSeat.id)
    )
    return [(row.id, row.name) for row in rows]
