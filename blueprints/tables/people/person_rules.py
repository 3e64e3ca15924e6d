"""Who is meant by a name and an address: somebody known, if the actor may know her, or somebody new."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.people import queries
from models.actors import Actor
from models.errors import RuleBroken
from models.folding import folded
from models.people import Person
from models.typed_text import email_key
from models.words import N_


def person_for(
    house: Session,
    *,
    organisation_id: int | None,
    table_id: int | None = None,
    person_id: int | None = None,
    name: str = "",
    email: str | None = None,
    same: bool | None = True,
    by: Actor,
    **facts: Any,
) -> Person:
    """The person who was chosen; or whose address and name these are already; or a new one.

    An address under another name tells nobody whose it is: then somebody new shares the mailbox, and whoever
    signs in with that address is asked whether it is she (`mailbox_rules`). Only who knows the one who has it
    anyway is told: the coordination of a table that has known her, and the administration, which keeps all
    accounts. She says whether it is the `same` person; None asks her.
    """
    if (person_id is None) is (not name):
        raise RuleBroken(N_("Choose a person or name a new one."), field="name")
    if person_id is not None:
        if table_id is None or not queries.is_known(house, table_id, person_id):
            raise RuleBroken(N_("This person is not known here."), field="person_id")
        return house.get_one(Person, person_id)
    found = named_so(house, name, email)
    if found is None and same is not False:
        found = _known_to(house, email, by)
        if found is not None and same is None:
            raise RuleBroken(
                N_("“%(name)s” has this address already. Is it the same person?"), "same", name=found.name
            )
    return found or added_person(house, name=name, email=email, organisation_id=organisation_id, **facts)


def _known_to(house: Session, email: str | None, by: Actor) -> Person | None:
    known = with_address(house, email) if email else ()
    return next(
        (each for each in known if by.is_admin or queries.tables_of(house, each.id) & by.coordinates), None
    )


def added_person(house: Session, **facts: Any) -> Person:
    person = Person(**facts)
    house.add(person)
    house.flush()
    return person


def named_so(house: Session, name: str, email: str | None) -> Person | None:
    """Who has this address and this name already; the address alone would tell whose it is."""
    known = with_address(house, email) if email else ()
    return next((each for each in known if folded(each.name) == folded(name)), None)


def with_address(house: Session, email: str) -> Sequence[Person]:
    return house.scalars(
        select(Person).where(func.lower(Person.email) == email_key(email)).order_by(Person.id)
    ).all()
