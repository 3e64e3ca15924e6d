"""The one question about all seats of some tables: who fills them, who is silent, who refuses letters."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Date, bindparam, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from blueprints.tables.departures.queries import BECAME, OUTLASTS
from models.admissions import Admission, AdmissionState
from models.bodies import Body, BodyState, Bylaws
from models.bounces import CLEARED_AFTER, IN_QUESTION_AFTER
from models.concerns import SILENT_TIMES, CheckedConcern
from models.constants import fixed
from models.deadlines import BERLIN
from models.invitations import Reply
from models.letters import Letter, LetterState
from models.meetings import Meeting, MeetingState
from models.minutes import Attendance, AttendanceState, Minutes
from models.nominations import Nomination, NominationState
from models.organisations import Organisation
from models.people import Person
from models.people_checks import PersonAnswer
from models.readers import among
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Reappointment, Seat
from models.standing import DAY, dormant, in_force
from models.topics import Topic, TopicState

LOOKED_BACK: Final = timedelta(days=3 * 365)
"""Older invitations say nothing about today."""
REFUSED_FOR_GOOD: Final = 500
WERE_THERE: Final = (AttendanceState.PRESENT, AttendanceState.REPRESENTED)
BODIES: Any = among("bodies")
SINCE: Any = bindparam("since", type_=Date())

ASKED = (
    select(
        AskedSeat.seat_id.label("seat_id"),
        Round.meeting_id.label("meeting_id"),
        func.max(Round.due_on).label("due_on"),
    )
    .join(Round, Round.id == AskedSeat.round_id)
    .join(Meeting, Meeting.id == Round.meeting_id)
    .where(
        Round.kind == RoundKind.REPLY,
        Round.body_id.in_(BODIES),
        Round.due_on < DAY,
        Round.due_on >= SINCE,
        Meeting.state != MeetingState.CANCELLED,
    )
    .group_by(AskedSeat.seat_id, Round.meeting_id)
    .subquery("asked")
)
ANSWERED = exists().where(Reply.seat_id == ASKED.c.seat_id, Reply.meeting_id == ASKED.c.meeting_id)
CAME = (
    exists()
    .where(Attendance.minutes_id == Minutes.id, Minutes.meeting_id == ASKED.c.meeting_id)
    .where(Attendance.seat_id == ASKED.c.seat_id, Attendance.state.in_(WERE_THERE))
)
RANKED = select(
    ASKED.c.seat_id,
    ASKED.c.due_on,
    case((ANSWERED, 1), (CAME, 1), else_=0).label("heard"),
    func.row_number()
    .over(partition_by=ASKED.c.seat_id, order_by=(ASKED.c.due_on.desc(), ASKED.c.meeting_id.desc()))
    .label("place"),
).subquery("ranked")
SILENCE = (
    select(RANKED.c.seat_id, func.max(RANKED.c.due_on).label("due_on"))
    .where(RANKED.c.place <= SILENT_TIMES)
    .group_by(RANKED.c.seat_id)
    .having(func.count() == SILENT_TIMES, func.sum(RANKED.c.heard) == 0)
    .subquery("silence")
)
"""Seats whose last three invitations, all due, have neither an answer nor anybody who came."""

LAST_HEARD = select(func.max(Reply.id)).where(Reply.seat_id == Seat.id).correlate(Seat).scalar_subquery()
MAINS = (
    select(
        Appointment.seat_id.label("seat_id"),
        func.max(Appointment.ends_on).label("last_day"),
        func.sum(case((Appointment.ends_on.is_(None), 1), else_=0)).label("open_ended"),
    )
    .join(Appointment.seat)
    .where(Appointment.role == AppointmentRole.MAIN, Seat.body_id.in_(BODIES))
    .group_by(Appointment.seat_id)
    .subquery("mains")
)
LATER = aliased(Letter)
REFUSED = (
    select(
        Appointment.seat_id.label("seat_id"),
        func.max(Letter.id).label("letter_id"),
        func.max(Letter.recipient).label("address"),
        func.min(Person.id).label("first_id"),
        func.max(Person.id).label("last_id"),
    )
    .join(Person, Person.id == Appointment.person_id)
    .join(Letter, Letter.recipient_key == func.lower(Person.email))
    .where(
        in_force(Appointment, DAY),
        Letter.body_id.in_(BODIES),
        Letter.state == LetterState.FAILED,
        Letter.smtp_code >= REFUSED_FOR_GOOD,
        not_(
            exists().where(
                LATER.recipient_key == Letter.recipient_key,
                LATER.id > Letter.id,
                LATER.state == LetterState.ACCEPTED,
            )
        ),
    )
    .group_by(Appointment.seat_id)
    .subquery("refused")
)
"""Addresses that refused a letter for good and have taken none since."""

CLEARED: Any = bindparam("cleared", type_=Letter.sent_at.type)
BOUNCING = (
    select(
        Appointment.seat_id.label("seat_id"),
        func.count(Letter.id.distinct()).label("letters"),
        func.max(Letter.id).label("letter_id"),
        func.max(Letter.final_at).label("last_at"),
        func.max(Letter.recipient).label("address"),
        func.min(Person.id).label("first_id"),
        func.max(Person.id).label("last_id"),
    )
    .join(Appointment.seat)
    .join(Person, Person.id == Appointment.person_id)
    .join(Letter, (Letter.recipient_key == func.lower(Person.email)) & (Letter.body_id == Seat.body_id))
    .where(
        in_force(Appointment, DAY),
        Seat.body_id.in_(BODIES),
        Letter.state == LetterState.BOUNCED,
        not_(
            exists().where(
                LATER.recipient_key == Letter.recipient_key,
                LATER.state == LetterState.ACCEPTED,
                LATER.sent_at > Letter.sent_at,
                LATER.sent_at < CLEARED,
            )
        ),
    )
    .group_by(Appointment.seat_id, func.lower(Person.email))
    .having(func.count(Letter.id.distinct()) >= IN_QUESTION_AFTER)
    .subquery("bouncing")
)
"""Addresses from which three of the table's letters came back, none having stayed away (`models.bounces`).

However the address is spelled. Letters of other tables do not count: they would tell who sits there.
"""

FIRST = aliased(Seat)
FIRST_SEAT = (
    select(func.min(FIRST.id))
    .where(FIRST.body_id == Body.id, in_force(FIRST, DAY))
    .correlate(Body)
    .scalar_subquery()
)
PROPOSED = aliased(Organisation)
"""Proposals for admission stand beside the first seat of their body, or alone where it has none."""
NEWER = aliased(PersonAnswer)
DENIED = (
    select(
        Appointment.seat_id.label("seat_id"),
        PersonAnswer.id.label("said_id"),
        PersonAnswer.appointment_id.label("denied_id"),
        PersonAnswer.successor.label("successor"),
        Person.name.label("denied_name"),
    )
    .join(PersonAnswer, PersonAnswer.appointment_id == Appointment.id)
    .join(Appointment.seat)
    .join(Person, Person.id == Appointment.person_id)
    .where(
        Seat.body_id.in_(BODIES),
        Appointment.ends_on.is_(None),
        PersonAnswer.still.is_(False),
        not_(exists().where(NEWER.appointment_id == PersonAnswer.appointment_id, NEWER.id > PersonAnswer.id)),
    )
    .subquery("denied")
)
"""People of whom their institution has said that they act no more, and who still stand without an end."""

LAST = aliased(Appointment)
ROUNDS = (
    select(
        Round.body_id.label("body_id"),
        func.max(case((Round.kind == RoundKind.PEOPLE, Round.opened_at))).label("asked_at"),
        func.max(case((Round.kind == RoundKind.PEOPLE, Round.id))).label("asked_id"),
        func.min(case((Round.kind == RoundKind.REPLY, Round.opened_at))).label("first_at"),
    )
    .where(Round.body_id.in_(BODIES))
    .group_by(Round.body_id)
    .subquery("rounds")
)
"""When a table has asked last about people; before the first time counts when it first invited."""

NEW_TOPICS = (
    select(Topic.body_id.label("body_id"), func.count(Topic.id).label("number"))
    .where(Topic.body_id.in_(BODIES), Topic.state == TopicState.SUBMITTED)
    .group_by(Topic.body_id)
    .subquery("new_topics")
)
"""How many topics of a table nobody has decided on yet."""

CONCERNS = fixed(
    select(
        Seat.id,
        Body.id.label("body_id"),
        Seat.organisation_id,
        Seat.ends_on,
        Organisation.name,
        Body.name.label("table_name"),
        Body.hue,
        Bylaws.reappointment_weeks,
        Bylaws.land,
        MAINS.c.last_day,
        MAINS.c.open_ended,
        LAST.id.label("last_id"),
        Reappointment.due_on,
        Reappointment.asked_on,
        SILENCE.c.due_on.label("silent_on"),
        case((SILENCE.c.due_on.is_not(None), LAST_HEARD)).label("last_heard"),
        REFUSED.c.letter_id,
        REFUSED.c.address,
        REFUSED.c.first_id,
        REFUSED.c.last_id.label("last_person_id"),
        BOUNCING.c.letter_id.label("bounced_id"),
        BOUNCING.c.letters.label("bounced"),
        BOUNCING.c.last_at.label("bounced_at"),
        BOUNCING.c.address.label("bounced_address"),
        BOUNCING.c.first_id.label("bounced_first_id"),
        BOUNCING.c.last_id.label("bounced_last_id"),
        DENIED.c.said_id,
        DENIED.c.denied_id,
        DENIED.c.successor,
        DENIED.c.denied_name,
        Body.state.label("body_state"),
        Bylaws.people_check_months,
        ROUNDS.c.asked_at,
        ROUNDS.c.asked_id,
        ROUNDS.c.first_at,
        Nomination.id.label("nomination_id"),
        Nomination.name.label("nominated"),
        Admission.id.label("admission_id"),
        func.coalesce(PROPOSED.name, Admission.name).label("proposed"),
        dormant(DAY).label("sleeps"),
        or_(Body.is_external, Body.state == BodyState.DISSOLVED).label("is_elsewhere"),
        OUTLASTS.label("outlasts"),
        Organisation.ended_on,
        case((OUTLASTS, BECAME)).label("became"),
        CheckedConcern.kind.label("checked"),
        CheckedConcern.situation,
        CheckedConcern.checked_on,
        NEW_TOPICS.c.number.label("new_topics"),
    )
    .select_from(Body)
    .join(Bylaws, Bylaws.body_id == Body.id)
    .outerjoin(Seat, (Seat.body_id == Body.id) & in_force(Seat, DAY))
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(MAINS, MAINS.c.seat_id == Seat.id)
    .outerjoin(
        LAST,
        (LAST.seat_id == Seat.id) & (LAST.role == AppointmentRole.MAIN) & (LAST.ends_on == MAINS.c.last_day),
    )
    .outerjoin(
        Reappointment,
        (Reappointment.seat_id == Seat.id) & (Reappointment.last_day == MAINS.c.last_day),
    )
    .outerjoin(SILENCE, SILENCE.c.seat_id == Seat.id)
    .outerjoin(REFUSED, REFUSED.c.seat_id == Seat.id)
    .outerjoin(BOUNCING, BOUNCING.c.seat_id == Seat.id)
    .outerjoin(DENIED, DENIED.c.seat_id == Seat.id)
    .outerjoin(ROUNDS, ROUNDS.c.body_id == Body.id)
    .outerjoin(NEW_TOPICS, NEW_TOPICS.c.body_id == Body.id)
    .outerjoin(CheckedConcern, CheckedConcern.seat_id == Seat.id)
    .outerjoin(Nomination, (Nomination.seat_id == Seat.id) & (Nomination.state == NominationState.PENDING))
    .outerjoin(
        Admission,
        (Admission.body_id == Body.id)
        & (Admission.state == AdmissionState.OPEN)
        & Seat.id.is_not_distinct_from(FIRST_SEAT),
    )
    .outerjoin(PROPOSED, PROPOSED.id == Admission.organisation_id)
    .where(Body.id.in_(BODIES))
    .order_by(
        Organisation.folded, Seat.id, Nomination.id, Admission.id, DENIED.c.said_id, BOUNCING.c.letter_id
    )
)


def given(table_ids: Any, on: date) -> dict[str, Any]:
    """What the question needs to know."""
    cleared = datetime.combine(on, time(), BERLIN) - CLEARED_AFTER
    return {"bodies": sorted(table_ids), "on": on, "since": on - LOOKED_BACK, "cleared": cleared}
