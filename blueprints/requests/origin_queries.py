"""What a request comes from and what it led to, station by station, as far as the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.requests.path_queries import way_of
from blueprints.requests.report_queries import report
from models.actors import Actor
from models.appearances import Appearance
from models.consultations import Consultation
from models.meetings import AgendaItem, Meeting
from models.paper_paths import Station
from models.papers import Paper
from models.position_issues import PositionSubmission
from models.positions import Position
from models.reports import ReportVersion
from models.requests import ExternalRequest
from models.survey_answers import AnswerSheet, counts
from models.surveys import Respondent, Survey


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How many institutions have answered, and how many answers groups have given together."""

    singles: int
    groups: int


@dataclass(frozen=True, kw_only=True)
class Chain:
    """The stations by kind, those of papers by line. What the reader may not see is in none of these, and
    nothing counts it. `answers`: by survey how many there are, of those whose results the reader may read."""

    papers: list[list[Station]]
    surveys: list[Survey]
    answers: dict[int, Answers]
    meetings: list[Meeting]
    items: list[AgendaItem]
    versions: list[ReportVersion]
    positions: list[Position]
    submissions: list[PositionSubmission]
    appearances: list[Appearance]


def chain_of(
    house: Session, reading: Session, found: ExternalRequest, things: Iterable[Any], by: Actor
) -> Chain:
    """All of it; `things` are what is tied to the request, as the reader sees it, with what they hang on."""
    of = list(things)
    made = report(reading, found.id)
    positions = [each for each in of if isinstance(each, Position)]
    surveys = [each for each in of if isinstance(each, Survey)]
    return Chain(
        papers=_papers(house, reading, of),
        surveys=surveys,
        answers=_answers(house, surveys, by),
        meetings=[each for each in of if isinstance(each, Meeting)],
        items=[each for each in of if isinstance(each, AgendaItem)],
        versions=list(made.versions) if made else [],
        positions=positions,
        submissions=_submissions(reading, positions),
        appearances=_appearances(reading, positions),
    )


def _papers(house: Session, reading: Session, of: list[Any]) -> list[list[Station]]:
    """The lines of all papers that hang together with those that are tied, each once."""
    papers = [each for each in of if isinstance(each, Paper)]
    papers += [each.paper for each in of if isinstance(each, Consultation)]
    found: list[list[Station]] = []
    met: set[int] = set()
    for paper in papers:
        if paper.id not in met:
            found.append(way_of(house, reading, paper).stations)
            met |= {each.paper.id for each in found[-1]}
    return found


def _answers(house: Session, surveys: list[Survey], by: Actor) -> dict[int, Answers]:
    """How many have answered, of surveys that are closed. What several have said together is one answer of
    nobody knows how many, and in no number of institutions."""
    closed = [each.id for each in surveys if each.closed_at is not None]
    single = or_(AnswerSheet.respondent_id.is_(None), Respondent.stands_for == 1)
    counted = (
        select(
            AnswerSheet.survey_id,
            func.count(AnswerSheet.id).filter(single),
            func.count(AnswerSheet.id).filter(not_(func.coalesce(single, false()))),
        )
        .join(Survey, Survey.id == AnswerSheet.survey_id)
        .outerjoin(Respondent, Respondent.id == AnswerSheet.respondent_id)
        .where(Survey.id.in_(closed), Survey.results_seen_by(by), counts(AnswerSheet))
        .group_by(AnswerSheet.survey_id)
        .order_by(AnswerSheet.survey_id)
    )
    return {row[0]: Answers(singles=row[1], groups=row[2]) for row in house.execute(counted)}


def _submissions(reading: Session, positions: list[Position]) -> list[PositionSubmission]:
    rows = (
        select(PositionSubmission)
        .where(PositionSubmission.position_id.in_([each.id for each in positions]))
        .order_by(PositionSubmission.id)
    )
    return list(reading.scalars(rows))


def _appearances(reading: Session, positions: list[Position]) -> list[Appearance]:
    """Hearings and talks about the projects of these positions."""
    projects = {each.project_id for each in positions if each.project_id is not None}
    rows = (
        select(Appearance)
        .where(Appearance.project_id.in_(projects))
        .options(joinedload(Appearance.project))
        .order_by(Appearance.id)
    )
    return list(reading.scalars(rows))
