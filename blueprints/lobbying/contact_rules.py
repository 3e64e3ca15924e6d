"""Contacts with politics: noted, corrected and deleted by the coordination of the table."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.lobbying.rules import may_keep
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.political_contacts import PoliticalContact
from models.projects import Project
from models.versions import must_be
from models.words import N_


def note(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> PoliticalContact:
    """Note that somebody of us was in contact with politics."""
    if not may_keep(by, table_id):
        raise NotAllowed
    made = PoliticalContact(body_id=table_id, **facts)
    _judge(house, made, now)
    house.add(made)
    house.flush()
    record(house, "note", made, by=by, now=now, check=made.register_check.value)
    return made


def correct(
    house: Session, contact_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct a contact, or say what the check of the register came to."""
    found = _locked(house, contact_id, by)
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(house, found, now)
    record(house, "edit", found, by=by, now=now, changed=names, check=found.register_check.value)


def remove(house: Session, contact_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a contact for good."""
    found = _locked(house, contact_id, by)
    record(house, "remove", found, by=by, now=now)
    house.delete(found)


def _judge(house: Session, found: PoliticalContact, now: datetime) -> None:
    found.judge()
    if found.held_on.first_day and found.held_on.first_day > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="held_on")
    if found.organisation_id is not None and house.get(Organisation, found.organisation_id) is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    if found.project_id is not None:
        ours = select(Project.id).where(Project.id == found.project_id, Project.body_id == found.body_id)
        if house.scalar(ours) is None:
            raise RuleBroken(N_("There is no such project at this table."), field="project_id")


def _locked(house: Session, contact_id: int, by: Actor) -> PoliticalContact:
    found = house.scalar(select(PoliticalContact).where(PoliticalContact.id == contact_id).with_for_update())
    if found is None or not may_keep(by, found.body_id):
        raise NotAllowed
    return found
