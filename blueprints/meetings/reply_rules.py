"""Answers to invitations: by link, on the site, recorded by the coordination; one voice each."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.meetings import stand_in_rules
from blueprints.meetings.invitation_queries import reply_round
from blueprints.meetings.letters import send_reminders
from blueprints.meetings.link_queries import link_question
from blueprints.meetings.reply_queries import silent_invitations
from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws
from models.deadlines import reminder_reached
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import UNSIGNED, Invitation, Reply, SupportNeed
from models.meetings import BERLIN, Meeting, MeetingState
from models.rounds import Channel, Coming, Round
from models.words import N_

NEEDS_KEPT_DAYS = 14
"""Support needs are deleted 14 days after the meeting (domain.md 7.3; Art. 9 GDPR)."""
RECORDED = (Channel.COORDINATION, Channel.UNPROVEN)
"""Ways by which the coordination writes an answer down."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody answers. `substitute_address` is set where a colleague shall be invited instead;
    `stand_in` is the invitation of a colleague who is invited already."""

    coming: Coming
    note: str = ""
    substitute: str = ""
    substitute_address: str | None = None
    stand_in: int | None = None
    need: str | None = None


def answer_by_link(house: Session, token: str, given: Given, *, now: datetime) -> None:
    """Answer with nothing but the secret of the letter; the actor is then the invitation itself."""
    question = link_question(house, token, now)
    if question is None:
        raise NotAllowed
    invitation = house.get_one(Invitation, question.invitation_id)
    _take(house, invitation, given, channel=Channel.LINK, by=None, now=now)


def may_answer(by: Actor, invitation: Invitation) -> bool:
    """One's own invitation only; the coordination records answers by a gesture of its own."""
    return invitation.person_id == by.person_id and (
        invitation.seat_id is None or invitation.seat_id in by.seat_ids
    )


def answer(house: Session, invitation_id: int, given: Given, *, by: Actor, now: datetime) -> None:
    """Answer on the site."""
    invitation = house.get(Invitation, invitation_id)
    if invitation is None or not may_answer(by, invitation):
        raise NotAllowed
    _take(house, invitation, given, channel=Channel.SITE, by=by, now=now)


def record_reply(house: Session, invitation_id: int, given: Given, *, by: Actor, now: datetime) -> None:
    """The coordination writes down what somebody said by phone or in person, marked so."""
    invitation = house.get(Invitation, invitation_id)
    meeting = house.get(Meeting, invitation.meeting_id) if invitation else None
    if invitation is None or meeting is None or not by.coordinates_body(meeting.body_id):
        raise NotAllowed
    _take(house, invitation, given, channel=Channel.COORDINATION, by=by, now=now)


def answer_by_calendar(
    house: Session,
    invitation: Invitation,
    given: Given,
    *,
    answered_at: datetime,
    starts_at: datetime,
    by: Actor | None,
    now: datetime,
) -> None:
    """Take what a calendar program has sent; where it is not proven, the coordination vouches for it.

    `answered_at` is the program's own stamp, `starts_at` the date that was answered.
    """
    meeting = house.get_one(Meeting, invitation.meeting_id)
    if by is not None and not by.coordinates_body(meeting.body_id):
        raise NotAllowed
    channel = Channel.UNPROVEN if by else Channel.CALENDAR
    when = (answered_at, starts_at)
    _take(house, invitation, given, channel=channel, by=by, now=now, when=when)


def _take(
    house: Session,
    invitation: Invitation,
    given: Given,
    *,
    channel: Channel,
    by: Actor | None,
    now: datetime,
    when: tuple[datetime, datetime] | None = None,
) -> None:
    """Add the answer; `when` it was given and for which date, unless now and for the present one."""
    meeting, asking = house.get_one(Meeting, invitation.meeting_id), reply_round(house, invitation.meeting_id)
    if invitation.withdrawn_at is not None or meeting.starts_at is None or asking is None:
        raise NotAllowed
    if meeting.state is not MeetingState.INVITED:
        raise RuleBroken(N_("This meeting is no longer open for replies."))
    given = _named(house, invitation, given)
    if channel in UNSIGNED and given.substitute_address:
        field = "instead" if given.stand_in else "substitute_address"
        stand_in_rules.judge_link(house, meeting, invitation, given.substitute_address, field=field, now=now)
    reply = _reply(invitation, given, asking, channel, when or (now, meeting.starts_at))
    reply.recorded_by_id = by.person_id if by and channel in RECORDED else None
    house.add(reply)
    _keep_need(house, invitation, given, now)
    if reply.starts_at == meeting.starts_at:
        stand_in_rules.follow(house, meeting, invitation, reply, now)
    record(
        house,
        "answer",
        reply,
        by=by,
        now=now,
        body_id=meeting.body_id,
        invitation_id=invitation.id,
        coming=given.coming.value,
        channel=channel.value,
    )


def _named(house: Session, invitation: Invitation, given: Given) -> Given:
    """The same answer with name and address of whoever comes instead."""
    if given.coming is not Coming.SUBSTITUTE:
        return given
    if invitation.seat_id is None:
        raise RuleBroken(N_("A guest cannot send somebody else."), field="coming")
    if given.stand_in is not None:
        colleague = stand_in_rules.stand_in(house, invitation, given.stand_in)
        return replace(given, substitute=colleague.name, substitute_address=colleague.address)
    if not given.substitute:
        raise RuleBroken(N_("Please name who comes instead."), field="substitute")
    return given


def _reply(
    invitation: Invitation, given: Given, asking: Round, channel: Channel, when: tuple[datetime, datetime]
) -> Reply:
    """The row of an answer; whoever comes instead is kept only where somebody does."""
    answered_at, starts_at = when
    instead = given.coming is Coming.SUBSTITUTE
    return Reply(
        round_id=asking.id,
        meeting_id=invitation.meeting_id,
        invitation_id=invitation.id,
        seat_id=invitation.seat_id,
        coming=given.coming,
        channel=channel,
        answered_at=answered_at,
        starts_at=starts_at,
        note=given.note,
        substitute=given.substitute if instead else "",
        substitute_address=given.substitute_address if instead else None,
        person_id=invitation.person_id,
    )


def _keep_need(house: Session, invitation: Invitation, given: Given, now: datetime) -> None:
    """Support needs stand apart from the answer; an emptied field takes the old one back."""
    if given.need is None:
        return
    kept = house.scalar(select(SupportNeed).where(SupportNeed.invitation_id == invitation.id))
    if kept is not None and given.need:
        kept.text = given.need
    elif kept is not None:
        house.delete(kept)
    elif given.need:
        today = now.astimezone(BERLIN).date()
        house.add(
            SupportNeed(
                meeting_id=invitation.meeting_id,
                invitation_id=invitation.id,
                text=given.need,
                stated_on=today,
            )
        )


def reminders_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent on the days that each table's bylaws name; returns the letters.

    Safe to run as often as one likes: a day's reminder has one key. Days that were missed are made up by
    one reminder, not by several. A dormant body gets none.
    """
    sent = 0
    rows = house.execute(
        select(Meeting, Bylaws)
        .join(Bylaws, Bylaws.body_id == Meeting.body_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.state == MeetingState.INVITED,
            Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
        )
    ).all()
    for meeting, bylaws in rows:
        day = reminder_day(meeting, bylaws, today)
        if day is not None:
            silent = silent_invitations(house, meeting, on=today)
            sent += send_reminders(house, meeting, bylaws, silent, day=day, now=now, asked_before=True)
    return sent


def reminder_day(meeting: Meeting, bylaws: Bylaws, today: date) -> date | None:
    """The reminder day in force today: the latest one reached since the invitation went out."""
    if meeting.replies_due_on is None or meeting.invited_at is None:
        return None
    return reminder_reached(meeting.invited_at, meeting.replies_due_on, bylaws.reminders, bylaws.land, today)


def forget_needs(house: Session, today: date) -> int:
    """Delete support needs 14 days after their meeting; returns how many."""
    past = [
        meeting.id
        for meeting in house.scalars(select(Meeting).join(SupportNeed, SupportNeed.meeting_id == Meeting.id))
        if meeting.held_on.last_day is not None
        and meeting.held_on.last_day + timedelta(days=NEEDS_KEPT_DAYS) < today
    ]
    gone = house.execute(delete(SupportNeed).where(SupportNeed.meeting_id.in_(past)))
    return int(getattr(gone, "rowcount", 0))
