"""A position that begins with the words of an earlier one: its sections and sources, to be written anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.positions.rules import locked
from models.actors import Actor
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionSection, PositionSource
from models.positions import Position
from models.texts import Text, write
from models.words import N_


def begin_like(
    house: Session,
    position: Position,
    earlier_id: int,
    *,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> None:
    """Fill a position that has just begun with what the newest version of an earlier one says. Only what was
    frozen is taken: drafts are for their editors."""
    content = _frozen(house, position, earlier_id, by)
    for place, each in enumerate(content["sections"], 1):
        text = Text(body_id=position.body_id)
        house.add(text)
        house.flush()
        if each["markdown"]:
            write(house, text, each["markdown"], based_on=0, by=by, now=now, render=render)
            position.begun_at = now
        of: dict[str, Any] = {"position_id": position.id, "text_id": text.id, "place": place}
        house.add(PositionSection(**of, heading=each["heading"]))
    house.add_all(
        PositionSource(position_id=position.id, number=each["number"], words=each["words"])
        for each in content["sources"]
    )
    house.flush()
    record(house, "begin-like", position, by=by, now=now, earlier=earlier_id)


def _frozen(house: Session, position: Position, earlier_id: int, by: Actor) -> dict[str, Any]:
    try:
        earlier = locked(house, earlier_id, by)
    except NotAllowed:
        raise RuleBroken(N_("There is no such position at this table."), field="like_id") from None
    if earlier.body_id != position.body_id or earlier.newest is None:
        raise RuleBroken(N_("There is no such position at this table."), field="like_id")
    content: dict[str, Any] = house.get_one(Edition, earlier.newest.edition_id).data
    return content
