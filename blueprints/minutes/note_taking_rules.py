"""Taking note of minutes: an institution says so once for each version; reading needs no click."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.minutes.note_taking_queries import own_lines
from models.actors import Actor
from models.editions import Edition
from models.errors import NotAllowed
from models.history import record


def take_note(house: Session, edition_id: int, *, by: Actor, now: datetime) -> None:
    """Note it for this person's institutions that were sent the edition; a second time says nothing new.

    Raises `NotAllowed` for whoever acts for none of them.
    """
    edition = house.get(Edition, edition_id, with_for_update=True)
    lines = own_lines(house, edition, by) if edition else []
    if edition is None or not lines:
        raise NotAllowed
    new = [each for each in lines if each.taken_note_at is None]
    for each in new:
        each.taken_note_at = now
    if new:
        record(house, "take-note", edition, by=by, now=now, seats=[each.seat_id for each in new])
