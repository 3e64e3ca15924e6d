"""What is to be settled about a seat: kinds of concern, and what the coordination has looked into."""

import enum
from datetime import date
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.typed_text import TypedLine

SILENT_TIMES: Final = 3
"""Invitations in a row without any answer."""
ENDING_WEEKS: Final = 8
"""How long before its end an appointment without a successor is told."""


class ConcernKind(enum.Enum):
    """In the order of urgency."""

    MISSING = "missing"
    REFUSED = "refused"
    BOUNCING = "bouncing"
    DENIED = "denied"
    ENDING = "ending"
    SILENT = "silent"
    UNFILLED = "unfilled"


class CheckedConcern(Base):
    """The coordination has looked into a concern and lets it be: "geprüft, bleibt so".

    `situation` is what it was like then; as soon as it is another one, the concern stands there again.
    """

    __tablename__ = "checked_concern"
    __table_args__ = (UniqueConstraint("seat_id", "kind"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    kind: Mapped[ConcernKind]
    situation: Mapped[str] = mapped_column(TypedLine(80))
    checked_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
