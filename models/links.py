"""Links: typed ways from one row to another, seen only where both ends are."""

import enum
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, and_, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.visibility import Guarded, ids_where
from models.words import N_


class LinkKind(enum.Enum):
    """What the first end is to the second."""

    ANSWERS = "answers"
    FOLLOWS_FROM = "follows-from"
    CITES = "cites"
    SUPERSEDES = "supersedes"

    @property
    def label(self) -> str:
        return LINK_KIND_WORDS[self]


LINK_KIND_WORDS = {
    LinkKind.ANSWERS: N_("answers"),
    LinkKind.FOLLOWS_FROM: N_("follows from"),
    LinkKind.CITES: N_("cites"),
    LinkKind.SUPERSEDES: N_("supersedes"),
}

End = tuple[str, int]
"""One end of a link: the table and the id of its row."""

LINKABLE = frozenset(
    {
        *("meeting", "agenda_item", "topic", "minutes", "decision", "task"),
        *("paper", "consultation", "external_request", "survey", "shelf_document"),
        *("procedure", "procedure_version", "procedure_step", "stance"),
        *("project", "position", "position_source"),
    }
)
"""The tables of whose rows some gesture makes ends: each stands twice, with its own criterion, in that of
links. With all that say who may see them those were 200 KB of SQL, which a database planned for 0.1 s."""


class Link(Guarded, Base):
    """A way from one row to another. Whoever may not see one end sees no link."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("kind", "from_table", "from_id", "to_table", "to_id"),
        CheckConstraint("from_table <> to_table OR from_id <> to_id", name="ends"),
        Index("ix_link_from", "from_table", "from_id"),
        Index("ix_link_to", "to_table", "to_id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[LinkKind]
    from_table: Mapped[str] = mapped_column(String(60))
    from_id: Mapped[int]
    to_table: Mapped[str] = mapped_column(String(60))
    to_id: Mapped[int]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return and_(
            _end_visible(cls.from_table, cls.from_id, reader), _end_visible(cls.to_table, cls.to_id, reader)
        )


def linkable() -> dict[str, Any]:
    """Classes that can be an end, by table."""
    named = {getattr(cls, "__tablename__", ""): cls for cls in Guarded.classes}
    return {table: named[table] for table in sorted(LINKABLE & named.keys())}


def _end_visible(table: Any, row_id: Any, reader: Actor) -> ColumnElement[bool]:
    return or_(
        *(
            and_(table == name, row_id.in_(ids_where(cls, cls.visible_to(reader))))
            for name, cls in linkable().items()
        )
    )


def end_of(thing: Any) -> End:
    """The end that a row is; TypeError for rows that are not linked."""
    if type(thing).__tablename__ not in LINKABLE:
        raise TypeError(f"{type(thing).__name__} cannot be linked: name its table in LINKABLE")
    return type(thing).__tablename__, thing.id


def link(house: Session, kind: LinkKind, source: Any, target: Any) -> Link:
    """Link two rows; the same link a second time is the first one."""
    house.flush()
    (from_table, from_id), (to_table, to_id) = end_of(source), end_of(target)
    ends = {"from_table": from_table, "from_id": from_id, "to_table": to_table, "to_id": to_id}
    found = house.scalar(select(Link).filter_by(kind=kind, **ends))
    if found is None:
        found = Link(kind=kind, from_table=from_table, from_id=from_id, to_table=to_table, to_id=to_id)
        house.add(found)
        house.flush()
    return found


def unlink(house: Session, thing: Any) -> None:
    """Forget all links of a row that goes for good: its id may come again."""
    table, row_id = end_of(thing)
    ends = (Link.from_table, Link.from_id), (Link.to_table, Link.to_id)
    house.execute(delete(Link).where(or_(*(and_(name == table, end == row_id) for name, end in ends))))


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What a link leads to, and how."""

    kind: LinkKind
    thing: Any


def linked_from(session: Session, thing: Any) -> list[Linked]:
    """Where the links of a row lead to, in the order in which they were made."""
    table, row_id = end_of(thing)
    found = session.execute(
        select(Link.kind, Link.to_table, Link.to_id)
        .where(Link.from_table == table, Link.from_id == row_id)
        .order_by(Link.id)
    )
    return _resolved(session, [(kind, (name, end)) for kind, name, end in found])


def ends_of_each(session: Session, things: Sequence[Any], kind: LinkKind) -> dict[int, list[Any]]:
    """Where the links of one kind lead to from each of these rows of one table, by their ids: in a number of
    statements that does not depend on how many there are."""
    if not things:
        return {}
    table = end_of(things[0])[0]
    rows = session.execute(
        select(Link.from_id, Link.to_table, Link.to_id)
        .where(Link.kind == kind, Link.from_table == table, Link.from_id.in_([each.id for each in things]))
        .order_by(Link.id)
    ).all()
    found = _things(session, [(name, row_id) for _, name, row_id in rows])
    ends: dict[int, list[Any]] = defaultdict(list)
    for from_id, name, row_id in rows:
        if (name, row_id) in found:
            ends[from_id].append(found[name, row_id])
    return ends


def linked_to(session: Session, thing: Any) -> list[Linked]:
    """Where links come from that lead to a row, in the order in which they were made."""
    table, row_id = end_of(thing)
    found = session.execute(
        select(Link.kind, Link.from_table, Link.from_id)
        .where(Link.to_table == table, Link.to_id == row_id)
        .order_by(Link.id)
    )
    return _resolved(session, [(kind, (name, end)) for kind, name, end in found])


def _resolved(session: Session, found: list[tuple[LinkKind, End]]) -> list[Linked]:
    things = _things(session, [end for _, end in found])
    return [Linked(kind=kind, thing=things[end]) for kind, end in found if end in things]


def _things(session: Session, ends: list[End]) -> dict[End, Any]:
    """The rows at these ends that the session's reader may see: one statement for each table."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for table, row_id in ends:
        wanted[table].append(row_id)
    classes = linkable()
    return {
        (table, row.id): row
        for table, ids in wanted.items()
        for row in session.scalars(select(classes[table]).where(classes[table].id.in_(ids)))
    }


def chain(house: Session, reading: Session, thing: Any) -> list[Any]:
    """All stations that a row comes from, nearest first, as far as the reader may see them.

    The house walks, so that one invisible station hides nothing behind it; it is itself left out, and
    nothing tells that it is there (rulings.md 9). The rows are the reader's.
    """
    start = end_of(thing)
    met, nearest = [start], [start]
    while nearest:
        nearest = [end for end in dict.fromkeys(_next(house, nearest)) if end not in met]
        met += nearest
    stations = _things(reading, met[1:])
    return [stations[end] for end in met[1:] if end in stations]


def _next(house: Session, ends: list[End]) -> list[End]:
    here = or_(*(and_(Link.from_table == table, Link.from_id == row_id) for table, row_id in ends))
    rows = house.execute(select(Link.to_table, Link.to_id).where(here).order_by(Link.id))
    return [(table, row_id) for table, row_id in rows]
