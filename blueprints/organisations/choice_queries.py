"""Institutions of the directory for a choice, told apart: there are many that are called “Polizei”."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from models.bodies import Body
from models.organisations import Organisation
from models.seats import Seat

PARENT = aliased(Organisation)
WITH_PLACE = (
    select(Organisation.id, Organisation.name, Organisation.place, PARENT.name.label("parent"))
    .outerjoin(PARENT, PARENT.id == Organisation.parent_id)
    .order_by(Organisation.folded, Organisation.id)
)


def institutions(reading: Session, *which: ColumnElement[bool]) -> list[tuple[int, str]]:
    """Each with its place unless its name says it, else with what it belongs to, else with a table of the
    reader's at which it sits."""
    rows = reading.execute(WITH_PLACE.where(*which)).all()
    sits_at = _tables(reading, {row.id for row in rows if not (row.place or row.parent)})
    return [(row.id, _told(row, sits_at)) for row in rows]


def _told(row: Any, sits_at: dict[int, str]) -> str:
    more = row.place or row.parent or sits_at.get(row.id, "")
    return f"{row.name} · {more}" if more and more not in row.name else str(row.name)


def _tables(reading: Session, ids: Collection[int]) -> dict[int, str]:
    """A table of each of these institutions, as far as the reader may see who sits there."""
    if not ids:
        return {}
    rows = reading.execute(
        select(Seat.organisation_id, Body.name)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.ends_on.is_(None))
        .order_by(Body.name.desc(), Body.id.desc())
    )
    return {row.organisation_id: row.name for row in rows if row.organisation_id in ids}
