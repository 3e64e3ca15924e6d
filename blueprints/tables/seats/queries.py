"""What the coordination sees of one seat: who fills it now and later, who did, and how it stands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from blueprints.tables import queries as table_queries
from blueprints.tables.checks.queries import last_confirmed
from blueprints.tables.concerns.vacancy_queries import Vacancy, vacancy_of
from models.people_checks import PeopleAnswer, PersonAnswer
from models.seats import Appointment, AppointmentRole, Dormancy, Seat


@dataclass(frozen=True, kw_only=True)
class Filled:
    """An appointment of today or later. `place` counts deputies from 1, where there are several."""

    appointment: Appointment
    place: int | None = None
    may_go_up: bool = False
    may_go_down: bool = False

    @property
    def may_be_followed(self) -> bool:
        return self.appointment.role is not AppointmentRole.READER


@dataclass(frozen=True, kw_only=True)
class SeatPage:
    """A seat on a day: `sleeps` is its dormancy then, `is_over` whether the institution has left."""

    seat: Seat
    standing: list[Filled]
    former: list[Appointment]
    sleeps: Dormancy | None
    is_over: bool
    begins_on: date | None
    vacancy: Vacancy | None
    confirmed: PeopleAnswer | None


def seat_page(reading: Session, table_id: int, seat_id: int, on: date) -> SeatPage | None:
    seat = table_queries.seat(reading, table_id, seat_id)
    if seat is None:
        return None
    over = [each for each in seat.appointments if each.ends_on is not None and each.ends_on < on]
    return SeatPage(
        seat=seat,
        standing=_standing(seat, on),
        former=sorted(over, key=lambda each: each.ends_on or on, reverse=True),
        sleeps=seat.dormant_on(on),
        is_over=seat.ends_on is not None and seat.ends_on < on,
        begins_on=seat.starts_on if seat.starts_on and seat.starts_on > on else None,
        vacancy=vacancy_of(reading, table_id, seat_id, on),
        confirmed=last_confirmed(reading, seat_id),
    )


def told_of(reading: Session, appointment: Appointment) -> PersonAnswer | None:
    """What the institution last said about this person, if it was that she acts no more."""
    last = reading.scalar(
        select(PersonAnswer)
        .join(PeopleAnswer, PeopleAnswer.id == PersonAnswer.answer_id)
        .where(PersonAnswer.appointment_id == appointment.id)
        .options(contains_eager(PersonAnswer.answer))
        .order_by(PersonAnswer.id.desc())
        .limit(1)
    )
    return last if last is not None and not last.still else None


def _standing(seat: Seat, on: date) -> list[Filled]:
    """Main first, deputies in their order, readers last; those who come later among them."""
    deputies, order = [each.id for each in seat.deputies_from(on)], list(AppointmentRole)
    several = len(deputies) > 1
    rows = [each for each in seat.appointments if each.ends_on is None or each.ends_on >= on]
    rows.sort(key=lambda each: (order.index(each.role), each.rank, each.starts_on or date.min, each.id))
    return [
        Filled(
            appointment=each,
            place=deputies.index(each.id) + 1 if each.id in deputies and several else None,
            may_go_up=each.id in deputies[1:],
            may_go_down=each.id in deputies[:-1],
        )
        for each in rows
    ]
