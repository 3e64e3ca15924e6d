"""Appearances: noted, corrected and deleted by the coordination of the table."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.lobbying.rules import may_keep
from blueprints.tables.rules import changed
from models.actors import Actor
from models.appearances import Appearance, Mandate
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.projects import Project
from models.versions import must_be
from models.words import N_


def note(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> Appearance:
    """Note an occasion to which the table, or somebody of it, is invited or goes."""
    if not may_keep(by, table_id):
        raise NotAllowed
    made = Appearance(body_id=table_id, **facts)
    _judge(house, made)
    house.add(made)
    house.flush()
    record(house, "note", made, by=by, now=now, state=made.state.value, level=made.visibility.value)
    return made


def correct(
    house: Session, appearance_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct what is said about an appearance, also how far it is."""
    found = locked(house, appearance_id, by)
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(house, found)
    record(house, "edit", found, by=by, now=now, changed=names, state=found.state.value)


def remove(house: Session, appearance_id: int, *, by: Actor, now: datetime) -> None:
    """Delete an appearance with its mandates and reports for good."""
    found = locked(house, appearance_id, by)
    record(house, "remove", found, by=by, now=now)
    house.flush()
    house.execute(delete(Mandate).where(Mandate.appearance_id == appearance_id))
    house.expire(found, ["mandates"])
    house.execute(delete(Appearance).where(Appearance.id == appearance_id))


def _judge(house: Session, found: Appearance) -> None:
    found.judge()
    if found.host_id is not None:
        host = select(Body.id).where(Body.id == found.host_id, Body.is_external)
        if house.scalar(host) is None:
            raise RuleBroken(N_("Choose among the bodies that are coordinated elsewhere."), field="host_id")
    if found.project_id is not None:
        ours = select(Project.id).where(Project.id == found.project_id, Project.body_id == found.body_id)
        if house.scalar(ours) is None:
            raise RuleBroken(N_("There is no such project at this table."), field="project_id")


def locked(house: Session, appearance_id: int, by: Actor) -> Appearance:
    """The appearance, held until the end of the transaction, if one keeps it."""
    found = house.scalar(select(Appearance).where(Appearance.id == appearance_id).with_for_update())
    if found is None or not may_keep(by, found.body_id):
        raise NotAllowed
    return found
