"""Who may see what: four levels, and a session that knows its reader and applies them by itself."""

import enum
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Alias,
    Column,
    CompoundSelect,
    Connection,
    Join,
    Select,
    Table,
    TextClause,
    event,
    select,
)
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, QueryableAttribute, Session
from sqlalchemy.sql import ColumnElement, visitors

from models.actors import Actor
from models.errors import NoReader, Unguarded
from models.readers import AnyReader, Given, settled
from models.words import N_


class Visibility(enum.Enum):
    """Vertraulichkeitsstufe, printed beside the words of TLP 2.0 (FIRST, 2022)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    COORDINATION = "coordination"

    @property
    def label(self) -> str:
        return VISIBILITY_WORDS[self][0]

    @property
    def tlp(self) -> str:
        return VISIBILITY_WORDS[self][1]

    @property
    def strictness(self) -> int:
        """0 for everyone to 3 for the coordination only."""
        return list(Visibility).index(self)


VISIBILITY_WORDS: Final = {
    Visibility.PUBLIC: (N_("public"), "TLP:CLEAR"),
    Visibility.INTERNAL: (N_("internal"), "TLP:AMBER"),
    Visibility.CONFIDENTIAL: (N_("confidential"), "TLP:AMBER+STRICT"),
    Visibility.COORDINATION: (N_("coordination only"), "TLP:RED"),
}


class Guarded:
    """Mixin for every class of content: it says which of its rows a reader may see.

    The criterion names its own columns as `cls.column` (so that it follows aliases) and other classes only
    through `ids_where` (so that it is neither correlated nor itself narrowed). It is made once for all
    readers (`AnyReader`): what differs between them is SQL, never an `if`.
    """

    classes: ClassVar[list[Any]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Guarded.classes.append(cls)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        raise Unguarded(f"{cls.__name__} says not who may see it")


def ids_where(cls: Any, *criteria: Any) -> Any:
    """The ids of a class's rows, for use in a criterion: never correlated with the statement around it.

    What is said by attributes of classes makes a select one of the ORM; this one stays plain, else it would
    be narrowed itself wherever the statement around it names the same class.
    """
    table = cls.__table__
    found = select(table.c.id).where(*criteria).correlate(None)
    found._propagate_attrs = found._propagate_attrs.__class__()
    return found


def guarded_tables() -> dict[Table, Any]:
    return {cls.__table__: cls for cls in Guarded.classes}


class HouseSession(Session):
    """Reads and writes as the house itself: gestures, counts, jobs. Its rows never reach a template."""


class ReaderSession(Session):
    """Reads as one person; every select of a guarded class is narrowed to what that person may see.

    Without a reader it refuses such selects (`NoReader`). It refuses to write, and refuses plain SQL
    and core tables of guarded classes (`Unguarded`), because visibility could not be applied to them.
    """

    def __init__(self, *args: Any, reader: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, autoflush=False, **kwargs)
        self.reader = reader
        self._given = Given()

    def given(self) -> dict[str, Any]:
        """What this reader gives to the parameters of the criteria."""
        if self.reader is None:
            raise NoReader("this session has no reader")
        return self._given.by(self.reader)

    def rows(self, statement: Any, given: dict[str, Any]) -> Sequence[Any]:
        """Plain rows of a prepared statement that names columns only: narrowed as any other, at half the
        cost."""
        if not isinstance(statement, Select):
            raise Unguarded("a reader's session only selects ORM classes")
        asked = narrowed(statement)
        if asked is not None:
            statement, given = asked, {**given, **self.given()}
        return super().connection().execute(statement, given).all()

    def connection(self, *_: Any, **__: Any) -> Connection:
        raise Unguarded("a reader's session lends its connection to nobody")

    def bulk_save_objects(self, *_: Any, **__: Any) -> None:
        raise Unguarded("a reader's session does not write")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def _named_guarded(statement: Any) -> set[Any]:
    """The guarded classes that a statement names; raises where it does so in a way that cannot be narrowed.

    A core table or column is harmless only where the same statement names the table through its class.
    """
    tables = guarded_tables()
    narrowed: set[Any] = set()
    core: set[Any] = set()
    named: set[Any] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, TextClause | CompoundSelect):
            raise Unguarded("plain SQL and unions cannot be narrowed to their reader")
        for source in _sources(element):
            table, through_alias = _table_of(source)
            if table not in tables:
                continue
            named.add(tables[table])
            if not {"parententity", "parentmapper"} & source._annotations.keys():
                core.add(table)
            elif not through_alias:
                narrowed.add(table)
    if core - narrowed:
        raise Unguarded("core tables cannot be narrowed to their reader")
    return named


def _table_of(element: Any) -> tuple[Any, bool]:
    """The table that a column, alias or table stands for, and whether through an alias."""
    if not isinstance(element, Column | Alias | Table):
        return None, False
    owner: Any = element.table if isinstance(element, Column) else element
    aliased = isinstance(owner, Alias)
    while isinstance(owner, Alias):
        owner = owner.element
    return owner, aliased


def _sources(element: Any) -> Iterator[Any]:
    """Columns as they are met, and what a select names as its sources, joins taken apart."""
    if isinstance(element, Column):
        yield element
    if not isinstance(element, Select):
        return
    waiting: list[Any] = [*element._from_obj, *element._raw_columns]
    for target, _on, left, _flags in element._setup_joins:
        waiting += [target, left]
    while waiting:
        source = waiting.pop()
        if isinstance(source, Join):
            waiting += [source.left, source.right]
        elif isinstance(source, QueryableAttribute):
            yield source.property.mapper.__clause_element__()
        elif source is not None:
            yield source


def _joining(statement: Any) -> list[Any]:
    """The loading options that join related rows into the same statement."""
    parts = [part for option in statement._with_options for part in getattr(option, "context", ())]
    return [part for part in parts if ("lazy", "joined") in (part.strategy or ())]


def _reached_by_joining(statement: Any) -> set[Any]:
    """The guarded classes on the paths of joined loading; a wildcard reaches all."""
    steps = [step for part in _joining(statement) for step in part.path.path]
    if any(isinstance(step, str) for step in steps):
        return set(Guarded.classes)
    return {getattr(getattr(step, "mapper", None), "class_", None) for step in steps} & set(Guarded.classes)


class Criterion(LoaderCriteriaOption):
    """The option that narrows one class. It is made once and holds nothing that differs between statements,
    so a compiled statement is found again by the option itself: written out as a key, as the library does it
    at each execution, some of ours take 20 ms."""

    __slots__ = ()

    def _gen_cache_key(self, *_: Any) -> tuple[Any, ...]:
        return (self,)


@cache
def criterion(cls: Any, joined: bool) -> Criterion:
    """Each statement gets its own; only where related rows are joined into the same statement must the
    option travel with it."""
    reader: Any = AnyReader()
    return Criterion(cls, settled(cls.visible_to(reader)), include_aliases=True, propagate_to_loaders=joined)


_NARROWED: Final[WeakKeyDictionary[Any, Any]] = WeakKeyDictionary()
"""Statements that were looked at, each as it is asked for its reader; None where it stays as it is."""


def narrowed(statement: Any) -> Any:
    """The statement with the criteria of all guarded classes it names, or None if it names none.

    Kept as long as the statement itself lives: a statement prepared at module level is looked at once.
    """
    if statement not in _NARROWED:
        named = _named_guarded(statement)
        joined = bool(_joining(statement))
        if joined:
            named |= _reached_by_joining(statement)
        options = [criterion(cls, joined) for cls in named]
        _NARROWED[statement] = statement.options(*options) if options else None
    return _NARROWED[statement]


@event.listens_for(ReaderSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, ReaderSession)
    if not state.is_select:
        raise Unguarded("a reader's session only selects ORM classes")
    statement = narrowed(state.statement)
    if statement is not None:
        state.statement = statement
        state.parameters = {**(state.parameters or {}), **session.given()}  # type: ignore[dict-item]


@event.listens_for(ReaderSession, "before_flush")
def _refuse_to_write(session: ReaderSession, *_: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise Unguarded("a reader's session does not write")
