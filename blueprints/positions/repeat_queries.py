"""Where the draft of a position says again, or denies, what an earlier text or a demand of its table says."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.positions.queries import drafts
from models.demands import Demand
from models.editions import Edition
from models.position_texts import PositionVersion
from models.positions import Position
from models.repeated_demands import Likeness, Said, Statement, statements

NEWEST: Final = 20
"""So many final texts are compared: what is older has been said again, or is overtaken."""


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What was said before: a demand by its number, or a final text by its title."""

    table_id: int
    title: str = ""
    position_id: int | None = None
    number: int | None = None
    demand_id: int | None = None


def repeats(reading: Session, position: Position) -> list[Likeness[Earlier]]:
    """Passage by passage of what is being written, for whoever writes it, as far as she may read what was
    said before. Every final text counts, signed or not: signed ones are no different in their words."""
    text = "\n".join(each.version.markdown for each in drafts(reading, position.id) if each.version)
    return Said([*_demands(reading, position), *_texts(reading, position)]).like(text)


def _demands(reading: Session, position: Position) -> list[tuple[Statement, Earlier]]:
    rows = reading.execute(
        select(Demand.id, Demand.number, Demand.wording)
        .where(Demand.body_id == position.body_id)
        .order_by(Demand.number)
    )
    return [
        (said, Earlier(table_id=position.body_id, number=row.number, demand_id=row.id))
        for row in rows
        for said in statements(" ".join(row.wording.split()))
    ]


def _texts(reading: Session, position: Position) -> list[tuple[Statement, Earlier]]:
    """The newest final text of each other position of the table, the latest first."""
    newest = (
        select(func.max(PositionVersion.id))
        .join(Position, Position.id == PositionVersion.position_id)
        .where(
            PositionVersion.is_final.is_(True),
            Position.body_id == position.body_id,
            Position.id != position.id,
        )
        .group_by(PositionVersion.position_id)
    )
    rows = reading.execute(
        select(PositionVersion.position_id, Edition)
        .join(Edition, Edition.id == PositionVersion.edition_id)
        .where(PositionVersion.id.in_(newest))
        .order_by(PositionVersion.id.desc())
        .limit(NEWEST)
    )
    found = []
    for key, edition in rows:
        of = Earlier(table_id=position.body_id, title=edition.title, position_id=key)
        found += [(said, of) for each in edition.data["sections"] for said in statements(each["markdown"])]
    return found
