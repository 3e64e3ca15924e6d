"""Final texts that the reader may sign for an institution outside the tables that keep them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Integer, and_, bindparam, exists, not_, or_, select
from sqlalchemy.orm import Session

from blueprints.home.politics_parts import ASKED, ONE_LINE, ROUND, SIGN_OFF, SIGNATURE, VERSION
from blueprints.home.politics_queries import ToSign
from models.actors import Actor
from models.bodies import Body
from models.constants import fixed
from models.positions import Position, PositionDelegate
from models.standing import DAY
from models.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class AskedOutside:
    """A text that waits for a word of an institution that has sent the reader, with its table."""

    table_name: str
    hue: int
    about: ToSign


SENT_FOR_IT: Final = and_(
    PositionDelegate.position_id == Position.id,
    PositionDelegate.organisation_id == ASKED.c.organisation_id,
    PositionDelegate.person_id == bindparam("owner", type_=Integer()),
    PositionDelegate.may_sign.is_(True),
    PositionDelegate.ended_at.is_(None),
)
OUTSIDE: Final = fixed(
    select(Body.name, Body.hue, ONE_LINE.label("line"))
    .select_from(SIGN_OFF)
    .join(ASKED, ASKED.c.sign_off_id == SIGN_OFF.c.id)
    .join(VERSION, VERSION.c.id == SIGN_OFF.c.version_id)
    .join(ROUND, ROUND.c.id == SIGN_OFF.c.round_id)
    .join(Position, Position.id == SIGN_OFF.c.position_id)
    .join(Body, Body.id == Position.body_id)
    .join(PositionDelegate, SENT_FOR_IT)
    .where(
        Position.visibility != Visibility.COORDINATION,
        ROUND.c.closed_at.is_(None),
        or_(SIGN_OFF.c.express, ROUND.c.due_on >= DAY),
        VERSION.c.reopened_at.is_(None),
        not_(exists().where(SIGNATURE.c.asked_id == ASKED.c.id)),
    )
    .order_by(ROUND.c.due_on, ASKED.c.id)
)


def asked_outside(house: Session, by: Actor, on: date) -> list[AskedOutside]:
    """Read by the house: whoever takes part from outside may know of the position and the table's name, and
    of nothing else there. Whoever was not invited to sign is asked nothing."""
    if not by.signs_outside:
        return []
    rows = house.execute(OUTSIDE, {"owner": by.person_id, "on": on})
    return [AskedOutside(table_name=row.name, hue=row.hue, about=ToSign.of(row.line)) for row in rows]
