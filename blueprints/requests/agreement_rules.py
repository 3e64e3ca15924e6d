"""The table is asked to agree to a report: a circular decision on the report as it is now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.decisions import rules as decision_rules
from blueprints.requests.judging_rules import checksum, judge_content, judge_ready, last_edition
from blueprints.requests.report_queries import content_of, surveys_of
from blueprints.requests.report_rules import found_report, given_on
from blueprints.requests.request_rules import led
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.decisions import Decision, DecisionKind
from models.errors import RuleBroken
from models.history import record
from models.requests import ExternalRequest
from models.visibility import Visibility
from models.words import N_

Worded = Callable[[dict[str, Any], str], tuple[str, str]]
"""Title and wording of the question, from the content of the report and its checksum."""


def ask_agreement(
    house: Session,
    request_id: int,
    *,
    worded: Worded,
    render: decision_rules.Render,
    by: Actor,
    now: datetime,
) -> Decision:
    """Prepare the circular decision on the report as it would be released now. Nobody is written to yet: the
    coordination puts the question. What the table reads then has left the hands of the house, as with an
    issue."""
    request, found = led(house, request_id, by), found_report(house, request_id)
    _judge(house, request, found.decision_id)
    judge_ready(house, request, found, day_of(now))
    content = content_of(house, found, request, day_of(now))
    judge_content(content, last_edition(house, found))
    for each in surveys_of(house, request):
        given_on(house, each, by=by, now=now)
    title, wording = worded(content, checksum(content))
    question: dict[str, Any] = {"title": title[:200], "wording": wording, "kind": DecisionKind.SUBSTANCE}
    made = decision_rules.propose(
        house, found.body_id, circular=True, **question, by=by, now=now, render=render
    )
    found.decision_id = made.id
    record(house, "ask-agreement", found, by=by, now=now, decision=made.id)
    return made


def _judge(house: Session, request: ExternalRequest, decision_id: int | None) -> None:
    if request.visibility is Visibility.COORDINATION:
        raise RuleBroken(N_("The table does not see this request, so it cannot agree to its report."))
    before = house.get(Decision, decision_id) if decision_id else None
    if before is not None and before.result is None:
        raise RuleBroken(N_("The table is being asked already."))
