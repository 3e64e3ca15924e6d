"""A body for its own page: with what institutions are said to be to it, and what is asked there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.queries import BODY
from models.bodies import Body
from models.meetings import Meeting
from models.relations import Relation
from models.rounds import Round, RoundKind

FINDING_A_DATE = and_(Round.body_id == Body.id, Round.kind == RoundKind.DATES, Round.closed_at.is_(None))
AT_FIRST_SIGHT = 5
SHOWN = (
    BODY.add_columns(Relation, Round)
    .outerjoin(Relation, Relation.body_id == Body.id)
    .outerjoin(Round, FINDING_A_DATE)
    .options(joinedload(Relation.organisation))
    .order_by(Relation.id, Round.id)
)


def shown(reading: Session, table_id: int) -> tuple[Body, dict[str, list[Any]]] | None:
    """As `body`, what institutions are said to be to it, and the running date findings."""
    rows: list[Any] = list(reading.execute(SHOWN, {"table_id": table_id}).unique())
    if not rows:
        return None
    relations, findings = ({row[part].id: row[part] for row in rows if row[part]} for part in (1, 2))
    return rows[0][0], {"relations": list(relations.values()), "date_findings": list(findings.values())}


def folded(meetings: Sequence[Meeting]) -> dict[str, list[Meeting]]:
    """Those that stand open and the last few others at first sight, all earlier ones folded, if it pays."""
    past = [each for each in meetings if not each.is_open]
    earlier = past[AT_FIRST_SIGHT:] if len(past) > AT_FIRST_SIGHT + 3 else []
    hidden = {each.id for each in earlier}
    return {"present": [each for each in meetings if each.id not in hidden], "earlier": earlier}
