"""A body for its own page: with what is said to be to it, what is asked there, and who lacks an account."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, String, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.people.queries import WITHOUT_ACCOUNT
from blueprints.tables.queries import BODY
from models.actors import Actor
from models.bodies import Body
from models.meetings import Meeting
from models.relations import Relation
from models.rounds import Round, RoundKind

FINDING_A_DATE = and_(Round.body_id == Body.id, Round.kind == RoundKind.DATES, Round.closed_at.is_(None))
AT_FIRST_SIGHT = 5
LACKING = WITHOUT_ACCOUNT.subquery()
LACKING_IDS = select(func.aggregate_strings(cast(LACKING.c.id, String), ",")).scalar_subquery()
SHOWN = (
    BODY.add_columns(Relation, Round, case((bindparam("coordinates", type_=Boolean()), LACKING_IDS)))
    .outerjoin(Relation, Relation.body_id == Body.id)
    .outerjoin(Round, FINDING_A_DATE)
    .options(joinedload(Relation.organisation))
    .order_by(Relation.id, Round.id)
)


def shown(reading: Session, table_id: int, by: Actor) -> tuple[Body, dict[str, Any]] | None:
    """As `body`, what institutions are said to be to it, the running date findings and, for its coordination,
    the people who can't sign in yet although they have an address."""
    asked = {"table_id": table_id, "coordinates": by.coordinates_body(table_id)}
    rows: list[Any] = list(reading.execute(SHOWN, asked).unique())
    if not rows:
        return None
    relations, findings = ({row[part].id: row[part] for row in rows if row[part]} for part in (1, 2))
    return rows[0][0], {
        "relations": list(relations.values()),
        "date_findings": list(findings.values()),
        "without_account": {int(each) for each in (rows[0][3] or "").split(",") if each},
    }


def folded(meetings: Sequence[Meeting]) -> dict[str, list[Meeting]]:
    """Those that stand open, the nearest first; of the others the last few at first sight, and all earlier
    ones folded, if it pays."""
    known = [each for each in meetings if each.is_open and each.held_on.is_known]
    unknown = [each for each in meetings if each.is_open and not each.held_on.is_known]
    past = [each for each in meetings if not each.is_open]
    earlier = past[AT_FIRST_SIGHT:] if len(past) > AT_FIRST_SIGHT + 3 else []
    return {"ahead": known[::-1] + unknown, "past": past[: len(past) - len(earlier)], "earlier": earlier}
