"""Who may see what: four levels, and a session that knows its reader and applies them by itself."""

import enum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from sqlalchemy import CompoundSelect, Table, TextClause, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import ColumnElement, visitors

from models.errors import NoReader, Unguarded
from models.words import N_

if TYPE_CHECKING:
    from models.actors import Actor


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

    The criterion is written with core tables only, so that it is never itself subject to criteria.
    """

    classes: ClassVar[list[Any]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Guarded.classes.append(cls)

    @classmethod
    def visible_to(cls, reader: "Actor") -> ColumnElement[bool]:
        raise Unguarded(f"{cls.__name__} says not who may see it")


def guarded_tables() -> dict[Table, Any]:
    return {cls.__table__: cls for cls in Guarded.classes}


class HouseSession(Session):
    """Reads and writes as the house itself: gestures, counts, jobs. Its rows never reach a template."""


class ReaderSession(Session):
    """Reads as one person; every select of a guarded class is narrowed to what that person may see.

    Without a reader it refuses such selects (`NoReader`). It refuses to write, and refuses plain SQL
    and core tables of guarded classes (`Unguarded`), because visibility could not be applied to them.
    """

    def __init__(self, *args: Any, reader: "Actor | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, autoflush=False, **kwargs)
        self.reader = reader
        self._criteria: tuple[Any, ...] | None = None

    def criteria(self) -> tuple[Any, ...]:
        if self.reader is None:
            raise NoReader("this session has no reader")
        if self._criteria is None:
            self._criteria = tuple(
                with_loader_criteria(cls, cls.visible_to(self.reader), include_aliases=True)
                for cls in Guarded.classes
            )
        return self._criteria


def _names_guarded(statement: Any) -> bool:
    """Whether a statement names a guarded class; raises where it does so in a way that cannot be narrowed."""
    tables = guarded_tables()
    named = False
    for element in visitors.iterate(statement):
        if isinstance(element, TextClause | CompoundSelect):
            raise Unguarded("plain SQL and unions cannot be narrowed to their reader")
        annotations = getattr(element, "_annotations", {})
        table = element if isinstance(element, Table) else getattr(element, "table", None)
        if isinstance(table, Table) and table in tables:
            named = True
        if isinstance(element, Table) and element in tables and "parententity" not in annotations:
            raise Unguarded(f"core table {element.name} cannot be narrowed to its reader")
    return named


@event.listens_for(ReaderSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, ReaderSession)
    if not state.is_select:
        raise Unguarded("a reader's session only selects ORM classes")
    inherited = state.is_column_load or state.is_relationship_load
    if session.reader is None:
        if _names_guarded(state.statement):
            raise NoReader("this session has no reader")
    elif not inherited and _names_guarded(state.statement) | state.is_orm_statement:
        state.statement = state.statement.options(*session.criteria())


@event.listens_for(ReaderSession, "before_flush")
def _refuse_to_write(session: ReaderSession, *_: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise Unguarded("a reader's session does not write")
