"""What a report must be before it is released, or before the table is asked to agree to it."""

import hashlib
import json
import re
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.requests.report_queries import (
    content_of,
    named_decision,
    seats_that_answered,
    surveys_of,
)
from models.editions import Edition
from models.errors import RuleBroken
from models.report_fields import figures, unknown
from models.reports import Report, ReportObjection, ReportVersion
from models.requests import ExternalRequest
from models.texts import Text, version
from models.words import N_

TEXTS: Final = ("occasion", "method", "limits", "proposal")
APART: Final = ("version", "replaces", "reason", "released_by", "released_on", "decision")
"""What a version says of itself, and not what it reports."""
SUM: Final = re.compile(r"\b[0-9a-f]{64}\b")


def judge_surveys(house: Session, request: ExternalRequest) -> None:
    for each in surveys_of(house, request):
        if each.closed_at is None:
            raise RuleBroken(N_("A survey of this request is not closed yet."))


def judge_ready(house: Session, request: ExternalRequest, found: Report, today: date) -> None:
    """Its surveys are closed, and whoever answered has had its days; every objection has its answer."""
    judge_surveys(house, request)
    if not seats_that_answered(house, request):
        return
    if found.objections_until is None:
        raise RuleBroken(N_("Please show the institutions that answered their own lines first."))
    if today <= found.objections_until:
        raise RuleBroken(N_("The period for objections to the own line is still running."))
    waiting = select(func.count(ReportObjection.id)).where(
        ReportObjection.report_id == found.id, ReportObjection.answered_at.is_(None)
    )
    if house.scalar(waiting):
        raise RuleBroken(N_("An objection to the report has not been answered yet."))


def judge_content(content: dict[str, Any], before: Edition | None) -> None:
    """Nothing that a reader would miss, no unknown figure; a correction says something else."""
    known = figures(content["surveys"])
    texts = [*(content[name] for name in TEXTS), *(each["text"] for each in content["assessments"])]
    if any(unknown(each, known) for each in texts):
        raise RuleBroken(N_("The text names a figure that no survey of the request has."))
    if not content["occasion"] or not content["method"]:
        raise RuleBroken(N_("The report says neither why it is written nor how one went about it."))
    if before and all(content[name] == before.data[name] for name in content if name not in APART):
        raise RuleBroken(N_("Nothing has changed since the version before."))


def judge_agreed(
    house: Session, request: ExternalRequest, found: Report, decision_id: int | None, today: date
) -> None:
    """A decision that the report names came about, and was about what is released now: one that was prepared
    from the report carries the checksum of its content."""
    if decision_id is None:
        return
    named = named_decision(house, found.body_id, decision_id)
    if named is None:
        raise RuleBroken(N_("Choose a decision of this table that came about."), field="decision_id")
    text = house.get_one(Text, named.text_id)
    wording = version(house, text, text.latest)
    sums = SUM.findall(wording.markdown) if wording else []
    if sums and checksum(content_of(house, found, request, today)) not in sums:
        raise RuleBroken(
            N_("The table agreed to other words than these. Ask it again, or name no decision."),
            field="decision_id",
        )


def checksum(content: dict[str, Any]) -> str:
    """Of what is reported."""
    reported = {name: value for name, value in content.items() if name not in APART}
    return hashlib.sha256(json.dumps(reported, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def last_edition(house: Session, found: Report) -> Edition | None:
    """The newest version that was released."""
    newest = (
        select(ReportVersion.edition_id)
        .where(ReportVersion.report_id == found.id)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    edition_id = house.scalar(newest)
    return house.get(Edition, edition_id) if edition_id else None
