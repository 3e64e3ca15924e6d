"""Nominations as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from blueprints.tables.nominations import rules
from models.actors import Actor
from models.bodies import Body
from models.nominations import Nomination, NominationState
from models.organisations import Organisation
from models.seats import AppointmentRole, Seat


@dataclass(frozen=True, kw_only=True)
class Place:
    """The seat for which somebody is named; plain, for a function mailbox has no right at the table."""

    table_id: int
    seat_id: int
    table_name: str
    hue: int
    institution: str


def place_to_nominate(house: Session, table_id: int, seat_id: int, by: Actor, on: date) -> Place | None:
    """For whoever may name somebody for this seat; for all others it does not exist."""
    row = house.execute(
        select(Seat, Body.name, Body.hue, Organisation.name)
        .join(Body, Body.id == Seat.body_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.id == seat_id, Seat.body_id == table_id)
    ).first()
    if row is None:
        return None
    house.refresh(row[0], ["appointments"])
    if not rules.may_nominate(house, by, row[0], on):
        return None
    return Place(table_id=table_id, seat_id=seat_id, table_name=row[1], hue=row[2], institution=row[3])


def nominations_of(reading: Session, seat_id: int) -> Sequence[Nomination]:
    """All nominations for a seat that the reader may see, the newest first."""
    query = select(Nomination).where(Nomination.seat_id == seat_id).options(joinedload(Nomination.letter))
    return reading.scalars(query.order_by(Nomination.id.desc())).all()


def nomination(reading: Session, table_id: int, nomination_id: int) -> Nomination | None:
    """One nomination with its seat and institution."""
    return reading.scalar(
        select(Nomination)
        .join(Nomination.seat)
        .where(Nomination.id == nomination_id, Seat.body_id == table_id)
        .options(
            contains_eager(Nomination.seat).options(joinedload(Seat.organisation)),
            joinedload(Nomination.letter),
        )
    )


def pending(reading: Session, nomination_id: int, table_id: int) -> Nomination | None:
    """One that waits for a decision."""
    found = nomination(reading, table_id, nomination_id)
    return found if found is not None and found.state is NominationState.PENDING else None


def is_main(found: Nomination) -> bool:
    return found.role is AppointmentRole.MAIN
