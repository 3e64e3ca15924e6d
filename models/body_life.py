"""The life of a body: its states with day and reason, the names it once had, the terms of those elected."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body, BodyState
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.typed_text import TypedLine
from models.visibility import Guarded, ids_where
from models.words import N_

NEXT: Final = {
    BodyState.FOUNDING: (BodyState.ACTIVE, BodyState.DISSOLVED),
    BodyState.ACTIVE: (BodyState.DORMANT, BodyState.DISSOLVED),
    BodyState.DORMANT: (BodyState.ACTIVE, BodyState.DISSOLVED),
    BodyState.DISSOLVED: (BodyState.ACTIVE,),
}
"""Where a body may go from where it is (domain.md 5.1); a dissolution noted in error is taken back."""


class BodyPhase(Guarded, Base):
    """A step in the life of a body: from `since` on it has been in this state, with the reason as stated."""

    __tablename__ = "body_phase"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    state: Mapped[BodyState]
    since: Mapped[date]
    reason: Mapped[str] = mapped_column(TypedLine(200))
    noted_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Why a body rests is for those who belong to it."""
        return cls.body_id.in_(reader.readable)


class BodyName(Guarded, Base):
    """A name that a body once had; `until` is the last day on which it had it."""

    __tablename__ = "body_name"
    __table_args__ = (Index("ix_body_name_body_id_until", "body_id", "until", unique=True),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str] = mapped_column(TypedLine(160))
    until: Mapped[FuzzyDate] = mapped_column(FuzzyDateType())

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.body_id.in_(ids_where(Body, Body.visible_to(reader)))


def former_name(body_id: Any, day: Any) -> Any:
    """SQL: the name that a body had on a day, if it has another one now; a day nobody knows is today."""
    return (
        select(BodyName.name)
        .where(BodyName.body_id == body_id, BodyName.until >= day)
        .order_by(BodyName.until)
        .limit(1)
    )


def name_then(house: Session, body_id: int, day: FuzzyDate) -> str:
    """What a body was called on a day."""
    return house.scalar(former_name(body_id, day)) or house.get_one(Body, body_id).name


class ElectoralTerm(Guarded, Base):
    """A Wahlperiode of an elected body; former ones stay."""

    __tablename__ = "electoral_term"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    label: Mapped[str] = mapped_column(TypedLine(80))
    since: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    until: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.body_id.in_(ids_where(Body, Body.visible_to(reader)))

    def judge(self) -> None:
        """Refuse a term that is over before it begins."""
        first, last = self.since.first_day, self.until.last_day
        if first is not None and last is not None and last < first:
            raise RuleBroken(N_("The end lies before the beginning."), field="until")
