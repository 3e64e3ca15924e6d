"""The asking itself, as its reader may see it, and who acts for an asked seat."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.bodies import Body, Bylaws
from models.date_findings import DateFinding
from models.deadlines import BERLIN
from models.meetings import Meeting, MeetingState
from models.rounds import Round, RoundKind
from models.seats import Appointment, AppointmentRole, Seat

ROUND: Final = (
    select(Round, DateFinding, Body, Bylaws)
    .join(DateFinding, DateFinding.round_id == Round.id)
    .join(Body, Body.id == Round.body_id)
    .join(Bylaws, Bylaws.body_id == Body.id)
    .where(Round.id == bindparam("round_id"), Round.kind == RoundKind.DATES)
)


@dataclass(frozen=True)
class Finding:
    """The asking itself, as its reader may see it."""

    asking: Round
    about: DateFinding
    body: Body
    bylaws: Bylaws

    def day(self, today: date) -> date:
        """The day by which seats and people are judged: it stands still once the finding is closed."""
        closed = self.asking.closed_at
        return min(today, closed.astimezone(BERLIN).date()) if closed else today

    def takes_answers(self, today: date) -> bool:
        return self.asking.closed_at is None and today <= self.asking.due_on


def finding(session: Session, round_id: int) -> Finding | None:
    """A date finding with its body and bylaws."""
    row = session.execute(ROUND, {"round_id": round_id}).first()
    return Finding(*row) if row else None


def coordinated(reading: Session, table_id: int, round_id: int, by: Actor) -> Finding | None:
    """For whoever coordinates the table; for all others there is none to change."""
    found = finding(reading, round_id) if by.coordinates_body(table_id) else None
    return found if found and found.body.id == table_id else None


def acting(house: Session, seat_id: int, on: date) -> list[Appointment]:
    """Main and deputies of a seat of that day, in their order."""
    seat = house.scalars(
        select(Seat)
        .where(Seat.id == seat_id)
        .options(joinedload(Seat.appointments).joinedload(Appointment.person))
    ).unique()
    people = [each for row in seat for each in row.appointed_on(on)]
    return [each for each in people if each.role is not AppointmentRole.READER]


def without_a_day(reading: Session, table_id: int) -> list[Meeting]:
    """The meetings of a table that are planned while their day is still open, the oldest first."""
    planned = (Meeting.state == MeetingState.PLANNED) & Meeting.starts_at.is_(None)
    mine = select(Meeting).where(Meeting.body_id == table_id, planned)
    return list(reading.scalars(mine.order_by(Meeting.id)))
