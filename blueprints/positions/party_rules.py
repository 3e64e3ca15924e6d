"""Who takes part from elsewhere: other tables, once their coordination agrees, and institutions outside."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.delegate_rules import judge_delegate
from blueprints.positions.rules import locked
from blueprints.tables.people.access_rules import invite
from blueprints.tables.people.person_rules import person_for
from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.positions import Position, PositionDelegate, PositionEditor, PositionTable
from models.visibility import Visibility
from models.words import N_


def may_invite(by: Actor, position: Position) -> bool:
    """The coordination of the table that keeps it, until the text is final."""
    return by.coordinates_body(position.body_id) and position.is_in_the_making


def may_end(by: Actor, position: Position) -> bool:
    """The same coordination ends it at any time: nobody keeps access because a text is final."""
    return by.coordinates_body(position.body_id)


def ask_table(house: Session, position_id: int, *, body_id: int, by: Actor, now: datetime) -> PositionTable:
    """Ask another table to take part: its coordination reads the position from now on, its members once it
    has agreed."""
    position = _invited_to(house, position_id, by)
    body = house.get(Body, body_id)
    if body is None or body.is_external or body.id == position.body_id:
        raise RuleBroken(N_("Choose another table of this site."), field="body_id")
    if body_id in [each.body_id for each in position.tables]:
        raise RuleBroken(N_("This table is asked already."), field="body_id")
    if position.visibility is not Visibility.INTERNAL:
        raise RuleBroken(N_("Other tables take part in what is internal, not in less."), field="body_id")
    made = PositionTable(position_id=position_id, body_id=body_id)
    if by.coordinates_body(body_id):
        made.agreed_at = now
    house.add(made)
    record(house, "ask-table", position, by=by, now=now, table=body_id)
    house.flush()
    house.expire(position, ["tables"])
    return made


def agree_table(house: Session, position_id: int, table_id: int, *, by: Actor, now: datetime) -> None:
    """The other table's coordination lets its members take part."""
    position = locked(house, position_id, by)
    asked = _asked(position, table_id)
    if not by.coordinates_body(table_id) or asked.agreed_at is not None:
        raise NotAllowed
    asked.agreed_at = now
    record(house, "agree-table", position, by=by, now=now, table=table_id)


def end_table(house: Session, position_id: int, table_id: int, *, by: Actor, now: datetime) -> None:
    """The table takes part no longer, or does not want to; what its institutions have said stays."""
    position = locked(house, position_id, by)
    asked = _asked(position, table_id)
    if not by.coordinates_body(table_id) and not may_end(by, position):
        raise NotAllowed
    house.delete(asked)
    record(house, "end-table", position, by=by, now=now, table=table_id)
    house.flush()
    house.expire(position, ["tables"])


def _asked(position: Position, table_id: int) -> PositionTable:
    for each in position.tables:
        if each.body_id == table_id:
            return each
    raise NotAllowed


def invite_delegate(
    house: Session,
    position_id: int,
    *,
    organisation_id: int,
    may_sign: bool,
    person: dict[str, Any],
    send: bool,
    by: Actor,
    now: datetime,
) -> PositionDelegate:
    """A person of an institution outside reads, comments, amends and (`may_sign`) signs this one position.

    She gets an account by letter, and sees nothing else of the table.
    """
    position = _invited_to(house, position_id, by)
    if house.get(Organisation, organisation_id) is None:
        raise RuleBroken(N_("Choose an institution of the directory."), field="organisation_id")
    judge_delegate(house, position, organisation_id, email=person["email"], may_sign=may_sign, by=by, now=now)
    given: dict[str, Any] = {"organisation_id": organisation_id, "by": by, **person}
    who = person_for(house, **given)
    house.flush()
    mine: dict[str, Any] = {
        "position_id": position_id,
        "person_id": who.id,
        "organisation_id": organisation_id,
    }
    found = house.scalar(select(PositionDelegate).filter_by(**mine))
    if found is None:
        found = PositionDelegate(**mine)
        house.add(found)
    found.ended_at, found.may_sign = None, may_sign
    facts = {"person": who.id, "organisation": organisation_id, "may_sign": may_sign}
    record(house, "invite-delegate", position, by=by, now=now, **facts)
    if send:
        invite(house, who, body_id=position.body_id, by=by, now=now)
    house.flush()
    house.expire(position, ["delegates"])
    return found


def end_delegate(house: Session, position_id: int, delegate_id: int, *, by: Actor, now: datetime) -> None:
    """From now on she sees it no more; what she has said for her institution stays."""
    position = locked(house, position_id, by)
    if not may_end(by, position):
        raise NotAllowed
    found = next((each for each in position.delegates if each.id == delegate_id), None)
    if found is None or found.ended_at is not None:
        raise NotAllowed
    found.ended_at = now
    record(house, "end-delegate", position, by=by, now=now, person=found.person_id)
    editing = select(PositionEditor).filter_by(position_id=position_id, person_id=found.person_id)
    for each in house.scalars(editing).all():
        house.delete(each)
    house.flush()
    house.expire(position, ["delegates", "editors"])


def _invited_to(house: Session, position_id: int, by: Actor) -> Position:
    position = locked(house, position_id, by)
    if not may_invite(by, position):
        raise NotAllowed
    return position
