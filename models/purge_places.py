"""Where a passage may stand beside texts and editions: every line and text that people type at a table.

Nobody has to think of it when a new thing gets a field for words: what hangs on a table, however far, is
found through the foreign keys.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, false, inspect, or_, select
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.sql import ColumnElement

from models.base import Base
from models.bodies import Body
from models.decisions import Decision
from models.meetings import Meeting
from models.rounds import Round
from models.shelf import ShelfDocument
from models.typed_text import TypedLine, TypedText

OF_THEIR_OWN: Final = ("TextVersion", "TextDraft", "Edition")
"""What is purged with its hash and its HTML (models/purging.py)."""
NO_WORDS: Final = (
    *("Body", "BodyName", "Bylaws", "DeclarationWording", "ElectoralTerm", "Relation"),
    *("AskedSeat", "AskedSigner", "CheckedConcern", "Import", "Invitation", "Respondent"),
)
"""Names of bodies, institutions and people, and rules: not what was said or written at the table."""
NO_WORDS_IN: Final = ("institution", "item_number", "source", "lower_to", "online_url")
LOOKS_ELSEWHERE: Final = (
    *("put_off_to_id", "approved_in_id", "superseded_by_id", "meant_for_id"),
    *("again_of_id", "passed_to_id", "replaced_by_id"),
)
"""Keys that name another row without hanging on it: an item put off to a meeting is not that meeting's."""
Bases = Mapping[type[Base], ColumnElement[bool]]


def bases_of(
    *, table_id: int | None = None, meeting_id: int | None = None, text_id: int | None = None
) -> Bases:
    """From which rows on everything counts that hangs on them: a table, a meeting, or whose wording it is."""
    if table_id:
        return {Body: Body.id == table_id}
    if meeting_id:
        return {Meeting: Meeting.id == meeting_id}
    asked = select(Decision.round_id).where(Decision.text_id == text_id)
    return {
        Decision: Decision.text_id == text_id,
        ShelfDocument: ShelfDocument.text_id == text_id,
        Round: Round.id.in_(asked),
    }


@lru_cache(maxsize=1)
def worded() -> tuple[tuple[type[Base], tuple[str, ...]], ...]:
    """Every class with words that are typed freely, and their attributes, by its name."""
    found = [(mapper.class_, tuple(_free(mapper))) for mapper in Base.registry.mappers]
    left = [each for each in found if each[1] and each[0].__name__ not in (*OF_THEIR_OWN, *NO_WORDS)]
    return tuple(sorted(left, key=lambda each: each[0].__name__))


def _free(mapper: Mapper[Any]) -> Iterator[str]:
    for column in mapper.columns:
        if isinstance(column.type, TypedLine | TypedText) and column.key not in NO_WORDS_IN:
            yield mapper.get_property_by_column(column).key


def within(kind: type[Base], bases: Bases, seen: tuple[type[Base], ...] = ()) -> ColumnElement[bool] | None:
    """SQL: a row of this kind hangs on the bases; None if no such row can."""
    if kind in bases:
        return bases[kind]
    if kind in seen:
        return None
    parts = []
    for column, parent in _parents(kind):
        above = within(parent, bases, (*seen, kind))
        if above is None:
            continue
        key = inspect(parent).primary_key[0]
        mine = column.in_(select(key).where(above))
        if parent is Body:
            return mine
        parts.append(mine)
    return or_(false(), *parts) if parts else None


def _parents(kind: type[Base]) -> list[tuple[Column[Any], type[Base]]]:
    """On what a row hangs; the body itself first, as it says all."""
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    found = [
        (column, classes[key.column.table])
        for column in inspect(kind).columns
        for key in column.foreign_keys
        if key.column.table in classes and column.key not in LOOKS_ELSEWHERE
    ]
    return sorted(found, key=lambda each: (each[1] is not Body, each[0].key))


def rows_with(house: Session, bases: Bases, stands_in: Any) -> list[tuple[Base, tuple[str, ...]]]:
    """Each row of the bases that holds the passage, with the attributes that may."""
    found: list[tuple[Base, tuple[str, ...]]] = []
    for kind, names in worded():
        where = within(kind, bases)
        if where is None:
            continue
        keys = inspect(kind).primary_key
        words = [getattr(kind, name) for name in names]
        rows = house.execute(select(*keys, *words).where(where).order_by(*keys))
        found += [
            (house.get_one(kind, tuple(row[: len(keys)])), names)
            for row in rows
            if stands_in(*(each or "" for each in row[len(keys) :]))
        ]
    return found


def longest(kind: type[Base], name: str) -> int:
    """How many characters the attribute holds."""
    limit: int = getattr(inspect(kind).columns[name].type, "limit")  # noqa: B009 - of two kinds of types
    return limit
