"""Which answers may be quoted by name: of each respondent by questions that belong together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.surveys.evaluation_queries import questions_of, voices
from models.masking import families
from models.survey_answers import AnswerSheet
from models.survey_issues import AnswerRelease, SurveyIssue
from models.surveys import Respondent, RespondentSeat, Survey
from models.tallies import Question, Said, Voice


@dataclass(frozen=True, kw_only=True)
class Quotable:
    """What one respondent has answered to questions that belong together. `release_id`: it was released;
    `is_out`: and has been published. `has_people`: somebody here speaks for it."""

    respondent_id: int
    name: str
    question_id: int
    said: tuple[tuple[Question, Said], ...]
    release_id: int | None
    said_how: str
    is_out: bool
    is_own: bool
    has_people: bool


def quotables(
    house: Session, about: Survey, own: Collection[int], on: date, *, keeps: bool, chosen: int = 0
) -> list[Quotable]:
    """Of one's own respondents, and for the coordination what was released and what the `chosen` one has
    answered; by name."""
    counted = voices(house, about, on, notes=True)
    releases = _releases(house, about.id)
    issues, seated = _issues(house, about.id), _seated(house, about.id)
    return [
        _one(voice, root, family, release, issues, seated, own)
        for voice in counted.answering
        if voice.said and voice.respondent_id is not None
        for root, family in families(questions_of(about)).items()
        for release in [releases.get((voice.sheet_id, root))]
        if voice.respondent_id in own or (keeps and (release or voice.respondent_id == chosen))
    ]


def without_people(house: Session, about: Survey) -> list[tuple[int, str]]:
    """Respondents for whom nobody speaks here and who have answered, by name."""
    answered = select(AnswerSheet.respondent_id).where(
        AnswerSheet.survey_id == about.id, AnswerSheet.released_at.is_not(None)
    )
    rows = house.execute(
        select(Respondent.id, Respondent.name)
        .where(
            Respondent.survey_id == about.id,
            Respondent.id.in_(answered),
            Respondent.id.not_in(select(RespondentSeat.respondent_id)),
        )
        .order_by(func.lower(Respondent.name), Respondent.id)
    )
    return [(row.id, row.name) for row in rows]


def _one(
    voice: Voice,
    root: int,
    family: list[Question],
    release: AnswerRelease | None,
    issues: Collection[SurveyIssue],
    seated: Collection[int],
    own: Collection[int],
) -> Quotable:
    whose = voice.respondent_id or 0
    return Quotable(
        respondent_id=whose,
        name=voice.name,
        question_id=root,
        said=tuple((each, voice.said[each.id]) for each in family if each.id in voice.said),
        release_id=release.id if release else None,
        said_how=release.said_how if release else "",
        is_out=any(each.quotes(whose, voice.sheet_id, root) for each in issues),
        is_own=whose in own,
        has_people=whose in seated,
    )


def _releases(house: Session, survey_id: int) -> dict[tuple[int | None, int], AnswerRelease]:
    rows = house.scalars(
        select(AnswerRelease)
        .join(Respondent, Respondent.id == AnswerRelease.respondent_id)
        .where(Respondent.survey_id == survey_id, AnswerRelease.withdrawn_at.is_(None))
        .order_by(AnswerRelease.id)
    )
    return {(each.sheet_id, each.question_id): each for each in rows}


def _issues(house: Session, survey_id: int) -> list[SurveyIssue]:
    wanted = select(SurveyIssue).where(SurveyIssue.survey_id == survey_id)
    return list(house.scalars(wanted.order_by(SurveyIssue.number)))


def _seated(house: Session, survey_id: int) -> set[int]:
    rows = house.scalars(
        select(RespondentSeat.respondent_id)
        .join(Respondent, Respondent.id == RespondentSeat.respondent_id)
        .where(Respondent.survey_id == survey_id)
        .order_by(RespondentSeat.respondent_id)
    )
    return set(rows)
