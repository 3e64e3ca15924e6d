"""What the overview knows of the reviews of procedures at one table: a part of the statement about rounds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.orm import aliased

from models.procedures import REVIEW_WEEKS, Procedure
from models.readers import among

LETTERS_AHEAD: Final = timedelta(weeks=REVIEW_WEEKS)
"""So long before its day a review stands on the overview: since the letter that reminds of it."""
REVIEWED: Final = aliased(Procedure)
OF_PROCEDURES: Final = (
    select(
        REVIEWED.body_id.label("body_id"),
        func.count(REVIEWED.id).label("procedures"),
        func.min(REVIEWED.review_on).label("procedures_on"),
        func.min(REVIEWED.id).label("first_procedure_id"),
        func.min(REVIEWED.title).label("first_procedure"),
    )
    .where(
        REVIEWED.body_id.in_(among("coordinated")),
        REVIEWED.review_on <= bindparam("procedures_by", type_=Date()),
        REVIEWED.repealed_on.is_(None),
    )
    .group_by(REVIEWED.body_id)
    .subquery("of_procedures")
)
"""Procedures whose review is due or near, by table; for its coordination."""


@dataclass(frozen=True, kw_only=True)
class Reviews:
    """How many procedures are to be reviewed, the first day, and the id and the title of a single one."""

    count: int
    due_on: date
    procedure_id: int | None
    title: str


def reviews(row: Any) -> Reviews | None:
    """Of one row of the statement about rounds."""
    if not row.procedures:
        return None
    one = row.procedures == 1
    return Reviews(
        count=row.procedures,
        due_on=row.procedures_on,
        procedure_id=row.first_procedure_id if one else None,
        title=row.first_procedure if one else "",
    )
