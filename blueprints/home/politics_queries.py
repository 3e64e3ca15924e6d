"""What the overview knows of signatures, mandates, requests and questions back at one table."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from blueprints.home.check_parts import Checks, checks
from blueprints.home.report_parts import reports
from blueprints.home.request_parts import Some, requests
from models.actors import Actor
from models.appearances import REPORT_WEEKS
from models.deadlines import counted_forward
from models.seats import SeatKind


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """One institution that has said nothing yet to one final text that it is asked to sign: the text's
    version and title, the table that keeps it (`kept_by`)."""

    asked_id: int
    position_id: int
    kept_by: int
    number: int
    due_on: date
    institution: str
    title: str

    @classmethod
    def of(cls, line: str) -> "ToSign":
        """Of a line of `politics_parts.TO_SIGN`."""
        asked_id, position_id, kept_by, number, due_on, institution, title = line.split("\t")
        return cls(
            asked_id=int(asked_id),
            position_id=int(position_id),
            kept_by=int(kept_by),
            number=int(number),
            due_on=date.fromisoformat(due_on),
            institution=institution,
            title=title,
        )


@dataclass(frozen=True, kw_only=True)
class Politics:
    """Reports back to the table that one owes, until when the first of them, and mandates to be checked;
    each with the first appearance. `requests`: of reports on them, too; `checks`: questions about answers."""

    to_sign: tuple[ToSign, ...] = ()
    to_report: int = 0
    report_due_on: date | None = None
    reports_of: int | None = None
    to_check: int = 0
    checks_of: int | None = None
    requests: tuple[Some, ...] = ()
    checks: tuple[Checks, ...] = ()


def politics(row: Any) -> Politics:
    """Of one row of the statement about rounds."""
    day = row.held_on.day if row.held_on else None
    return Politics(
        to_sign=to_sign(row.sign_lines),
        to_report=row.to_report or 0,
        report_due_on=counted_forward(day, weeks=REPORT_WEEKS, land=row.land) if day else None,
        reports_of=row.reports_of,
        to_check=row.to_check or 0,
        checks_of=row.checks_of,
        requests=(*requests(row), *reports(row)),
        checks=checks(row),
    )


def to_sign(lines: str | None) -> tuple[ToSign, ...]:
    """In the order in which the institutions were asked."""
    found = [ToSign.of(each) for each in lines.split("\n")] if lines else []
    return tuple(sorted(found, key=lambda each: each.asked_id))


def signing_seats(by: Actor) -> list[int]:
    """The seats of full members for which one has the signing right."""
    voting = SeatKind.VOTING.value
    return sorted(
        each.seat_id for each in by.seats if each.may_sign and each.kind == voting and each.role != "reader"
    )
