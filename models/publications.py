"""Publications: a redacted text of minutes for everybody, with an approval of its own."""

import enum
import json
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.visibility import Guarded, Visibility
from models.words import N_

PUBLISHABLE = (Visibility.PUBLIC, Visibility.INTERNAL)
"""Levels of items of which a text may be published. That of an internal one is written anew."""


class PublicationState(enum.Enum):
    """Derived, never stored."""

    PREPARED = "prepared"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return PUBLICATION_WORDS[self]


PUBLICATION_WORDS = {
    PublicationState.PREPARED: N_("prepared"),
    PublicationState.PUBLISHED: N_("published"),
    PublicationState.WITHDRAWN: N_("withdrawn"),
}


class Publication(Guarded, Base):
    """What is or was published of the minutes of a meeting; after a withdrawal it may be prepared anew.

    `draft` is JSON: title and text of each chosen item under its number in the minutes. What was approved is
    an edition of its own (rulings.md 10): nothing of it says what was left out.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (edition_id IS NULL)", name="approved"),
        CheckConstraint("withdrawn_at IS NULL OR approved_at IS NOT NULL", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    draft: Mapped[str] = mapped_column(LongText())
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), default=None, index=True)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Who prepares it; everybody else reads what is published on its public page."""
        return cls.body_id.in_(reader.coordinates)

    @property
    def state(self) -> PublicationState:
        if self.withdrawn_at is not None:
            return PublicationState.WITHDRAWN
        return PublicationState.PUBLISHED if self.approved_at is not None else PublicationState.PREPARED

    @property
    def parts(self) -> dict[str, dict[str, str]]:
        """The prepared texts by number of the item."""
        found: dict[str, dict[str, str]] = json.loads(self.draft)
        return found

    def must_not_be_out(self) -> None:
        if self.state is PublicationState.PUBLISHED:
            raise RuleBroken(N_("This is published. Withdraw it before you change it."))
