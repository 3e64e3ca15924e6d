"""Check of the Lobbyregister: each institution that signs a position notes for itself what it found out."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.rules import locked
from blueprints.positions.signing_queries import roles_of
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.errors import NotAllowed
from models.history import record
from models.lobby_checks import LobbyCheck, LobbyResult
from models.versions import must_be


def note(
    house: Session,
    position_id: int,
    organisation_id: int,
    *,
    result: LobbyResult,
    based_on: int,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> LobbyCheck:
    """Write down how far the check of one's institution is; `based_on` is 0 the first time."""
    position = locked(house, position_id, by)
    if organisation_id not in roles_of(by, position):
        raise NotAllowed
    own = (LobbyCheck.position_id == position_id) & (LobbyCheck.organisation_id == organisation_id)
    found = house.scalar(select(LobbyCheck).where(own))
    if found is None:
        found = LobbyCheck(position_id=position_id, organisation_id=organisation_id, result=result, **facts)
        found.judge(day_of(now))
        house.add(found)
        house.flush()
    else:
        must_be(found, based_on)
        changed(found, {"result": result, **facts})
        found.judge(day_of(now))
    record(house, "note", found, by=by, now=now, body_id=position.body_id, result=result.value)
    return found
