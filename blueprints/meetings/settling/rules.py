"""Who may note what became of an item of an agenda, and what must hold then."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import CHANGEABLE
from blueprints.meetings.settling.queries import later_meetings
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.item_outcomes import ItemOutcome
from models.meetings import BERLIN, AgendaItem, Meeting, MeetingState
from models.words import N_


def may_settle_item(by: Actor, meeting: Meeting) -> bool:
    """The coordination and the minute taker, until the minutes are out."""
    writes = by.coordinates_body(meeting.body_id) or meeting.id in by.records
    return writes and meeting.state in CHANGEABLE


def settle_item(
    house: Session,
    item_id: int,
    *,
    outcome: ItemOutcome | None,
    put_off_to_id: int | None = None,
    by: Actor,
    now: datetime,
) -> AgendaItem:
    """Note what became of an item; none takes the note back. An item put off is proposed for the agenda of
    the meeting that is named, else for that of every later one, until it stands on one."""
    item = house.get(AgendaItem, item_id)
    meeting = house.get(Meeting, item.meeting_id, with_for_update=True) if item else None
    if item is None or meeting is None or not may_settle_item(by, meeting):
        raise NotAllowed
    if outcome is ItemOutcome.DEALT_WITH and not _has_come(meeting, now):
        raise RuleBroken(N_("The day of this meeting has not come yet."), field="outcome")
    target = put_off_to_id if outcome is ItemOutcome.PUT_OFF else None
    if target is not None and target not in {each.id for each in later_meetings(house, meeting, now)}:
        raise RuleBroken(N_("Please choose a later meeting of this table."), field="put_off_to_id")
    if (item.outcome, item.put_off_to_id) == (outcome, target):
        return item
    item.outcome, item.put_off_to_id = outcome, target
    facts = {"outcome": outcome.value if outcome else "", "put_off_to": target}
    record(house, "settle", item, by=by, now=now, body_id=meeting.body_id, meeting=meeting.id, **facts)
    return item


def _has_come(meeting: Meeting, now: datetime) -> bool:
    """Whether its day is here: the last minutes before the beginning count, too."""
    if meeting.starts_at is None:
        return meeting.state is MeetingState.HELD
    return meeting.starts_at.astimezone(BERLIN).date() <= now.astimezone(BERLIN).date()
