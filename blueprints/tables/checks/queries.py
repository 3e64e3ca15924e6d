"""Are these still your people: who is asked, what each institution sees, and how far a round has come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from models.organisations import Organisation
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedLink, AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import dormant, in_force

ANSWER_HOLDS_FOR: Final = timedelta(days=90)
"""Whoever has told so lately is left out, unless the coordination wants to ask again."""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who gets an institution's letter: its representative, else the function mailbox, else its first deputy
    with an address; or nobody. `answered_at`: the institution has told lately."""

    seat_id: int
    organisation_id: int
    institution: str
    people: int
    name: str = ""
    address: str = ""
    language: str = "de"
    salutation: str = ""
    person_id: int | None = None
    answered_at: datetime | None = None


def recipients(house: Session, table_id: int, on: date, now: datetime | None = None) -> list[Recipient]:
    """One for each institution that is awake and has people at the table, by name.

    `now`: then it is told of each whether she has answered lately.
    """
    told = answered_lately(house, table_id, now) if now else {}
    seats = house.scalars(
        select(Seat)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, in_force(Seat, on), not_(dormant(on)))
        .options(
            contains_eager(Seat.organisation),
            selectinload(Seat.appointments).joinedload(Appointment.person),
        )
        .order_by(Organisation.folded)
        .execution_options(populate_existing=True)
    )
    return [_recipient(seat, on, told.get(seat.id)) for seat in seats if seat.appointed_on(on)]


def answered_lately(house: Session, table_id: int, now: datetime) -> dict[int, datetime]:
    """When the seats of a table have last told about their people, if that is not long ago."""
    rows = house.execute(
        select(PeopleAnswer.seat_id, func.max(PeopleAnswer.answered_at).label("answered_at"))
        .join(Seat, Seat.id == PeopleAnswer.seat_id)
        .where(Seat.body_id == table_id, PeopleAnswer.answered_at >= now - ANSWER_HOLDS_FOR)
        .group_by(PeopleAnswer.seat_id)
    )
    return {each.seat_id: each.answered_at for each in rows}


def _recipient(seat: Seat, on: date, answered_at: datetime | None) -> Recipient:
    people = seat.appointed_on(on)
    facts: dict[str, Any] = {
        "seat_id": seat.id,
        "organisation_id": seat.organisation_id,
        "institution": seat.organisation.name,
        "people": len(people),
        "answered_at": answered_at,
    }
    reached = [each for each in people if each.role is not AppointmentRole.READER and each.person.email]
    first = reached[0] if reached else None
    if first is None or (first.role is not AppointmentRole.MAIN and seat.organisation.mailbox):
        return Recipient(**facts, name=seat.organisation.name, address=seat.organisation.mailbox or "")
    return Recipient(
        **facts,
        name=first.person.name,
        address=first.person.email or "",
        language=first.person.language,
        salutation=first.person.salutation,
        person_id=first.person_id,
    )


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


LATEST = aliased(PeopleAnswer)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An institution of a round with its last answer. Without a letter it was not asked: not silent."""

    seat: AskedSeat
    answer: PeopleAnswer | None
    has_letter: bool

    @property
    def was_asked(self) -> bool:
        return self.has_letter or self.answer is not None


HAS_LETTER = exists().where(AskedLink.asked_seat_id == AskedSeat.id)


def asked_seats(reading: Session, round_id: int) -> list[Asked]:
    """All institutions of a round by name."""
    last = (
        select(func.max(LATEST.id))
        .where(LATEST.asked_seat_id == AskedSeat.id)
        .correlate(AskedSeat)
        .scalar_subquery()
    )
    rows = reading.execute(
        select(AskedSeat, PeopleAnswer, HAS_LETTER)
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
    return [Asked(seat=seat, answer=answer, has_letter=sent) for seat, answer, sent in rows]


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
    """The seats that were asked by letter, without an answer, that still hold and are awake."""
    return set(
        house.scalars(
            select(AskedSeat.seat_id)
            .join(Seat, Seat.id == AskedSeat.seat_id)
            .where(AskedSeat.round_id == round_id, HAS_LETTER, not_(ANSWERED))
            .where(in_force(Seat, on), not_(dormant(on)))
        )
    )
