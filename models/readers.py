"""The reader as criteria of visibility know her: a name for each right, filled in when a statement asks."""

from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    Date,
    Dialect,
    Integer,
    String,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement, operators, roles, visitors
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.actors import Actor
from models.constants import constant


class IdList(TypeDecorator[list[int]]):
    """Ids as one value: an array, or JSON where the database has no arrays."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Integer()) if dialect.name == "postgresql" else String())

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same parameter stands at many places of a statement, and is written out at each."""
        return super().bind_processor(dialect) if dialect.name == "postgresql" else str


AMONG: Final[Any] = operators.custom_op("", precedence=5, is_comparison=True)


class AmongIds(roles.InElementRole, ColumnElement[Any]):
    """The right side of `column.in_(ids)`, with the operator: one parameter however many ids there are,
    so that the text of a statement is the same for all readers and nothing of it is written anew."""

    inherit_cache = True
    __visit_name__ = "among_ids"
    _traverse_internals = [("ids", visitors.InternalTraversal.dp_clauseelement)]  # noqa: RUF012

    def __init__(self, ids: Any) -> None:
        self.ids = ids
        self._annotations = self._annotations.union({"in_ops": (AMONG, None)})


@compiles(AmongIds)
def _among_json(element: AmongIds, compiler: Any, **kw: Any) -> str:
    return f"IN (SELECT value FROM json_each({compiler.process(element.ids, **kw)}))"  # noqa: S608


@compiles(AmongIds, "postgresql")
def _among_array(element: AmongIds, compiler: Any, **kw: Any) -> str:
    return f"= ANY ({compiler.process(element.ids, **kw)})"


def among(name: str) -> AmongIds:
    """Ids that are handed over under a name, as a list: `column.in_(among("seat_ids"))`. For prepared
    statements: a parameter that expands is written into the text anew each time."""
    return AmongIds(bindparam(name, required=True, type_=IdList()))


class Ids:
    """Ids that the reader has: what they are is bound to the statement when it is asked.

    Usable in `column.in_(...)` and joined by `|`; there is nothing to count or to look into.
    """

    def __init__(self, *names: str) -> None:
        self.names = names

    def __or__(self, other: "Ids") -> "Ids":
        return Ids(*self.names, *other.names)

    def __bool__(self) -> bool:
        raise TypeError("a criterion is made once for all readers: it cannot ask which ids this one has")

    def __clause_element__(self) -> ColumnElement[Any]:
        return AmongIds(_bound(self.names, type_=IdList()))


class AnyReader:
    """Stands for the reader in criteria, so that they are made once and not for each request.

    It has the attributes of an Actor: sets of ids as `Ids`, numbers and truths as bound parameters.
    """

    def __getattr__(self, name: str) -> Any:
        value = getattr(NOBODY, name)
        return Ids(name) if isinstance(value, frozenset) else _bound((name,), type_=_KINDS[type(value)])


NOBODY: Final = Actor(person_id=0, name="")
_PLAIN: Final[dict[type, Any]] = {int: Integer(), bool: Boolean(), str: String(), date: Date()}
_KINDS: Final = _PLAIN | {type(None): Integer()}
_BOUND: Final[dict[str, tuple[str, ...]]] = {}
"""The parameters that criteria bind, each with the attributes of the reader that it takes its value from."""


def _bound(names: tuple[str, ...], **given: Any) -> ColumnElement[Any]:
    key = "_or_".join(("reader", *names))
    _BOUND[key] = names
    return bindparam(key, required=True, **given)


class Given:
    """What readers give to the parameters of all criteria; made anew when reader or criteria have changed."""

    def __init__(self) -> None:
        self._reader: Actor | None = None
        self._values: dict[str, Any] = {}

    def by(self, reader: Actor) -> dict[str, Any]:
        if reader is not self._reader or len(self._values) != len(_BOUND):
            self._reader, self._values = reader, _values(reader)
        return self._values


def _values(reader: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, names in _BOUND.items():
        values = [getattr(reader, name) for name in names]
        one = values[0]
        found[key] = sorted(one.union(*values)) if isinstance(one, frozenset) else one
    return found


class Settled(BindParameter[Any]):
    """A parameter of a criterion. The library copies criteria into every place that names their class, and
    tells the copies of a parameter apart at each execution (1 ms for a page); this one stays itself."""

    inherit_cache = True

    def _annotate(self, values: Any) -> Any:
        return self


def _settled(element: Any, **_: Any) -> Any:
    """What to put in place of a parameter: a constant in words, the reader's settled. None for all else."""
    if not isinstance(element, BindParameter):
        return None
    if (written := constant(element)) is not None:
        return written
    settled = Settled.__new__(Settled)
    settled.__dict__.update(element.__dict__)
    return settled


def settled(criterion: ColumnElement[bool]) -> ColumnElement[bool]:
    """The criterion with parameters that stay themselves wherever it is copied to."""
    found: ColumnElement[bool] = visitors.replacement_traverse(criterion, {}, _settled)
    return found
