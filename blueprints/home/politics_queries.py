"""What the overview knows of signatures, mandates and requests at one table."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from blueprints.home.report_parts import reports
from blueprints.home.request_parts import Some, requests
from models.actors import Actor
from models.appearances import REPORT_WEEKS
from models.deadlines import counted_forward
from models.seats import SeatKind


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """Texts on which one's institutions have said nothing yet: how many, the first deadline, and the first
    of them, with the table that keeps it and the number of its version."""

    count: int
    due_on: date
    position_id: int
    kept_by: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Politics:
    """Reports back to the table that one owes, until when the first of them, and mandates to be checked;
    each with the first appearance. `requests`: of reports on them, too."""

    to_sign: ToSign | None = None
    to_report: int = 0
    report_due_on: date | None = None
    reports_of: int | None = None
    to_check: int = 0
    checks_of: int | None = None
    requests: tuple[Some, ...] = ()


def politics(row: Any) -> Politics:
    """Of one row of the statement about rounds."""
    day = row.held_on.day if row.held_on else None
    return Politics(
        to_sign=ToSign(
            count=row.sign_count,
            due_on=row.sign_due_on,
            position_id=row.sign_position_id,
            kept_by=row.sign_kept_by,
            number=row.sign_number,
        )
        if row.sign_count
        else None,
        to_report=row.to_report or 0,
        report_due_on=counted_forward(day, weeks=REPORT_WEEKS, land=row.land) if day else None,
        reports_of=row.reports_of,
        to_check=row.to_check or 0,
        checks_of=row.checks_of,
        requests=(*requests(row), *reports(row)),
    )


def signing_seats(by: Actor) -> list[int]:
    """The seats of full members for which one has the signing right."""
    voting = SeatKind.VOTING.value
    return sorted(
        each.seat_id for each in by.seats if each.may_sign and each.kind == voting and each.role != "reader"
    )
