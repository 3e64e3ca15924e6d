"""What my institution owes, what the coordination waits for, which meetings come next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from blueprints.meetings import due_rules
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import counted_back
from models.editions import Edition, EditionKind
from models.invitations import Invitation, Reply
from models.meetings import BERLIN, Meeting, MeetingState
from models.minutes import Minutes
from models.rounds import AskedSeat, Round, RoundKind, Voice, voice_of
from models.unclear_mail import UnclearMail


@dataclass(frozen=True, kw_only=True)
class OwedReply:
    """A reply that an institution still owes: one line on the overview."""

    meeting: Meeting
    invitation_id: int
    institution: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What the coordination or the minute taker has to do for a meeting: `gesture` names it.

    `then_on`: until when the invitation goes out, where something else comes before it.
    """

    meeting: Meeting
    gesture: str
    due_on: date | None
    then_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingFor:
    """What a coordinator is waiting for at one meeting, and from whom."""

    meeting: Meeting
    due_on: date
    silent: tuple[str, ...]
    asked: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A standing invitation, its last reply, and the institution's name as it was asked.

    `unclear`: how many answers by mail to its meeting wait for the reader's decision.
    """

    invitation: Invitation
    reply: Reply | None
    institution: str
    unclear: int = 0


LOOKS_AHEAD: Final = timedelta(days=60)
"""Of a year that is planned at once the overview names only what comes into sight."""
Asking = dict[tuple[int, int | None], list[Asked]]
"""Who was asked, by meeting and seat."""

LATER = aliased(Reply)
LAST_REPLY = (
    select(func.max(LATER.id))
    .where(LATER.invitation_id == Invitation.id, LATER.seat_id.is_not_distinct_from(Invitation.seat_id))
    .correlate(Invitation)
    .scalar_subquery()
)
INSTITUTION = (
    select(AskedSeat.name)
    .join(Round, Round.id == AskedSeat.round_id)
    .where(
        Round.kind == RoundKind.REPLY,
        Round.meeting_id == Invitation.meeting_id,
        AskedSeat.seat_id == Invitation.seat_id,
    )
    .order_by(Round.id.desc())
    .limit(1)
    .correlate(Invitation)
    .scalar_subquery()
)
UNCLEAR = (
    select(UnclearMail.meeting_id, func.count(UnclearMail.id).label("count"))
    .where(UnclearMail.settled_at.is_(None))
    .group_by(UnclearMail.meeting_id)
    .subquery()
)
OPEN_INVITATIONS = (
    select(Invitation, Reply, INSTITUTION, UNCLEAR.c.count)
    .join(Invitation.meeting)
    .outerjoin(Meeting.body)
    .outerjoin(Reply, Reply.id == LAST_REPLY)
    .outerjoin(UNCLEAR, UNCLEAR.c.meeting_id == Meeting.id)
    .where(Meeting.state == MeetingState.INVITED, Invitation.withdrawn_at.is_(None))
    .options(contains_eager(Invitation.meeting).contains_eager(Meeting.body))
    .order_by(Meeting.starts_at, Invitation.id)
)


def asking(reading: Session) -> Asking:
    """Standing invitations to meetings that still take replies, as far as the reader may see them."""
    grouped: Asking = defaultdict(list)
    for invitation, reply, institution, unclear in reading.execute(OPEN_INVITATIONS):
        asked = Asked(invitation=invitation, reply=reply, institution=institution or "", unclear=unclear or 0)
        grouped[invitation.meeting_id, invitation.seat_id].append(asked)
    return grouped


def voice(asked: list[Asked]) -> Voice:
    """The institution's voice from its invitations' last replies for the meeting's present date."""
    given = [each.invitation.answered(each.reply, each.invitation.meeting.starts_at) for each in asked]
    return voice_of(answer for answer in given if answer is not None)


def owed_replies(open_: Asking, by: Actor) -> list[OwedReply]:
    """What this person's institutions (or she as a guest) have not answered, soonest first."""
    owed = []
    for asked in open_.values():
        mine = next((each for each in asked if each.invitation.person_id == by.person_id), None)
        if mine is None or voice(asked) is not Voice.OPEN:
            continue
        meeting = mine.invitation.meeting
        owed.append(
            OwedReply(
                meeting=meeting,
                invitation_id=mine.invitation.id,
                institution=mine.institution,
                due_on=meeting.replies_due_on or meeting.held_on.day or date.max,
            )
        )
    return sorted(owed, key=lambda each: each.due_on)


def waiting_for(open_: Asking, by: Actor) -> list[WaitingFor]:
    """Per meeting of her tables: which institutions are silent."""
    silent: dict[int, list[str]] = defaultdict(list)
    asked_seats: dict[int, int] = defaultdict(int)
    meetings: dict[int, Meeting] = {}
    for (meeting_id, seat_id), asked in open_.items():
        first = asked[0].invitation
        if first.meeting.body_id not in by.coordinates or seat_id is None:
            continue
        meetings[meeting_id] = first.meeting
        asked_seats[meeting_id] += 1
        if voice(asked) is Voice.OPEN:
            silent[meeting_id].append(asked[0].institution or first.name)
    return [
        WaitingFor(
            meeting=meeting,
            due_on=meeting.replies_due_on or date.max,
            silent=tuple(sorted(silent[meeting.id])),
            asked=asked_seats[meeting.id],
        )
        for meeting in meetings.values()
        if silent[meeting.id]
    ]


def waiting_mails(open_: Asking) -> list[tuple[Meeting, int]]:
    """Meetings with answers by mail that the coordination has to decide about, and how many."""
    firsts = {asked[0].invitation.meeting_id: asked[0] for asked in open_.values()}
    return [(each.invitation.meeting, each.unclear) for each in firsts.values() if each.unclear]


NEXT_MEETINGS = (
    select(Meeting)
    .outerjoin(Meeting.body)
    .where(
        Meeting.state.in_((MeetingState.SCHEDULED, MeetingState.INVITED)),
        Meeting.starts_at >= bindparam("from_midnight"),
    )
    .options(contains_eager(Meeting.body))
    .order_by(Meeting.starts_at)
    .limit(10)
)
STEPS = (
    select(Meeting)
    .outerjoin(Meeting.body)
    .outerjoin(Body.bylaws)
    .where(
        Meeting.state.in_(
            (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD)
        ),
        Meeting.body_id.in_(bindparam("coordinated", expanding=True))
        | Meeting.id.in_(bindparam("recorded", expanding=True)),
        Meeting.starts_at.is_not(None),
        (Meeting.state != MeetingState.INVITED) | (Meeting.starts_at < bindparam("from_midnight")),
    )
    .options(contains_eager(Meeting.body).contains_eager(Body.bylaws))
    .order_by(Meeting.starts_at)
)


def next_meetings(reading: Session, today: date) -> Sequence[Meeting]:
    """The next ten meetings that the reader may know of."""
    return reading.scalars(NEXT_MEETINGS, {"from_midnight": midnight(today)}).all()


def next_steps(reading: Session, by: Actor, today: date) -> list[NextStep]:
    """What the coordination has to do next for its meetings: invite, note as held, write and send minutes."""
    mine = {"coordinated": list(by.coordinates), "recorded": list(by.records)}
    meetings = reading.scalars(STEPS, mine | {"from_midnight": midnight(today)})
    steps = [step for meeting in meetings if (step := _step(meeting, by, today)) is not None]
    return sorted(steps, key=lambda step: step.due_on or date.max)


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Berlin."""
    return datetime.combine(day, time(), BERLIN)


def _step(meeting: Meeting, by: Actor, today: date) -> NextStep | None:
    day, bylaws = meeting.held_on.day, meeting.body.bylaws
    if day is None or meeting.body.is_external:
        return None
    if meeting.state is MeetingState.HELD:
        return NextStep(meeting=meeting, gesture="write", due_on=None)
    if meeting.body_id not in by.coordinates:
        return None
    if meeting.state is MeetingState.INVITED:
        return NextStep(meeting=meeting, gesture="hold", due_on=day) if day < today else None
    due = due_rules.due_next(day, bylaws, today)
    if due.kind != "invite" and due.day > today + LOOKS_AHEAD:
        return None
    then_on = None if due.kind == "invite" else invitation_due(day, bylaws)
    return NextStep(meeting=meeting, gesture=due.kind, due_on=due.day, then_on=then_on)


def invitation_due(day: date, bylaws: Bylaws) -> date:
    """The last day to send the invitation (Ladungsfrist, counted back: the working day before)."""
    due: date = counted_back(day, bylaws.notice_days, bylaws.land)
    return due


NEW_MINUTES = (
    select(Edition.compiled_at, Meeting, Minutes.objections_until)
    .join(Meeting, Meeting.id == Edition.meeting_id)
    .outerjoin(Meeting.body)
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(Edition.kind == EditionKind.MINUTES)
    .options(contains_eager(Meeting.body))
    .order_by(Edition.compiled_at.desc(), Edition.id.desc())
    .limit(30)
)


def new_minutes(reading: Session, limit: int = 5) -> list[tuple[datetime, Meeting, date | None]]:
    """The meetings whose minutes came out last, as the reader may read them: when they were sent, and the
    last day for objections."""
    newest: dict[int, tuple[datetime, Meeting, date | None]] = {}
    for sent_at, meeting, until in reading.execute(NEW_MINUTES):
        newest.setdefault(meeting.id, (sent_at, meeting, until))
    return list(newest.values())[:limit]
