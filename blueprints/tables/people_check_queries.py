"""Are these still your people: who is asked, what each institution sees, and how far a round has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from models.actors import Actor
from models.bodies import Body
from models.organisations import Organisation
from models.people_checks import PeopleAnswer, PeopleLink, PersonAnswer
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


@dataclass(frozen=True, kw_only=True)
class Known:
    """One person at the table, as her own institution sees her, with what was last said about her."""

    appointment_id: int
    name: str
    role: AppointmentRole
    still: bool | None = None
    successor: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What one institution is asked: its own people at one table, and nothing else.

    `address` is set where a link asks; `is_open` while answers are taken.
    """

    asked_id: int
    round_id: int
    seat_id: int
    body_id: int
    body_name: str
    hue: int
    institution: str
    due_on: date
    is_open: bool
    people: tuple[Known, ...]
    answered: PeopleAnswer | None = None
    address: str = ""


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


def question(house: Session, asked_id: int, on: date, address: str = "") -> Question | None:
    """What a seat was asked; none where it no longer holds."""
    row = house.execute(
        select(AskedSeat, Round, Body)
        .join(Round, Round.id == AskedSeat.round_id)
        .join(Body, Body.id == Round.body_id)
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .where(AskedSeat.id == asked_id, Round.kind == RoundKind.PEOPLE, in_force(Seat, on))
    ).first()
    if row is None:
        return None
    asked, asking, body = row
    answered = last_answer(house, asked_id)
    return Question(
        asked_id=asked.id,
        round_id=asking.id,
        seat_id=asked.seat_id,
        body_id=body.id,
        body_name=body.name,
        hue=body.hue,
        institution=asked.name,
        due_on=asking.due_on,
        is_open=asking.closed_at is None,
        people=_people(house, asked.seat_id, answered, on),
        answered=answered,
        address=address,
    )


def _people(house: Session, seat_id: int, answered: PeopleAnswer | None, on: date) -> tuple[Known, ...]:
    seat = house.scalars(
        select(Seat)
        .where(Seat.id == seat_id)
        .options(selectinload(Seat.appointments).joinedload(Appointment.person))
    ).one()
    said = {each.appointment_id: each for each in answered.about} if answered else {}
    return tuple(
        Known(
            appointment_id=each.id,
            name=", ".join(filter(None, (each.person.name, each.person.function))),
            role=each.role,
            still=said[each.id].still if each.id in said else None,
            successor=said[each.id].successor if each.id in said else "",
        )
        for each in seat.appointed_on(on)
    )


def last_answer(house: Session, asked_id: int) -> PeopleAnswer | None:
    return house.scalar(
        select(PeopleAnswer)
        .where(PeopleAnswer.asked_seat_id == asked_id)
        .options(selectinload(PeopleAnswer.about), joinedload(PeopleAnswer.person))
        .order_by(PeopleAnswer.id.desc())
        .limit(1)
    )


def link_question(house: Session, token: str, on: date) -> Question | None:
    """The one question that a link asks; none for an unknown one, a closed round, or whoever acts no more."""
    found = house.scalar(select(PeopleLink).where(PeopleLink.token_hash == PeopleLink.hashed(token)))
    if found is None:
        return None
    asked = question(house, found.asked_seat_id, on, found.address)
    if asked is None or not asked.is_open:
        return None
    return asked if found.person_id is None or _acts(house, asked.seat_id, found.person_id, on) else None


def _acts(house: Session, seat_id: int, person_id: int, on: date) -> bool:
    mine = (Appointment.seat_id == seat_id) & (Appointment.person_id == person_id)
    held = select(Appointment.id).where(mine, in_force(Appointment, on))
    return house.scalar(held.limit(1)) is not None


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
