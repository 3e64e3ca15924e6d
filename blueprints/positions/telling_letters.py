"""Letters that tell of a position: a version is open for amendments, a signature was taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from blueprints.positions.rules import people_of
from blueprints.tables.letter_queries import coordinators, letter_facts
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.letters import LetterKind, post
from models.people import Person
from models.position_texts import PositionVersion
from models.positions import Position
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.signatures import Signature
from models.standing import dormant, in_force
from models.visibility import Visibility

OPENED: Final = "positions/amendments_open"
WITHDRAWN: Final = "positions/signature_withdrawn"


def amending_people(house: Session, position: Position, on: date, by: Actor) -> list[Person]:
    """Who may hand in amendments that day and can be written to, but for whoever opens the version: the
    people of full members that are awake, and those invited from outside. Each address once."""
    if position.visibility is Visibility.COORDINATION:
        return []
    audience = [each.seat_id for each in position.audience]
    only = [Seat.id.in_(audience)] if position.visibility is Visibility.CONFIDENTIAL else []
    sitting = (
        select(Appointment.person_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(
            *(Seat.body_id.in_(position.body_ids), Seat.kind == SeatKind.VOTING, *only),
            *(in_force(Seat, on), in_force(Appointment, on), not_(dormant(on))),
            Appointment.role != AppointmentRole.READER,
        )
    )
    sent = {each.person_id for each in position.delegates if each.ended_at is None}
    ids = (sent | set(house.scalars(sitting))) - {by.person_id}
    return _reachable(house, ids)


def tell_opened(
    house: Session, position: Position, version: PositionVersion, by: Actor, now: datetime
) -> int:
    """Returns how many letters."""
    facts = {"number": version.number, "until": version.amendments_until}
    people = amending_people(house, position, day_of(now), by)
    return _send(house, position, people, OPENED, f"amendments-open-{version.id}", facts, now)


def tell_withdrawn(
    house: Session, position: Position, signature: Signature, number: int, by: Actor, now: datetime
) -> int:
    """The coordination and whoever has the lead and still takes part learn of it; of which institution, they
    read on the page."""
    coordination = {each.id for each in coordinators(house, position.body_id, day_of(now))}
    leads = {each.person_id for each in position.editors if each.leads} & people_of(house, position, now)
    people = _reachable(house, (leads | coordination) - {by.person_id})
    purpose = f"signature-withdrawn-{signature.id}"
    return _send(house, position, people, WITHDRAWN, purpose, {"number": number}, now)


def _reachable(house: Session, ids: Iterable[int]) -> list[Person]:
    wanted = select(Person).where(Person.id.in_(list(ids)), Person.email.is_not(None)).order_by(Person.id)
    return list({(each.email or "").lower(): each for each in house.scalars(wanted)}.values())


def _send(
    house: Session,
    position: Position,
    people: list[Person],
    template: str,
    purpose: str,
    facts: dict[str, Any],
    now: datetime,
) -> int:
    said = letter_facts(house, position.body_id, day_of(now)) | {"position_id": position.id} | facts
    for each in people:
        post(
            house,
            template=template,
            kind=LetterKind.CONTENT,
            to=each.email or "",
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            person_id=each.id,
            facts=said,
            body_id=position.body_id,
            organisation_id=each.organisation_id,
            purpose=purpose,
            now=now,
        )
    return len(people)
