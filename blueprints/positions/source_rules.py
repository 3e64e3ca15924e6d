"""Sources of what a position claims: printed as notes, linked to a paper or decision that the table keeps."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.positions.rules import written
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import LinkKind, link, unlink
from models.papers import Paper
from models.position_texts import PositionSource
from models.positions import Position
from models.versions import must_be
from models.words import N_

MOST_SOURCES = 300


def add_source(
    house: Session,
    position_id: int,
    *,
    words: str,
    paper_id: int | None,
    decision_id: int | None,
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
    _lead_to(house, position, made, paper_id, decision_id)
    record(house, "add", made, by=by, now=now, body_id=position.body_id, number=made.number)
    return made


def correct_source(
    house: Session,
    source_id: int,
    *,
    words: str,
    paper_id: int | None,
    decision_id: int | None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Other words, or another paper or decision; versions that were frozen keep what they said."""
    source = house.get(PositionSource, source_id)
    if source is None:
        raise NotAllowed
    position = written(house, source.position_id, by)
    must_be(source, based_on)
    source.words = words
    unlink(house, source)
    _lead_to(house, position, source, paper_id, decision_id)
    record(house, "edit", source, by=by, now=now, body_id=position.body_id)


def _lead_to(
    house: Session, position: Position, source: PositionSource, paper_id: int | None, decision_id: int | None
) -> None:
    """Link it to what the table keeps; one of both at most."""
    if paper_id is not None and decision_id is not None:
        raise RuleBroken(N_("Choose a paper or a decision, not both."), field="decision_id")
    paper = house.get(Paper, paper_id) if paper_id is not None else None
    decision = house.get(Decision, decision_id) if decision_id is not None else None
    wanted = ((paper, paper_id, "paper_id"), (decision, decision_id, "decision_id"))
    for found, row_id, field in wanted:
        if row_id is None:
            continue
        if found is None or found.body_id != position.body_id:
            raise RuleBroken(N_("Choose among what this table keeps."), field=field)
        link(house, LinkKind.CITES, source, found)
