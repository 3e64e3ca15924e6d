"""Role accounts: functions instead of people, with addresses that no mail server has (RFC 2606)."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.organisations import Organisation
from models.people import Person


@dataclass(frozen=True)
class Role:
    """A function with its address; `duty` and `place` are told when the demo has been loaded.

    One role has a second factor, so that this way can be tried; the demo asks the others for none.
    """

    name: str
    address: str
    duty: str
    place: str
    is_admin: bool = False
    is_privacy_officer: bool = False
    with_factor: bool = False


class Holder(NamedTuple):
    """A role and the person's row that stands for it."""

    role: Role
    person: Person


def holder_of(house: Session, role: Role, organisation: Organisation | None) -> Holder:
    """A person's row for a role."""
    person = Person(
        name=role.name, email=role.address, organisation_id=organisation.id if organisation else None
    )
    house.add(person)
    house.flush()
    return Holder(role, person)
