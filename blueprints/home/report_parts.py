"""What the overview knows of reports on requests at one table: a part of the statement about rounds."""

from typing import Any, Final

from sqlalchemy import Boolean, Integer, String, and_, column, exists, func, not_, or_, select, table

from blueprints.home.request_parts import Some
from models.readers import among
from models.reports import Report, ReportObjection
from models.seats import Seat
from models.standing import DAY
from models.survey_answers import AnswerSheet

LINK: Final = table(
    "link",
    *(column(name, String) for name in ("from_table", "to_table")),
    *(column(name, Integer) for name in ("from_id", "to_id")),
)
SURVEY: Final = table("survey", column("id", Integer), column("anonymous", Boolean))
ASKED: Final = table(
    "respondent", *(column(name, Integer) for name in ("id", "survey_id", "organisation_id"))
)
SHEET: Final = table(
    "answer_sheet", column("respondent_id", Integer), column("released_at", AnswerSheet.released_at.type)
)
OBJECTION: Final = table(
    "report_objection",
    *(column(name, Integer) for name in ("report_id", "seat_id")),
    column("answered_at", ReportObjection.answered_at.type),
)
VERSION: Final = table("report_version", column("report_id", Integer))
"""Only what one's own institutions said is asked for, and whether a report that one sees is released."""
OWN: Final[Any] = Seat.__table__.alias("checking_seat")
ANSWERED: Final = (
    select(SHEET.c.respondent_id)
    .select_from(LINK)
    .join(SURVEY, and_(LINK.c.from_table == "survey", SURVEY.c.id == LINK.c.from_id))
    .join(ASKED, ASKED.c.survey_id == SURVEY.c.id)
    .join(SHEET, SHEET.c.respondent_id == ASKED.c.id)
    .where(
        LINK.c.to_table == "external_request",
        LINK.c.to_id == Report.request_id,
        SURVEY.c.anonymous.is_(False),
        SHEET.c.released_at.is_not(None),
        ASKED.c.organisation_id == OWN.c.organisation_id,
    )
    .correlate(Report, OWN)
    .exists()
)
OBJECTED: Final = exists().where(OBJECTION.c.report_id == Report.id, OBJECTION.c.seat_id == OWN.c.id)
LEADS: Final = Report.body_id.in_(among("coordinated"))
UNANSWERED: Final = exists().where(OBJECTION.c.report_id == Report.id, OBJECTION.c.answered_at.is_(None))
RUNS: Final = Report.objections_until >= DAY
KINDS: Final = {
    "lines": and_(OWN.c.id.is_not(None), RUNS),
    "checked": and_(LEADS, RUNS),
    "objected": and_(LEADS, UNANSWERED),
}
OF_REPORTS: Final = (
    select(
        Report.body_id,
        *(
            part.filter(which).label(f"{name}_reports_{what}")
            for name, which in KINDS.items()
            for what, part in (
                ("count", func.count(Report.id.distinct())),
                ("first", func.min(Report.request_id)),
                ("due_on", func.min(Report.objections_until)),
            )
        ),
    )
    .outerjoin(
        OWN,
        and_(OWN.c.body_id == Report.body_id, OWN.c.id.in_(among("seats")), ANSWERED, not_(OBJECTED)),
    )
    .where(
        not_(exists().where(VERSION.c.report_id == Report.id)),
        or_(*KINDS.values()),
    )
    .group_by(Report.body_id)
    .subquery("of_reports")
)
"""Reports before their release, by table: that may still be objected to, with a line of one's institutions to
which these have objected nothing; those whose lines others check; those with an objection unanswered."""


def reports(row: Any) -> tuple[Some, ...]:
    """Of one row of the statement about rounds, what there is of each kind."""
    return tuple(
        Some(
            kind=kind,
            count=count,
            due_on=getattr(row, f"{kind}_reports_due_on"),
            request_id=getattr(row, f"{kind}_reports_first") if count == 1 else None,
        )
        for kind in KINDS
        if (count := getattr(row, f"{kind}_reports_count") or 0)
    )
