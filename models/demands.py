"""Demands: what a table asks of politics, numbered, each kept once, with every paper in which it stood."""

import enum
from collections.abc import Iterable
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.papers import Paper
from models.positions import Position
from models.projects import Project
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class DemandState(enum.Enum):
    """What came of it so far."""

    RAISED = "raised"
    TAKEN_UP = "taken-up"
    IN_PART = "in-part"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"

    @property
    def label(self) -> str:
        return DEMAND_STATE_WORDS[self]


DEMAND_STATE_WORDS: Final = {
    DemandState.RAISED: N_("raised"),
    DemandState.TAKEN_UP: N_("taken up"),
    DemandState.IN_PART: N_("taken up in part"),
    DemandState.REFUSED: N_("refused"),
    DemandState.OVERTAKEN: N_("overtaken"),
}


class Demand(Guarded, Base):
    """A demand of a table (`body_id`) in one wording; `number` counts from 1 at each table; none is deleted,
    what is over is overtaken. What came of it is said by its newest answer (`DemandEntry.state`), else it is
    only raised."""

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        CheckConstraint("wording <> ''", name="worded"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int]
    wording: Mapped[str] = mapped_column(TypedText(1000), default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), default=None, index=True)
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    entries: Mapped[list["DemandEntry"]] = relationship(
        init=False, repr=False, back_populates="demand", lazy="raise_on_sql", order_by="DemandEntry.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever reads at the table: all of them, so that no number differs and none is missing."""
        return cls.body_id.in_(reader.readable)

    def judge(self) -> None:
        """Refuse what says nothing."""
        if not self.wording:
            raise RuleBroken(N_("Please give the wording."), field="wording")


class DemandEntry(Guarded, Base):
    """Where a demand stood (a paper or a position that is kept here, or words), or, with a `state`, what was
    answered to it and by whom. Who may not see the paper or position does not see the entry."""

    __tablename__ = "demand_entry"
    __table_args__ = (
        CheckConstraint("paper_id IS NOT NULL OR position_id IS NOT NULL OR words <> ''", name="somewhere"),
        CheckConstraint("paper_id IS NULL OR position_id IS NULL", name="one_place"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"), default=None, index=True)
    words: Mapped[str] = mapped_column(TypedLine(200), default="")
    state: Mapped[DemandState | None] = mapped_column(default=None)
    quote: Mapped[str] = mapped_column(TypedText(1000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")

    demand: Mapped[Demand] = relationship(
        init=False, repr=False, back_populates="entries", lazy="raise_on_sql"
    )
    paper: Mapped[Paper | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    position: Mapped[Position | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return and_(
            cls.demand_id.in_(ids_where(Demand, Demand.visible_to(reader))),
            or_(cls.paper_id.is_(None), cls.paper_id.in_(ids_where(Paper, Paper.visible_to(reader)))),
            or_(
                cls.position_id.is_(None),
                cls.position_id.in_(ids_where(Position, Position.visible_to(reader))),
            ),
        )

    def judge(self) -> None:
        """Refuse an entry that stands nowhere, and in two places."""
        if self.paper_id is None and self.position_id is None and not self.words:
            raise RuleBroken(N_("Please say where it stood, or who answered."), field="words")
        if self.paper_id is not None and self.position_id is not None:
            raise RuleBroken(N_("Choose a paper or a position, not both."), field="position_id")


def state_of(entries: Iterable[DemandEntry]) -> DemandState:
    """What came of it: the newest answer that one may see; undated ones count as older."""
    answers = [each for each in entries if each.state is not None]
    newest = max(answers, key=lambda each: (each.held_on.is_known, each.held_on, each.id), default=None)
    return newest.state if newest is not None and newest.state is not None else DemandState.RAISED
