"""Are these still your people: who is asked, what each institution sees, and how far a round has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from models.organisations import Organisation
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import dormant, in_force


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who gets an institution's letter: its representative, else the function mailbox; or nobody."""

    seat_id: int
    organisation_id: int
    institution: str
    people: int
    name: str = ""
    address: str = ""
    language: str = "de"
    salutation: str = ""
    person_id: int | None = None


def recipients(house: Session, table_id: int, on: date) -> list[Recipient]:
    """One for each institution that is awake and has people at the table, by name."""
    seats = house.scalars(
        select(Seat)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, in_force(Seat, on), not_(dormant(on)))
        .options(
            contains_eager(Seat.organisation),
            selectinload(Seat.appointments).joinedload(Appointment.person),
        )
        .order_by(Organisation.folded)
    )
    return [_recipient(seat, on) for seat in seats if seat.appointed_on(on)]


def _recipient(seat: Seat, on: date) -> Recipient:
    people = seat.appointed_on(on)
    facts: dict[str, Any] = {
        "seat_id": seat.id,
        "organisation_id": seat.organisation_id,
        "institution": seat.organisation.name,
        "people": len(people),
    }
    main = next((each.person for each in people if each.role is AppointmentRole.MAIN), None)
    if main is not None and main.email:
        return Recipient(
            **facts,
            name=main.name,
            address=main.email,
            language=main.language,
            salutation=main.salutation,
            person_id=main.id,
        )
    return Recipient(**facts, name=seat.organisation.name, address=seat.organisation.mailbox or "")


def open_round(house: Session, table_id: int) -> Round | None:
    """The asking about people that still takes answers at this table."""
    return house.scalar(
        select(Round).where(
            Round.kind == RoundKind.PEOPLE, Round.body_id == table_id, Round.closed_at.is_(None)
        )
    )


def round_of(reading: Session, table_id: int, round_id: int) -> Round | None:
    """An asking about people of this table."""
    mine = (Round.id == round_id) & (Round.body_id == table_id) & (Round.kind == RoundKind.PEOPLE)
    return reading.scalar(select(Round).where(mine))


def last_round(reading: Session, table_id: int) -> Round | None:
    return reading.scalar(
        select(Round)
        .where(Round.kind == RoundKind.PEOPLE, Round.body_id == table_id)
        .order_by(Round.id.desc())
        .limit(1)
    )


LATEST = aliased(PeopleAnswer)


def asked_seats(reading: Session, round_id: int) -> list[tuple[AskedSeat, PeopleAnswer | None]]:
    """All institutions of a round by name, each with its last answer."""
    last = (
        select(func.max(LATEST.id))
        .where(LATEST.asked_seat_id == AskedSeat.id)
        .correlate(AskedSeat)
        .scalar_subquery()
    )
    rows = reading.execute(
        select(AskedSeat, PeopleAnswer)
        .outerjoin(PeopleAnswer, PeopleAnswer.id == last)
        .join(AskedSeat.organisation)
        .where(AskedSeat.round_id == round_id)
        .options(
            joinedload(AskedSeat.seat),
            contains_eager(AskedSeat.organisation),
            joinedload(PeopleAnswer.person),
            selectinload(PeopleAnswer.about)
            .joinedload(PersonAnswer.appointment)
            .joinedload(Appointment.person),
        )
        .order_by(Organisation.folded)
    )
    return [(asked, answer) for asked, answer in rows]


def last_confirmed(reading: Session, seat_id: int) -> PeopleAnswer | None:
    """The last answer that left everything as it is."""
    denied = exists().where(PersonAnswer.answer_id == PeopleAnswer.id, PersonAnswer.still.is_(False))
    return reading.scalar(
        select(PeopleAnswer)
        .where(PeopleAnswer.seat_id == seat_id, not_(denied))
        .options(joinedload(PeopleAnswer.person))
        .order_by(PeopleAnswer.id.desc())
        .limit(1)
    )


ANSWERED = exists().where(PeopleAnswer.asked_seat_id == AskedSeat.id)


def silent(house: Session, round_id: int, on: date) -> set[int]:
    """The seats without an answer that still hold and are awake."""
    return set(
        house.scalars(
            select(AskedSeat.seat_id)
            .join(Seat, Seat.id == AskedSeat.seat_id)
            .where(AskedSeat.round_id == round_id, not_(ANSWERED), in_force(Seat, on), not_(dormant(on)))
        )
    )
