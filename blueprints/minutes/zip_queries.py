"""All papers of a meeting that somebody may see: her editions, and the files of the items that are hers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.editions import Edition, EditionKind, editions_for
from models.files import File, versions
from models.meetings import AgendaItem


def own_editions(reading: Session, meeting_id: int, by: Actor) -> list[Edition]:
    """The newest agenda and minutes that she was sent."""
    kinds = (EditionKind.AGENDA, EditionKind.MINUTES)
    return [each for kind in kinds for each in editions_for(reading, meeting_id, kind, by)]


def own_files(reading: Session, meeting_id: int) -> list[tuple[File, int]]:
    """The newest file of each name on each item, and which version it is, in the order of the agenda."""
    rows: Sequence[tuple[File, int]] = [
        (row.File, row.id)
        for row in reading.execute(
            select(File, AgendaItem.id)
            .join(AgendaItem, AgendaItem.id == File.item_id)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.place, AgendaItem.id, File.id)
        )
    ]
    found = []
    for item_id in dict.fromkeys(item for _, item in rows):
        of_item = versions([file for file, item in rows if item == item_id])
        found += [(each.newest, len(each.earlier) + 1) for each in of_item]
    return found
