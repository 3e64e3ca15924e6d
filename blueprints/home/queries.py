"""What my institution owes, what the coordination waits for, which meetings come next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import counted_back
from models.editions import Edition, EditionKind
from models.invitations import Invitation, Reply
from models.meetings import BERLIN, Meeting, MeetingState
from models.minutes import Minutes
from models.rounds import AskedSeat, Round, RoundKind, Voice, voice_of


@dataclass(frozen=True, kw_only=True)
class OwedReply:
    """A reply that an institution still owes: one line on the overview."""

    meeting: Meeting
    invitation_id: int
    institution: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What the coordination or the minute taker has to do for a meeting: `gesture` names it."""

    meeting: Meeting
    gesture: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class WaitingFor:
    """What a coordinator is waiting for at one meeting, and from whom."""

    meeting: Meeting
    due_on: date
    silent: tuple[str, ...]
    asked: int


def open_invitations(reading: Session) -> Sequence[Invitation]:
    """Standing invitations to meetings that still take replies, as far as the reader may see them."""
    return reading.scalars(
        select(Invitation)
        .join(Invitation.meeting)
        .where(Meeting.state == MeetingState.INVITED, Invitation.withdrawn_at.is_(None))
        .options(selectinload(Invitation.meeting).selectinload(Meeting.body))
        .order_by(Meeting.starts_at, Invitation.id)
    ).all()


def last_replies(reading: Session, meeting_ids: Iterable[int]) -> dict[tuple[int | None, int | None], Reply]:
    """The last visible reply of each invitation of these meetings."""
    rows = reading.scalars(select(Reply).where(Reply.meeting_id.in_(list(meeting_ids))).order_by(Reply.id))
    return {(row.invitation_id, row.seat_id): row for row in rows}


Group = dict[tuple[int, int | None], list[Invitation]]


def by_seat(invitations: Iterable[Invitation]) -> Group:
    grouped: Group = defaultdict(list)
    for each in invitations:
        grouped[each.meeting_id, each.seat_id].append(each)
    return grouped


def voice(invitations: list[Invitation], replies: dict[tuple[int | None, int | None], Reply]) -> Voice:
    """The institution's voice from its invitations' last replies for the meeting's present date."""
    last = [(each, replies.get((each.id, each.seat_id))) for each in invitations]
    given = [each.answered(reply, each.meeting.starts_at) for each, reply in last]
    return voice_of(answer for answer in given if answer is not None)


@dataclass(frozen=True)
class Asking:
    """All that the overview needs about open replies, read once."""

    groups: Group
    replies: dict[tuple[int | None, int | None], Reply]
    names: dict[tuple[int, int], str]


def asking(reading: Session) -> Asking:
    invitations = open_invitations(reading)
    meetings = {each.meeting_id for each in invitations}
    names = reading.execute(
        select(Round.meeting_id, AskedSeat.seat_id, AskedSeat.name)
        .join(AskedSeat, AskedSeat.round_id == Round.id)
        .where(Round.kind == RoundKind.REPLY, Round.meeting_id.in_(meetings))
    )
    known = {(meeting or 0, seat): name for meeting, seat, name in names}
    return Asking(by_seat(invitations), last_replies(reading, meetings), known)


def owed_replies(open_: Asking, by: Actor) -> list[OwedReply]:
    """What this person's institutions (or she as a guest) have not answered, soonest first."""
    owed = []
    for (meeting_id, seat_id), invitations in open_.groups.items():
        mine = next((each for each in invitations if each.person_id == by.person_id), None)
        if mine is None or voice(invitations, open_.replies) is not Voice.OPEN:
            continue
        owed.append(
            OwedReply(
                meeting=mine.meeting,
                invitation_id=mine.id,
                institution=open_.names.get((meeting_id, seat_id or 0), ""),
                due_on=mine.meeting.replies_due_on or mine.meeting.held_on.day or date.max,
            )
        )
    return sorted(owed, key=lambda each: each.due_on)


def waiting_for(open_: Asking, by: Actor) -> list[WaitingFor]:
    """Per meeting of her tables: which institutions are silent."""
    silent: dict[int, list[str]] = defaultdict(list)
    asked: dict[int, int] = defaultdict(int)
    meetings: dict[int, Meeting] = {}
    for (meeting_id, seat_id), invitations in open_.groups.items():
        meeting = invitations[0].meeting
        if meeting.body_id not in by.coordinates or seat_id is None:
            continue
        meetings[meeting_id] = meeting
        asked[meeting_id] += 1
        if voice(invitations, open_.replies) is Voice.OPEN:
            silent[meeting_id].append(open_.names.get((meeting_id, seat_id), invitations[0].name))
    return [
        WaitingFor(
            meeting=meeting,
            due_on=meeting.replies_due_on or date.max,
            silent=tuple(sorted(silent[meeting.id])),
            asked=asked[meeting.id],
        )
        for meeting in meetings.values()
        if silent[meeting.id]
    ]


def next_meetings(reading: Session, today: date) -> Sequence[Meeting]:
    """The next ten meetings that the reader may know of."""
    return reading.scalars(
        select(Meeting)
        .where(
            Meeting.state.in_((MeetingState.SCHEDULED, MeetingState.INVITED)),
            Meeting.starts_at.is_not(None),
            Meeting.starts_at >= datetime.combine(today, time(), BERLIN),
        )
        .options(selectinload(Meeting.body))
        .order_by(Meeting.starts_at)
        .limit(10)
    ).all()


def next_steps(reading: Session, by: Actor, today: date) -> list[NextStep]:
    """What the coordination has to do next for its meetings: invite, note as held, write and send minutes."""
    midnight = datetime.combine(today, time(), BERLIN)
    meetings = reading.scalars(
        select(Meeting)
        .where(
            Meeting.state.in_(
                (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD)
            ),
            Meeting.body_id.in_(by.coordinates) | Meeting.id.in_(by.records),
            Meeting.starts_at.is_not(None),
            (Meeting.state != MeetingState.INVITED) | (Meeting.starts_at < midnight),
        )
        .options(selectinload(Meeting.body).selectinload(Body.bylaws))
        .order_by(Meeting.starts_at)
    ).all()
    steps = [step for meeting in meetings if (step := _step(meeting, by, today)) is not None]
    return sorted(steps, key=lambda step: step.due_on or date.max)


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
    return NextStep(meeting=meeting, gesture="invite", due_on=invitation_due(day, bylaws))


def invitation_due(day: date, bylaws: Bylaws) -> date:
    """The last day to send the invitation (Ladungsfrist, counted back: the working day before)."""
    due: date = counted_back(day, bylaws.notice_days, bylaws.land)
    return due


def new_minutes(reading: Session, limit: int = 5) -> list[tuple[Edition, Meeting, date | None]]:
    """The minutes that came out last, as the reader may read them, with the last day for objections."""
    rows = reading.scalars(
        select(Edition)
        .where(Edition.kind == EditionKind.MINUTES)
        .order_by(Edition.compiled_at.desc(), Edition.id.desc())
        .limit(limit * 6)
    ).all()
    first = {row.meeting_id: row for row in reversed(rows)}
    newest = sorted(first.values(), key=lambda row: row.compiled_at, reverse=True)[:limit]
    meetings = reading.scalars(
        select(Meeting)
        .where(Meeting.id.in_([row.meeting_id for row in newest]))
        .options(selectinload(Meeting.body))
    )
    known = {meeting.id: meeting for meeting in meetings}
    out = select(Minutes.meeting_id, Minutes.objections_until).where(Minutes.meeting_id.in_(known))
    until = {row.meeting_id: row.objections_until for row in reading.execute(out)}
    return [
        (row, known[row.meeting_id], until.get(row.meeting_id)) for row in newest if row.meeting_id in known
    ]
