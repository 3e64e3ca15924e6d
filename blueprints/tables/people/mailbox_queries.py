"""Who was entered with the mailbox of somebody's account, under another name: told to its holder alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.queries import coordination_name
from models.accounts import Account
from models.actors import Actor
from models.bodies import Body, Bylaws, Office
from models.organisations import Organisation
from models.people import Person
from models.same_mailbox import SHARING, stands
from models.seats import Appointment, Seat
from models.typed_text import email_key


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Somebody who may be the one who signs in. Told is what a letter to the mailbox would tell."""

    person_id: int
    name: str
    institutions: tuple[str, ...]
    """For which she was appointed, and which entered her."""
    entered_by: tuple[str, ...]
    tables: tuple[str, ...]
    """Only of tables that name themselves in letters."""


def entered(house: Session, by: Actor, on: date) -> list[Entered]:
    """Everybody who was entered with the mailbox of one's own account and is not said to be somebody else."""
    return [_told(house, each, on) for each in people(house, by, on)]


def people(house: Session, by: Actor, on: date) -> Sequence[Person]:
    address = _own_address(house, by)
    if address is None:
        return []
    given = {"key": email_key(address), "own": by.person_id, "on": on}
    return house.scalars(SHARING.order_by(Person.id), given).all()


def _own_address(house: Session, by: Actor) -> str | None:
    """That of the account, which has been proven by a link; what stands in the profile proves nothing."""
    return house.scalar(select(Account.email).where(Account.id == by.account)) if by.account else None


def _told(house: Session, person: Person, on: date) -> Entered:
    rows = house.execute(
        select(Organisation.name, Seat.body_id)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .join(Appointment, Appointment.seat_id == Seat.id)
        .where(Appointment.person_id == person.id, stands(Appointment, on))
        .order_by(Organisation.folded)
    ).all()
    offices = house.scalars(
        select(Office.body_id).where(Office.person_id == person.id, stands(Office, on))
    ).all()
    bodies = sorted({*(row.body_id for row in rows), *offices})
    named = house.scalars(
        select(Body.name)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(Body.id.in_(bodies), Bylaws.names_in_subject)
        .order_by(Body.name)
    )
    entered_by = dict.fromkeys(coordination_name(house, each, on) for each in bodies)
    return Entered(
        person_id=person.id,
        name=person.name,
        institutions=tuple(dict.fromkeys(row.name for row in rows)),
        entered_by=tuple(each for each in entered_by if each),
        tables=tuple(named),
    )
