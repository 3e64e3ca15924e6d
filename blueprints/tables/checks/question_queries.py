"""What one institution is asked about its people at one table, on the site or by the link of its letter."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.bodies import Body
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedLink, AskedSeat, Channel, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force


@dataclass(frozen=True, kw_only=True)
class Known:
    """One person at the table, as her own institution sees her, with what was last said about her: in this
    question, or, with the day in `told_at`, in an earlier one.

    `typed_by`: the address of the link by which it was said, if it was. `is_hidden`: who follows is noted,
    and not told here.
    """

    appointment_id: int
    name: str
    role: AppointmentRole
    still: bool | None = None
    successor: str = ""
    told_at: datetime | None = None
    typed_by: str = ""
    is_hidden: bool = False


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

    @property
    def told_before(self) -> list[Known]:
        """Of whom it was told already that they act no more, and who still stand here."""
        return [each for each in self.people if each.still is False and each.told_at is not None]


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
    before = {} if answered else _told_before(house, seat_id)
    return tuple(
        _known(each, said.get(each.id), before.get(each.id), answered) for each in seat.appointed_on(on)
    )


def _known(
    held: Appointment, said: PersonAnswer | None, before: PersonAnswer | None, answered: PeopleAnswer | None
) -> Known:
    last = said or before
    return Known(
        appointment_id=held.id,
        name=", ".join(filter(None, (held.person.name, held.person.function))),
        role=held.role,
        still=last.still if last else None,
        successor=last.successor if last else "",
        told_at=before.answer.answered_at if before else None,
        typed_by=_typed_by(answered if said else before.answer if before else None),
    )


def _typed_by(answer: PeopleAnswer | None) -> str:
    return answer.address or "" if answer and answer.channel is Channel.LINK else ""


def told_by_link(asked: Question) -> Question:
    """The question for whoever has only its link: who follows stands there only if it was typed by a link to
    the same address; a letter may have been passed on."""
    people = (
        replace(each, successor="", is_hidden=bool(each.successor))
        if each.typed_by.lower() != asked.address.lower()
        else each
        for each in asked.people
    )
    return replace(asked, people=tuple(people))


def _told_before(house: Session, seat_id: int) -> dict[int, PersonAnswer]:
    """What was last said about each person of a seat, by appointment, where it was that she acts no more."""
    rows = house.scalars(
        select(PersonAnswer)
        .join(PersonAnswer.answer)
        .where(PeopleAnswer.seat_id == seat_id)
        .options(contains_eager(PersonAnswer.answer))
        .order_by(PersonAnswer.id)
    )
    last = {each.appointment_id: each for each in rows}
    return {key: each for key, each in last.items() if not each.still}


def last_answer(house: Session, asked_id: int) -> PeopleAnswer | None:
    return house.scalar(
        select(PeopleAnswer)
        .where(PeopleAnswer.asked_seat_id == asked_id)
        .options(selectinload(PeopleAnswer.about), joinedload(PeopleAnswer.person))
        .order_by(PeopleAnswer.id.desc())
        .limit(1)
    )


def link_question(house: Session, token: str, on: date) -> Question | None:
    """The one question that a link asks, with all that was said; none for an unknown one, a closed round, or
    whoever acts no more."""
    found = house.scalar(select(AskedLink).where(AskedLink.token_hash == AskedLink.hashed(token)))
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
