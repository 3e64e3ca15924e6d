"""Submissions (Übermittlungen): which issue of a position went to whom, how, when, and what came back."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.positions.rules import led, may_lead
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_issues import PositionIssue, PositionSubmission
from models.positions import Position
from models.versions import must_be
from models.words import N_


def may_submit(by: Actor, position: Position) -> bool:
    """The coordination and whoever has the lead (domain.md 5.16)."""
    return may_lead(by, position)


def submit(
    house: Session, position_id: int, *, issue_id: int, by: Actor, now: datetime, **facts: Any
) -> PositionSubmission:
    """Log that an issue goes, or went, to an addressee. There is no issue before the text is released."""
    position = led(house, position_id, by)
    _judged_issue(house, position, issue_id)
    made = PositionSubmission(position_id=position.id, issue_id=issue_id, made_at=now, **facts)
    made.judge(day_of(now))
    house.add(made)
    house.flush()
    known = {"position": position.id, "channel": made.channel.value, "sent": made.sent_on is not None}
    record(house, "submit", made, by=by, now=now, body_id=position.body_id, **known)
    return made


def follow_up(
    house: Session,
    position_id: int,
    submission_id: int,
    *,
    issue_id: int,
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Note what became of a submission. What was sent stays sent: another issue is another submission."""
    position = led(house, position_id, by)
    found = house.get(PositionSubmission, submission_id)
    if found is None or found.position_id != position.id:
        raise NotAllowed
    must_be(found, based_on)
    if found.sent_on is not None and issue_id != found.issue_id:
        raise RuleBroken(N_("It has been sent. Another issue is another submission."), field="issue_id")
    _judged_issue(house, position, issue_id)
    found.issue_id = issue_id
    names = changed(found, facts)
    found.judge(day_of(now))
    record(house, "follow-up", found, by=by, now=now, body_id=position.body_id, changed=names)


def _judged_issue(house: Session, position: Position, issue_id: int) -> None:
    issue = house.get(PositionIssue, issue_id)
    if issue is None or issue.position_id != position.id:
        raise RuleBroken(N_("Choose an issue of this position."), field="issue_id")
