"""Are these still your people: who is asked, what each institution sees, and how far a round has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from models.actors import Actor
from models.bodies import Body
from models.organisations import Organisation
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import DAY, dormant, in_force


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


@dataclass(frozen=True, kw_only=True)
class Running:
    """A round about people that takes answers, for the overview. `asked_id`: what one owes oneself."""

    table_id: int
    table_name: str
    hue: int
    round_id: int
    due_on: date
    asked_id: int
    seat_id: int
    institution: str
    is_answered: bool


ANSWERED = exists().where(PeopleAnswer.asked_seat_id == AskedSeat.id)
RUNNING = (
    select(
        Body.id,
        Body.name,
        Body.hue,
        Round.id.label("round_id"),
        Round.due_on,
        AskedSeat.id.label("asked_id"),
        AskedSeat.seat_id,
        AskedSeat.name.label("institution"),
        ANSWERED.label("is_answered"),
    )
    .join(Round, Round.body_id == Body.id)
    .join(AskedSeat, AskedSeat.round_id == Round.id)
    .join(Seat, and_(Seat.id == AskedSeat.seat_id, in_force(Seat, DAY)))
    .where(
        Round.kind == RoundKind.PEOPLE,
        Round.closed_at.is_(None),
        or_(
            Round.body_id.in_(bindparam("coordinated", expanding=True)),
            AskedSeat.seat_id.in_(bindparam("mine", expanding=True)),
        ),
    )
    .order_by(Round.due_on, AskedSeat.name)
)


def running(reading: Session, by: Actor, on: date) -> list[Running]:
    """What she owes as a representative, and what her tables wait for."""
    if not by.coordinates and not by.main_seats:
        return []
    given = {"coordinated": sorted(by.coordinates), "mine": sorted(by.main_seats), "on": on}
    return [
        Running(
            table_id=row.id,
            table_name=row.name,
            hue=row.hue,
            round_id=row.round_id,
            due_on=row.due_on,
            asked_id=row.asked_id,
            seat_id=row.seat_id,
            institution=row.institution,
            is_answered=row.is_answered,
        )
        for row in reading.execute(RUNNING, given)
    ]


def silent(house: Session, round_id: int, on: date) -> set[int]:
    """The seats without an answer that still hold and are awake."""
    return set(
        house.scalars(
            select(AskedSeat.seat_id)
            .join(Seat, Seat.id == AskedSeat.seat_id)
            .where(AskedSeat.round_id == round_id, not_(ANSWERED), in_force(Seat, on), not_(dormant(on)))
        )
    )
