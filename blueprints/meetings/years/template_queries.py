"""The coming meetings that a change of the template may reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from models.files import File
from models.meeting_templates import Aspect, Template
from models.meetings import AgendaItem, Meeting, MeetingState

COMING: Final = (
    select(Meeting)
    .where(
        Meeting.body_id == bindparam("table_id"),
        Meeting.state.in_((MeetingState.PLANNED, MeetingState.SCHEDULED)),
        Meeting.invited_at.is_(None),
        or_(Meeting.starts_at.is_(None), Meeting.starts_at > bindparam("now")),
    )
    .options(
        selectinload(Meeting.items).options(
            selectinload(AgendaItem.guests), selectinload(AgendaItem.audience)
        )
    )
    .order_by(Meeting.held_on, Meeting.id)
)
WITH_FILES: Final = (
    select(AgendaItem.meeting_id)
    .join(File, File.item_id == AgendaItem.id)
    .where(AgendaItem.meeting_id.in_(bindparam("ids", expanding=True)))
    .distinct()
)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A coming meeting, and the aspects of a changed template that it takes over, or in which it differs."""

    meeting: Meeting
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whom a changed template reaches: meetings that still say what it said, and those that don't."""

    follow: Sequence[Reached] = ()
    stay: Sequence[Reached] = ()

    @property
    def ids(self) -> list[int]:
        return [each.meeting.id for each in self.follow]


def reach(session: Session, table_id: int, old: Template, new: Template, now: datetime) -> Reach:
    """Which of the meetings that nobody has been invited to would follow; at most four statements."""
    changed = [each for each in Aspect if new.says(each) and new.says(each) != old.says(each)]
    if not changed:
        return Reach()
    coming = session.scalars(COMING, {"table_id": table_id, "now": now}).all()
    with_files = set(session.scalars(WITH_FILES, {"ids": [each.id for each in coming]}))
    follow, stay = [], []
    for meeting in coming:
        open_ = [each for each in changed if not new.is_kept_by(meeting, each)]
        taken = [each for each in open_ if _takes_over(meeting, each, old, new, now, with_files)]
        if taken:
            follow.append(Reached(meeting=meeting, aspects=tuple(taken)))
        if left := tuple(each for each in open_ if each not in taken):
            stay.append(Reached(meeting=meeting, aspects=left))
    return Reach(follow=follow, stay=stay)


def _takes_over(
    meeting: Meeting, aspect: Aspect, old: Template, new: Template, now: datetime, with_files: set[int]
) -> bool:
    if not old.is_kept_by(meeting, aspect):
        return False
    if aspect is Aspect.AGENDA:
        return meeting.id not in with_files
    times = new.on(meeting)
    return aspect is Aspect.PLACE or (times is not None and times[0] > now)
