"""The letter that asks an institution whether it agrees to the answer to its amendment."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.positions.amendment_rules import may_speak_for
from blueprints.positions.rules import WHOLE
from blueprints.tables.queries import coordination_name
from blueprints.tables.rules import day_of
from models.amendments import Amendment, AmendmentLink
from models.bodies import Body, Bylaws
from models.letters import LetterKind, post
from models.people import Person
from models.positions import Position
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import actor_of, in_force

ANSWERED = "positions/amendment_answered"


def tell_answered(house: Session, amendment: Amendment, *, now: datetime) -> int:
    """Ask the institution whether it agrees, by a letter to who handed it in and to its representative.

    Links of an earlier answer lead nowhere any more. Returns how many letters.
    """
    house.execute(delete(AmendmentLink).where(AmendmentLink.amendment_id == amendment.id))
    if not amendment.asks_for_consent:
        return 0
    position = position_of(house, amendment)
    body = house.get_one(Body, position.body_id)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == body.id)).one()
    people = _people(house, position, amendment, now)
    for person in people:
        token, hashed = AmendmentLink.new_token()
        house.add(
            AmendmentLink(
                token_hash=hashed,
                amendment_id=amendment.id,
                person_id=person.id,
                address=person.email or "",
                issued_at=now,
            )
        )
        post(
            house,
            template=ANSWERED,
            kind=LetterKind.CONTENT,
            to=person.email or "",
            name=person.name,
            language=person.language,
            salutation=person.salutation,
            person_id=person.id,
            facts={
                "token": token,
                "table_name": body.name if bylaws.names_in_subject else "",
                "signature": coordination_name(house, body.id, day_of(now)),
            },
            body_id=body.id,
            organisation_id=amendment.organisation_id,
            purpose=f"amendment-{amendment.id}-{amendment.version}",
            now=now,
        )
    return len(people)


def _people(house: Session, position: Position, amendment: Amendment, now: datetime) -> list[Person]:
    """The author and the main representatives, as far as they speak for the institution today."""
    mains = (
        select(Appointment.person_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(
            Seat.organisation_id == amendment.organisation_id,
            Seat.body_id.in_(position.body_ids),
            Appointment.role == AppointmentRole.MAIN,
            in_force(Appointment, day_of(now)),
        )
    )
    ids = {amendment.author_id, *house.scalars(mains)}
    wanted = select(Person).where(Person.id.in_(ids), Person.email.is_not(None)).order_by(Person.id)
    return [each for each in house.scalars(wanted) if speaks(house, position, amendment, each, now)]


def speaks(house: Session, position: Position, amendment: Amendment, person: Person, now: datetime) -> bool:
    actor = actor_of(house, person, day_of(now))
    return may_speak_for(actor, position, amendment)


def position_of(house: Session, amendment: Amendment) -> Position:
    return house.scalars(select(Position).where(Position.id == amendment.position_id).options(*WHOLE)).one()
