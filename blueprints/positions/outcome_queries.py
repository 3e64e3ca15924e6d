"""What has become of final texts: their sign-off, what was published of them, and to whom it was sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.position_issues import PositionIssue, PositionSubmission
from models.rounds import Round
from models.signatures import SignOff


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Of one final version. `published_at`: of the issue that was published last; it is `withdrawn` if
    nothing of the text is public any more. `sent_on`: the first day on which it went to an addressee."""

    due_on: date
    closed_at: datetime | None
    express: bool
    published_at: datetime | None
    withdrawn: bool
    sent_on: date | None


def outcomes(house: Session, version_ids: Collection[int]) -> dict[int, Outcome]:
    """By version, of those whose institutions were asked to sign. Read by the house, in one statement, for
    positions that the reader has found: a round of signing is no row of hers, its last day is for all."""
    last = (
        select(func.max(PositionIssue.id))
        .where(PositionIssue.version_id == SignOff.version_id, PositionIssue.published_at.is_not(None))
        .correlate(SignOff)
        .scalar_subquery()
    )
    sent = (
        select(func.min(PositionSubmission.sent_on))
        .where(
            PositionSubmission.issue_id == PositionIssue.id, PositionIssue.version_id == SignOff.version_id
        )
        .correlate(SignOff)
        .scalar_subquery()
    )
    published = select(PositionIssue).subquery("published")
    rows = house.execute(
        select(
            *(SignOff.version_id, SignOff.express, Round.due_on, Round.closed_at),
            *(published.c.published_at, published.c.withdrawn_at, sent.label("sent_on")),
        )
        .join(Round, Round.id == SignOff.round_id)
        .outerjoin(published, published.c.id == last)
        .where(SignOff.version_id.in_(version_ids))
    )
    return {
        row.version_id: Outcome(
            due_on=row.due_on,
            closed_at=row.closed_at,
            express=row.express,
            published_at=row.published_at,
            withdrawn=row.withdrawn_at is not None,
            sent_on=row.sent_on,
        )
        for row in rows
    }
