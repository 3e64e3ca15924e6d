"""Whether the data have changed since a dry run looked at them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from blueprints.tables.people import queries as people_queries
from models.imports import Import, ImportKind
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat


def mark_of(house: Session, imported: Import) -> str:
    """A short mark of the data that a dry run looks at; another one if any of them changes."""
    parts = [
        "/".join(str(value) for value in house.execute(row).one())
        for row in _seen(imported.kind, imported.body_id or 0)
    ]
    return " ".join(parts)[:100]


def _seen(kind: ImportKind, body_id: int) -> list[Select[int, int, int]]:
    """How many rows there are, their versions together, and the last: for each class of a kind."""
    seats = select(Seat.id).where(Seat.body_id == body_id)
    found: dict[ImportKind, list[tuple[Any, ColumnElement[bool]]]] = {
        ImportKind.INSTITUTIONS: [(Organisation, Organisation.id.is_not(None))],
        ImportKind.OFFERS: [
            (Organisation, Organisation.id.is_not(None)),
            (HelpOffer, HelpOffer.id.is_not(None)),
        ],
        ImportKind.PEOPLE: [(Person, people_queries.known_at(body_id))],
        ImportKind.SEATS: [
            (Seat, Seat.body_id == body_id),
            (Appointment, Appointment.seat_id.in_(seats)),
            (Person, people_queries.known_at(body_id)),
        ],
    }
    return [
        select(func.count(cls.id), func.sum(cls.version), func.max(cls.id)).where(which)
        for cls, which in found[kind]
    ]
