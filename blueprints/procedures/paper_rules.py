"""The papers of a version: compiled for one set of readers and frozen, so that a card can be checked."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.procedures.version_rules import wording_of
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.contact_points import ContactPoint
from models.editions import Edition, EditionKind, canonical, freeze
from models.errors import NotAllowed
from models.offers import HelpOffer
from models.organisations import Organisation
from models.procedure_paths import nexts, nodes_of
from models.procedure_steps import WORDS, ProcedureStep, StepContact, StepOffer
from models.procedures import Procedure, ProcedureVersion
from models.seats import Seat
from models.texts import TextVersion


def compile_paper(
    house: Session, table_id: int, procedure_id: int, number: int, *, by: Actor, now: datetime
) -> Edition:
    """Freeze a version as one set of readers may see it: the institution of the actor, the coordination, or
    all who read at the table. Where nothing has changed since, the edition that there is."""
    about, version, reader, whose = _seen(house, table_id, procedure_id, number, by)
    content = _content(house, about, version, reader, day_of(now))
    return _kept(house, table_id, content, by) or freeze(
        house,
        EditionKind.PROCEDURE,
        None,
        table_id,
        about.title,
        content,
        number=number,
        **whose,
        by=by,
        now=now,
    )


def _seen(
    house: Session, table_id: int, procedure_id: int, number: int, by: Actor
) -> tuple[Procedure, ProcedureVersion, Actor, dict[str, Any]]:
    """The version, as whom it is compiled, and whose it is then: the first set of readers to which the actor
    belongs and all of which sees it."""
    for reader, whose in _readers(by, table_id):
        about = house.scalar(
            select(Procedure).where(
                Procedure.id == procedure_id, Procedure.body_id == table_id, Procedure.visible_to(reader)
            )
        )
        version = house.scalar(
            select(ProcedureVersion).where(
                ProcedureVersion.procedure_id == procedure_id,
                ProcedureVersion.number == number,
                ProcedureVersion.visible_to(reader),
            )
        )
        if about is not None and version is not None:
            return about, version, reader, whose
    raise NotAllowed


def _readers(by: Actor, table_id: int) -> list[tuple[Actor, dict[str, Any]]]:
    """The sets of readers to which the actor belongs, each as somebody with the rights of that set alone: of
    several seats each is one. Whoever fills none compiles for those who only read at the table."""
    if table_id in by.coordinates:
        return [(by, {"whole": True})]
    bare = Actor(person_id=by.person_id, name=by.name, on=by.on, language=by.language)
    seats = [(replace(bare, seats=(each,)), {"seats": [each.seat_id]}) for each in by.seats_at(table_id)]
    known = frozenset({table_id}) & by.readable
    return seats or [(replace(bare, reads=known), {"for_readers": True})]


def _kept(house: Session, table_id: int, content: dict[str, Any], by: Actor) -> Edition | None:
    sha256 = hashlib.sha256(canonical(content).encode()).hexdigest()
    same = (
        (Edition.body_id == table_id) & (Edition.sha256 == sha256) & (Edition.kind == EditionKind.PROCEDURE)
    )
    return house.scalar(select(Edition).where(same, Edition.visible_to(by)).order_by(Edition.id).limit(1))


def _content(
    house: Session, about: Procedure, version: ProcedureVersion, reader: Actor, on: date
) -> dict[str, Any]:
    said: TextVersion | None = wording_of(house, version)
    header = ("title", "scope", "scope_limits", "capacity_note", "legal_basis", "addressees")
    days = {"review_on": about.review_on, "checked_on": about.checked_on, "decided_on": version.decided_on}
    days |= {"in_force_on": version.in_force_on, "repealed_on": about.repealed_on}
    return {
        "procedure": about.id,
        "number": version.number,
        "level": about.visibility.value,
        "form": about.legal_form.value,
        "sha256": version.sha256 or "",
        "wording": said.markdown if said else "",
        **{name: getattr(about, name) for name in header},
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "steps": _steps(house, version, reader, on),
    }


def _steps(house: Session, version: ProcedureVersion, reader: Actor, on: date) -> list[dict[str, Any]]:
    rows = house.scalars(
        select(ProcedureStep)
        .where(ProcedureStep.version_id == version.id)
        .options(
            joinedload(ProcedureStep.seat).joinedload(Seat.organisation),
            selectinload(ProcedureStep.branches),
            selectinload(ProcedureStep.offers).joinedload(StepOffer.offer).joinedload(HelpOffer.organisation),
        )
        .order_by(ProcedureStep.place, ProcedureStep.id)
    ).all()
    places = {each.id: each.place for each in rows}
    contacts, ways = _contacts(house, version, reader, on), nexts(nodes_of(rows))
    return [
        {
            **{name: getattr(each, name) for name in WORDS},
            "place": each.place,
            "institution": each.seat.organisation.name if each.seat else "",
            "category": each.category.value if each.category else "",
            "branches": [[branch.condition, places[branch.to_step_id]] for branch in each.branches],
            "next": list(ways[each.place]),
            "offers": [f"{row.offer.title} ({row.offer.organisation.name})" for row in each.offers],
            "contact": contacts.get(each.id),
        }
        for each in rows
    ]


def _contacts(
    house: Session, version: ProcedureVersion, reader: Actor, on: date
) -> dict[int, dict[str, Any]]:
    """The contact points that this reader may see, by step, and which of them are doubtful that day, or were
    deleted by their institution."""
    rows = house.execute(
        select(StepContact.step_id, ContactPoint, Organisation.name)
        .join(ProcedureStep, ProcedureStep.id == StepContact.step_id)
        .outerjoin(ContactPoint, ContactPoint.id == StepContact.contact_id)
        .outerjoin(Organisation, Organisation.id == ContactPoint.organisation_id)
        .where(ProcedureStep.version_id == version.id, StepContact.visible_to(reader))
    )
    return {row[0]: _contact(row[1], row[2], on) for row in rows}


def _contact(point: ContactPoint | None, institution: str, on: date) -> dict[str, Any]:
    """A contact point as it is on that day; one that its institution has deleted is said to be gone."""
    if point is None:
        return {"deleted": True}
    return {
        "name": point.name,
        "institution": institution,
        "phone": point.phone,
        "email": point.email or "",
        "website": point.website,
        "hours": "; ".join(part for part in (point.hours_words("de"), point.hours) if part),
        "checked_on": point.checked_on.isoformat() if point.checked_on else "",
        "doubtful": point.is_doubtful(on),
    }
