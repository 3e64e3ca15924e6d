"""Projects (Vorhaben): laws, regulations, concepts, motions that a table watches, with their stations."""

import enum
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, and_, event, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.folding import folded
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import is_web_address
from models.organisations import Level
from models.project_phases import Ladder, StationKind
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_


class ProjectKind(enum.Enum):
    """What is to become of it."""

    LAW = "law"
    REGULATION = "regulation"
    CONCEPT = "concept"
    MOTION = "motion"
    INTERNATIONAL = "international"

    @property
    def label(self) -> str:
        return PROJECT_KIND_WORDS[self]


PROJECT_KIND_WORDS: Final = {
    ProjectKind.LAW: N_("law"),
    ProjectKind.REGULATION: N_("regulation"),
    ProjectKind.CONCEPT: N_("concept"),
    ProjectKind.MOTION: N_("municipal motion"),
    ProjectKind.INTERNATIONAL: N_("EU or international"),
}
LEVELS: Final = (Visibility.PUBLIC, Visibility.INTERNAL, Visibility.COORDINATION)
"""Whom a project may be for; none that names institutions."""


class Project(Guarded, Base):
    """A project of politics that a table (`body_id`) follows.

    The lead is a body that others coordinate, or a ministry in words. `laws` and `themes` are lists, one a
    line: the laws that it changes, the themes under which the table watches it. `is_watched`: it stands on
    the table's watch list. `found_in` says where one reads of it.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("lead_id IS NULL OR lead_name = ''", name="one_lead"),
        CheckConstraint("visibility <> 'confidential'", name="readers"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[ProjectKind] = mapped_column(default=ProjectKind.LAW)
    title: Mapped[str] = mapped_column(TypedLine(300), default="")
    level: Mapped[Level | None] = mapped_column(default=None)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    lead_name: Mapped[str] = mapped_column(TypedLine(160), default="")
    laws: Mapped[str] = mapped_column(TypedText(1000), default="")
    themes: Mapped[str] = mapped_column(TypedText(500), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    is_watched: Mapped[bool] = mapped_column(default=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    folded: Mapped[str] = mapped_column(String(2000), init=False, default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql", foreign_keys=body_id)
    lead: Mapped[Body | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=lead_id
    )
    stations: Mapped[list["ProjectStation"]] = relationship(
        init=False, repr=False, back_populates="project", lazy="raise_on_sql", order_by="ProjectStation.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination reads all, members by level, what is public whoever may know of the table."""
        inside = cls.body_id.in_(reader.readable)
        known = or_(inside, cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)))
        return or_(
            cls.body_id.in_(reader.coordinates),
            and_(cls.visibility == Visibility.PUBLIC, known),
            and_(cls.visibility == Visibility.INTERNAL, inside),
        )

    @property
    def is_on_the_web(self) -> bool:
        """Whether `found_in` is an address that can be followed."""
        return is_web_address(self.found_in)

    @property
    def themes_in_order(self) -> list[str]:
        return self.themes.splitlines()

    @property
    def ladder(self) -> Ladder:
        """Which phases are usual for its kind and level; without a level those of the Bund."""
        of_kind = {
            ProjectKind.CONCEPT: Ladder.CONCEPT,
            ProjectKind.MOTION: Ladder.MUNICIPAL,
            ProjectKind.INTERNATIONAL: Ladder.INTERNATIONAL,
        }
        of_level = {
            Level.MUNICIPAL: Ladder.MUNICIPAL,
            Level.REGIONAL: Ladder.MUNICIPAL,
            Level.STATE: Ladder.STATE,
            Level.INTERNATIONAL: Ladder.INTERNATIONAL,
        }
        default = of_level.get(self.level, Ladder.FEDERAL) if self.level else Ladder.FEDERAL
        return of_kind.get(self.kind, default)

    def judge(self) -> None:
        """Refuse what has no title, two leads, and a level that names institutions."""
        if not self.title:
            raise RuleBroken(N_("Please give a title."), field="title")
        if self.lead_id is not None and self.lead_name:
            raise RuleBroken(N_("Choose the lead or name it, not both."), field="lead_name")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("Please choose one of the levels."), field="visibility")


class ProjectStation(Guarded, Base):
    """A phase that a project entered, or a date of its own (hearing, deadline), as exactly as it is known.

    `body_id` is that of the project. `title` says what it is called, `note` what else is worth knowing in
    brief. As long as `proposed_by_id` is set, the institution of that seat only proposes it: the coordination
    and the institution itself see it, nobody else.
    """

    __tablename__ = "project_station"
    __table_args__ = (Index("ix_project_station_project_id_held_on", "project_id", "held_on"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[StationKind]
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    title: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    project: Mapped[Project] = relationship(
        init=False, repr=False, back_populates="stations", lazy="raise_on_sql"
    )
    proposed_by: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        mine = or_(cls.body_id.in_(reader.coordinates), cls.proposed_by_id.in_(reader.seat_ids))
        return and_(
            cls.project_id.in_(ids_where(Project, Project.visible_to(reader))),
            or_(cls.proposed_by_id.is_(None), mine),
        )

    @property
    def is_proposed(self) -> bool:
        return self.proposed_by_id is not None

    def lies_ahead(self, today: date) -> bool:
        """Whether it is still to come; what has no date is taken as having been."""
        last = self.held_on.last_day
        return last is not None and last >= today

    def is_reached(self, today: date) -> bool:
        """Whether it has begun on this day; what has no date has."""
        first = self.held_on.first_day
        return first is None or first <= today


def in_line(found: Iterable[ProjectStation], ladder: Ladder) -> list[ProjectStation]:
    """The stations in the order of time; one without a date stands where its ladder puts it: before the first
    that comes later there, else at the end. Nothing is printed of such a place."""
    every = sorted(found, key=lambda each: (each.held_on, _place(each, ladder), each.id))
    line = [each for each in every if each.held_on.is_known]
    for each in every:
        if not each.held_on.is_known:
            later = (n for n, other in enumerate(line) if _place(other, ladder) > _place(each, ladder))
            line.insert(next(later, len(line)), each)
    return line


def _place(station: ProjectStation, ladder: Ladder) -> int:
    """Its rung; dates that are no phase, and phases of other ladders, stand at the last one."""
    phases = ladder.phases
    return phases.index(station.kind) if station.kind in phases else len(phases)


def phase_of(line: Iterable[ProjectStation], today: date) -> ProjectStation | None:
    """The phase that a project is in: the last one of its line that was entered; None if none is known."""
    reached = [
        each for each in line if each.kind.is_phase and not each.is_proposed and each.is_reached(today)
    ]
    return reached[-1] if reached else None


def next_date(line: Iterable[ProjectStation], today: date) -> ProjectStation | None:
    """What is to come next, if a date is known for it."""
    return next((each for each in line if not each.is_proposed and each.lies_ahead(today)), None)


@event.listens_for(Project, "before_insert")
@event.listens_for(Project, "before_update")
def _make_findable(_mapper: Any, _connection: Any, project: Project) -> None:
    """What the search looks through follows whatever was changed, by whomever."""
    words = (project.title, project.laws, project.themes, project.lead_name)
    project.folded = folded(" ".join(words))[:2000]
