"""Whether one's own institutions have taken note of minutes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.editions import Edition, EditionKind, EditionReader


def own_lines(session: Session, edition: Edition, by: Actor) -> list[EditionReader]:
    """Those of the edition's readers for which this person acts: as representative or as deputy."""
    seats = {seat.seat_id for seat in by.seats_at(edition.body_id)}
    if edition.kind is not EditionKind.MINUTES or not seats:
        return []
    mine = EditionReader.edition_id == edition.id, EditionReader.seat_id.in_(seats)
    return list(session.scalars(select(EditionReader).where(*mine).order_by(EditionReader.id)))


def own_note(reading: Session, edition: Edition, by: Actor) -> datetime | bool | None:
    """When her institutions took note of it, the last of them; False while one has not; None for others."""
    lines = own_lines(reading, edition, by)
    days = [each.taken_note_at for each in lines if each.taken_note_at is not None]
    if not lines:
        return None
    return max(days) if len(days) == len(lines) else False
