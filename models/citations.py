"""Which agreed procedures something refers to: the address of what is in force, or one version of it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, String, and_, bindparam, column, exists, or_, select, table
from sqlalchemy.orm import Session, joinedload, selectinload

from models.actors import Actor
from models.constants import fixed
from models.decisions import Decision
from models.errors import RuleBroken
from models.links import Link, LinkKind, end_of, link
from models.procedure_steps import ProcedureStep, hash_of
from models.procedures import Procedure, ProcedureVersion
from models.texts import TextVersion
from models.words import N_

Cited = Procedure | ProcedureVersion
LINKS: Final = table(
    "link",
    column("id", Integer),
    column("kind", Link.__table__.c.kind.type),
    *(column(name, String) for name in ("from_table", "to_table")),
    *(column(name, Integer) for name in ("from_id", "to_id")),
)
"""Whoever may see both ends sees a link; asked through its class, all that can be an end are gone through."""
SHORT: Final = 16
"""So many signs of a checksum are printed."""
CHECKSUM: Final = re.compile(rf"\b[0-9a-f]{{{SHORT}}}\b")


def key_of(thing: Cited) -> str:
    """What a form calls it: its table and its id ("procedure-3")."""
    return f"{thing.__tablename__}-{thing.id}"


def about_of(thing: Cited) -> Procedure:
    """The procedure that is meant."""
    return thing if isinstance(thing, Procedure) else thing.procedure


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A procedure, or with its number one version of it, as something refers to it. `message` is the marked
    name, `facts` fill it."""

    key: str
    title: str
    number: int | None
    table_id: int
    procedure_id: int

    @property
    def message(self) -> str:
        return N_("%(title)s, version %(number)s") if self.number else N_("%(title)s, as it is in force")

    @property
    def facts(self) -> dict[str, Any]:
        return {"title": self.title, "number": self.number}


def reference_to(thing: Cited) -> Reference:
    about = about_of(thing)
    return Reference(
        key=key_of(thing),
        title=about.title,
        number=thing.number if isinstance(thing, ProcedureVersion) else None,
        table_id=about.body_id,
        procedure_id=about.id,
    )


def offered(session: Session, table_id: int) -> list[Reference]:
    """What a form offers of a table, as far as the session's reader sees it."""
    return [reference_to(each) for each in citable(session, table_id)]


def citable(session: Session, table_id: int, by: Actor | None = None) -> list[Cited]:
    """What can be referred to at a table: each procedure by its title, then its versions that were put to the
    table or decided, the newest first. As far as the session's reader sees it, or, for the house, `by`."""
    shown = or_(ProcedureVersion.consulted_at.is_not(None), ProcedureVersion.decided_on.is_not(None))
    versions = select(ProcedureVersion).where(ProcedureVersion.body_id == table_id, shown)
    versions = versions.options(joinedload(ProcedureVersion.procedure))
    procedures = select(Procedure).where(Procedure.body_id == table_id)
    if by is not None:
        versions = versions.where(ProcedureVersion.visible_to(by))
        procedures = procedures.where(Procedure.visible_to(by))
    under: dict[int, list[ProcedureVersion]] = {}
    for each in session.scalars(versions.order_by(ProcedureVersion.number.desc(), ProcedureVersion.id)):
        under.setdefault(each.procedure_id, []).append(each)
    rows = session.scalars(procedures.order_by(Procedure.title, Procedure.id)).all()
    return [each for about in rows for each in (about, *under.get(about.id, ()))]


OF_VERSION: Final = LINKS.c.to_table == ProcedureVersion.__tablename__
CITED: Final = fixed(
    select(LINKS.c.from_id, LINKS.c.to_table, Procedure, ProcedureVersion)
    .select_from(LINKS)
    .outerjoin(ProcedureVersion, and_(OF_VERSION, LINKS.c.to_id == ProcedureVersion.id))
    .join(
        Procedure,
        or_(
            and_(LINKS.c.to_table == Procedure.__tablename__, LINKS.c.to_id == Procedure.id),
            Procedure.id == ProcedureVersion.procedure_id,
        ),
    )
    .where(
        LINKS.c.kind == LinkKind.CITES,
        LINKS.c.from_table == bindparam("from_table"),
        LINKS.c.from_id.in_(bindparam("from_ids", expanding=True)),
    )
    .order_by(LINKS.c.id)
)
"""A version comes with its procedure, which the session then knows."""


def cited_by_each(session: Session, from_table: str, from_ids: Collection[int]) -> dict[int, list[Cited]]:
    """What rows of one table refer to, by their ids, as far as the session's reader sees it, in the order of
    the titles: one statement, however many they are."""
    found: dict[int, list[Cited]] = {each: [] for each in from_ids}
    ends = {"from_table": from_table, "from_ids": list(from_ids)}
    for row in session.execute(CITED, ends) if from_ids else ():
        found[row.from_id].append(row.ProcedureVersion or row.Procedure)
    for things in found.values():
        things.sort(key=lambda each: (about_of(each).title, about_of(each).id, key_of(each)))
    return found


def cited(session: Session, thing: Any) -> list[Cited]:
    """The same of one row."""
    name, row_id = end_of(thing)
    return cited_by_each(session, name, [row_id])[row_id]


def references(session: Session, thing: Any) -> list[Reference]:
    """To what a row refers, for the page that shows it."""
    return [reference_to(each) for each in cited(session, thing)]


def references_of_each(session: Session, table: str, ids: Collection[int]) -> dict[int, list[Reference]]:
    """The same of many rows of one table; of those only that refer to something."""
    found = cited_by_each(session, table, ids)
    return {key: [reference_to(each) for each in things] for key, things in found.items() if things}


def cite(house: Session, thing: Any, wanted: Collection[str], table_id: int, by: Actor) -> None:
    """Let a row refer to these procedures and versions of its table (by their keys), and to no others that
    the actor sees; what she does not see stays as it is."""
    house.flush()
    name, row_id = end_of(thing)
    seen = {key_of(each): each for each in citable(house, table_id, by)}
    there = select(Link).filter_by(kind=LinkKind.CITES, from_table=name, from_id=row_id)
    kinds = (Procedure.__tablename__, ProcedureVersion.__tablename__)
    known = {
        f"{each.to_table}-{each.to_id}": each
        for each in house.scalars(there.where(Link.to_table.in_(kinds)).order_by(Link.id))
    }
    for key in known.keys() & seen.keys() - set(wanted):
        house.delete(known[key])
    for key in sorted(set(wanted) - known.keys()):
        if key not in seen:
            raise RuleBroken(N_("Choose among the procedures of the table."), field="cites")
        link(house, LinkKind.CITES, thing, seen[key])


DECISIONS: Final = fixed(
    select(Decision)
    .where(
        or_(
            exists().where(
                LINKS.c.kind == LinkKind.CITES,
                LINKS.c.from_table == Decision.__tablename__,
                LINKS.c.from_id == Decision.id,
                LINKS.c.to_table == ProcedureVersion.__tablename__,
                LINKS.c.to_id == bindparam("version_id"),
            ),
            exists().where(
                LINKS.c.kind == LinkKind.FOLLOWS_FROM,
                LINKS.c.from_table == ProcedureVersion.__tablename__,
                LINKS.c.from_id == bindparam("version_id"),
                LINKS.c.to_table == Decision.__tablename__,
                LINKS.c.to_id == Decision.id,
            ),
        ),
        Decision.body_id == bindparam("table_id"),
    )
    .order_by(Decision.id)
)


def decisions_about(session: Session, version: ProcedureVersion) -> list[Decision]:
    """The decisions of its table that refer to a version, and the one that it follows from, oldest first."""
    given = {"version_id": version.id, "table_id": version.body_id}
    return list(session.scalars(DECISIONS, given))


def checksum_of(session: Session, version: ProcedureVersion) -> str:
    """The checksum of wording and steps: as they were decided, else as they stand, as far as the session's
    reader sees them."""
    if version.sha256 is not None:
        return version.sha256
    newest = select(TextVersion.markdown).where(TextVersion.text_id == version.text_id)
    steps = select(ProcedureStep).where(ProcedureStep.version_id == version.id)
    steps = steps.options(selectinload(ProcedureStep.branches), selectinload(ProcedureStep.offers))
    return hash_of(
        session.scalar(newest.order_by(TextVersion.number.desc()).limit(1)) or "",
        session.scalars(steps.order_by(ProcedureStep.place, ProcedureStep.id)),
    )


def names_other(wording: str, checksum: str) -> bool:
    """Whether a wording names checksums, and not this one."""
    named = CHECKSUM.findall(wording)
    return bool(named) and checksum[:SHORT] not in named
