"""Compiled statements are found again, and no statement is taken for another."""

import gc
from typing import Any

from sqlalchemy import bindparam, insert, select

from models.form_keys import FormKey
from models.meetings import Meeting
from plumbing.compiled import FEW, KEPT, CompiledStatements
from tests import build

PREPARED = select(Meeting.id).where(Meeting.id == bindparam("wanted"))


def test_a_statement_finds_what_it_asks_for(house: Any) -> None:
    first, second = (build.meeting(house, build.body(house)) for _ in range(2))
    for _ in range(2):
        assert house.scalars(PREPARED, {"wanted": first.id}).all() == [first.id]
        assert house.scalars(PREPARED, {"wanted": second.id}).all() == [second.id]
        for meeting in (first, second):
            assert house.scalars(select(Meeting.number).where(Meeting.id == meeting.id)).all() == [
                meeting.number
            ]


def test_the_same_statement_with_other_values_is_another(house: Any) -> None:
    adding, now = insert(FormKey), build.NOW
    house.execute(adding, {"key": "a", "leads_to": "/a", "used_at": now})
    house.execute(adding, [{"key": each, "leads_to": "/b", "used_at": now} for each in "bc"])
    assert set(house.scalars(select(FormKey.leads_to))) == {"/a", "/b"}


def test_many_rows_at_once_keep_their_values(house: Any) -> None:
    """On SQLite they are handed over in their order, not by name; what looks like a name in them stays."""
    rows = [{"key": f"{n}", "leads_to": f"/:key__{n}?", "used_at": build.NOW} for n in range(FEW)]
    adding = insert(FormKey).returning(FormKey.key, FormKey.leads_to)
    assert {tuple(row) for row in house.execute(adding, rows)} == {
        (each["key"], each["leads_to"]) for each in rows
    }


def test_a_key_is_known_by_itself_and_by_what_it_says() -> None:
    kept, dialect = CompiledStatements(), object()

    def key(statement: tuple[str, ...], *names: str) -> tuple[Any, ...]:
        return dialect, statement, names, False, False

    mine, same = tuple("asked"), tuple("asked")
    kept[key(mine, "a")] = "compiled"
    assert mine is not same
    assert kept.get(key(mine, "a")) == kept.get(key(same, "a")) == "compiled"
    assert kept.get(key(mine, "b")) is kept.get(key(tuple("other"), "a")) is None
    assert kept.get((object(), mine, ("a",), False, False)) is None


def test_no_statement_takes_the_place_of_one_that_is_gone() -> None:
    kept, dialect = CompiledStatements(), object()
    for number in range(3 * KEPT):
        statement = (f"statement {number}",)
        assert kept.get((dialect, statement, (), False, False)) is None
        kept[dialect, statement, (), False, False] = number
        del statement
        gc.collect(0)
    assert len(kept._found) == len(kept._known) <= KEPT


def test_a_limit_lets_sqlite_keep_its_plan(house: Any) -> None:
    """Behind a bare `LIMIT ?` it looks at the number, and plans the whole statement anew each time."""
    bind = house.get_bind()
    meetings = [build.meeting(house, build.body(house)).id for _ in range(4)]
    limited = select(Meeting.id).order_by(Meeting.id).limit(2).offset(1)
    assert house.scalars(limited).all() == meetings[1:3]
    assert ("LIMIT +" in str(limited.compile(bind))) == (bind.dialect.name == "sqlite")
