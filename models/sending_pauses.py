"""Tables whose letters wait because their coordination has stopped the sending."""

from datetime import datetime

from sqlalchemy import ForeignKey, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import NotAllowed
from models.history import record
from models.outbox import Letter, LetterKind
from models.post_office import PostOffice
from models.visibility import Guarded
from models.words import N_


class SendingPause(Guarded, Base):
    """While this row is there no letter of the table goes out, except links to accounts, which expire."""

    __tablename__ = "sending_pause"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    paused_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.body_id.in_(reader.coordinates)


def stopped_with_its_table() -> ColumnElement[bool]:
    """SQL: the letter waits because the coordination of its table has stopped the sending."""
    paused = exists().where(SendingPause.body_id == Letter.body_id)
    return paused & (Letter.kind != LetterKind.ACCOUNT)


def why_stopped(house: Session, table_id: int | None) -> str:
    """A marked sentence: why letters of this table would wait now; empty while they go out. One statement."""
    of_table = exists().where(SendingPause.body_id == (table_id or 0))
    held = or_(PostOffice.paused_at.is_not(None), PostOffice.held_since.is_not(None))
    row = house.execute(select(of_table, exists().where(held))).one()
    if row[0]:
        return N_("The coordination has stopped the sending: letters of this table wait until it goes on.")
    return house.get_one(PostOffice, 1).reason if row[1] else ""


def pause_table(house: Session, table_id: int, *, by: Actor, now: datetime) -> None:
    """The coordination stops the letters of its table; one that is being handed over is finished."""
    body = _locked(house, table_id, by)
    if house.get(SendingPause, body.id) is None:
        house.add(SendingPause(body_id=body.id, paused_at=now))
        record(house, "pause-letters", body, by=by, now=now, body_id=body.id)


def release_table(house: Session, table_id: int, *, by: Actor, now: datetime) -> None:
    """The coordination lets the letters of its table go on: they go with the next delivery."""
    body = _locked(house, table_id, by)
    if (pause := house.get(SendingPause, body.id)) is not None:
        house.delete(pause)
        record(house, "release-letters", body, by=by, now=now, body_id=body.id)


def _locked(house: Session, table_id: int, by: Actor) -> Body:
    """The body, held until the end of the transaction, so that two gestures come one after the other."""
    if not by.coordinates_body(table_id):
        raise NotAllowed
    return house.get_one(Body, table_id, with_for_update=True)
