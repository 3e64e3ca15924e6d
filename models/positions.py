"""Positions: joint texts of institutions, who writes them, and who takes part from elsewhere."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.organisations import Organisation
from models.people import Person
from models.projects import Project
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility
from models.words import N_

if TYPE_CHECKING:
    from models.position_texts import PositionVersion


class PositionKind(enum.Enum):
    STATEMENT = "statement"
    PAPER = "paper"
    OPEN_LETTER = "open-letter"
    DEMAND = "demand"
    QUESTIONS = "questions"

    @property
    def label(self) -> str:
        return POSITION_KIND_WORDS[self]


POSITION_KIND_WORDS: Final = {
    PositionKind.STATEMENT: N_("statement on a project"),
    PositionKind.PAPER: N_("position paper"),
    PositionKind.OPEN_LETTER: N_("open letter"),
    PositionKind.DEMAND: N_("demand"),
    PositionKind.QUESTIONS: N_("list of questions"),
}


class PositionState(enum.Enum):
    """Derived from what was written and frozen (domain.md 5.15); nothing of it is stored."""

    IDEA = "idea"
    DRAFT = "draft"
    COMMENTING = "commenting"
    REVISION = "revision"
    FINAL = "final"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        return POSITION_STATE_WORDS[self]


POSITION_STATE_WORDS: Final = {
    PositionState.IDEA: N_("idea"),
    PositionState.DRAFT: N_("draft"),
    PositionState.COMMENTING: N_("open for amendments"),
    PositionState.REVISION: N_("in revision"),
    PositionState.FINAL: N_("final text"),
    PositionState.ABANDONED: N_("draft withdrawn"),
}

DRAFTED_AS: Final = (Visibility.INTERNAL, Visibility.CONFIDENTIAL, Visibility.COORDINATION)
"""Who may read a position before it is published: publishing is a gesture of its own, never a level."""


class Position(Guarded, Base):
    """A joint text that a table (`body_id`) keeps. Whoever sees it reads its frozen versions (Fassungen); the
    text that is being written is for its editors and the coordination (models/position_texts.py).

    `addressees` are who is to get it, one a line; `begun_at`: when the first words were saved;
    `abandoned_at`: nobody goes on with it, until it is taken up again.
    """

    __tablename__ = "position"
    __table_args__ = (CheckConstraint("visibility <> 'public'", name="level"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[PositionKind]
    title: Mapped[str] = mapped_column(TypedLine(200))
    started_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(TypedText(2000), default="")
    addressees: Mapped[str] = mapped_column(TypedText(2000), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    abandoned_at: Mapped[datetime | None] = mapped_column(default=None)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), default=None, index=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    editors: Mapped[list["PositionEditor"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PositionEditor.id"
    )
    tables: Mapped[list["PositionTable"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PositionTable.id"
    )
    delegates: Mapped[list["PositionDelegate"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PositionDelegate.id"
    )
    audience: Mapped[list["PositionAudience"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PositionAudience.seat_id"
    )
    versions: Mapped[list["PositionVersion"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PositionVersion.number"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and the editors; members of its tables by level; those who were invited from
        outside. Whoever only reads at a table reads what is published (domain.md 3)."""
        named = select(PositionAudience.position_id).where(PositionAudience.seat_id.in_(reader.seat_ids))
        asked = select(PositionTable.position_id).where(PositionTable.body_id.in_(reader.coordinates))
        invited = select(PositionDelegate.position_id).where(
            PositionDelegate.person_id == reader.person_id, PositionDelegate.ended_at.is_(None)
        )
        open_to_all = cls.visibility == Visibility.INTERNAL
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.written_by(reader),
            and_(open_to_all, cls._inside(reader)),
            and_(cls.visibility == Visibility.CONFIDENTIAL, cls.id.in_(named.correlate(None))),
            and_(cls.visibility != Visibility.COORDINATION, cls.id.in_(invited.correlate(None))),
            and_(open_to_all, cls.id.in_(asked.correlate(None))),
        )

    @classmethod
    def _inside(cls, reader: Actor) -> ColumnElement[bool]:
        joined = select(PositionTable.position_id).where(
            PositionTable.body_id.in_(reader.member_of), PositionTable.agreed_at.is_not(None)
        )
        return or_(cls.body_id.in_(reader.member_of), cls.id.in_(joined.correlate(None)))

    @classmethod
    def written_by(cls, reader: Actor) -> ColumnElement[bool]:
        """SQL: the reader is an editor of it, and still at one of its tables or invited from outside."""
        editing = select(PositionEditor.position_id).where(PositionEditor.person_id == reader.person_id)
        invited = select(PositionDelegate.position_id).where(
            PositionDelegate.person_id == reader.person_id, PositionDelegate.ended_at.is_(None)
        )
        still = or_(cls._inside(reader), cls.id.in_(invited.correlate(None)))
        return and_(cls.id.in_(editing.correlate(None)), still)

    @property
    def newest(self) -> "PositionVersion | None":
        """The newest version that was frozen, be it for amendments or as the final text."""
        return self.versions[-1] if self.versions else None

    @property
    def final_version(self) -> "PositionVersion | None":
        """The final text, unless it was opened again since."""
        newest = self.newest
        return newest if newest is not None and newest.is_final and newest.reopened_at is None else None

    @property
    def is_in_the_making(self) -> bool:
        """Whether its words may still change: it is neither final nor abandoned."""
        return self.final_version is None and self.abandoned_at is None

    @property
    def final_edition_id(self) -> int | None:
        """The frozen edition of the final text: what is signed, published and sent (models/editions.py)."""
        return self.final_version.edition_id if self.final_version else None

    def state(self, today: date) -> PositionState:
        """Where it stands; its `versions` must be loaded."""
        newest = self.newest
        if self.abandoned_at is not None:
            return PositionState.ABANDONED
        if newest is None:
            return PositionState.DRAFT if self.begun_at else PositionState.IDEA
        if self.final_version is not None:
            return PositionState.FINAL
        return PositionState.COMMENTING if newest.is_open(today) else PositionState.REVISION

    def is_seen_by(self, by: Actor) -> bool:
        """The same as `visible_to`, of this one row; what hangs on it must be loaded."""
        asked = {each.body_id for each in self.tables} & by.coordinates
        internal = self.visibility is Visibility.INTERNAL
        named = any(each.seat_id in by.seat_ids for each in self.audience)
        return (
            self.body_id in by.coordinates
            or self.is_written_by(by)
            or (internal and bool(self.body_ids & by.member_of or asked))
            or (self.visibility is Visibility.CONFIDENTIAL and named)
            or (self.visibility is not Visibility.COORDINATION and self._invites(by))
        )

    def is_written_by(self, by: Actor, *, leads: bool = False) -> bool:
        """Whether one is an editor, or one with the lead (Federführung), and still at one of the tables or
        invited from outside."""
        editing = (each for each in self.editors if each.leads or not leads)
        still = bool(self.body_ids & by.member_of) or self._invites(by)
        return still and any(each.person_id == by.person_id for each in editing)

    def _invites(self, by: Actor) -> bool:
        return any(each.person_id == by.person_id and each.ended_at is None for each in self.delegates)

    def voices(self, by: Actor, *, advisory: bool = False) -> frozenset[int]:
        """The institutions for which one may hand in amendments: full members that one represents (or is
        the deputy of), and those outside that sent one; `advisory`: for which one may comment."""
        audience = {each.seat_id for each in self.audience}
        named = self.visibility is Visibility.CONFIDENTIAL
        held = (each for each in by.seats if each.role != "reader")
        seats = (each for each in held if advisory or each.kind == "voting")
        sitting = {
            each.organisation_id
            for each in seats
            if each.body_id in self.body_ids and (not named or each.seat_id in audience)
        }
        sent = (each for each in self.delegates if each.person_id == by.person_id and each.ended_at is None)
        return frozenset(sitting | {each.organisation_id for each in sent})

    @property
    def body_ids(self) -> frozenset[int]:
        """The tables that take part: the one that keeps it, and others whose coordination has agreed."""
        return frozenset([self.body_id, *(each.body_id for each in self.tables if each.agreed_at)])

    def judge(self, named: int) -> None:
        """Refuse a level that is none for a draft, and one that names nobody though it must."""
        if self.visibility not in DRAFTED_AS:
            raise RuleBroken(N_("A position becomes public by being published."), field="visibility")
        if self.visibility is Visibility.CONFIDENTIAL and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")


class PositionEditor(Base):
    """Somebody who writes a position. `leads`: has the lead (Federführung): opens it, freezes it."""

    __tablename__ = "position_editor"
    __table_args__ = (UniqueConstraint("position_id", "person_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    leads: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")


class PositionTable(Base):
    """Another table that is asked to take part: its coordination reads the position, and once it has agreed
    its members do."""

    __tablename__ = "position_table"
    __table_args__ = (UniqueConstraint("position_id", "body_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")


class PositionDelegate(Base):
    """A person of an institution outside the tables that takes part in one position; `may_sign` for it."""

    __tablename__ = "position_delegate"
    __table_args__ = (UniqueConstraint("position_id", "person_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    may_sign: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")


class PositionAudience(Base):
    """A seat that a confidential position names."""

    __tablename__ = "position_audience"

    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")
