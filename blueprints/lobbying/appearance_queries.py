"""What the pages of appearances read, all through the reader's session, in constantly many statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.lobbying.mandate_rules import at_table
from models.appearances import Appearance, Mandate
from models.bodies import Body, Bylaws
from models.deadlines import Land
from models.folding import folded
from models.fuzzy_dates import FuzzyDate
from models.organisations import Organisation
from models.people import Person
from models.position_texts import PositionVersion
from models.positions import Position
from models.projects import Project

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class FoundAppearances:
    """One page of appearances with their mandates, and how many there are in all."""

    appearances: Sequence[Appearance]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def appearances(reading: Session, table_id: int | None, page: int) -> FoundAppearances:
    """What the reader may see, of all tables or of one: the latest first, undated last."""
    criteria = [] if table_id is None else [Appearance.body_id == table_id]
    total = reading.scalar(select(func.count(Appearance.id)).where(*criteria)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = _with_mandates(select(Appearance).where(*criteria)).options(
        joinedload(Appearance.body), joinedload(Appearance.project)
    )
    undated = Appearance.held_on == FuzzyDate.unknown()
    rows = rows.order_by(undated, Appearance.held_on.desc(), Appearance.id.desc())
    found = reading.scalars(rows.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return FoundAppearances(appearances=found, total=total, page=page)


def of_project(reading: Session, project: Project) -> list[Appearance]:
    """The appearances about a project, in the order of time."""
    rows = _with_mandates(select(Appearance).where(Appearance.project_id == project.id))
    return sorted(reading.scalars(rows), key=lambda each: (each.held_on, each.id))


def _with_mandates(rows: Select[Any]) -> Select[Any]:
    of = selectinload(Appearance.mandates)
    return rows.options(
        joinedload(Appearance.host),
        of.joinedload(Mandate.person),
        of.joinedload(Mandate.employer),
        of.joinedload(Mandate.principal),
    )


def appearance(reading: Session, table_id: int, appearance_id: int) -> Appearance | None:
    """One appearance with its table, host, project and mandates."""
    wanted = select(Appearance).where(Appearance.id == appearance_id, Appearance.body_id == table_id)
    of = selectinload(Appearance.mandates)
    return reading.scalar(
        _with_mandates(wanted).options(
            joinedload(Appearance.body),
            joinedload(Appearance.project),
            of.joinedload(Mandate.position_version),
        )
    )


def land_of(reading: Session, table_id: int) -> Land:
    """Whose holidays count."""
    return reading.scalars(select(Bylaws.land).where(Bylaws.body_id == table_id)).one()


def projects(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """The projects of the table, for a choice."""
    rows = select(Project.id, Project.title).where(Project.body_id == table_id)
    return [(row.id, row.title) for row in reading.execute(rows.order_by(Project.folded, Project.id))]


def people(reading: Session, table_id: int, on: date) -> list[tuple[int, str]]:
    """Who fills a seat of the table today, with the institution, for a choice."""
    rows = reading.execute(
        select(Person.id, Person.name, Organisation.name.label("house"))
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(at_table(table_id, on))
        .order_by(Person.name, Person.id)
    )
    return [(row.id, f"{row.name} ({row.house})" if row.house else row.name) for row in rows]


def frozen_texts(reading: Session, table_id: int) -> list[tuple[int, str, int]]:
    """The frozen versions of the table's positions: id, title and number, the newest first."""
    rows = reading.execute(
        select(PositionVersion.id, Position.title, PositionVersion.number)
        .join(Position, Position.id == PositionVersion.position_id)
        .where(Position.body_id == table_id)
        .order_by(PositionVersion.id.desc())
    )
    return [(row.id, row.title, row.number) for row in rows]


def tables(reading: Session) -> list[tuple[int, str]]:
    """The tables that note an appearance which the reader may see."""
    ids = select(Appearance.body_id).distinct()
    rows = reading.execute(select(Body.id, Body.name).where(Body.id.in_(ids))).all()
    return sorted(((row.id, row.name) for row in rows), key=lambda each: (folded(each[1]), each[0]))


def positions_on(reading: Session, found: Appearance) -> Sequence[Position]:
    """The positions on the project that it is about."""
    if found.project_id is None:
        return []
    rows = select(Position).where(Position.project_id == found.project_id).order_by(Position.id)
    return reading.scalars(rows).all()
