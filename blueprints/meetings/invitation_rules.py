"""Gestures around invitations: invite, move, cancel, remind, take somebody off."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import invitations, reply_round
from blueprints.meetings.letters import send_invitations, send_moved, send_off, send_reminders
from blueprints.meetings.recipient_queries import Recipient, recipients
from blueprints.meetings.reply_queries import silent_invitations
from blueprints.meetings.round_rules import open_round
from blueprints.meetings.slot_rules import shift_slots
from blueprints.meetings.told_queries import told_of
from blueprints.meetings.topics.following_rules import end_call, follow_move, let_go
from models import gathering
from models.actors import Actor
from models.agenda_editions import agenda_editions
from models.bodies import Bylaws
from models.deadlines import counted_back
from models.errors import NotAllowed, RuleBroken
from models.gathering import gather
from models.history import record
from models.invitations import Invitation
from models.letters import finish_posted
from models.meetings import BERLIN, Meeting, MeetingState
from models.rounds import Round, RoundKind
from models.words import N_

AT_ONCE: Final = 500
"""So many letters wait for being finished at most, however many are invited."""


def may_invite(by: Actor, meeting: Meeting) -> bool:
    """The coordination invites, moves, cancels and reminds."""
    return by.coordinates_body(meeting.body_id)


def proposed_due_on(meeting: Meeting, bylaws: Bylaws, today: date) -> date:
    """The last day for replies: counted back from the meeting, but never before tomorrow's letters arrive."""
    assert meeting.held_on.day is not None
    return due_before(meeting.held_on.day, bylaws, today)


def due_before(held_on: date, bylaws: Bylaws, today: date) -> date:
    """The last day for replies to a meeting of that day."""
    day: date = counted_back(held_on, bylaws.reply_days, bylaws.land)
    return max(day, min(today, held_on))


def invite(house: Session, meeting_id: int, *, due_on: date, by: Actor, now: datetime) -> int:
    """Freeze the agenda as invited, open the round, send one letter to each recipient; returns how many."""
    meeting, bylaws = _open_meeting(house, meeting_id, by)
    today = now.astimezone(BERLIN).date()
    if meeting.state is MeetingState.INVITED:
        raise RuleBroken(N_("The invitations have already been sent."))
    assert meeting.held_on.day is not None
    _check_due(meeting.held_on.day, due_on, today)
    found = [each for each in recipients(house, meeting, today) if each.address]
    if not found:
        raise RuleBroken(
            N_("There is nobody to invite yet: no seat has a person or mailbox with an address.")
        )
    meeting.state, meeting.invited_at, meeting.replies_due_on = MeetingState.INVITED, now, due_on
    meeting.sequence, meeting.revised_at = 0, now
    asking = Round(
        kind=RoundKind.REPLY, body_id=meeting.body_id, meeting_id=meeting.id, opened_at=now, due_on=due_on
    )
    meets_on = meeting.held_on.day
    open_round(house, asking, holds_on=[meets_on], awake_on=meets_on)
    agenda_editions(house, meeting, by=by, now=now)
    for first in range(0, len(found), AT_ONCE):
        if first:
            finish_posted(house)
        made = [invitation_for(meeting, recipient, now) for recipient in found[first : first + AT_ONCE]]
        house.add_all(made)
        house.flush()
        send_invitations(house, meeting, bylaws, made, now=now)
    record(house, "invite", meeting, by=by, now=now, round=asking.id, letters=len(found))
    return len(found)


def _open_meeting(house: Session, meeting_id: int, by: Actor) -> tuple[Meeting, Bylaws]:
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_invite(by, meeting):
        raise NotAllowed
    if not meeting.is_open:
        raise RuleBroken(N_("This meeting has already taken place or was cancelled."))
    if meeting.starts_at is None:
        raise RuleBroken(N_("Fix the day and time of the meeting first."))
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    return meeting, bylaws


def _check_due(held_on: date, due_on: date, today: date) -> None:
    if due_on < today:
        raise RuleBroken(N_("The last day for replies lies in the past."), field="due_on")
    if due_on > held_on:
        raise RuleBroken(N_("The last day for replies lies after the meeting."), field="due_on")


def invitation_for(meeting: Meeting, recipient: Recipient, now: datetime) -> Invitation:
    """A recipient's invitation, with name and address of the day on which it goes out."""
    assert recipient.address is not None
    return Invitation(
        meeting_id=meeting.id,
        kind=recipient.kind,
        address=recipient.address,
        name=recipient.name,
        seat_id=recipient.seat_id,
        person_id=recipient.person_id,
        item_id=recipient.item_id,
        invited_at=now,
    )


def move(
    house: Session,
    meeting_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    place: str,
    due_on: date,
    reason: str,
    still_editing: bool = False,
    by: Actor,
    now: datetime,
) -> int:
    """Move an invited meeting: same calendar entry, next sequence, answers open again.

    Whoever has had the invitation is told of the change; who surely has not gets it with the new date.
    The letters rest for two minutes, with `still_editing` until `send_gathered`: a further change
    meanwhile replaces them.
    """
    meeting, bylaws = _open_meeting(house, meeting_id, by)
    check_move(meeting, starts_at=starts_at, ends_at=ends_at, place=place, due_on=due_on, now=now)
    standing, old = invitations(house, meeting.id), meeting.starts_at
    told = told_of(house, meeting, standing, lock=True)
    assert old is not None
    shift_slots(house, meeting, starts_at - old)
    was = meeting.held_on.day
    meeting.set_time(starts_at, ends_at)
    follow_move(house, meeting, was, now)
    meeting.place, meeting.replies_due_on, meeting.moved_from_at, meeting.reason = place, due_on, old, reason
    meeting.sequence, meeting.revised_at = meeting.sequence + 1, now
    asking = reply_round(house, meeting.id)
    assert asking is not None
    asking.due_on = due_on
    agenda_editions(house, meeting, by=by, now=now)
    send_invitations(house, meeting, bylaws, [each for each in standing if told[each.id] is None], now=now)
    knowing = [(each, known) for each in standing if (known := told[each.id]) is not None]
    send_moved(house, meeting, bylaws, knowing, now=now)
    if still_editing:
        gather(house, meeting.id)
    else:
        gathering.let_rest(house, meeting.id, now)
    record(house, "move", meeting, by=by, now=now, sequence=meeting.sequence, letters=len(standing))
    return len(standing)


def send_gathered(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> int:
    """Send what was gathered for a meeting while it was being changed; returns the letters."""
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_invite(by, meeting):
        raise NotAllowed
    sent = gathering.send_gathered(house, meeting_id, now)
    if not sent:
        raise RuleBroken(N_("Nothing is gathered for this meeting."))
    record(house, "send-gathered", meeting, by=by, now=now, letters=sent)
    return sent


def check_move(
    meeting: Meeting,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    place: str,
    due_on: date,
    now: datetime,
) -> None:
    """Refuse a move that is none, or that leads nowhere; nothing is changed yet."""
    if meeting.state is not MeetingState.INVITED:
        raise RuleBroken(N_("Nobody has been invited yet: simply change the date."))
    if starts_at <= now:
        raise RuleBroken(N_("The new date lies in the past."), field="day")
    meeting.judge_time(starts_at, ends_at)
    times = starts_at.astimezone(UTC), ends_at.astimezone(UTC) if ends_at else None
    if (*times, place) == (meeting.starts_at, meeting.ends_at, meeting.place):
        raise RuleBroken(N_("Nothing has changed: date, times and place are the same."))
    _check_due(starts_at.astimezone(BERLIN).date(), due_on, now.astimezone(BERLIN).date())


def cancel(house: Session, meeting_id: int, *, reason: str, by: Actor, now: datetime) -> int:
    """Call a meeting off; whoever may have had the invitation gets a letter that takes the entry out of
    the calendar, for all others it is taken back. Returns the letters.
    """
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_invite(by, meeting):
        raise NotAllowed
    if not meeting.is_open:
        raise RuleBroken(N_("This meeting has already taken place or was cancelled."))
    was_invited = meeting.state is MeetingState.INVITED
    meeting.state, meeting.reason = MeetingState.CANCELLED, reason
    meeting.sequence, meeting.revised_at = meeting.sequence + (1 if was_invited else 0), now
    if (asking := reply_round(house, meeting.id)) is not None:
        asking.closed_at = now
    end_call(house, meeting, now)
    let_go(house, meeting, by=by, now=now)
    standing = invitations(house, meeting.id) if was_invited else []
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    sent = send_off(
        house, meeting, bylaws, standing, template="meetings/cancellation", purpose="cancel", now=now
    )
    record(house, "cancel", meeting, by=by, now=now, sequence=meeting.sequence, letters=sent)
    return sent


def remind(
    house: Session,
    meeting_id: int,
    *,
    only: Collection[int] | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Remind only the silent, at most once a day; returns the letters. `only`: these invitations of them."""
    meeting, bylaws = _open_meeting(house, meeting_id, by)
    if meeting.is_over(now):
        raise RuleBroken(N_("This meeting is no longer open for replies."))
    today = now.astimezone(BERLIN).date()
    silent = silent_invitations(house, meeting, on=today)
    chosen = [each for each in silent if only is None or each.id in only]
    if not silent:
        raise RuleBroken(N_("Every institution has answered: there is nobody to remind."))
    if not chosen:
        raise RuleBroken(N_("Those you chose have answered meanwhile. Please look again."), field="who")
    sent = send_reminders(house, meeting, bylaws, chosen, day=today, now=now)
    if not sent:
        raise RuleBroken(N_("The institutions without a reply were already reminded today."))
    record(house, "remind", meeting, by=by, now=now, letters=sent)
    return sent
