"""At which tables institutions sit or coordinate: who keeps their entries in the directory."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Subquery, and_, or_, select, union
from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body, BodyState, Coordination
from models.seats import Seat
from models.standing import in_force


def kept_by_others(house: Session, by: Actor, ids: Collection[int] | None = None) -> set[int | None]:
    """Institutions (of these, or all) that other coordinations have at their tables, and this one has not."""
    places = tables_of(by.on)
    query = select(places.c.organisation_id, places.c.body_id)
    if ids is not None:
        query = query.where(places.c.organisation_id.in_(ids))
    living = by.coordinates - by.dissolved
    own: set[int | None] = {by.organisation_id}
    others: set[int | None] = set()
    for organisation_id, body_id in house.execute(query):
        (own if body_id in living else others).add(organisation_id)
    return others - own


def tables_of(on: date) -> Subquery:
    """SQL: `organisation_id`, `body_id` for each seat that has not ended and for who coordinates, at bodies
    of this site that are not dissolved."""
    lives = and_(Body.is_external.is_(False), Body.state != BodyState.DISSOLVED)
    not_over = or_(Seat.ends_on.is_(None), Seat.ends_on >= on)
    seats = select(Seat.organisation_id, Seat.body_id).join(Seat.body).where(lives, not_over)
    coordinates = (
        select(Coordination.organisation_id, Coordination.body_id)
        .join(Coordination.body)
        .where(lives, in_force(Coordination, on))
    )
    return union(seats, coordinates).subquery()
