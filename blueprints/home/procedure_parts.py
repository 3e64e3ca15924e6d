"""What the overview knows of reviews and consultations of procedures: parts of the statement about rounds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Date, Integer, and_, bindparam, column, exists, func, not_, or_, select, table
from sqlalchemy.orm import aliased

from models.procedures import REVIEW_WEEKS, Procedure
from models.readers import among
from models.seats import Seat
from models.standing import DAY

COMMENT: Final = table("procedure_comment", column("version_id", Integer), column("seat_id", Integer))
"""Whoever sees a version sees the comments on it; asked through their class, all are gone through."""
DRAFT: Final = table(
    "procedure_version",
    *(column(name, Integer) for name in ("id", "procedure_id", "number")),
    *(column(name, Date) for name in ("decided_on", "comments_until")),
)
"""What is in consultation is shown to whoever sees its procedure; that is asked through its class."""
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
        or_(
            REVIEWED.repealed_on.is_(None),
            and_(REVIEWED.repealed_on > DAY, REVIEWED.repealed_on > REVIEWED.review_on),
        ),
    )
    .group_by(REVIEWED.body_id)
    .subquery("of_procedures")
)
"""Procedures whose review is due or near, by table; for its coordination."""


OF_DRAFT: Final = aliased(Procedure)
MINE: Final = among("seats")
OF_CONSULTATIONS: Final = (
    select(
        OF_DRAFT.body_id.label("body_id"),
        func.count(DRAFT.c.id).label("consultations"),
        func.min(DRAFT.c.comments_until).label("consulted_until"),
        func.min(OF_DRAFT.id).label("consulted_id"),
        func.min(DRAFT.c.number).label("consulted_number"),
        func.min(OF_DRAFT.title).label("consulted_title"),
    )
    .select_from(OF_DRAFT)
    .join(DRAFT, OF_DRAFT.id == DRAFT.c.procedure_id)
    .where(
        DRAFT.c.decided_on.is_(None),
        DRAFT.c.comments_until >= DAY,
        OF_DRAFT.body_id.in_(select(Seat.body_id).where(Seat.id.in_(MINE))),
        not_(exists().where(COMMENT.c.version_id == DRAFT.c.id, COMMENT.c.seat_id.in_(MINE))),
    )
    .group_by(OF_DRAFT.body_id)
    .subquery("of_consultations")
)
"""Versions in consultation on which no institution of the reader has said anything, by table."""


@dataclass(frozen=True, kw_only=True)
class Consultations:
    """How many versions one can comment on, until when the first; which one, where it is the only one."""

    count: int
    until: date
    procedure_id: int | None
    number: int
    title: str


def consultations(row: Any) -> Consultations | None:
    """Of one row of the statement about rounds."""
    if not row.consultations:
        return None
    one = row.consultations == 1
    return Consultations(
        count=row.consultations,
        until=row.consulted_until,
        procedure_id=row.consulted_id if one else None,
        number=row.consulted_number,
        title=row.consulted_title if one else "",
    )


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
