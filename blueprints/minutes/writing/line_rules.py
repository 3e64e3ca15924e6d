"""One line of the attendance list: who came, from when until when, and for which items it left the room."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.minutes.attendance_rules import judged_times, not_noted, take
from blueprints.minutes.rules import locked
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import AgendaItem, Meeting
from models.minutes import Attendance, AttendanceState, Withdrawal
from models.versions import must_be
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What is noted of one institution or guest. `came` and `left` are what the clock showed, where that was
    not the beginning and the end; `left_for` are items for which it left the room (Mitwirkungsverbot)."""

    state: AttendanceState
    names: str = ""
    came: time | None = None
    left: time | None = None
    left_for: AbstractSet[int] = frozenset()


def note_line(
    house: Session,
    meeting_id: int,
    line_id: int,
    noted: Noted,
    *,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Attendance:
    """Note one line; the list counts as noted once no line is open. It has no voice at an item that it left
    the room for; a decision that was closed by then stays as it is."""
    meeting, minutes = locked(house, meeting_id, by)
    row = house.scalar(
        select(Attendance)
        .where(Attendance.id == line_id, Attendance.minutes_id == minutes.id)
        .options(selectinload(Attendance.withdrawals))
    )
    if row is None:
        raise NotAllowed
    must_be(row, based_on)
    names = noted.names if row.seat_id is not None else row.names
    _take(house, minutes.id, meeting, row, noted.state, names)
    row.came_at, row.left_at = judged_times(
        meeting.held_on.day, noted.came, noted.left, was_there=row.was_there
    )
    before = {each.item_id for each in row.withdrawals}
    after = _judged_items(house, meeting, row, noted)
    row.withdrawals = [each for each in row.withdrawals if each.item_id in after]
    row.withdrawals += [Withdrawal(attendance_id=row.id, item_id=each) for each in sorted(after - before)]
    house.flush()
    if minutes.attendance_noted_at is None and not not_noted(house, minutes.id):
        minutes.attendance_noted_at = now
    facts = {"line": row.id, "state": row.state.value, "left_for": sorted(after)}
    record(house, "note-line", minutes, by=by, now=now, **facts)
    return row


def _take(
    house: Session, minutes_id: int, meeting: Meeting, row: Attendance, state: AttendanceState, names: str
) -> None:
    try:
        take(house, minutes_id, meeting, {row.id: (state, names)})
    except RuleBroken as broken:
        broken.field = "names"
        raise


def _judged_items(house: Session, meeting: Meeting, row: Attendance, noted: Noted) -> set[int]:
    """Only an institution that was there can leave for an item, and only for one of this meeting."""
    if not noted.left_for:
        return set()
    if row.seat_id is None or not row.was_there:
        raise RuleBroken(N_("Only an institution that was there can leave the room."), field="left_for")
    known = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    if noted.left_for - set(house.scalars(known)):
        raise NotAllowed
    return set(noted.left_for)
