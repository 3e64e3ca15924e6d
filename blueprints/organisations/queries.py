"""What the pages of the directory read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.actors import Actor
from models.bodies import Body, Coordination
from models.folding import folded
from models.organisations import Organisation, OrganisationKind
from models.seats import Seat
from models.standing import in_force

PAGE_SIZE = 50
MOST_PAGES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of the directory, and how many institutions were found in all."""

    organisations: list[Organisation]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def directory(
    reading: Session, words: str = "", kind: OrganisationKind | None = None, page: int = 1
) -> Found:
    """Institutions whose name holds all the words, in order of their names; `page` counts from 1, and is the
    last one where there are not so many."""
    page = min(max(1, page), MOST_PAGES)
    statement = _page(words, kind) if words or kind else WHOLE
    rows = reading.execute(statement, {"before": (page - 1) * PAGE_SIZE}).all()
    if not rows and page > 1:
        total = reading.scalar(_wanted(select(func.count(Organisation.id)), words, kind)) or 0
        return directory(reading, words, kind, max(1, -(-total // PAGE_SIZE)))
    total = rows[0][1] if rows else 0
    return Found(organisations=[row[0] for row in rows], total=total, page=page)


def _page(words: str, kind: OrganisationKind | None) -> Select[Any]:
    """One page of what is wanted; beside each row stands how many are wanted in all."""
    count = _wanted(select(func.count(Organisation.id)), words, kind).correlate(None).scalar_subquery()
    return (
        _wanted(select(Organisation, count), words, kind)
        .order_by(Organisation.folded, Organisation.id)
        .limit(PAGE_SIZE)
        .offset(bindparam("before", type_=Integer()))
    )


def _wanted(statement: Select[Any], words: str, kind: OrganisationKind | None) -> Select[Any]:
    for word in folded(words).split():
        statement = statement.where(Organisation.folded.contains(word, autoescape=True))
    return statement if kind is None else statement.where(Organisation.kind == kind)


WHOLE = _page("", None)


def organisation(reading: Session, organisation_id: int) -> Organisation | None:
    """One institution with the one it belongs to."""
    return reading.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(joinedload(Organisation.parent))
    )


def seats_of(reading: Session, organisation_id: int, on: date, by: Actor) -> list[Seat]:
    """The institution's seats of that day at the tables whose members the reader may know."""
    return list(
        reading.scalars(
            select(Seat)
            .join(Seat.body)
            .where(
                Seat.organisation_id == organisation_id,
                Seat.body_id.in_(by.readable),
                in_force(Seat, on),
            )
            .options(contains_eager(Seat.body))
            .order_by(Body.name)
        )
    )


def coordinated_by(reading: Session, organisation_id: int, on: date) -> list[Body]:
    """The bodies that the institution coordinates, as far as the reader may know of them."""
    return list(
        reading.scalars(
            select(Body)
            .join(Body.coordinations)
            .where(
                Coordination.organisation_id == organisation_id,
                or_(Coordination.ended_on.is_(None), Coordination.ended_on >= on),
            )
            .order_by(Body.name)
        )
    )


def to_choose(reading: Session, without: int | None = None) -> list[tuple[int, str]]:
    """All institutions but one, for a choice."""
    rows = reading.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id != (without or 0))
        .order_by(Organisation.folded)
    )
    return [(each.id, each.name) for each in rows]
