"""Relations between institutions, and to bodies: who states them, and what must hold."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.organisations.rules import locked_in_directory
from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.relations import Relation, RelationKind
from models.versions import must_be
from models.words import N_


def add_relation(
    house: Session,
    organisation_id: int,
    *,
    kind: RelationKind,
    is_reverse: bool,
    other_id: int | None,
    body_id: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Relation:
    """State what an institution is to another one or to a body; `is_reverse`: what the other is to it.

    `body_id` is one that the actor may know of: the page offers no other.
    """
    locked_in_directory(house, organisation_id, by)
    if (other_id is None) is (body_id is None):
        raise RuleBroken(N_("Choose an institution or a body."), field="other_id")
    _judge_ends(house, organisation_id, other_id, body_id, is_reverse)
    _judge_period(facts)
    first, second = (organisation_id, other_id)
    if is_reverse and other_id is not None:
        first, second = other_id, organisation_id
    if house.scalar(_same(kind, first, second, body_id)) is not None:
        raise RuleBroken(N_("This relation is known already."), field="kind")
    relation = Relation(kind=kind, organisation_id=first, other_id=second, body_id=body_id, **facts)
    house.add(relation)
    record(house, "add", relation, by=by, now=now, kind=kind.value)
    return relation


def edit_relation(
    house: Session, relation_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> Relation:
    """Change the words, the source or the dates of a relation; its ends stay."""
    relation = _relation(house, relation_id, by)
    must_be(relation, based_on)
    _judge_period(facts)
    changed = [name for name, value in facts.items() if getattr(relation, name) != value]
    for name in changed:
        setattr(relation, name, facts[name])
    record(house, "edit", relation, by=by, now=now, changed=changed)
    return relation


def remove_relation(house: Session, relation_id: int, *, by: Actor, now: datetime) -> None:
    """Take out a relation that was stated by mistake; one that has ended gets its end instead."""
    relation = _relation(house, relation_id, by)
    record(house, "remove", relation, by=by, now=now)
    house.delete(relation)


def _relation(house: Session, relation_id: int, by: Actor) -> Relation:
    relation = house.get(Relation, relation_id, with_for_update=True)
    if relation is None:
        raise NotAllowed
    locked_in_directory(house, relation.organisation_id, by)
    return relation


def _judge_ends(
    house: Session, own_id: int, other_id: int | None, body_id: int | None, is_reverse: bool
) -> None:
    if other_id == own_id:
        raise RuleBroken(N_("An institution has no relation to itself."), field="other_id")
    if other_id is not None and house.get(Organisation, other_id) is None:
        raise RuleBroken(N_("There is no such institution."), field="other_id")
    if body_id is not None and house.get(Body, body_id) is None:
        raise RuleBroken(N_("There is no such body."), field="body_id")
    if body_id is not None and is_reverse:
        raise RuleBroken(N_("A body can't be the first in this relation. Choose other words."), field="kind")


def _judge_period(facts: dict[str, Any]) -> None:
    """As far as the two are known: what began in 2020 may end in any month of it."""
    since, until = facts["since"], facts["until"]
    if until is None or not since.is_known or not until.is_known:
        return
    if (until.last_day or until.first_day) < since.first_day:
        raise RuleBroken(N_("The end lies before the beginning."), field="until")


def _same(kind: RelationKind, first: int, second: int | None, body_id: int | None) -> Any:
    """The same relation that still holds; working together is the same from both sides."""
    ends: Any = (Relation.organisation_id == first) & Relation.other_id.is_not_distinct_from(second)
    if kind is RelationKind.WORKS_WITH and second is not None:
        ends = or_(ends, (Relation.organisation_id == second) & (Relation.other_id == first))
    same_body = Relation.body_id.is_not_distinct_from(body_id)
    return (
        select(Relation.id).where(Relation.kind == kind, ends, same_body, Relation.until.is_(None)).limit(1)
    )
