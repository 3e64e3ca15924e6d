"""A body for its own page: with what institutions are said to be to it."""

from typing import Any

from sqlalchemy.orm import Session, joinedload

from blueprints.tables.queries import BODY
from models.bodies import Body
from models.relations import Relation

SHOWN = (
    BODY.add_columns(Relation)
    .outerjoin(Relation, Relation.body_id == Body.id)
    .options(joinedload(Relation.organisation))
    .order_by(Relation.id)
)


def shown(reading: Session, table_id: int) -> tuple[Body, list[Relation]] | None:
    """As `body`, and what institutions are said to be to it."""
    rows: list[Any] = list(reading.execute(SHOWN, {"table_id": table_id}).unique())
    return (rows[0][0], [row[1] for row in rows if row[1] is not None]) if rows else None
