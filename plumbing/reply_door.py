"""One door for the secrets of letters: behind it each room shows the one question that its own links ask."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from models.accounts import hashed
from plumbing.database import house

View = TypeVar("View", bound=Callable[[str], Any])
Links = InstrumentedAttribute[str]
VIEWS: Final[list[Callable[[str], Any]]] = []
KNOWN: Final[list[Select[int]]] = []


def replies(links: Links, *which: ColumnElement[bool]) -> Callable[[View], View]:
    """Put a view behind the door, for the secrets whose hashes stand in this column: all of them, or only
    those of which `which` holds."""

    def hang(view: View) -> View:
        KNOWN.append(select(literal(len(VIEWS)).label("place")).where(links == bindparam("hashed"), *which))
        VIEWS.append(view)
        return view

    return hang


def answer_of(token: str) -> Any:
    """What the room of this secret shows or does; None for one that no letter has carried."""
    place: int | None = house().scalar(_which(), {"hashed": hashed(token)})
    return None if place is None else VIEWS[place](token)


@cache
def _which() -> CompoundSelect[int]:
    """All rooms are asked in one statement, as none knows of the others; they are there before a request."""
    return union_all(*KNOWN)
