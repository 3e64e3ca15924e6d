"""What the overview knows of questions back about answers to surveys: part of the statement about rounds."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Boolean, Integer, TableClause, and_, column, exists, func, or_, select, table

from models.readers import among
from models.survey_answers import AnswerSheet


def _of_ids(name: str, *columns: str) -> TableClause:
    return table(name, *(column(each, Integer) for each in columns))


CHECK: Final = table(
    "answer_check",
    *(column(name, Integer) for name in ("id", "respondent_id", "sheet_id")),
    column("is_right", Boolean),
)
SHEET: Final = table(
    "answer_sheet",
    *(column(name, Integer) for name in ("id", "respondent_id", "number")),
    column("released_at", AnswerSheet.released_at.type),
)
ASKED: Final = _of_ids("respondent", "id", "survey_id")
SURVEY: Final = _of_ids("survey", "id", "body_id")
SPEAKS: Final = _of_ids("respondent_seat", "asked_seat_id", "respondent_id")
PLACE: Final = _of_ids("asked_seat", "id", "seat_id")
SEAT: Final = _of_ids("seat", "id", "body_id")
"""Only what is asked about answers of one's own institutions, and at tables that one coordinates."""
OWN: Final = (
    select(SPEAKS.c.respondent_id, func.min(SEAT.c.body_id).label("body_id"))
    .select_from(SPEAKS)
    .join(PLACE, PLACE.c.id == SPEAKS.c.asked_seat_id)
    .join(SEAT, SEAT.c.id == PLACE.c.seat_id)
    .where(SEAT.c.id.in_(among("seats")))
    .group_by(SPEAKS.c.respondent_id)
    .subquery("own_respondent")
)
LATER, NEWER = CHECK.alias("later_check"), SHEET.alias("newer_sheet")
IS_LAST: Final = ~exists().where(LATER.c.sheet_id == CHECK.c.sheet_id, LATER.c.id > CHECK.c.id)
COUNTS: Final = ~exists().where(
    NEWER.c.respondent_id == SHEET.c.respondent_id,
    NEWER.c.number > SHEET.c.number,
    NEWER.c.released_at.is_not(None),
)
"""A newer version settles what was asked about the one before."""
LEADS: Final = SURVEY.c.body_id.in_(among("coordinated"))
OPEN: Final = CHECK.c.is_right.is_(None)
KINDS: Final = {
    "asked": and_(OPEN, OWN.c.body_id.is_not(None)),
    "unreplied": and_(OPEN, OWN.c.body_id.is_(None), LEADS),
    "wrong": and_(CHECK.c.is_right.is_(False), LEADS),
}
PARTS: Final = {
    "count": func.count(CHECK.c.id),
    "table": func.min(SURVEY.c.body_id),
    "survey": func.min(SURVEY.c.id),
    "last": func.max(SURVEY.c.id),
    "respondent": func.min(ASKED.c.id),
}
OF_CHECKS: Final = (
    select(
        func.coalesce(OWN.c.body_id, SURVEY.c.body_id).label("body_id"),
        *(
            part.filter(which).label(f"{kind}_checks_{name}")
            for kind, which in KINDS.items()
            for name, part in PARTS.items()
        ),
    )
    .select_from(CHECK)
    .join(SHEET, SHEET.c.id == CHECK.c.sheet_id)
    .join(ASKED, ASKED.c.id == CHECK.c.respondent_id)
    .join(SURVEY, SURVEY.c.id == ASKED.c.survey_id)
    .outerjoin(OWN, OWN.c.respondent_id == CHECK.c.respondent_id)
    .where(IS_LAST, COUNTS, or_(*KINDS.values()))
    .group_by(func.coalesce(OWN.c.body_id, SURVEY.c.body_id))
    .subquery("of_checks")
)
"""By table: questions back that one's institutions have not replied to; that others have not replied to; and
answers of which their institution says that they are to be corrected."""


@dataclass(frozen=True, kw_only=True)
class Checks:
    """How many of one kind, at the table that keeps the survey; the survey, if all are of one, and the one
    whose answer it is about, if there is only one."""

    kind: str
    count: int
    table_id: int
    survey_id: int | None
    respondent_id: int | None


def checks(row: Any) -> tuple[Checks, ...]:
    """Of one row of the statement about rounds, what there is of each kind."""
    found = []
    for kind in KINDS:
        count, table_id, first, last, respondent_id = (
            getattr(row, f"{kind}_checks_{name}") or 0 for name in PARTS
        )
        if count:
            of = {"survey_id": first if first == last else None}
            of["respondent_id"] = respondent_id if count == 1 else None
            found.append(Checks(kind=kind, count=count, table_id=table_id, **of))
    return tuple(found)
