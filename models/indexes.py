"""Indexes over some rows only."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex


def unique_where(name: str, *columns: str, where: str) -> Index:
    """A unique index over the rows of which a condition (SQL) holds.

    SQLAlchemy's own words for it name each database apart, and whoever says them loads both databases'
    languages: two MiB in each process for the one that it never speaks. A migration says them; one that was
    generated must be told the condition.
    """
    return Index(name, *columns, unique=True, info={"where": where})


@compiles(CreateIndex)
def _with_condition(element: CreateIndex, compiler: Any, **kw: Any) -> str:
    made: str = compiler.visit_create_index(element, **kw)
    where = element.element.info.get("where")
    return f"{made} WHERE {where}" if where else made
