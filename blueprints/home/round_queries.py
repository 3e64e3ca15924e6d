"""Rounds and what else waits at tables: what one's institutions owe, what the coordination waits for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from blueprints.home import procedure_parts as agreed
from blueprints.home import waiting_parts as waits
from blueprints.home.check_parts import OF_CHECKS
from blueprints.home.date_parts import LAST, SOME_DATE
from blueprints.home.politics_parts import OF_MANDATES, TO_SIGN
from blueprints.home.politics_queries import Politics, politics, signing_seats
from blueprints.home.report_parts import OF_REPORTS
from blueprints.home.request_parts import OF_REQUESTS
from blueprints.home.survey_parts import OF_SURVEYS, SURVEYED, OfSurvey, of_survey
from models import periods
from models.actors import Actor
from models.bodies import Body
from models.constants import fixed
from models.deadlines import BERLIN
from models.decisions import Decision
from models.fuzzy_dates import FuzzyDate
from models.people_checks import PeopleAnswer
from models.procedures import Procedure, ProcedureVersion
from models.readers import among
from models.rounds import AskedLink, AskedSeat, Round, RoundKind
from models.seats import Dormancy, Seat
from models.stances import Stance
from models.standing import DAY, in_force
from models.topic_calls import SUBMITTED
from models.topics import NoTopics


@dataclass(frozen=True, kw_only=True)
class Running:
    """One institution that is asked. `is_silent`: its answer, or that to some of the dates, is missing.
    `was_asked`: it got a letter; else nobody has asked it, however silent it is. Of a decision: which one,
    what it is about, whether it is taken in circulation, and which stance waits for a management. Of a call
    for topics: its meeting. Of an adoption: the procedure and the number of its version."""

    kind: RoundKind
    table_id: int
    table_name: str
    hue: int
    round_id: int
    due_on: date
    asked_id: int
    seat_id: int
    institution: str
    is_silent: bool
    was_asked: bool = True
    decision_id: int | None = None
    title: str = ""
    circular: bool = False
    stance_id: int | None = None
    meeting_id: int | None = None
    procedure_id: int | None = None
    number: int | None = None
    survey: OfSurvey | None = None


ABOUT_PEOPLE: Final = not_(exists().where(PeopleAnswer.asked_seat_id == AskedSeat.id))
NO_STANCE: Final = not_(exists().where(Stance.asked_seat_id == AskedSeat.id))
NO_TOPIC: Final = and_(
    not_(SUBMITTED),
    not_(exists().where(NoTopics.asked_seat_id == AskedSeat.id)),
)
TO_ALL: Final = (
    *(RoundKind.DATES, RoundKind.DECISION, RoundKind.TOPICS),
    RoundKind.ADOPTION,
    RoundKind.SURVEY,
)
"""What deputies are asked, too, and who sleeps is not."""
ABOUT: Final = (RoundKind.DECISION, RoundKind.ADOPTION, RoundKind.SURVEY)
"""Rounds about something that the reader may not be meant to see."""
REVIEWS_AHEAD: Final = timedelta(weeks=2)
"""So long before its day the review of a decision comes into sight."""
BESIDE: Final = (
    *(OF_MANDATES, agreed.OF_PROCEDURES, agreed.OF_CONSULTATIONS),
    *(OF_REQUESTS, OF_REPORTS, OF_CHECKS),
)
HAS_LETTER: Final = exists().where(AskedLink.asked_seat_id == AskedSeat.id)
RUNNING: Final = fixed(
    select(
        Round.kind,
        Body.id,
        Body.name,
        Body.hue,
        Round.id.label("round_id"),
        Round.due_on,
        Round.closed_at,
        Round.meeting_id,
        AskedSeat.id.label("asked_id"),
        AskedSeat.seat_id,
        AskedSeat.name.label("institution"),
        case(
            (Round.kind == RoundKind.DATES, SOME_DATE),
            (Round.kind.in_((RoundKind.DECISION, RoundKind.ADOPTION)), NO_STANCE),
            (Round.kind == RoundKind.TOPICS, NO_TOPIC),
            (Round.kind == RoundKind.SURVEY, not_(SURVEYED.c.survey_answered)),
            else_=ABOUT_PEOPLE,
        ).label("is_silent"),
        HAS_LETTER.label("has_letter"),
        LAST.label("last"),
        Dormancy.starts_on,
        Dormancy.ends_on,
        Decision.id.label("decision_id"),
        func.coalesce(Decision.title, Procedure.title, SURVEYED.c.survey_title).label("title"),
        Decision.circular,
        Decision.result,
        Decision.superseded_by_id,
        ProcedureVersion.number,
        Procedure.id.label("procedure_id"),
        waits.PROVISIONAL.c.stance_id,
        waits.TO_REVIEW.c.count.label("to_review"),
        *(waits.TO_REVIEW.c.first_on, waits.TO_REVIEW.c.last_on),
        *(waits.TO_CONSENT.c.count.label("to_consent"), waits.TO_CONSENT.c.first_id.label("document_id")),
        *(waits.TO_AGREE.c.count.label("to_agree"), waits.TO_AGREE.c.position_id),
        TO_SIGN.c.lines.label("sign_lines"),
        waits.STOPPED.label("stopped"),
        *(each for of in BESIDE for each in of.c if each.name != "body_id"),
        *OF_SURVEYS,
    )
    .select_from(Body)
    .outerjoin(
        Round,
        and_(
            Round.body_id == Body.id,
            Round.kind != RoundKind.REPLY,
            or_(Round.closed_at.is_(None), Round.id.in_(waits.WITH_WAITING)),
        ),
    )
    .outerjoin(
        AskedSeat,
        and_(
            AskedSeat.round_id == Round.id,
            AskedSeat.seat_id.in_(select(Seat.id).where(in_force(Seat, DAY))),
            or_(Round.closed_at.is_(None), AskedSeat.id.in_(waits.WAIT)),
            or_(
                Round.body_id.in_(among("coordinated")),
                AskedSeat.seat_id.in_(among("mains")),
                and_(Round.kind.in_(TO_ALL), AskedSeat.seat_id.in_(among("seats"))),
            ),
        ),
    )
    .outerjoin(Dormancy, and_(Dormancy.seat_id == AskedSeat.seat_id, Round.kind.in_(TO_ALL)))
    .outerjoin(Decision, Decision.round_id == Round.id)
    .outerjoin(ProcedureVersion, ProcedureVersion.round_id == Round.id)
    .outerjoin(Procedure, Procedure.id == ProcedureVersion.procedure_id)
    .outerjoin(SURVEYED, SURVEYED.c.asked_id == AskedSeat.id)
    .outerjoin(waits.PROVISIONAL, waits.PROVISIONAL.c.asked_id == AskedSeat.id)
    .outerjoin(waits.TO_REVIEW, waits.TO_REVIEW.c.body_id == Body.id)
    .outerjoin(waits.TO_CONSENT, waits.TO_CONSENT.c.body_id == Body.id)
    .outerjoin(waits.TO_AGREE, waits.TO_AGREE.c.body_id == Body.id)
    .outerjoin(TO_SIGN, TO_SIGN.c.body_id == Body.id)
    .outerjoin(OF_MANDATES, OF_MANDATES.c.body_id == Body.id)
    .outerjoin(agreed.OF_PROCEDURES, agreed.OF_PROCEDURES.c.body_id == Body.id)
    .outerjoin(OF_REQUESTS, OF_REQUESTS.c.body_id == Body.id)
    .outerjoin(OF_REPORTS, OF_REPORTS.c.body_id == Body.id)
    .outerjoin(OF_CHECKS, OF_CHECKS.c.body_id == Body.id)
    .outerjoin(agreed.OF_CONSULTATIONS, agreed.OF_CONSULTATIONS.c.body_id == Body.id)
    .where(or_(Body.id.in_(among("tables")), waits.TO_CONSENT.c.count.is_not(None)))
    .order_by(Round.due_on, Round.id, AskedSeat.name, AskedSeat.id, Body.id)
)


@dataclass(frozen=True, kw_only=True)
class AtTable:
    """What waits at one table beside its rounds: decisions to be reviewed, documents to consent about,
    answers to amendments that one's institutions have not agreed to yet (`position_id`: where the first is);
    `stopped`: the coordination has its letters stopped.

    `review_on` is the first day, `review_until` the last of those in sight; `document_id` one of them.
    """

    table_id: int
    table_name: str
    hue: int
    to_review: int = 0
    review_on: date | None = None
    review_until: date | None = None
    to_consent: int = 0
    document_id: int | None = None
    to_agree: int = 0
    position_id: int | None = None
    stopped: bool = False
    politics: Politics | None = None
    reviews: agreed.Reviews | None = None
    consultations: agreed.Consultations | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """All that this one statement tells: the running rounds, decisions that wait for a management, tables."""

    running: list[Running]
    unconfirmed: list[Running]
    tables: list[AtTable]


def waiting(reading: Session, by: Actor, on: date, only: Iterable[int] | None = None) -> Waiting:
    """What she owes as a representative (of dates and decisions as a deputy, too), what her tables wait for.

    `only`: of these seats, whoever asks. Who is dormant on the last of the dates is not asked for them, and
    who sleeps today not for a decision. A decision that she may not see is not among them.
    """
    seats = by.seat_ids if only is None else only
    whole = only is None
    given: dict[str, Any] = {
        "on": on,
        "coordinated": sorted(by.coordinates) if whole else [],
        "mains": sorted(by.main_seats if whole else seats),
        "seats": sorted(seats),
        "tables": sorted(by.bodies),
        "owner": by.person_id if whole else 0,
        "signing": signing_seats(by) if whole else sorted(seats),
        "fuzzy_today": FuzzyDate.of_day(on),
        "review_by": on + REVIEWS_AHEAD,
        "procedures_by": on + agreed.LETTERS_AHEAD,
    }
    if not given["coordinated"] and not given["seats"]:
        return Waiting(running=[], unconfirmed=[], tables=[])
    found = reading.execute(RUNNING, given).all()
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        if row.asked_id is not None:
            rows[row.asked_id].append(row)
    awake = [each[0] for each in rows.values() if not any(_sleeps(row, on) for row in each)]
    seen = [row for row in awake if row.kind not in ABOUT or row.title]
    return Waiting(
        running=[_running(row) for row in seen if row.closed_at is None],
        unconfirmed=[_running(row) for row in seen if row.stance_id is not None and _matters(row)],
        tables=[_at_table(row) for row in {row.id: row for row in found}.values()],
    )


def running(reading: Session, by: Actor, on: date, only: Iterable[int] | None = None) -> list[Running]:
    """The rounds of `waiting` that take answers."""
    return waiting(reading, by, on, only).running


def _matters(row: Any) -> bool:
    """Whether a management's word still changes anything: asked today, or come about and still in force."""
    return row.superseded_by_id is None and (row.result is None or row.result.came_about)


def _at_table(row: Any) -> AtTable:
    return AtTable(
        table_id=row.id,
        table_name=row.name,
        hue=row.hue,
        to_review=row.to_review or 0,
        review_on=row.first_on,
        review_until=row.last_on,
        to_consent=row.to_consent or 0,
        document_id=row.document_id,
        to_agree=row.to_agree or 0,
        position_id=row.position_id,
        stopped=bool(row.stopped),
        politics=politics(row),
        reviews=agreed.reviews(row),
        consultations=agreed.consultations(row),
    )


def _running(row: Any) -> Running:
    return Running(
        kind=row.kind,
        table_id=row.id,
        table_name=row.name,
        hue=row.hue,
        round_id=row.round_id,
        due_on=row.due_on,
        asked_id=row.asked_id,
        seat_id=row.seat_id,
        institution=row.institution,
        is_silent=bool(row.is_silent),
        was_asked=bool(row.has_letter or not row.is_silent),
        decision_id=row.decision_id,
        title=row.title or "",
        circular=bool(row.circular),
        stance_id=row.stance_id,
        meeting_id=row.meeting_id,
        procedure_id=row.procedure_id,
        number=row.number,
        survey=of_survey(row),
    )


def _sleeps(row: Any, on: date) -> bool:
    last: datetime | None = row.last
    if row.starts_on is None or (last is None and row.kind is RoundKind.DATES):
        return False
    return periods.holds(row.starts_on, row.ends_on, last.astimezone(BERLIN).date() if last else on)
