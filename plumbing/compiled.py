"""Compiled statements, found again by the statement itself: the usual way costs a tenth of a page."""

import re
from typing import Any, Final

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

KEPT = 750
"""For the pages that one worker shows; tests, which see them all, keep more."""


class CompiledStatements:
    """The `compiled_cache` of an engine. SQLAlchemy finds a statement by a key that is as long as it, whose
    hash is computed at each execution; but a prepared statement has one and the same key as long as it lives.
    The key is kept here with what it leads to, so no other can come to lie in its place.
    """

    def __init__(self) -> None:
        self._found: dict[Any, Any] = {}
        self._known: dict[int, tuple[Any, Any]] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        known = self._known.get(id(key[1]))
        if known is not None and known[0][1] is key[1] and _alike(known[0], key):
            return known[1]
        return self._found.get(key, default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self._found) >= KEPT:
            self._found.clear()
            self._known.clear()
        self._found[key] = compiled
        self._known[id(key[1])] = key, compiled


def _alike(one: Any, other: Any) -> bool:
    """Whether the circumstances are the same, too: dialect, names of the values, many at once."""
    return one[0] is other[0] and bool(one[2:] == other[2:])


NAMED: Final = re.compile(r":(\w+)")
FEW: Final = 200


def by_place(cursor: Any, statement: str, parameters: Any, _context: Any = None) -> None:
    """Runs a statement on SQLite, which looks for each named parameter among all the others: many rows in one
    INSERT go in quicker, the more the more so, when their values are handed over in their order."""
    if len(parameters) > FEW and isinstance(parameters, dict) and statement.startswith("INSERT"):
        parameters = [parameters[name] for name in NAMED.findall(statement)]
        statement = NAMED.sub("?", statement)
    cursor.execute(statement, parameters)


class PlannedOnce(SQLiteCompiler):
    """SQLite looks at the number behind a bare `LIMIT ?` to plan for it, and so plans the statement anew each
    time that it is asked, half a millisecond for one of ours. Behind a sign it does not look."""

    def limit_clause(self, select: Any, **kw: Any) -> str:
        if select._offset_clause is None and select._limit_clause is not None:
            return f"\n LIMIT +{self.process(select._limit_clause, **kw)}"
        said: str = super().limit_clause(select, **kw)  # type: ignore[no-untyped-call]
        return said.replace("LIMIT ", "LIMIT +", 1)
