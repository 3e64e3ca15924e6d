"""An item moves to another meeting of its table with all that came of it, while neither's minutes are out."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import changeable, item_of
from blueprints.minutes.rules import begin
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import Invitation
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, Meeting
from models.minutes import ItemMinutes, Minutes, Withdrawal
from models.tasks import Task
from models.texts import Text
from models.topics import Topic
from models.words import N_

NOT_HERE: Final = (ItemOutcome.PUT_OFF, ItemOutcome.TAKEN_OFF)
"""Outcomes that say something of the meeting that an item leaves."""


def move_item_to(house: Session, item_id: int, to_meeting_id: int, *, by: Actor, now: datetime) -> AgendaItem:
    """Move an item to the end of another agenda: its minutes, files, tasks and proposals for a decision go
    along. What was sent stays as it was; the agenda that it leaves differs from the one sent."""
    of, item = item_of(house, item_id, by)
    to = changeable(house, to_meeting_id, by)
    if to.body_id != of.body_id:
        raise NotAllowed
    if to.id == of.id:
        raise RuleBroken(N_("Please choose another meeting of this table."), field="to_meeting_id")
    if (held := what_holds(house, item_id)) is not None:
        raise RuleBroken(held)
    _carry_minutes(house, item, to, by, now)
    last = house.scalar(select(func.max(AgendaItem.place)).where(AgendaItem.meeting_id == to.id))
    item.meeting_id, item.place = to.id, (last or 0) + 1
    if item.outcome in NOT_HERE:
        item.outcome = item.put_off_to_id = None
    for guest in item.guests:
        guest.starts_at = guest.ends_at = None
    for rows in (Task, Decision, Topic):
        _follow(house, rows, item_id, to)
    house.flush()
    record(house, "move-to", item, by=by, now=now, body_id=of.body_id, meeting=of.id, to=to.id)
    return item


def _follow(house: Session, rows: Any, item_id: int, to: Meeting) -> None:
    for row in house.scalars(select(rows).where(rows.item_id == item_id)):
        row.meeting_id = to.id


def what_holds(house: Session, item_id: int) -> str | None:
    """What was said to somebody about the item in its meeting holds it there; None where it may be moved."""
    if house.scalar(select(Invitation.id).where(Invitation.item_id == item_id).limit(1)) is not None:
        return N_("Guests have been invited for this item. It can be copied, but not moved.")
    put = select(Decision.id).where(Decision.item_id == item_id, Decision.round_id.is_not(None))
    if house.scalar(put.limit(1)) is not None:
        return N_("The table has been asked for a decision on this item. It can be copied, but not moved.")
    left = select(Withdrawal.attendance_id).where(Withdrawal.item_id == item_id)
    if house.scalar(left.limit(1)) is not None:
        return N_("The minutes say who left the room for this item. It can be copied, but not moved.")
    return None


def _carry_minutes(house: Session, item: AgendaItem, to: Meeting, by: Actor, now: datetime) -> None:
    """Its text becomes part of the minutes of the other meeting, which are begun if need be."""
    row = house.scalar(select(ItemMinutes).where(ItemMinutes.item_id == item.id))
    if row is None:
        return
    left, entered = house.get_one(Minutes, row.minutes_id), begin(house, to.id, by=by, now=now)
    left.must_be_open()
    entered.must_be_open()
    left.reopen()
    entered.reopen()
    row.minutes_id = entered.id
    house.execute(update(Text).where(Text.id == row.text_id).values(meeting_id=to.id))
