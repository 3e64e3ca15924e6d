"""What a report is made of: its request, the resolutions, what the surveys found, each kind of silence."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.surveys import issue_queries
from blueprints.surveys import queries as survey_queries
from blueprints.surveys.evaluation_queries import Reads, reads
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.consultations import Consultation
from models.deadlines import BERLIN, working_days_after
from models.decisions import Decision
from models.editions import Edition
from models.links import chain, linked_from, linked_to
from models.meetings import AgendaItem
from models.papers import Paper
from models.report_fields import LETTERS, OF_SURVEY
from models.reports import OBJECTION_DAYS, Report, ReportObjection, ReportVersion
from models.requests import ExternalRequest
from models.results import CAME_ABOUT
from models.rounds import Channel
from models.seats import Seat
from models.survey_answers import AnswerSheet, AnswerValue, ChosenChoice, SurveyAnswer, counts, newest
from models.surveys import Respondent, Survey, answering
from models.visibility import Visibility

OUTWARD = (Visibility.PUBLIC, Visibility.INTERNAL)
"""Papers of these levels may be named in what leaves the house."""


def report(session: Session, request_id: int) -> Report | None:
    """The report on a request with all that belongs to it, as it stands in the database."""
    return session.scalar(
        select(Report)
        .where(Report.request_id == request_id)
        .execution_options(populate_existing=True)
        .options(
            joinedload(Report.decision),
            selectinload(Report.assessments),
            selectinload(Report.versions).joinedload(ReportVersion.edition),
            selectinload(Report.objections).joinedload(ReportObjection.organisation),
        )
    )


def version(reading: Session, request_id: int, number: int) -> ReportVersion | None:
    """A released version with its edition, for whoever may see both."""
    return reading.scalar(
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(Report.request_id == request_id, ReportVersion.number == number)
        .options(joinedload(ReportVersion.edition))
    )


def edition(reading: Session, edition_id: int) -> Edition | None:
    return reading.scalar(select(Edition).where(Edition.id == edition_id))


def surveys_of(session: Session, request: ExternalRequest) -> list[Survey]:
    """The surveys that follow from a request, in the order in which they were added."""
    tied = [each.thing for each in linked_to(session, request) if isinstance(each.thing, Survey)]
    found = (survey_queries.survey(session, each.body_id, each.id) for each in tied)
    return [each for each in found if each is not None]


def content_of(
    house: Session, made: Report, request: ExternalRequest, on: date, reader: Actor | None = None
) -> dict[str, Any]:
    """The report as plain data, as it would be frozen now: small numbers masked, nothing translated. For a
    `reader` who is not the coordination with the results that she may read (decision 67)."""
    surveys = [
        _survey(house, each, letter, on, reader)
        for letter, each in zip(LETTERS, surveys_of(house, request), strict=False)
    ]
    texts = {name: getattr(made, name) for name in ("occasion", "method", "limits", "proposal")}
    decision = named_decision(house, made.body_id, made.decision_id)
    return {
        "title": made.title,
        "addressee": made.addressee,
        "table": house.get_one(Body, made.body_id).name,
        "wording": request.wording,
        "asked_on": request.asked_on.words("de") if request.asked_on.is_known else "",
        **texts,
        **_papers(house, request),
        "surveys": surveys,
        "assessments": [{"text": each.text, "author": each.author} for each in made.assessments],
        "decision": {"title": decision.title, "on": _day(decision.closed_at)} if decision else None,
    }


def _day(moment: datetime | None) -> str:
    return moment.astimezone(BERLIN).date().isoformat() if moment else ""


def _papers(house: Session, request: ExternalRequest) -> dict[str, Any]:
    """What the line "Bezug" names, and the resolutions verbatim; nothing that only the coordination reads."""
    before = [each.thing for each in linked_from(house, request)]
    consultations = [each for each in before if isinstance(each, Consultation)]
    papers = [each for each in before if isinstance(each, Paper)]
    papers += [house.get_one(Paper, each.paper_id) for each in consultations]
    further = [each for paper in papers for each in chain(house, house, paper) if isinstance(each, Paper)]
    named = {each.id: each for each in (*papers, *further) if each.visibility in OUTWARD}
    resolutions = [
        {
            "committee": house.get_one(Body, each.committee_id).name,
            "on": _held_on(house, each),
            "words": each.resolution,
        }
        for each in consultations
        if each.resolution and each.visibility in OUTWARD and each.paper_id in named
    ]
    ordered = sorted(named.values(), key=lambda each: (not each.dated.is_known, each.dated, each.id))
    return {"references": [_reference(each) for each in ordered], "resolutions": resolutions}


def _held_on(house: Session, found: Consultation) -> str:
    house.refresh(found, ["meeting"])
    return found.on.words("de") if found.on.is_known else ""


def _reference(paper: Paper) -> dict[str, str]:
    return {
        "kind": paper.kind.value,
        "number": paper.number,
        "title": paper.title,
        "originator": paper.originator,
        "on": paper.dated.words("de") if paper.dated.is_known else "",
    }


def _survey(house: Session, about: Survey, letter: str, on: date, reader: Actor | None) -> dict[str, Any]:
    """What of it may leave the house today (decision 44), and how it was asked. Of one that is not closed
    nothing, whoever writes: between two looks stands somebody's answer."""
    known = _results(house, about, on, reader) if about.closed_at else None
    if known is None:
        values: dict[str, None] = {each.value: None for each in AnswerValue}
        return {
            "letter": letter,
            "running": True,
            "waits": about.closed_at is not None,
            "participation": dict.fromkeys(OF_SURVEY.values()),
            "questions": [{"values": values} for _ in about.questions],
        }
    return known | {
        "letter": letter,
        "ways": _ways(house, about),
        "held": about.held.words("de") if about.held.is_known else "",
        "until": _last_day(about),
    }


def _results(house: Session, about: Survey, on: date, reader: Actor | None) -> dict[str, Any] | None:
    """As they may leave the house today; for whoever only has the lead as they were frozen last, if ever, as
    for all who read sums: unless she reads what each has said anyway."""
    if reader is None or reads(house, about, reader) is Reads.EVERYTHING:
        return issue_queries.published_data(house, about, on)
    return issue_queries.frozen_data(house, about.id)


def _ways(house: Session, about: Survey) -> list[str]:
    """How the answers came that count: in writing, or told to the coordination. Of an anonymous survey nobody
    knows it any more."""
    told = AnswerSheet.channel == Channel.COORDINATION
    rows = select(told).where(
        AnswerSheet.survey_id == about.id, AnswerSheet.channel.is_not(None), counts(AnswerSheet)
    )
    found = set(house.scalars(rows.distinct()))
    return [name for name, way in (("written", False), ("told", True)) if way in found]


def _last_day(about: Survey) -> str:
    """The last day on which one could answer: the one that was announced, or an earlier one on which the
    survey was closed."""
    if about.due_on is None:
        return ""
    return min(each for each in (about.due_on.isoformat(), _day(about.closed_at)) if each)


def seats_that_answered(house: Session, request: ExternalRequest) -> list[Seat]:
    """The seats at the table of the institutions whose answers the report counts, in order of their ids. Of
    anonymous surveys nobody: no line is anybody's."""
    named = [each.id for each in surveys_of(house, request) if not each.anonymous]
    answered = (
        select(Respondent.organisation_id)
        .join(AnswerSheet, AnswerSheet.respondent_id == Respondent.id)
        .where(Respondent.survey_id.in_(named), AnswerSheet.released_at.is_not(None))
    )
    rows = select(Seat).where(Seat.body_id == request.body_id, Seat.organisation_id.in_(answered))
    return list(house.scalars(rows.options(joinedload(Seat.organisation)).order_by(Seat.id)))


def seats_that_check(house: Session, request: ExternalRequest) -> list[Seat]:
    """Those of them that see the request: a letter to others would lead to a page that they do not find."""
    return [each for each in seats_that_answered(house, request) if request.is_seen_by(each)]


def last_day_to_object(house: Session, request: ExternalRequest, on: date) -> date:
    """Until when one may object to what is shown today."""
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == request.body_id)).one()
    until: date = working_days_after(on, OBJECTION_DAYS, bylaws.land)
    return until


def answered_elsewhere(house: Session, request: ExternalRequest) -> list[str]:
    """Names of those whose answers the report counts and that have no seat at the table: institutions from
    outside or of other tables, groups. Of anonymous surveys nobody."""
    named = [each.id for each in surveys_of(house, request) if not each.anonymous]
    at_table = select(Seat.id).where(
        Seat.body_id == request.body_id, Seat.organisation_id == Respondent.organisation_id
    )
    rows = house.scalars(
        select(Respondent.name)
        .join(AnswerSheet, AnswerSheet.respondent_id == Respondent.id)
        .where(Respondent.survey_id.in_(named), AnswerSheet.released_at.is_not(None), ~at_table.exists())
        .order_by(Respondent.name, Respondent.id)
    )
    return list(dict.fromkeys(rows))


def own_lines(reading: Session, surveys: list[Survey], by: Actor) -> list[tuple[Survey, list[SurveyAnswer]]]:
    """What one's own institutions have said in these surveys, as it counts."""
    ids = [each.id for each in surveys if not each.anonymous]
    rows = reading.scalars(
        select(AnswerSheet)
        .where(AnswerSheet.survey_id.in_(ids), AnswerSheet.respondent_id.in_(answering(by)))
        .options(
            selectinload(AnswerSheet.answers)
            .selectinload(SurveyAnswer.chosen)
            .joinedload(ChosenChoice.choice)
        )
        .order_by(AnswerSheet.respondent_id, AnswerSheet.number)
    ).all()
    found = []
    for survey in surveys:
        by_respondent: dict[int | None, list[AnswerSheet]] = {}
        for each in rows:
            if each.survey_id == survey.id:
                by_respondent.setdefault(each.respondent_id, []).append(each)
        sheets = [sheet for each in by_respondent.values() if (sheet := newest(each))]
        found += [(survey, list(sheet.answers)) for sheet in sheets]
    return found


def _to_name(table_id: int) -> ColumnElement[bool]:
    """SQL: a decision of the table that came about. A report leaves the house, and whoever sees its request
    reads it: what belongs to an item that is not for the whole table is named in none."""
    known = select(AgendaItem.id).where(AgendaItem.visibility.in_(OUTWARD))
    return and_(
        Decision.body_id == table_id,
        Decision.result.in_(CAME_ABOUT),
        or_(Decision.item_id.is_(None), Decision.item_id.in_(known)),
    )


def named_decision(house: Session, table_id: int, decision_id: int | None) -> Decision | None:
    """The decision, if a report may name it."""
    if decision_id is None:
        return None
    return house.scalar(select(Decision).where(Decision.id == decision_id, _to_name(table_id)))


def decisions_to_name(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """Decisions that a report may name, the latest first: in one of them the table may have agreed."""
    rows = reading.execute(
        select(Decision.id, Decision.title)
        .where(_to_name(table_id))
        .order_by(Decision.closed_at.desc(), Decision.id.desc())
        .limit(50)
    )
    return [(row.id, row.title) for row in rows]


def versions_to_send(reading: Session, request_id: int) -> list[tuple[int, int]]:
    """The released versions of the report on a request: editions and numbers, the newest first."""
    rows = reading.execute(
        select(ReportVersion.edition_id, ReportVersion.number)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(Report.request_id == request_id)
        .order_by(ReportVersion.number.desc())
    )
    return [(row.edition_id, row.number) for row in rows]
