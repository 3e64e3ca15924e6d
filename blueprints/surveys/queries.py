"""What pages of surveys read: surveys, who is asked and how each stands, the sheets that count."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session, selectinload

from models.actors import Actor
from models.bodies import Body
from models.folding import folded
from models.meetings import Meeting
from models.organisations import Organisation
from models.requests import ExternalRequest
from models.rounds import AskedSeat, Channel
from models.seats import Seat
from models.standing import dormant, in_force
from models.survey_answers import AnswerSheet, AnswerStanding, SurveyAnswer, counts, standing_of
from models.survey_questions import SurveyQuestion
from models.surveys import Respondent, RespondentSeat, Survey, SurveyTable

LOADED: Final = (
    selectinload(Survey.tables),
    selectinload(Survey.questions).selectinload(SurveyQuestion.choices),
)
"""What a survey's pages need of it."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """How the answer came that counts: never what it says."""

    sheet_id: int
    number: int
    released_at: datetime
    channel: Channel | None
    oral: bool
    said_on: date | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A respondent and how it stands. `standing` is empty for whoever is asked where nobody knows who has
    answered: in an anonymous survey, and once single answers are deleted."""

    respondent: Respondent
    standing: AnswerStanding | None
    came: Came | None = None
    seat_ids: tuple[int, ...] = ()
    short: str = ""

    @property
    def name(self) -> str:
        return self.respondent.name


def survey(session: Session, body_id: int, survey_id: int) -> Survey | None:
    """A survey of the table with questions and choices, if the session's reader may see it."""
    wanted = select(Survey).where(Survey.id == survey_id, Survey.body_id == body_id)
    return session.scalar(wanted.options(*LOADED))


def counting_sheets(session: Session, survey_id: int) -> list[AnswerSheet]:
    """The newest released sheet of each respondent, with answers and choices. In an anonymous survey that is
    closed each sheet is nobody's; while it is open the house sees them, and shows none."""
    wanted = (
        select(AnswerSheet)
        .where(AnswerSheet.survey_id == survey_id, counts(AnswerSheet))
        .options(selectinload(AnswerSheet.answers).selectinload(SurveyAnswer.chosen))
        .order_by(AnswerSheet.id)
    )
    return list(session.scalars(wanted))


def respondents(session: Session, house: Session, about: Survey, on: date) -> list[Asked]:
    """Those who are asked and those who are not, by name, as far as the session's reader sees them. Whether
    each has answered the house says: also to readers of results who see no single answers."""
    rows = list(session.scalars(_respondents(about.id)))
    seats, awake = _seats(house, about.id, on)
    if about.anonymous or about.archived_at is not None:
        return [
            Asked(
                respondent=each,
                standing=None if each.asked_at else AnswerStanding.NOT_ASKED,
                seat_ids=tuple(seats.get(each.id, ())),
            )
            for each in rows
        ]
    shorts = shorts_of(house, about.id)
    answered = _released(house, about.id)
    return [
        Asked(
            respondent=each,
            standing=standing_of(
                each, answered=each.id in answered, holds=each.id not in seats or each.id in awake
            ),
            came=answered.get(each.id),
            seat_ids=tuple(seats.get(each.id, ())),
            short=shorts.get(each.id, ""),
        )
        for each in rows
    ]


def _respondents(survey_id: int) -> Any:
    return (
        select(Respondent)
        .where(Respondent.survey_id == survey_id)
        .order_by(func.lower(Respondent.name), Respondent.id)
    )


def _released(house: Session, survey_id: int) -> dict[int, Came]:
    """By respondent the way of its newest released sheet."""
    names = ("id", "number", "released_at", "channel", "oral", "said_on")
    rows = house.execute(
        select(AnswerSheet.respondent_id, *(getattr(AnswerSheet, each) for each in names))
        .where(AnswerSheet.survey_id == survey_id, AnswerSheet.released_at.is_not(None))
        .where(AnswerSheet.respondent_id.is_not(None))
        .order_by(AnswerSheet.number)
    )
    return {
        respondent_id: Came(
            sheet_id=sheet_id,
            number=number,
            released_at=released_at,
            channel=channel,
            oral=oral,
            said_on=said_on,
        )
        for respondent_id, sheet_id, number, released_at, channel, oral, said_on in rows
    }


def shorts_of(house: Session, survey_id: int) -> dict[int, str]:
    """By respondent the short name of its institution."""
    rows = house.execute(
        select(Respondent.id, Organisation.short_name)
        .join(Organisation, Organisation.id == Respondent.organisation_id)
        .where(Respondent.survey_id == survey_id, Organisation.short_name != "")
        .order_by(Respondent.id)
    )
    return {row.id: row.short_name for row in rows}


def _seats(house: Session, survey_id: int, on: date) -> tuple[dict[int, list[int]], set[int]]:
    """By respondent its asked seats, and the respondents of which one is in force and awake."""
    rows = house.execute(
        select(RespondentSeat.respondent_id, AskedSeat.seat_id, and_(in_force(Seat, on), not_(dormant(on))))
        .join(Respondent, Respondent.id == RespondentSeat.respondent_id)
        .join(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .where(Respondent.survey_id == survey_id)
        .order_by(AskedSeat.id)
    )
    seats: dict[int, list[int]] = {}
    awake: set[int] = set()
    for respondent_id, seat_id, is_awake in rows:
        seats.setdefault(respondent_id, []).append(seat_id)
        if is_awake:
            awake.add(respondent_id)
    return seats, awake


def surveys_of(session: Session, body_id: int, words: str = "") -> list[Survey]:
    """The surveys that a table keeps and that ask its seats, as far as the session's reader sees them, the
    newest first; narrowed to those in which all the words occur."""
    asking_it = select(SurveyTable.survey_id).where(SurveyTable.body_id == body_id)
    wanted = (
        select(Survey)
        .where(or_(Survey.body_id == body_id, Survey.id.in_(asking_it)))
        .order_by(Survey.created_at.desc(), Survey.id.desc())
    )
    for word in folded(words).split():
        wanted = wanted.where(Survey.folded.contains(word, autoescape=True))
    return list(session.scalars(wanted))


def own_respondents(session: Session, by: Actor) -> frozenset[int]:
    """The respondents for which one answers."""
    wanted = (
        select(RespondentSeat.respondent_id)
        .join(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
        .where(AskedSeat.seat_id.in_(by.seat_ids))
    )
    return frozenset(session.scalars(wanted)) if by.seat_ids else frozenset()


def sees_results(house: Session, by: Actor, survey_id: int) -> bool:
    """Whether one may read the results of a survey today."""
    seen = select(Survey.id).where(Survey.id == survey_id, Survey.results_seen_by(by))
    return house.scalar(seen) is not None


def request_of(session: Session, body_id: int, request_id: int) -> ExternalRequest | None:
    """A request of the table from which a survey may follow."""
    wanted = (ExternalRequest.id == request_id) & (ExternalRequest.body_id == body_id)
    return session.scalar(select(ExternalRequest).where(wanted))


def meetings_to_name(session: Session, body_id: int) -> list[tuple[int, Meeting]]:
    """The meetings of a table that the reader sees, the latest first."""
    wanted = (
        select(Meeting)
        .where(Meeting.body_id == body_id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(100)
    )
    return [(each.id, each) for each in session.scalars(wanted)]


def tables_to_ask(session: Session, by: Actor, body_id: int) -> list[tuple[int, str]]:
    """Further tables that one coordinates oneself."""
    others = by.coordinates - by.dissolved - {body_id}
    rows = select(Body.id, Body.name).where(Body.id.in_(others)).order_by(Body.name, Body.id)
    return [(row.id, row.name) for row in session.execute(rows)] if others else []
