"""What an item is about and where it comes from: rows that the reader may see, in few statements."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.editions import Edition, EditionKind
from models.links import LinkKind, linked_from, linked_to
from models.meetings import AgendaItem, Meeting
from models.minutes import Minutes


@dataclass(frozen=True, kw_only=True)
class About:
    """One row, with its meeting where the reader may know of it. `later`: the item goes on there."""

    thing: Any
    meeting: Meeting | None
    later: bool = False


def about(reading: Session, item_id: int) -> list[About]:
    """What the links of an item lead to, then where it stands again."""
    item = reading.get(AgendaItem, item_id)
    if item is None:
        return []
    before = _readable(reading, [each.thing for each in linked_from(reading, item)])
    after = [each.thing for each in linked_to(reading, item) if each.kind is LinkKind.FOLLOWS_FROM]
    ids = {each.meeting_id for each in (*before, *after) if isinstance(each, AgendaItem | Minutes)}
    rows = reading.scalars(select(Meeting).where(Meeting.id.in_(ids))) if ids else ()
    meetings = {each.id: each for each in rows}
    return [
        *(About(thing=each, meeting=_meeting(each, meetings)) for each in before),
        *(About(thing=each, meeting=_meeting(each, meetings), later=True) for each in after),
    ]


def _readable(reading: Session, things: list[Any]) -> list[Any]:
    """Without minutes that the reader may not read: they are older than her institution's membership."""
    sent = {each.meeting_id for each in things if isinstance(each, Minutes) and not each.is_open}
    if not sent:
        return things
    rows = select(Edition.meeting_id).where(Edition.meeting_id.in_(sent), Edition.kind == EditionKind.MINUTES)
    hidden = sent - set(reading.scalars(rows))
    return [each for each in things if not (isinstance(each, Minutes) and each.meeting_id in hidden)]


def _meeting(thing: Any, meetings: dict[int, Meeting]) -> Meeting | None:
    return meetings.get(thing.meeting_id) if isinstance(thing, AgendaItem | Minutes) else None
