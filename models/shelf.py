"""The shelf of a body (Ablage): papers, external minutes, bylaws and other documents, each with its level."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body, Coordination
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.people import Person
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

if TYPE_CHECKING:
    from models.files import File


class DocumentKind(enum.Enum):
    PAPER = "paper"
    MINUTES = "minutes"
    BYLAWS = "bylaws"
    AGREEMENT = "agreement"
    REPORT = "report"
    LETTER = "letter"
    OTHER = "other"

    @property
    def label(self) -> str:
        return DOCUMENT_KIND_WORDS[self]


DOCUMENT_KIND_WORDS = {
    DocumentKind.PAPER: N_("paper (Vorlage)"),
    DocumentKind.MINUTES: N_("external minutes"),
    DocumentKind.BYLAWS: N_("bylaws"),
    DocumentKind.AGREEMENT: N_("agreement"),
    DocumentKind.REPORT: N_("report"),
    DocumentKind.LETTER: N_("letter"),
    DocumentKind.OTHER: N_("other document"),
}


class DocumentState(enum.Enum):
    """Life cycle of domain.md 5.18; another version replaces a file, not the document."""

    DRAFT = "draft"
    RELEASED = "released"
    REPLACED = "replaced"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return DOCUMENT_STATE_WORDS[self]


DOCUMENT_STATE_WORDS = {
    DocumentState.DRAFT: N_("draft document"),
    DocumentState.RELEASED: N_("released"),
    DocumentState.REPLACED: N_("replaced"),
    DocumentState.ARCHIVED: N_("archived"),
}


def acts_for(reader: Actor) -> ColumnElement[bool]:
    """SQL: seats whose documents the reader keeps: as its representative, or as the coordination of a body
    here that the same institution coordinates."""
    coordinating = select(Coordination.organisation_id).where(
        Coordination.organisation_id == reader.organisation_id,
        Coordination.body_id.in_(reader.coordinates),
    )
    return or_(Seat.id.in_(reader.main_seats), Seat.organisation_id.in_(coordinating.correlate(None)))


class ShelfDocument(Guarded, Base):
    """One document on a body's shelf: what it is and who may see it; its files and wordings hang on it.

    `seat_id` is set where not the body's coordination keeps it but an institution that sits there: then the
    main representative of that seat, and the coordination of the same institution, stand in its place.
    `reference` is the number as printed; `owner_id` put it there and is asked before its level is lowered
    (`lower_to`, a level, is what was asked for, by `asked_by_id`).
    """

    __tablename__ = "shelf_document"
    __table_args__ = (
        CheckConstraint("(lower_to IS NULL) = (asked_by_id IS NULL)", name="asked"),
        Index("ix_shelf_document_body_id_dated", "body_id", "dated"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    put_at: Mapped[datetime]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    kind: Mapped[DocumentKind] = mapped_column(default=DocumentKind.PAPER)
    dated: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    issuer: Mapped[str] = mapped_column(TypedLine(160), default="")
    reference: Mapped[str] = mapped_column(TypedLine(60), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.DRAFT)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("shelf_document.id"), default=None)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"), default=None, unique=True)
    lower_to: Mapped[str | None] = mapped_column(TypedLine(20), default=None)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    owner: Mapped[Person] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="ShelfDocument.owner_id"
    )
    seat: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    audience: Mapped[list["DocumentAudience"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    files: Mapped[list["File"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="File.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever keeps it sees it always; others what is released to them. Guests of an item see nothing
        that not everybody sees."""
        known = or_(
            cls.body_id.in_(reader.readable),
            cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)),
        )
        inside = cls.body_id.in_(reader.readable)
        naming = select(DocumentAudience.document_id).where(DocumentAudience.seat_id.in_(reader.seat_ids))
        level = or_(
            and_(cls.visibility == Visibility.PUBLIC, known),
            and_(cls.visibility == Visibility.INTERNAL, inside),
            and_(cls.visibility == Visibility.CONFIDENTIAL, inside, cls.id.in_(naming.correlate(None))),
        )
        return or_(
            and_(cls.seat_id.is_(None), cls.body_id.in_(reader.coordinates)),
            cls.seat_id.in_(ids_where(Seat, acts_for(reader))),
            and_(cls.state != DocumentState.DRAFT, level),
        )

    def judge(self, named: int) -> None:
        """Refuse a confidential document that names nobody, or a kind that is no document of a house."""
        if self.visibility is Visibility.CONFIDENTIAL and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")


class DocumentAudience(Base):
    """A seat that a confidential document names."""

    __tablename__ = "document_audience"

    document_id: Mapped[int] = mapped_column(ForeignKey("shelf_document.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")
