"""What the pages of projects read: all through the reader's session, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.bodies import Body
from models.folding import folded
from models.links import Link, LinkKind
from models.papers import Paper
from models.project_watches import ProjectWatch
from models.projects import Project, ProjectKind, ProjectStation
from models.seats import Seat

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; all of it must hold."""

    text: str = ""
    table_id: int | None = None
    kind: ProjectKind | None = None
    theme: str = ""
    watched: bool = False
    mine: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class FoundProjects:
    """One page of projects with their stations, and how many were found in all."""

    projects: Sequence[Project]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, kw_only=True)
class Choices:
    """By what projects can be narrowed: the tables that follow some, and their themes, in order."""

    tables: list[tuple[int, str]]
    themes: list[tuple[str, str]]


def search(reading: Session, wanted: Wanted) -> FoundProjects:
    """The projects that the reader may see, of all tables, by their titles."""
    criteria = list(_criteria(wanted))
    total = reading.scalar(select(func.count(Project.id)).where(*criteria)) or 0
    page = min(max(1, wanted.page), max(1, -(-total // PAGE_SIZE)))
    rows: Select[Any] = (
        select(Project)
        .where(*criteria)
        .options(joinedload(Project.body), joinedload(Project.lead), selectinload(Project.stations))
        .order_by(Project.folded, Project.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return FoundProjects(projects=reading.scalars(rows).all(), total=total, page=page)


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    found += [Project.folded.contains(word, autoescape=True) for word in folded(wanted.text).split()]
    if wanted.table_id is not None:
        found.append(Project.body_id == wanted.table_id)
    if wanted.kind is not None:
        found.append(Project.kind == wanted.kind)
    if wanted.theme:
        lines = literal("\n").concat(Project.themes).concat("\n")
        found.append(lines.contains(f"\n{wanted.theme}\n", autoescape=True))
    if wanted.watched:
        found.append(Project.is_watched.is_(True))
    if wanted.mine:
        found.append(Project.id.in_(select(ProjectWatch.project_id)))
    return found


def narrowing(reading: Session) -> Choices:
    """What the reader's projects can be narrowed by."""
    rows = reading.execute(select(Project.body_id, Project.themes).distinct()).all()
    ids = {row.body_id for row in rows}
    names = reading.execute(select(Body.id, Body.name).where(Body.id.in_(ids))).all()
    themes = {theme for row in rows for theme in row.themes.splitlines()}
    return Choices(
        tables=sorted(((row.id, row.name) for row in names), key=lambda each: (folded(each[1]), each[0])),
        themes=[(each, each) for each in sorted(themes, key=lambda each: (folded(each), each))],
    )


def project(reading: Session, table_id: int, project_id: int) -> Project | None:
    """One project with its table, lead and stations."""
    proposer = selectinload(Project.stations).joinedload(ProjectStation.proposed_by)
    return reading.scalar(
        select(Project)
        .where(Project.id == project_id, Project.body_id == table_id)
        .options(joinedload(Project.body), joinedload(Project.lead), proposer.joinedload(Seat.organisation))
    )


def station(reading: Session, project_id: int, station_id: int) -> ProjectStation | None:
    """One phase or date of a project."""
    return reading.scalar(
        select(ProjectStation).where(ProjectStation.id == station_id, ProjectStation.project_id == project_id)
    )


def watches(reading: Session, project_id: int) -> bool:
    """Whether the reader watches it for herself."""
    own = select(ProjectWatch.project_id).where(ProjectWatch.project_id == project_id)
    return reading.scalar(own) is not None


def papers_of(reading: Session, found: Project) -> list[Paper]:
    """The papers that belong to a project, by their dates; those without one come last."""
    ends = (Link.from_table == Project.__tablename__, Link.to_table == Paper.__tablename__)
    cited = select(Link.to_id).where(*ends, Link.from_id == found.id, Link.kind == LinkKind.CITES)
    rows = select(Paper).where(Paper.id.in_(cited)).options(joinedload(Paper.issuer))
    return sorted(reading.scalars(rows), key=lambda each: (each.dated, each.id))


def other_papers(reading: Session, found: Project) -> list[Paper]:
    """The papers of the table that do not belong to it yet, for a choice."""
    has = {each.id for each in papers_of(reading, found)}
    rows = reading.scalars(
        select(Paper).where(Paper.body_id == found.body_id).order_by(Paper.dated.desc(), Paper.id.desc())
    )
    return [each for each in rows if each.id not in has]
