"""Projects that a table follows: who keeps them, what is said about them, which papers belong to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from blueprints.tables.rules import changed
from models.actors import Actor
from models.appearances import Appearance
from models.backward_plans import BackwardPlan
from models.bodies import Body
from models.demands import Demand
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import Link, LinkKind, end_of, link, unlink
from models.papers import Paper
from models.political_contacts import PoliticalContact
from models.positions import Position
from models.project_watches import ProjectWatch
from models.projects import Project, ProjectStation
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


def may_keep(by: Actor, table_id: int) -> bool:
    """The coordination keeps its table's projects."""
    return by.coordinates_body(table_id)


def keep(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> Project:
    """Follow a project from now on."""
    if not may_keep(by, table_id):
        raise NotAllowed
    project = Project(body_id=table_id, **facts)
    _judge(house, project)
    house.add(project)
    house.flush()
    record(house, "keep", project, by=by, now=now, level=project.visibility.value)
    return project


def correct(
    house: Session, project_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct what is said about a project, and who may read it."""
    project = locked(house, project_id, by)
    must_be(project, based_on)
    names = changed(project, facts)
    _judge(house, project)
    record(house, "edit", project, by=by, now=now, changed=names, level=project.visibility.value)


def _judge(house: Session, project: Project) -> None:
    project.judge()
    if project.lead_id is not None:
        lead = select(Body.id).where(Body.id == project.lead_id, Body.is_external)
        if house.scalar(lead) is None:
            raise RuleBroken(N_("Choose among the bodies that are coordinated elsewhere."), field="lead_id")


def remove(house: Session, project_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a project with its stations for good; its papers, positions and appearances stay, and nobody
    sees more of them than before."""
    project = locked(house, project_id, by)
    record(house, "remove", project, by=by, now=now)
    house.flush()
    ours = select(ProjectStation.id).where(ProjectStation.project_id == project_id)
    house.execute(delete(BackwardPlan).where(BackwardPlan.station_id.in_(ours)))
    house.execute(delete(ProjectStation).where(ProjectStation.project_id == project_id))
    house.execute(delete(ProjectWatch).where(ProjectWatch.project_id == project_id))
    for kind in (Position, Demand):
        house.execute(update(kind).where(kind.project_id == project_id).values(project_id=None))
    for kept in _hidden_with(house, project):
        _stand_alone(kept, project.visibility)
        record(house, "edit", kept, by=by, now=now, changed=["project_id"], level=kept.visibility.value)
    house.flush()
    unlink(house, project)
    house.expire(project, ["stations"])
    house.execute(delete(Project).where(Project.id == project_id))


def _hidden_with(house: Session, project: Project) -> list[Appearance | PoliticalContact]:
    """What was seen only by those who see the project."""
    found: list[Appearance | PoliticalContact] = []
    for kind in (Appearance, PoliticalContact):
        found += house.scalars(select(kind).where(kind.project_id == project.id).order_by(kind.id))
    return found


def _stand_alone(each: Appearance | PoliticalContact, level: Visibility) -> None:
    """Without its project, yet for nobody who did not see that."""
    each.project_id = None
    each.visibility = max(each.visibility, level, key=lambda one: one.strictness)


def add_paper(house: Session, project_id: int, *, paper_id: int, by: Actor, now: datetime) -> None:
    """Say that a paper of the table belongs to a project."""
    project = locked(house, project_id, by)
    paper = house.get(Paper, paper_id)
    if paper is None or paper.body_id != project.body_id:
        raise RuleBroken(N_("There is no such paper at this table."), field="paper_id")
    link(house, LinkKind.CITES, project, paper)
    record(house, "relate", project, by=by, now=now, paper=paper_id)


def take_paper_out(house: Session, project_id: int, *, paper_id: int, by: Actor, now: datetime) -> None:
    """A paper no longer belongs to a project."""
    project = locked(house, project_id, by)
    table, row_id = end_of(project)
    ends = {"from_table": table, "from_id": row_id, "to_table": Paper.__tablename__, "to_id": paper_id}
    found = house.scalar(select(Link).filter_by(kind=LinkKind.CITES, **ends))
    if found is None:
        raise NotAllowed
    house.delete(found)
    record(house, "unrelate", project, by=by, now=now, paper=paper_id)


def locked(house: Session, project_id: int, by: Actor) -> Project:
    """The project, held until the end of the transaction, if one keeps it."""
    project = house.scalar(select(Project).where(Project.id == project_id).with_for_update())
    if project is None or not may_keep(by, project.body_id):
        raise NotAllowed
    return project
