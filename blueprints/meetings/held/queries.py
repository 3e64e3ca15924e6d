"""Both agendas for one reader: what she was sent, and what she may see of it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_queries import agenda
from models.actors import Actor
from models.editions import Edition, EditionKind, editions_for, versions_for
from models.meetings import AgendaItem, Meeting
from models.visibility import ReaderSession


@dataclass(frozen=True, kw_only=True)
class Both:
    """The first agenda that the reader was sent; the minutes that she was sent, if they are out; and the
    items of the agenda as it was held."""

    invited: Edition
    minutes: Edition | None
    held: list[dict[str, Any]]


def both(house: Session, reading: ReaderSession, meeting: Meeting, by: Actor) -> Both | None:
    """None for whoever was sent no agenda. As held is what the minutes say, before that what stands."""
    sent = versions_for(reading, meeting.id, EditionKind.AGENDA, by)
    if not sent:
        return None
    minutes = next(iter(editions_for(reading, meeting.id, EditionKind.MINUTES, by)), None)
    held = minutes.data["items"] if minutes else _now(house, reading, meeting, by)
    return Both(invited=sent[0], minutes=minutes, held=held)


def _now(house: Session, reading: ReaderSession, meeting: Meeting, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "id": line.item.id,
            "number": line.number,
            "title": line.item.title,
            "outcome": line.item.outcome.value if line.item.outcome else "",
        }
        for line in agenda(house, reading, meeting, by)
    ]


def now_at(reading: Session, item_ids: Iterable[int], meeting: Meeting) -> dict[int, Meeting]:
    """At which other meetings these items stand now, by item, as far as the reader may see them there."""
    ids = list(item_ids)
    if not ids:
        return {}
    rows = reading.execute(
        select(AgendaItem.id, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(ids), AgendaItem.meeting_id != meeting.id)
        .order_by(AgendaItem.id)
    )
    return {row.id: row.Meeting for row in rows}
