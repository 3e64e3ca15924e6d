"""Approving minutes: by lapse of the period for objections, or by decision in a later meeting.

With its minutes a meeting is closed (domain.md 5.4).
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes.objection_queries import kept_from_lapse, later_meetings, undecided
from models.actors import Actor
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes, MinutesState
from models.words import N_


def may_approve(by: Actor, table_id: int) -> bool:
    """The coordination records what a meeting has decided."""
    return by.coordinates_body(table_id)


def approve_due(house: Session, today: date, now: datetime) -> int:
    """Minutes to which nobody has objected when the last day for it is over: approved since that day.

    As often as one likes; days that were missed are made up for. Where somebody has, a meeting decides.
    """
    due = house.scalars(
        select(Minutes)
        .where(
            Minutes.state == MinutesState.CIRCULATED,
            Minutes.approved_at.is_(None),
            Minutes.objections_until < today,
        )
        .order_by(Minutes.id)
        .with_for_update()
    ).all()
    count = 0
    for minutes in due:
        if minutes.objections_until is None or kept_from_lapse(house, minutes):
            continue
        minutes.approve(minutes.objections_until, now)
        house.get_one(Meeting, minutes.meeting_id).state = MeetingState.CLOSED
        record(house, "approve", minutes, by=None, now=now, approved_on=minutes.objections_until.isoformat())
        count += 1
    return count


def approve(house: Session, meeting_id: int, *, in_meeting_id: int | None, by: Actor, now: datetime) -> None:
    """Record that a later meeting has approved the minutes, with what was taken over from objections."""
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_approve(by, meeting.body_id):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None or minutes.objections_until is None:
        raise NotAllowed
    if now.astimezone(BERLIN).date() <= minutes.objections_until:
        raise RuleBroken(N_("The period for objections is still running."))
    if undecided(house, minutes):
        raise RuleBroken(N_("Please decide on all objections first."))
    days = dict(later_meetings(house, meeting, now))
    day = days[in_meeting_id].day if in_meeting_id in days else None
    if in_meeting_id is None or day is None:
        raise RuleBroken(N_("Please choose a later meeting that has taken place."), field="in_meeting_id")
    minutes.approve(day, now, in_meeting_id)
    meeting.state = MeetingState.CLOSED
    facts = {"approved_on": day.isoformat(), "in_meeting": in_meeting_id}
    record(house, "approve", minutes, by=by, now=now, **facts)
