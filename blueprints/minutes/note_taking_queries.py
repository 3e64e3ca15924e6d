"""Who has taken note of minutes: one's own institutions, and for the coordination how many of all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.editions import Edition, EditionKind, EditionReader
from models.organisations import Organisation
from models.seats import Seat


@dataclass(frozen=True, kw_only=True)
class TakenNote:
    """The institutions that have taken note of what they were sent last, by name, and of how many."""

    names: tuple[str, ...]
    institutions: int


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


SENT: Final = (
    select(EditionReader.seat_id, EditionReader.taken_note_at, Organisation.name)
    .join(Edition, Edition.id == EditionReader.edition_id)
    .join(Seat, Seat.id == EditionReader.seat_id)
    .join(Organisation, Organisation.id == Seat.organisation_id)
    .where(Edition.meeting_id == bindparam("meeting_id"), Edition.kind == EditionKind.MINUTES)
    .order_by(Organisation.folded, Seat.id, Edition.number)
)


def taken_note(reading: Session, meeting_id: int) -> TakenNote:
    """Of the minutes of a meeting: for the coordination, who sees all editions."""
    last = {row.seat_id: row for row in reading.execute(SENT, {"meeting_id": meeting_id})}
    names = tuple(row.name for row in last.values() if row.taken_note_at is not None)
    return TakenNote(names=names, institutions=len(last))
