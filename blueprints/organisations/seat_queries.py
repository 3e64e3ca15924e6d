"""The seats that an institution holds and once held, at the tables whose members the reader may know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from blueprints.organisations.queries import MOST_PAGES, PAGE_SIZE
from models.actors import Actor
from models.bodies import Body
from models.seats import Seat

NEWEST_FORMER = 10
"""So many former seats stand on the institution's page; a page of their own has the others."""
FORMER = (
    Seat.organisation_id == bindparam("organisation_id"),
    Seat.body_id.in_(bindparam("readable", expanding=True)),
    Seat.ends_on < bindparam("on", type_=Date()),
)
LATEST_FIRST = (Seat.ends_on.desc(), Seat.id.desc())
FORMER_COUNT = select(func.count(Seat.id)).join(Seat.body).where(*FORMER).correlate(None).scalar_subquery()
SEATS = (
    select(Seat, FORMER_COUNT)
    .join(Seat.body)
    .where(
        *FORMER[:2],
        or_(
            Seat.ends_on.is_(None),
            Seat.ends_on >= bindparam("on", type_=Date()),
            Seat.id.in_(
                select(Seat.id)
                .join(Seat.body)
                .where(*FORMER)
                .order_by(*LATEST_FIRST)
                .limit(NEWEST_FORMER)
                .correlate(None)
            ),
        ),
    )
    .options(contains_eager(Seat.body))
    .order_by(Body.name, Seat.id)
)
FORMER_PAGE = (
    select(Seat, FORMER_COUNT)
    .join(Seat.body)
    .where(*FORMER)
    .options(contains_eager(Seat.body))
    .order_by(*LATEST_FIRST)
    .limit(PAGE_SIZE)
    .offset(bindparam("before", type_=Integer()))
)


@dataclass(frozen=True, kw_only=True)
class Seats:
    """The institution's seats at the tables whose members the reader may know; `former`: the last ones."""

    present: list[Seat]
    former: list[Seat]
    former_count: int


@dataclass(frozen=True, kw_only=True)
class FormerSeats:
    """One page of the seats that have ended, the last first."""

    seats: list[Seat]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def seats_of(reading: Session, organisation_id: int, on: date, by: Actor) -> Seats:
    rows = reading.execute(SEATS, _known(organisation_id, on, by)).all()
    ended = [(seat.ends_on, seat.id, seat) for seat, _ in rows if seat.ends_on and seat.ends_on < on]
    return Seats(
        present=[seat for seat, _ in rows if seat.ends_on is None or seat.ends_on >= on],
        former=[seat for _, _, seat in sorted(ended, key=lambda each: each[:2], reverse=True)],
        former_count=rows[0][1] if rows else 0,
    )


def former_seats(reading: Session, organisation_id: int, page: int, on: date, by: Actor) -> FormerSeats:
    """`page` counts from 1; beyond the last there is nothing."""
    page = min(max(1, page), MOST_PAGES)
    known = _known(organisation_id, on, by)
    rows = reading.execute(FORMER_PAGE, known | {"before": (page - 1) * PAGE_SIZE}).all()
    return FormerSeats(seats=[row[0] for row in rows], total=rows[0][1] if rows else 0, page=page)


def _known(organisation_id: int, on: date, by: Actor) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "on": on, "readable": sorted(by.readable)}
