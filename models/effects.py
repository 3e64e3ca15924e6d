"""What a piece of work writes, noted so that it can be taken back: rows made, and what others said before."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, event, inspect, select
from sqlalchemy.orm import Session

from models.base import Base, UtcDateTime
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.opening_hours import HoursType
from models.several import Several

LEFT_OUT: Final = {
    "history",
    "history_head",
    "import",
    "import_line",
    "letter",
    "letter_bytes",
    "post_office",
}
"""The history and what was sent stay."""

Row = tuple[str, int]
"""A row by its table and its id."""


@contextmanager
def noted(house: Session) -> Iterator[list[dict[str, Any]]]:
    """What is written to the session meanwhile, row by row; complete when the block ends."""
    effects: dict[Row, dict[str, Any]] = {}
    rows: dict[Row, Any] = {}

    def before(session: Session, *_: Any) -> None:
        for row in session.dirty:
            if _counts(row) and session.is_modified(row):
                key = _key(row)
                found = effects.setdefault(key, _effect(row, made=False))
                rows[key] = row
                if not found["made"]:
                    found["before"] = _replaced(row) | found["before"]

    def after(session: Session, *_: Any) -> None:
        for row in session.new:
            if _counts(row):
                effects[_key(row)] = _effect(row, made=True)
                rows[_key(row)] = row

    told: list[dict[str, Any]] = []
    event.listen(house, "before_flush", before)
    event.listen(house, "after_flush", after)
    try:
        yield told
        house.flush()
        for key, found in effects.items():
            told.append(found | {"version": getattr(rows[key], "version", None)})
    finally:
        event.remove(house, "before_flush", before)
        event.remove(house, "after_flush", after)


def _counts(row: Any) -> bool:
    return row.__tablename__ not in LEFT_OUT and hasattr(row, "id")


def _key(row: Any) -> Row:
    return row.__tablename__, row.id


def _effect(row: Any, made: bool) -> dict[str, Any]:
    return {"table": row.__tablename__, "id": row.id, "made": made, "before": {}}


def _replaced(row: Any) -> dict[str, Any]:
    """The columns that a flush is about to change, with what stood there."""
    state = inspect(row)
    found = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes() and history.deleted and attribute.key not in ("id", "version"):
            found[attribute.key] = kept(history.deleted[0], attribute.columns[0].type)
    return found


def kept(value: Any, kind: Any) -> Any:
    """A column's value as JSON can hold it; several values in one column as the column holds them."""
    if isinstance(value, tuple):
        return kind.process_bind_param(value, None)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, FuzzyDate):
        return value.canonical
    if isinstance(value, date):
        return value.isoformat()
    return value


def restored(cls: Any, name: str, value: Any) -> Any:
    """The reverse of `kept` for a column of a class."""
    kind: Any = inspect(cls).columns[name].type
    if value is None:
        return None
    if isinstance(kind, Several | HoursType):
        read: Any = kind.process_result_value
        return read(value, None)
    if isinstance(kind, FuzzyDateType):
        return FuzzyDate.from_canonical(value)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and kind.python_type is date:
        return date.fromisoformat(value)
    enum_class = getattr(kind, "enum_class", None)
    return enum_class(value) if enum_class else value


def class_of(table: str) -> Any:
    return next(each.class_ for each in Base.registry.mappers if each.class_.__tablename__ == table)


def take_back(house: Session, effect: dict[str, Any]) -> int | None:
    """Remove a row that was made, or set back what was changed; returns the version it then has."""
    cls = class_of(effect["table"])
    row = house.get(cls, effect["id"], with_for_update=True)
    if row is None:
        return None
    if effect["made"]:
        house.expunge(row)
        house.execute(delete(cls).where(cls.id == effect["id"]).execution_options(synchronize_session=False))
        return None
    for name, value in effect["before"].items():
        setattr(row, name, restored(cls, name, value))
    house.flush()
    version: int | None = getattr(row, "version", None)
    return version


def versions(house: Session, table: str, ids: list[int]) -> dict[int, int | None]:
    """The rows that are still there, with their versions where they have one."""
    cls = class_of(table)
    columns = [cls.id, cls.version] if hasattr(cls, "version") else [cls.id]
    found = {}
    for some in in_pieces(ids):
        for row in house.execute(select(*columns).where(cls.id.in_(some))):
            found[row.id] = getattr(row, "version", None)
    return found


def references(house: Session, table: str, ids: list[int], without: set[Row]) -> dict[int, str]:
    """Which of the rows another row refers to, and the table of that row; rows of `without` do not count."""
    target = Base.metadata.tables[table]
    found: dict[int, str] = {}
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if not column.references(target.c.id) or other.name in LEFT_OUT:
                continue
            own_id = other.c.get("id", column)
            for some in in_pieces(ids):
                for to, row_id in house.execute(select(column, own_id).where(column.in_(some))):
                    if (other.name, row_id) not in without:
                        found.setdefault(to, other.name)
    return found


def in_pieces(ids: list[int], size: int = 500) -> Iterator[list[int]]:
    """A few at a time: databases take only so many values in one question."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
