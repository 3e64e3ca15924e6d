"""The reader as criteria of visibility know her: a name for each right, filled in when a statement asks."""

from datetime import date
from typing import Any, Final

from sqlalchemy import BindParameter, Boolean, Date, Integer, String, bindparam
from sqlalchemy.sql import ColumnElement, visitors

from models.actors import Actor


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
        return _bound(self.names, expanding=True)


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
    """The parameter to put in place of another; None for what is no parameter."""
    if not isinstance(element, BindParameter):
        return None
    settled = Settled.__new__(Settled)
    settled.__dict__.update(element.__dict__)
    return settled


def settled(criterion: ColumnElement[bool]) -> ColumnElement[bool]:
    """The criterion with parameters that stay themselves wherever it is copied to."""
    found: ColumnElement[bool] = visitors.replacement_traverse(criterion, {}, _settled)
    return found
