"""Open rounds follow a seat to its successor: the institution that takes the seat is asked in its place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import exists, not_, select
from sqlalchemy.orm import Session, aliased

from blueprints.tables.checks import queries
from blueprints.tables.checks.letters import ASK, send
from blueprints.tables.rules import day_of
from models.bodies import Body
from models.consequences import consequence
from models.history import record
from models.meetings import Meeting, MeetingState
from models.organisations import Organisation
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Seat

OLD = aliased(Seat)
NEW = aliased(Seat)
ASKED_TOO = aliased(AskedSeat)
Passing = tuple[Round, Seat, Seat, str, Meeting | None]
"""A round, the seat that it has asked, the one to which that passes, with the name, and the meeting."""


@consequence
def follow_successors(house: Session, body_id: int | None, now: datetime) -> int:
    """Ask the successor's seat wherever the seat that has passed to it was asked and may still answer.

    What the old institution has answered stays its own and counts no more: its seat is void. A chain of
    successors is followed to its end. Returns how many institutions are asked anew.
    """
    today, passed = day_of(now), 0
    while found := [each for each in _waiting(house, body_id) if _has_passed(each, today, now)]:
        for asking, seats in _by_round(found):
            house.add_all(
                AskedSeat(
                    round_id=asking.id, seat_id=seat.id, organisation_id=seat.organisation_id, name=name
                )
                for seat, name in seats
            )
            house.flush()
            _tell(house, asking, {seat.id for seat, _ in seats}, today, now)
            record(house, "pass-on", asking, by=None, now=now, seats=sorted(seat.id for seat, _ in seats))
            passed += len(seats)
    return passed


def _waiting(house: Session, body_id: int | None) -> Sequence[Passing]:
    """Open rounds that have asked a seat, and not yet the one to which it passes."""
    asked_too = exists().where(ASKED_TOO.round_id == Round.id, ASKED_TOO.seat_id == NEW.id)
    waiting = (
        select(Round, OLD, NEW, Organisation.name, Meeting)
        .join(AskedSeat, AskedSeat.round_id == Round.id)
        .join(OLD, OLD.id == AskedSeat.seat_id)
        .join(NEW, NEW.id == OLD.passed_to_id)
        .join(Organisation, Organisation.id == NEW.organisation_id)
        .outerjoin(Meeting, Meeting.id == Round.meeting_id)
        .where(Round.closed_at.is_(None), not_(asked_too))
        .order_by(Round.id, NEW.id, OLD.id)
    )
    mine = waiting if body_id is None else waiting.where(Round.body_id == body_id)
    return cast("Sequence[Passing]", house.execute(mine).all())


def _has_passed(row: Passing, today: date, now: datetime) -> bool:
    """On the day that counts, that of the meeting or today, the old seat is over and the new one holds."""
    asking, old, new, _, meeting = row
    day = today
    if meeting is not None:
        if meeting.state is not MeetingState.INVITED or meeting.starts_at is None or meeting.starts_at <= now:
            return False
        day = max(today, day_of(meeting.starts_at))
    elif asking.due_on < today:
        return False
    return old.ends_on is not None and old.ends_on < day and new.holds_on(day)


def _by_round(found: Sequence[Passing]) -> list[tuple[Round, list[tuple[Seat, str]]]]:
    """Each successor once for a round, also where it has taken several seats."""
    rounds = {each[0].id: each[0] for each in found}
    seats: dict[int, dict[int, tuple[Seat, str]]] = {}
    for asking, _, new, name, _ in found:
        seats.setdefault(asking.id, {})[new.id] = new, name
    return [(rounds[key], list(each.values())) for key, each in seats.items()]


def _tell(house: Session, asking: Round, seat_ids: set[int], today: date, now: datetime) -> None:
    """The letter of the yearly question; those of meetings and dates follow where these are known."""
    if asking.kind is not RoundKind.PEOPLE:
        return
    body = house.get_one(Body, asking.body_id)
    asked = [each for each in queries.recipients(house, body.id, today) if each.seat_id in seat_ids]
    send(house, body, asking, asked, template=ASK, day=today, now=now)
