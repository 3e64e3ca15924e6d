"""Reports: drafted by the lead, shown to whoever answered, released and corrected by the coordination."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.requests.judging_rules import (
    TEXTS,
    judge_agreed,
    judge_content,
    judge_ready,
    judge_surveys,
    last_edition,
)
from blueprints.requests.report_queries import (
    content_of,
    last_day_to_object,
    report,
    seats_that_check,
    surveys_of,
)
from blueprints.requests.request_letters import tell_respondents
from blueprints.requests.request_rules import led, worked_on
from blueprints.surveys.evaluation_rules import give_on
from blueprints.surveys.issue_queries import published_data
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.editions import Edition, EditionKind, freeze
from models.errors import NotAllowed, RuleBroken, SeveralBroken
from models.history import record
from models.report_fields import Figures, figures, unknown
from models.reports import Report, ReportAssessment, ReportObjection, ReportVersion
from models.requests import ExternalRequest, judge_release
from models.seats import Seat
from models.surveys import Survey
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Released:
    """Who released, when, with which decision of the table; `reason` of a correction."""

    released_by: str
    released_on: date | None
    reason: str = ""
    decision_id: int | None = None


def begin(house: Session, request_id: int, *, by: Actor, now: datetime, **texts: Any) -> Report:
    """Begin the report on a request with what can be drafted from it; a second one is the first."""
    request = worked_on(house, request_id, by)
    found = house.scalar(select(Report).where(Report.request_id == request_id))
    if found is not None:
        return found
    made = Report(request_id=request_id, body_id=request.body_id, begun_at=now, **texts)
    house.add(made)
    house.flush()
    record(house, "begin", made, by=by, now=now, request=request_id)
    return made


def write(
    house: Session, request_id: int, *, based_on: int | None, by: Actor, now: datetime, **texts: Any
) -> None:
    """Change the words. Figures are fields; one that no survey of the request has is refused."""
    request, found = _written(house, request_id, by)
    must_be(found, based_on)
    if not texts["title"]:
        raise RuleBroken(N_("Please give a title."), field="title")
    known = _known_figures(house, found, request, now)
    _judge_figures({name: texts[name] for name in TEXTS}, known)
    names = changed(found, texts)
    record(house, "edit", found, by=by, now=now, changed=names)


def _known_figures(house: Session, found: Report, request: ExternalRequest, now: datetime) -> Figures:
    return figures(content_of(house, found, request, day_of(now))["surveys"])


def _judge_figures(texts: Mapping[str, str], known: Figures) -> None:
    """Every field in every text is one that a survey of the request has; all that are not are told."""
    message = N_("No survey of this request has the figure %(name)s.")
    wrong = [
        RuleBroken(message, field=name, name="{" + each + "}")
        for name, text in texts.items()
        for each in unknown(text, known)
    ]
    if wrong:
        raise wrong[0] if len(wrong) == 1 else SeveralBroken(wrong)


def add_assessment(
    house: Session, request_id: int, *, text: str, author: str, by: Actor, now: datetime
) -> None:
    """Add a judgement with whose it is."""
    request, found = _written(house, request_id, by)
    if not text:
        raise RuleBroken(N_("Please say what the judgement is."), field="text")
    if not author:
        raise RuleBroken(N_("Please say whose judgement it is."), field="author")
    _judge_figures({"text": text}, _known_figures(house, found, request, now))
    made = ReportAssessment(report_id=found.id, text=text, author=author)
    house.add(made)
    house.flush()
    record(house, "add", made, by=by, now=now, body_id=found.body_id, report=found.id)


def remove_assessment(
    house: Session, request_id: int, assessment_id: int, *, by: Actor, now: datetime
) -> None:
    """Take a judgement out; versions that were released keep theirs."""
    _, found = _written(house, request_id, by)
    made = house.get(ReportAssessment, assessment_id)
    if made is None or made.report_id != found.id:
        raise NotAllowed
    record(house, "remove", made, by=by, now=now, body_id=found.body_id)
    house.delete(made)


def show(house: Session, request_id: int, *, by: Actor, now: datetime) -> int:
    """Show each institution that answered its own line, and give it five working days; returns letters."""
    request = led(house, request_id, by)
    found = found_report(house, request_id)
    if found.shown_at is not None:
        raise RuleBroken(N_("It has been shown already."))
    judge_surveys(house, request)
    until = last_day_to_object(house, request, day_of(now))
    found.shown_at, found.objections_until = now, until
    seats = seats_that_check(house, request)
    record(house, "show", found, by=by, now=now, until=until.isoformat())
    return tell_respondents(house, request, seats, until, day_of(now), now)


def object_to(
    house: Session, request_id: int, *, seat_id: int | None, text: str, by: Actor, now: datetime
) -> None:
    """Object to one's own line, as an institution whose answer the report counts, until the last day."""
    request = house.get(ExternalRequest, request_id)
    found = house.scalar(select(Report).where(Report.request_id == request_id))
    if request is None or found is None or found.objections_until is None:
        raise NotAllowed
    seat = next((each for each in objecting_seats(house, request, by) if each.id == seat_id), None)
    if seat is None:
        raise NotAllowed
    if day_of(now) > found.objections_until:
        raise RuleBroken(N_("The period for objections has ended."))
    if not text:
        raise RuleBroken(N_("Please say what is not right."), field="text")
    facts: dict[str, Any] = {"seat_id": seat.id, "organisation_id": seat.organisation_id}
    made = ReportObjection(report_id=found.id, text=text, made_at=now, **facts)
    house.add(made)
    house.flush()
    record(house, "object", made, by=by, now=now, body_id=found.body_id, report=found.id)


def answer_objection(
    house: Session, request_id: int, objection_id: int, *, answer: str, by: Actor, now: datetime
) -> None:
    """Say what becomes of an objection; the answers themselves are corrected in the survey."""
    led(house, request_id, by)
    made = house.get(ReportObjection, objection_id)
    if made is None or made.report_id != found_report(house, request_id).id or made.answered_at is not None:
        raise NotAllowed
    if not answer:
        raise RuleBroken(N_("Please answer."), field="answer")
    made.answer, made.answered_at = answer, now
    record(house, "answer", made, by=by, now=now, body_id=house.get_one(Report, made.report_id).body_id)


def objecting_seats(house: Session, request: ExternalRequest, by: Actor) -> list[Seat]:
    """The reader's own seats whose answers the report counts."""
    return [each for each in seats_that_check(house, request) if each.id in by.seat_ids]


def release(
    house: Session, request_id: int, said: Released, *, based_on: int | None, by: Actor, now: datetime
) -> ReportVersion:
    """Freeze the report as it is: the first version, or a correction of the one before, which stays."""
    request = led(house, request_id, by)
    found = found_report(house, request_id)
    must_be(found, based_on)
    before = last_edition(house, found)
    judge_release(said.released_by, said.released_on, day_of(now))
    if before is not None and not said.reason:
        raise RuleBroken(N_("Please say what is corrected, and why."), field="reason")
    judge_ready(house, request, found, day_of(now))
    judge_agreed(house, request, found, said.decision_id, day_of(now))
    found.decision_id = said.decision_id
    house.flush()
    made = _frozen(house, request, found, said, before, by=by, now=now)
    for each in surveys_of(house, request):
        reported(house, each, by=by, now=now)
    record(house, "release", made, by=by, now=now, body_id=found.body_id, number=made.number)
    return made


def given_on(house: Session, about: Survey, *, by: Actor, now: datetime) -> None:
    """What a report says of a survey has left the house: the next one is judged by it (decision 44)."""
    part = published_data(house, about, day_of(now))["participation"]
    if part["answered"] or part["groups_answered"]:
        give_on(house, about.body_id, about.id, by=by, now=now)


def reported(house: Session, about: Survey, *, by: Actor, now: datetime) -> None:
    """The same of a report that is released. With the first one the period begins for which single answers
    are kept, also where their deletion was announced because there was none (decision 66)."""
    given_on(house, about, by=by, now=now)
    if about.reported_at is None:
        about.reported_at, about.kept_until = now, None


def _frozen(
    house: Session,
    request: ExternalRequest,
    found: Report,
    said: Released,
    before: Edition | None,
    *,
    by: Actor,
    now: datetime,
) -> ReportVersion:
    number = int(before.data["version"]) + 1 if before else 1
    assert said.released_on is not None
    content = content_of(house, found, request, day_of(now)) | {
        "version": number,
        "replaces": before.sha256 if before else "",
        "reason": said.reason,
        "released_by": said.released_by,
        "released_on": said.released_on.isoformat(),
    }
    judge_content(content, before)
    edition = freeze(
        house,
        EditionKind.REPORT,
        None,
        found.body_id,
        found.title,
        content,
        for_readers=request.visibility is not Visibility.COORDINATION,
        whole=True,
        number=number,
        by=by,
        now=now,
    )
    facts: dict[str, Any] = {"released_on": said.released_on, "released_by": said.released_by}
    made = ReportVersion(
        report_id=found.id, edition_id=edition.id, number=number, reason=said.reason, **facts
    )
    house.add(made)
    house.flush()
    return made


def found_report(house: Session, request_id: int) -> Report:
    locked = select(Report.id).where(Report.request_id == request_id).with_for_update()
    if house.scalar(locked) is None:
        raise NotAllowed
    found = report(house, request_id)
    assert found is not None
    return found


def _written(house: Session, request_id: int, by: Actor) -> tuple[ExternalRequest, Report]:
    return worked_on(house, request_id, by), found_report(house, request_id)
