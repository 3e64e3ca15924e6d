"""What the pages read of a body's life: phases, names, terms, and the bodies above and below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body, BodyState
from models.body_life import BodyName, BodyPhase, ElectoralTerm
from models.folding import folded


def found(bodies: Sequence[Body], words: str) -> list[Body]:
    """The bodies whose name, or one they once had, holds all the words."""
    wanted = folded(words).split()
    return [body for body in bodies if _holds(body, wanted)] if wanted else list(bodies)


def _holds(body: Body, wanted: list[str]) -> bool:
    names = [folded(name) for name in (body.name, *(each.name for each in body.former_names))]
    return any(all(word in name for word in wanted) for name in names)


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is told of a body's life, as far as the reader may know it; the newest comes first."""

    phases: Sequence[BodyPhase]
    names: Sequence[BodyName]
    terms: Sequence[ElectoralTerm]


def life(reading: Session, body: Body) -> Life:
    phases = select(BodyPhase).where(BodyPhase.body_id == body.id).order_by(BodyPhase.id.desc())
    names = select(BodyName).where(BodyName.body_id == body.id).order_by(BodyName.until.desc())
    terms = select(ElectoralTerm).where(ElectoralTerm.body_id == body.id)
    return Life(
        phases=reading.scalars(phases).all(),
        names=reading.scalars(names).all(),
        terms=reading.scalars(terms.order_by(ElectoralTerm.since.desc(), ElectoralTerm.id.desc())).all(),
    )


def present_phase(reading: Session, body: Body) -> BodyPhase | None:
    """Since when and why the body is what it is; an active one is not asked."""
    if body.state is BodyState.ACTIVE:
        return None
    last = select(BodyPhase).where(BodyPhase.body_id == body.id).order_by(BodyPhase.id.desc()).limit(1)
    found = reading.scalar(last)
    return found if found is not None and found.state is body.state else None


def term(reading: Session, table_id: int, term_id: int) -> ElectoralTerm | None:
    return reading.scalar(
        select(ElectoralTerm).where(ElectoralTerm.id == term_id, ElectoralTerm.body_id == table_id)
    )


def parents_to_choose(reading: Session, by: Actor, of: Body | None = None) -> list[tuple[int, str]]:
    """Bodies that one keeps, to which another may belong, and the one to which this one does if one may know
    of it; with the names they once had."""
    own_id, kept = (of.id, of.parent_id or 0) if of else (0, 0)
    rows = reading.execute(
        select(Body.id, Body.name, BodyName.name)
        .outerjoin(BodyName, BodyName.body_id == Body.id)
        .where(or_(Body.id.in_(by.coordinates), Body.is_external, Body.id == kept), Body.id != own_id)
        .order_by(Body.name, BodyName.until.desc())
    ).all()
    called: dict[int, list[str]] = {}
    for body_id, name, former in rows:
        called.setdefault(body_id, [name]).extend([former] if former else [])
    return [
        (body_id, names[0] + (f" ({', '.join(names[1:])})" if names[1:] else ""))
        for body_id, names in called.items()
    ]
