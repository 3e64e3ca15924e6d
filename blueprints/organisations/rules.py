"""Who may keep the directory, and what must hold for an institution."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.history import record
from models.organisations import Organisation
from models.versions import must_be
from models.words import N_


def may_create(by: Actor) -> bool:
    """Whoever coordinates a table keeps the directory; system administration has no content."""
    return bool(by.coordinates)


def may_edit(by: Actor, organisation: Organisation) -> bool:
    return may_create(by)


def may_see_mailbox(by: Actor, organisation: Organisation) -> bool:
    """A mailbox is for the coordination until the institution releases it."""
    return organisation.mailbox_released or bool(by.coordinates)


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
    """Change an institution's facts; `based_on` is the version that the form showed."""
    organisation = house.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None or not may_edit(by, organisation):
        raise NotAllowed
    must_be(organisation, based_on)
    _judge(house, organisation, facts)
    changed = [name for name, value in facts.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, facts[name])
    record(house, "edit", organisation, by=by, now=now, changed=changed)
    return organisation


def _judge(house: Session, organisation: Organisation | None, facts: dict[str, Any]) -> None:
    """Refuse a name that is taken, an address that is protected, a circle of parents."""
    own_id = organisation.id if organisation else None
    alike = select(Organisation).where(Organisation.folded.startswith(folded(facts["name"]), autoescape=True))
    same = [each for each in house.scalars(alike) if each.name.casefold() == facts["name"].casefold()]
    if any(each.id != own_id for each in same):
        raise RuleBroken(N_("There is already an institution with this name."), field="name")
    if facts.get("address_protected") and facts.get("place"):
        raise RuleBroken(
            N_("A protected address is not stored. Please leave the place empty."), field="place"
        )
    _judge_parent(house, own_id, facts.get("parent_id"))


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
