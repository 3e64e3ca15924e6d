"""What a position says: sections while they are written, frozen versions, sources of its claims."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.people import Person
from models.positions import Position
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where


class PositionSection(Guarded, Base):
    """A section as it is being written: its words are a Text (`text_id`), so that several may write at once.

    `place` orders the sections that are not taken out (`removed_at`); what was frozen of one that is stays.
    `editor_id`: in whose hands it is, for the other editors to know.
    """

    __tablename__ = "position_section"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), unique=True)
    place: Mapped[int]
    heading: Mapped[str] = mapped_column(TypedLine(200), default="")
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    editor: Mapped[Person | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever writes it; all others read what was frozen."""
        writing = or_(Position.body_id.in_(reader.coordinates), Position.written_by(reader))
        return cls.position_id.in_(ids_where(Position, writing))


class PositionVersion(Guarded, Base):
    """A version (Fassung) that was frozen as an edition: for amendments until `amendments_until` (that day
    included), or as the final text, which is signed unless it is opened again (`reopened_at`)."""

    __tablename__ = "position_version"
    __table_args__ = (
        UniqueConstraint("position_id", "number"),
        CheckConstraint("is_final = (amendments_until IS NULL)", name="purpose"),
        CheckConstraint("is_final OR reopened_at IS NULL", name="reopened"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    number: Mapped[int]
    frozen_at: Mapped[datetime]
    is_final: Mapped[bool] = mapped_column(default=False)
    amendments_until: Mapped[date | None] = mapped_column(default=None)
    reopened_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))

    def is_open(self, today: date) -> bool:
        """Whether amendments may be handed in today."""
        return self.amendments_until is not None and today <= self.amendments_until


class PositionSource(Guarded, Base):
    """Where a claim comes from, printed as a note: `[^3]` in the text calls source number 3.

    A link (cites) leads to the paper or decision if the house keeps it; `words` are all that is printed.
    """

    __tablename__ = "position_source"
    __table_args__ = (UniqueConstraint("position_id", "number"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(TypedText(1000))
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))


def section_of(content: dict[str, Any], section_id: int) -> dict[str, Any] | None:
    """A section of a frozen version by its id."""
    return next((each for each in content["sections"] if each["id"] == section_id), None)
