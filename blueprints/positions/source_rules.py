"""Sources of what a position claims: printed as notes, linked to what the table keeps."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.positions.rules import written
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import LinkKind, link, unlink
from models.meetings import AgendaItem, Meeting
from models.papers import Paper
from models.position_texts import PositionSource
from models.positions import Position
from models.procedures import Procedure, ProcedureVersion
from models.surveys import Survey
from models.versions import must_be
from models.words import N_

MOST_SOURCES: Final = 300
CITABLE: Final[dict[str, Any]] = {
    each.__tablename__: each for each in (Paper, Decision, AgendaItem, Procedure, ProcedureVersion, Survey)
}
"""What a source can lead to, by the names of the tables."""


def add_source(
    house: Session,
    position_id: int,
    *,
    words: str,
    leads_to: str,
    by: Actor,
    now: datetime,
) -> PositionSource:
    """Another source, with the next number; numbers of sources that were taken out are not used again."""
    position = written(house, position_id, by)
    known = select(func.max(PositionSource.number), func.count()).where(
        PositionSource.position_id == position_id
    )
    last, count = house.execute(known).one()
    if count >= MOST_SOURCES:
        raise RuleBroken(N_("At most %(most)s sources."), field="words", most=MOST_SOURCES)
    made = PositionSource(position_id=position_id, number=(last or 0) + 1, words=words)
    house.add(made)
    house.flush()
    _lead_to(house, position, made, leads_to, by)
    record(house, "add", made, by=by, now=now, body_id=position.body_id, number=made.number)
    return made


def correct_source(
    house: Session,
    source_id: int,
    *,
    words: str,
    leads_to: str,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Other words, or another thing to lead to; versions that were frozen keep what they said."""
    source = house.get(PositionSource, source_id)
    if source is None:
        raise NotAllowed
    position = written(house, source.position_id, by)
    must_be(source, based_on)
    source.words = words
    unlink(house, source)
    _lead_to(house, position, source, leads_to, by)
    record(house, "edit", source, by=by, now=now, body_id=position.body_id)


def _lead_to(house: Session, position: Position, source: PositionSource, leads_to: str, by: Actor) -> None:
    """Link it to one thing that the table keeps and its editor sees, named by its table and id ("paper-3");
    empty: to none."""
    if not leads_to:
        return
    kind, _, key = leads_to.rpartition("-")
    found = _seen(house, CITABLE[kind], int(key), by) if kind in CITABLE and _is_id(key) else None
    if found is None or _kept_by(house, found) != position.body_id:
        raise RuleBroken(N_("Choose among what this table keeps."), field="leads_to")
    link(house, LinkKind.CITES, source, found)


def _seen(house: Session, kind: Any, key: int, by: Actor) -> Any:
    return house.scalar(select(kind).where(kind.id == key, kind.visible_to(by)))


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


def _kept_by(house: Session, thing: Any) -> int:
    """The table that keeps it; of an item its meeting's."""
    body_id: int = (
        house.get_one(Meeting, thing.meeting_id).body_id if type(thing) is AgendaItem else thing.body_id
    )
    return body_id
