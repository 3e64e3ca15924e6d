"""Contact points: where an institution is reached, and when somebody last checked that it is true."""

import enum
import re
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.opening_hours import OpeningHours
from models.people import Person
from models.seats import Seat
from models.standing import in_force
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded
from models.words import N_

WEBSITE: Final = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s<>\"]*)?", re.IGNORECASE)
GOOD_FOR: Final = timedelta(days=365)
"""After so long without a check a contact point is doubtful."""


class ContactKind(enum.Enum):
    """For whom a contact point is. A crisis contact is public, and answers outside office hours too."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CRISIS = "crisis"

    @property
    def label(self) -> str:
        return CONTACT_KIND_WORDS[self]


CONTACT_KIND_WORDS = {
    ContactKind.PUBLIC: N_("public"),
    ContactKind.INTERNAL: N_("internal, for the members of its tables"),
    ContactKind.CRISIS: N_("crisis, outside office hours too"),
}


class ContactPoint(OpeningHours, Guarded, Base):
    """A desk, a hotline, a function: never a private number. What agreed procedures name by its id.

    `checked_on` is the day on which somebody last found it true; entering and changing it count as that.
    `hours` says in free words what `open_hours` can't.
    """

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint("phone <> '' OR email IS NOT NULL OR website <> ''", name="way"),
        CheckConstraint("(checked_on IS NULL) = (checked_by_id IS NULL)", name="checked"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(120))
    kind: Mapped[ContactKind] = mapped_column(default=ContactKind.PUBLIC)
    phone: Mapped[str] = mapped_column(TypedLine(60), default="")
    email: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    website: Mapped[str] = mapped_column(TypedLine(200), default="")
    hours: Mapped[str] = mapped_column(TypedText(500), default="")
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    checked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    checked_by: Mapped[Person | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Internal ones: whoever belongs to a table at which the institution sits, and any coordination.

        Its own people see them through their own seats: whoever has left the house has no seat any more.
        """
        at_our_tables = (
            select(Seat.organisation_id)
            .where(Seat.body_id.in_(reader.readable), in_force(Seat, reader.on))
            .correlate(None)
        )
        keeps_the_directory: Any = reader.is_coordinator
        return or_(
            keeps_the_directory,
            cls.kind != ContactKind.INTERNAL,
            cls.organisation_id.in_(at_our_tables),
        )

    @property
    def url(self) -> str:
        """The website as a link; only the two schemes of the web are ever stored."""
        return self.website if "://" in self.website else f"https://{self.website}"

    def is_doubtful(self, on: date) -> bool:
        """Nobody has checked it within a year."""
        return self.checked_on is None or self.checked_on < on - GOOD_FOR

    def judge(self) -> None:
        """Refuse a contact point by which nobody is reached."""
        if not (self.phone or self.email or self.website):
            raise RuleBroken(N_("Please give a telephone number, an address or a website."), field="phone")
        if self.website and not WEBSITE.fullmatch(self.website):
            raise RuleBroken(N_("Please give the address of a website: www.example.org"), field="website")
