"""What my institution owes, what the coordination waits for, which meetings come next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from models.actors import Actor
from models.bodies import Body
from models.constants import fixed
from models.editions import Edition, EditionKind
from models.invitations import Invitation, Reply
from models.meetings import Meeting, MeetingState
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
OPEN_INVITATIONS = fixed(
    select(Invitation, Reply, INSTITUTION, UNCLEAR.c.count)
    .join(Meeting, Meeting.id == Invitation.meeting_id)
    .outerjoin(Body, Body.id == Meeting.body_id)
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


NEW_MINUTES = fixed(
    select(Edition.compiled_at, Meeting, Minutes.objections_until, Edition.number)
    .join(Meeting, Meeting.id == Edition.meeting_id)
    .outerjoin(Body, Body.id == Meeting.body_id)
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(Edition.kind == EditionKind.MINUTES)
    .options(contains_eager(Meeting.body))
    .order_by(Edition.compiled_at.desc(), Edition.id.desc())
    .limit(30)
)


def new_minutes(reading: Session, limit: int = 5) -> list[tuple[datetime, Meeting, date | None, bool]]:
    """The meetings whose minutes came out last, as the reader may read them: when they were sent, the
    last day for objections, and whether that was a corrected version."""
    newest: dict[int, tuple[datetime, Meeting, date | None, bool]] = {}
    for sent_at, meeting, until, number in reading.execute(NEW_MINUTES):
        newest.setdefault(meeting.id, (sent_at, meeting, until, number > 1))
    return list(newest.values())[:limit]
