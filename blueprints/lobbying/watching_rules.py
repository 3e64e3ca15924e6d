"""Projects that somebody watches for herself, and the letter when something is noted about one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed
from models.history import record
from models.letters import Letter, LetterKind, post
from models.people import Person
from models.project_watches import ProjectWatch
from models.projects import Project
from models.reminder_stops import stopped
from models.standing import actor_of

TEMPLATE: Final = "lobbying/project_moved"


def watch(house: Session, project_id: int, *, by: Actor, now: datetime) -> None:
    """From now on one learns what is noted about it; a second time changes nothing."""
    project = _seen(house, project_id, by)
    if house.get(ProjectWatch, (project_id, by.person_id)) is None:
        house.add(ProjectWatch(project_id=project_id, person_id=by.person_id, since=now))
        record(house, "watch", project, by=by, now=now, body_id=project.body_id)


def end_watch(house: Session, project_id: int, *, by: Actor, now: datetime) -> None:
    """A second time changes nothing."""
    project, found = _seen(house, project_id, by), house.get(ProjectWatch, (project_id, by.person_id))
    if found is None:
        return
    house.delete(found)
    record(house, "end-watch", project, by=by, now=now, body_id=project.body_id)


def _seen(house: Session, project_id: int, by: Actor) -> Project:
    project = house.scalar(select(Project).where(Project.id == project_id, Project.visible_to(by)))
    if project is None:
        raise NotAllowed
    return project


def tell_watchers(house: Session, project: Project, *, by: Actor, now: datetime) -> int:
    """A letter to each who watches it and may still see it, but for whoever noted it: at most one a day."""
    purpose = f"project-moved-{project.id}-{day_of(now).isoformat()}"
    told = set(house.scalars(select(Letter.person_id).where(Letter.purpose == purpose)))
    people = [
        each
        for each in _watchers(house, project)
        if each.id not in told and each.id != by.person_id and _still_sees(house, each, project, now)
    ]
    unwanted = stopped(house, [each.email or "" for each in people])
    facts = letter_facts(house, project.body_id, day_of(now)) | {"project_id": project.id}
    wanted = [each for each in people if (each.email or "").lower() not in unwanted]
    _post(house, wanted, facts, body_id=project.body_id, purpose=purpose, now=now)
    return len(wanted)


def _watchers(house: Session, project: Project) -> list[Person]:
    rows = (
        select(Person)
        .join(ProjectWatch, ProjectWatch.person_id == Person.id)
        .where(ProjectWatch.project_id == project.id, Person.email.is_not(None))
    )
    return list(house.scalars(rows.order_by(Person.id)))


def _still_sees(house: Session, person: Person, project: Project, now: datetime) -> bool:
    actor = actor_of(house, person, day_of(now))
    seen = select(Project.id).where(Project.id == project.id, Project.visible_to(actor))
    return house.scalar(seen) is not None


def _post(
    house: Session,
    people: Collection[Person],
    facts: dict[str, Any],
    *,
    body_id: int,
    purpose: str,
    now: datetime,
) -> None:
    for each in people:
        post(
            house,
            template=TEMPLATE,
            kind=LetterKind.REMINDER,
            to=each.email or "",
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            person_id=each.id,
            facts=facts,
            body_id=body_id,
            organisation_id=each.organisation_id,
            purpose=purpose,
            now=now,
        )
