"""Who may keep the directory, and what must hold for an institution."""

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from blueprints.organisations.keeper_queries import kept_by_others
from blueprints.organisations.letters import tell_of_name
from models.actors import Actor
from models.base import Base
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.history import record
from models.organisations import FormerName, Organisation
from models.versions import must_be
from models.words import N_

LOBBY_NUMBER: Final = re.compile(r"R\d{6}", re.ASCII)


def may_create(by: Actor) -> bool:
    """Whoever coordinates a table keeps the directory; system administration has no content."""
    return by.is_coordinator


def may_edit(by: Actor, organisation: Organisation, house: Session) -> bool:
    """Who coordinates for the institution, or a table at which it sits; if nobody does, whoever keeps the
    directory (decision 0038)."""
    return may_create(by) and organisation.id not in kept_by_others(house, by, [organisation.id])


def may_see_mailbox(by: Actor, organisation: Organisation) -> bool:
    """A mailbox is for the coordination until the institution releases it."""
    return organisation.mailbox_released or by.is_coordinator


def create(house: Session, *, by: Actor, now: datetime, **facts: Any) -> Organisation:
    """Add an institution to the directory."""
    if not may_create(by):
        raise NotAllowed
    _judge(house, None, facts)
    organisation = Organisation(**facts)
    house.add(organisation)
    record(house, "create", organisation, by=by, now=now)
    return organisation


def edit(
    house: Session, organisation_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> Organisation:
    """Change an institution's facts; `based_on` is the version that the form showed.

    A changed name is a corrected spelling: no former name is kept. See `name_rules.rename`. Other tables
    are told of it as of a renaming.
    """
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    _judge(house, organisation, facts)
    changed = [name for name, value in facts.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, facts[name])
    record(house, "edit", organisation, by=by, now=now, changed=changed)
    if "name" in changed:
        tell_of_name(house, organisation, by=by, now=now)
    return organisation


def delete(house: Session, organisation_id: int, *, by: Actor, now: datetime) -> None:
    """Take out an institution that was entered by mistake: only while nothing refers to it."""
    organisation = locked(house, organisation_id, by)
    if is_referred_to(house, organisation_id):
        raise RuleBroken(
            N_("Something refers to this institution already: a seat, a person, a meeting. It stays.")
        )
    record(house, "delete", organisation, by=by, now=now)
    for each in house.scalars(select(FormerName).where(FormerName.organisation_id == organisation_id)):
        house.delete(each)
    house.flush()
    house.delete(organisation)


def is_referred_to(house: Session, organisation_id: int) -> bool:
    """Whether any row of any table points to the institution; its own former names do not count."""
    target = Organisation.__table__.c.id
    pointing = (
        key.parent
        for table in Base.metadata.sorted_tables
        if table is not FormerName.__table__
        for key in table.foreign_keys
        if key.column is target
    )
    return any(
        house.scalar(select(func.count()).select_from(column.table).where(column == organisation_id))
        for column in pointing
    )


def locked(house: Session, organisation_id: int, by: Actor) -> Organisation:
    """The institution, held until the end of the transaction, for whoever keeps its entry."""
    organisation = locked_in_directory(house, organisation_id, by)
    if not may_edit(by, organisation, house):
        raise NotAllowed
    return organisation


def locked_in_directory(house: Session, organisation_id: int, by: Actor) -> Organisation:
    """The same for what all who keep the directory may state: how it stands to others."""
    organisation = house.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None or not may_create(by):
        raise NotAllowed
    return organisation


def _judge(house: Session, organisation: Organisation | None, facts: dict[str, Any]) -> None:
    """Refuse a name that is taken, an address that is protected, a wrong number, a circle of parents."""
    own_id = organisation.id if organisation else None
    judge_name(house, facts["name"], own_id)
    for field in ("place", "postal_address"):
        if facts.get("address_protected") and facts.get(field):
            raise RuleBroken(
                N_("A protected address is not stored. Please leave this field empty."), field=field
            )
    number = facts.get("lobby_number")
    if number and not LOBBY_NUMBER.fullmatch(number):
        raise RuleBroken(N_("A number of the Lobbyregister is an R and six digits: R001234."), "lobby_number")
    _judge_parent(house, own_id, facts.get("parent_id"))


def judge_name(house: Session, name: str, own_id: int | None, field: str = "name") -> None:
    """Refuse a name that another institution bears now, or will bear from a day ahead on."""
    if is_taken(house, name, own_id):
        raise RuleBroken(N_("There is already an institution with this name."), field=field)


def is_taken(house: Session, name: str, own_id: int | None) -> bool:
    """Whether another institution bears the name, or has it entered for a day ahead."""
    alike = select(Organisation.id, Organisation.name, Organisation.next_name).where(
        or_(
            Organisation.folded.startswith(folded(name), autoescape=True),
            Organisation.next_name_on.is_not(None),
        ),
        Organisation.id != (own_id or 0),
    )
    wanted = name.casefold()
    return any(wanted in (now.casefold(), ahead.casefold()) for _, now, ahead in house.execute(alike))


def _judge_parent(house: Session, own_id: int | None, parent_id: int | None) -> None:
    seen: set[int | None] = {own_id} if own_id else set()
    while parent_id is not None:
        parent = house.get(Organisation, parent_id)
        if parent is None:
            raise RuleBroken(N_("There is no such institution."), field="parent_id")
        if parent_id in seen:
            raise RuleBroken(N_("An institution can't belong to itself."), field="parent_id")
        seen.add(parent_id)
        parent_id = parent.parent_id
