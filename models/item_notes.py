"""Notes on an agenda item for whoever chairs the meeting: the coordination's alone, on no paper."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.texts import Text, TextVersion
from models.visibility import Guarded, ids_where


class ItemNote(Guarded, Base):
    """The chair's note on one item. Its text belongs to the body and to no meeting, so that the minute taker
    and the readers of minutes have no part in it; no edition is ever compiled from it."""

    __tablename__ = "item_note"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), unique=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.text_id.in_(ids_where(Text, Text.body_id.in_(reader.coordinates)))


def note_of(session: Session, item_id: int) -> TextVersion | None:
    """The newest version of the note on an item."""
    return session.scalar(
        select(TextVersion)
        .join(Text, (Text.id == TextVersion.text_id) & (Text.latest == TextVersion.number))
        .join(ItemNote, ItemNote.text_id == Text.id)
        .where(ItemNote.item_id == item_id)
    )
