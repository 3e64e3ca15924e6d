"""What every letter of a table may say: no content, no secret."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.queries import coordination_name
from models.bodies import Body, Bylaws


def letter_facts(house: Session, body_id: int, on: date) -> dict[str, Any]:
    """Who signs on that day, where the link leads, and the table's name where its bylaws switch it on."""
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == body_id)).one()
    return {
        "signature": coordination_name(house, body_id, on),
        "table_name": house.get_one(Body, body_id).name if bylaws.names_in_subject else "",
        "table_id": body_id,
    }
