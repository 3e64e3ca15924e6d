"""Rounds that take answers: what one's institutions owe, and what the coordination waits for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from models import periods
from models.actors import Actor
from models.bodies import Body
from models.constants import fixed
from models.date_findings import DateAnswer, DateChoice, DateOption
from models.deadlines import BERLIN
from models.decisions import Decision
from models.people_checks import PeopleAnswer
from models.readers import among
from models.rounds import AskedLink, AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Dormancy, Seat
from models.stances import Stance
from models.standing import DAY, in_force


@dataclass(frozen=True, kw_only=True)
class Running:
    """One institution that is asked. `is_silent`: its answer, or that to some of the dates, is missing.
    `was_asked`: it got a letter; else nobody has asked it, however silent it is. Of a decision: which one,
    what it is about, and whether it is taken in circulation.
    """

    kind: RoundKind
    table_id: int
    table_name: str
    hue: int
    round_id: int
    due_on: date
    asked_id: int
    seat_id: int
    institution: str
    is_silent: bool
    was_asked: bool = True
    decision_id: int | None = None
    title: str = ""
    circular: bool = False


SPEAKS: Final = or_(
    DateAnswer.person_id.is_(None),
    exists().where(
        Appointment.seat_id == DateAnswer.seat_id,
        Appointment.person_id == DateAnswer.person_id,
        Appointment.role != AppointmentRole.READER,
        in_force(Appointment, DAY),
    ),
)
"""SQL: the answer is that of the institution as a whole, or of somebody who still acts for it."""
SAID: Final = (
    select(DateChoice.option_id)
    .join(DateAnswer, DateAnswer.id == DateChoice.answer_id)
    .where(DateAnswer.asked_seat_id == AskedSeat.id, DateChoice.option_id == DateOption.id, SPEAKS)
    .correlate(AskedSeat, DateOption)
    .exists()
)
OFFERED: Final = and_(DateOption.round_id == Round.id, DateOption.withdrawn_at.is_(None))
SOME_DATE: Final = select(DateOption.id).where(OFFERED, not_(SAID)).correlate(Round, AskedSeat).exists()
LAST: Final = select(func.max(DateOption.starts_at)).where(OFFERED).correlate(Round).scalar_subquery()
ABOUT_PEOPLE: Final = not_(exists().where(PeopleAnswer.asked_seat_id == AskedSeat.id))
NO_STANCE: Final = not_(exists().where(Stance.asked_seat_id == AskedSeat.id))
TO_ALL: Final = (RoundKind.DATES, RoundKind.DECISION)
"""What deputies are asked, too, and who sleeps is not."""
HAS_LETTER: Final = exists().where(AskedLink.asked_seat_id == AskedSeat.id)
RUNNING: Final = fixed(
    select(
        Round.kind,
        Body.id,
        Body.name,
        Body.hue,
        Round.id.label("round_id"),
        Round.due_on,
        AskedSeat.id.label("asked_id"),
        AskedSeat.seat_id,
        AskedSeat.name.label("institution"),
        case(
            (Round.kind == RoundKind.DATES, SOME_DATE),
            (Round.kind == RoundKind.DECISION, NO_STANCE),
            else_=ABOUT_PEOPLE,
        ).label("is_silent"),
        HAS_LETTER.label("has_letter"),
        LAST.label("last"),
        Dormancy.starts_on,
        Dormancy.ends_on,
        Decision.id.label("decision_id"),
        Decision.title,
        Decision.circular,
    )
    .join(Round, Round.body_id == Body.id)
    .join(AskedSeat, AskedSeat.round_id == Round.id)
    .join(Seat, and_(Seat.id == AskedSeat.seat_id, in_force(Seat, DAY)))
    .outerjoin(Dormancy, and_(Dormancy.seat_id == Seat.id, Round.kind.in_(TO_ALL)))
    .outerjoin(Decision, Decision.round_id == Round.id)
    .where(
        Round.kind != RoundKind.REPLY,
        Round.closed_at.is_(None),
        or_(
            Round.body_id.in_(among("coordinated")),
            AskedSeat.seat_id.in_(among("mains")),
            and_(Round.kind.in_(TO_ALL), AskedSeat.seat_id.in_(among("seats"))),
        ),
    )
    .order_by(Round.due_on, Round.id, AskedSeat.name, AskedSeat.id)
)


def running(reading: Session, by: Actor, on: date, only: Iterable[int] | None = None) -> list[Running]:
    """What she owes as a representative (of dates and decisions as a deputy, too), what her tables wait for.

    `only`: of these seats, whoever asks. Who is dormant on the last of the dates is not asked for them, and
    who sleeps today not for a decision. A decision that she may not see is not among them.
    """
    seats = by.seat_ids if only is None else only
    given: dict[str, Any] = {
        "on": on,
        "coordinated": sorted(by.coordinates) if only is None else [],
        "mains": sorted(by.main_seats if only is None else seats),
        "seats": sorted(seats),
    }
    if not given["coordinated"] and not given["seats"]:
        return []
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in reading.execute(RUNNING, given):
        rows[row.asked_id].append(row)
    awake = [each[0] for each in rows.values() if not any(_sleeps(row, on) for row in each)]
    return [_running(row) for row in awake if row.kind is not RoundKind.DECISION or row.decision_id]


def _running(row: Any) -> Running:
    return Running(
        kind=row.kind,
        table_id=row.id,
        table_name=row.name,
        hue=row.hue,
        round_id=row.round_id,
        due_on=row.due_on,
        asked_id=row.asked_id,
        seat_id=row.seat_id,
        institution=row.institution,
        is_silent=bool(row.is_silent),
        was_asked=bool(row.has_letter or not row.is_silent),
        decision_id=row.decision_id,
        title=row.title or "",
        circular=bool(row.circular),
    )


def _sleeps(row: Any, on: date) -> bool:
    last: datetime | None = row.last
    if row.starts_on is None or (last is None and row.kind is RoundKind.DATES):
        return False
    return periods.holds(row.starts_on, row.ends_on, last.astimezone(BERLIN).date() if last else on)
