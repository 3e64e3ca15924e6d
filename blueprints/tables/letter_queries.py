"""What every letter of a table may say: no content, no secret; and who of its coordination gets one."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.queries import COORDINATING, coordination_name
from models.bodies import Body, Bylaws, Office
from models.people import Person
from models.standing import in_force


def letter_facts(house: Session, body_id: int, on: date) -> dict[str, Any]:
    """Who signs on that day, where the link leads, and the table's name where its bylaws switch it on."""
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == body_id)).one()
    return {
        "signature": coordination_name(house, body_id, on),
        "table_name": house.get_one(Body, body_id).name if bylaws.names_in_subject else "",
        "table_id": body_id,
    }


def coordinators(house: Session, body_id: int, on: date) -> list[Person]:
    """Who coordinates the table on that day and has an address."""
    offices = select(Office.person_id).where(
        Office.body_id == body_id, Office.kind.in_(COORDINATING), in_force(Office, on)
    )
    wanted = select(Person).where(Person.id.in_(offices), Person.email.is_not(None))
    return list(house.scalars(wanted.order_by(Person.id)))
