"""Who may plan meetings, and what must hold when they do."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import reply_round
from blueprints.meetings.slot_rules import shift_slots
from blueprints.meetings.topics.following_rules import end_call, follow_move, let_go, running_call
from blueprints.tables.people.queries import people_of
from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.meetings import BERLIN, AgendaItem, ItemKind, Meeting, MeetingState
from models.versions import must_be
from models.words import N_

TIMED = ("starts_at", "ends_at", "place", "online_url")
"""What a calendar entry says: after the invitation it changes by moving the meeting only."""
WITHOUT_A_DAY = (MeetingState.PLANNED, MeetingState.HELD, MeetingState.NOT_HELD)


def may_plan(by: Actor, table_id: int) -> bool:
    """The coordination plans the meetings of its table."""
    return by.coordinates_body(table_id)


def may_edit(by: Actor, meeting: Meeting) -> bool:
    return may_plan(by, meeting.body_id)


def may_change_time(meeting: Meeting) -> bool:
    """As long as no calendar knows of it."""
    return meeting.invited_at is None and (meeting.is_open or meeting.state is MeetingState.HELD)


def may_hold(by: Actor, meeting: Meeting, now: datetime) -> bool:
    """Once its time has passed."""
    return may_edit(by, meeting) and meeting.is_open and meeting.is_over(now)


def may_mark_not_held(by: Actor, meeting: Meeting, now: datetime) -> bool:
    """Whoever was invited to a meeting that lies ahead must be told: then it is cancelled instead."""
    told = meeting.state is MeetingState.INVITED and not meeting.is_over(now)
    return may_edit(by, meeting) and meeting.is_open and not told


def may_note_topics(by: Actor, meeting: Meeting) -> bool:
    """Until the invitation goes out."""
    return may_edit(by, meeting) and meeting.is_open and meeting.invited_at is None


def schedule(
    house: Session,
    table_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    took_place: bool = False,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Meeting:
    """Plan a meeting with its day and time; the bylaws' formal items stand on its agenda from the start.

    One that already took place is recorded with `took_place` and gets no invitation.
    """
    locked_body(house, table_id, by)
    if took_place and starts_at > now:
        raise RuleBroken(N_("This day has not come yet."), field="took_place")
    if not took_place and starts_at <= now:
        raise RuleBroken(
            N_("This date lies in the past. If the meeting already took place, tick that below."), field="day"
        )
    state = MeetingState.HELD if took_place else MeetingState.SCHEDULED
    meeting = Meeting(body_id=table_id, state=state, **facts)
    meeting.set_time(starts_at, ends_at)
    return _planned(house, meeting, by, now)


def record_meeting(
    house: Session,
    table_id: int,
    *,
    held_on: FuzzyDate,
    state: MeetingState = MeetingState.PLANNED,
    reason: str = "",
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Meeting:
    """Record a meeting whose day is not (or no longer) known: planned, held, or one that never took place."""
    locked_body(house, table_id, by)
    if state not in WITHOUT_A_DAY:
        raise RuleBroken(N_("Please choose what is known of the meeting."), field="state")
    _judge_reason(state, reason)
    if state is MeetingState.HELD:
        _judge_past(held_on, now)
    meeting = Meeting(body_id=table_id, held_on=held_on, state=state, reason=reason, **facts)
    return _planned(house, meeting, by, now)


def edit(
    house: Session, meeting_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> Meeting:
    """Change what is said about a meeting; its time and place only until the invitation goes out."""
    meeting = locked(house, meeting_id, by)
    must_be(meeting, based_on)
    day = meeting.held_on.day
    with house.no_autoflush:
        before = {name: getattr(meeting, name) for name in facts}
        for name, value in facts.items():
            if name not in TIMED and value != before[name]:
                setattr(meeting, name, value)
        _edit_time(house, meeting, {name: facts[name] for name in TIMED if name in facts}, now)
        _judge(house, meeting, kept_taker=before.get("minute_taker_id"))
    follow_move(house, meeting, day, now)
    changed = [name for name, value in before.items() if getattr(meeting, name) != value]
    record(house, "edit", meeting, by=by, now=now, changed=changed)
    return meeting


def fix_day(
    house: Session,
    meeting_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    by: Actor,
    now: datetime,
    **places: str,
) -> Meeting:
    """Give a planned meeting the day that it had not, and where it takes place; all else stays untouched."""
    meeting = locked(house, meeting_id, by)
    if meeting.state is not MeetingState.PLANNED or meeting.starts_at is not None:
        raise RuleBroken(N_("This meeting has its day by now. Please look again."))
    _edit_time(house, meeting, {"starts_at": starts_at, "ends_at": ends_at} | places, now)
    meeting.judge()
    record(house, "edit", meeting, by=by, now=now, changed=["starts_at", "ends_at", *places])
    return meeting


def _edit_time(house: Session, meeting: Meeting, facts: dict[str, Any], now: datetime) -> None:
    if all(getattr(meeting, name) == value for name, value in facts.items()):
        return
    if not may_change_time(meeting):
        raise RuleBroken(
            N_("The invitations are out. Use “Move”, so that the entries in the calendars follow."),
            field="day",
        )
    starts_at = facts.get("starts_at", meeting.starts_at)
    if starts_at is not None and starts_at != meeting.starts_at:
        if meeting.is_open and starts_at <= now:
            raise RuleBroken(N_("The new date lies in the past."), field="day")
        if meeting.state is MeetingState.HELD and starts_at > now:
            raise RuleBroken(N_("This day has not come yet."), field="day")
    if starts_at is not None:
        if meeting.starts_at is not None:
            shift_slots(house, meeting, starts_at - meeting.starts_at)
        meeting.set_time(starts_at, facts.get("ends_at", meeting.ends_at))
        if meeting.state is MeetingState.PLANNED:
            meeting.state = MeetingState.SCHEDULED
    meeting.place = facts.get("place", meeting.place)
    meeting.online_url = facts.get("online_url", meeting.online_url)


def hold(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> Meeting:
    """Note that a meeting took place; the asking for replies ends with it."""
    meeting = locked(house, meeting_id, by)
    if meeting.is_open and not meeting.is_over(now):
        raise RuleBroken(N_("This meeting has not ended yet."))
    if not may_hold(by, meeting, now):
        raise RuleBroken(N_("This meeting is no longer open."))
    meeting.state = MeetingState.HELD
    _close_asking(house, meeting, now)
    record(house, "hold", meeting, by=by, now=now)
    return meeting


def note_topics(house: Session, meeting_id: int, *, called: bool, by: Actor, now: datetime) -> Meeting:
    """Note that topics were called for, by whatever way, so that nothing asks for it any more; or take the
    note back."""
    meeting = locked(house, meeting_id, by)
    if not may_note_topics(by, meeting):
        raise RuleBroken(N_("The invitations are out: topics are no longer called for."))
    if not called and running_call(house, meeting_id) is not None:
        raise RuleBroken(N_("The call for topics has gone out by letter and can't be taken back."))
    meeting.topics_called_on = now.astimezone(BERLIN).date() if called else None
    record(house, "call-topics" if called else "uncall-topics", meeting, by=by, now=now)
    return meeting


def mark_not_held(
    house: Session,
    meeting_id: int,
    *,
    reason: str,
    held_on: FuzzyDate | None = None,
    by: Actor,
    now: datetime,
) -> Meeting:
    """Note that a meeting did not take place, with its reason; the day may become as vague as it is known."""
    meeting = locked(house, meeting_id, by)
    if not meeting.is_open:
        raise RuleBroken(N_("This meeting is no longer open."))
    if not may_mark_not_held(by, meeting, now):
        raise RuleBroken(
            N_("Invitations to this meeting are out. Cancel it instead, so that everybody is told.")
        )
    _judge_reason(MeetingState.NOT_HELD, reason)
    meeting.state, meeting.reason = MeetingState.NOT_HELD, reason
    if held_on is not None and held_on != meeting.held_on:
        meeting.held_on, meeting.starts_at, meeting.ends_at = held_on, None, None
    _close_asking(house, meeting, now)
    let_go(house, meeting, by=by, now=now)
    record(house, "not-held", meeting, by=by, now=now)
    return meeting


def locked(house: Session, meeting_id: int, by: Actor) -> Meeting:
    """The meeting, held until the end of the transaction: its changes come one after the other."""
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_edit(by, meeting):
        raise NotAllowed
    return meeting


def locked_body(house: Session, table_id: int, by: Actor) -> Body:
    """The body, held so that two meetings planned at once get two numbers."""
    if not may_plan(by, table_id):
        raise NotAllowed
    body = house.get_one(Body, table_id, with_for_update=True)
    if body.state is BodyState.DISSOLVED:
        raise RuleBroken(N_("This body is dissolved. It meets no more."))
    return body


def _planned(house: Session, meeting: Meeting, by: Actor, now: datetime) -> Meeting:
    keep_planned(house, [meeting], by, now)
    return meeting


def keep_planned(house: Session, meetings: list[Meeting], by: Actor, now: datetime) -> None:
    """Judge, keep and record new meetings of one body, with the formal items of its template unless they
    were not held."""
    _judge(house, *meetings)
    house.add_all(meetings)
    house.flush()
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meetings[0].body_id)).one_or_none()
    for meeting in meetings:
        if bylaws is not None and meeting.state is not MeetingState.NOT_HELD:
            house.add_all(formal_items(meeting, bylaws.agenda_titles))
        record(house, "plan", meeting, by=by, now=now, state=meeting.state.value)


def formal_items(meeting: Meeting, titles: list[str]) -> list[AgendaItem]:
    """The items with which the agenda of every meeting of a table begins."""
    return [
        AgendaItem(meeting_id=meeting.id, place=place, kind=ItemKind.FORMAL, title=title)
        for place, title in enumerate(titles, 1)
    ]


def _judge(house: Session, *meetings: Meeting, kept_taker: int | None = None) -> None:
    """Judge meetings of one body that are told the same minute taker, if any; whoever was it may stay it."""
    for meeting in meetings:
        meeting.judge()
    body_id, taker = meetings[0].body_id, meetings[0].minute_taker_id
    numbers = {meeting.number: meeting for meeting in meetings if meeting.number is not None}
    if numbers:
        same = select(Meeting).where(Meeting.body_id == body_id, Meeting.number.in_(numbers))
        if any(found is not numbers[found.number] for found in house.scalars(same) if found.number):
            raise RuleBroken(N_("There is already a meeting with this number."), field="number")
    if taker not in (None, kept_taker) and taker not in dict(people_of(house, body_id)):
        raise RuleBroken(N_("This person is not known at this table."), field="minute_taker_id")


def _judge_reason(state: MeetingState, reason: str) -> None:
    if state is MeetingState.NOT_HELD and not reason:
        raise RuleBroken(N_("Please give a reason."), field="reason")


def _judge_past(held_on: FuzzyDate, now: datetime) -> None:
    if held_on.first_day is not None and held_on.first_day > now.astimezone(BERLIN).date():
        raise RuleBroken(N_("This day has not come yet."), field="held_on")


def _close_asking(house: Session, meeting: Meeting, now: datetime) -> None:
    end_call(house, meeting, now)
    if (asking := reply_round(house, meeting.id)) is not None and asking.closed_at is None:
        asking.closed_at = now
