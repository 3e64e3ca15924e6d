"""What the pages read of relations between institutions."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.bodies import Body
from models.relations import Relation

ENDS = (joinedload(Relation.organisation), joinedload(Relation.other), joinedload(Relation.body))


def relations_of(reading: Session, organisation_id: int) -> Sequence[Relation]:
    """The relations of an institution, from either side, as far as the reader may know of them."""
    either = or_(Relation.organisation_id == organisation_id, Relation.other_id == organisation_id)
    return reading.scalars(select(Relation).where(either).options(*ENDS).order_by(Relation.id)).all()


def relation(reading: Session, organisation_id: int, relation_id: int) -> Relation | None:
    """One relation, if it is one of this institution."""
    found = reading.scalar(select(Relation).where(Relation.id == relation_id).options(*ENDS))
    return found if found and organisation_id in (found.organisation_id, found.other_id) else None


def bodies_to_choose(reading: Session) -> list[tuple[int, str]]:
    """The bodies that the reader may know of, for a choice."""
    return [(body.id, body.name) for body in reading.scalars(select(Body).order_by(Body.name))]
