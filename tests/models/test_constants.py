"""Constants of prepared statements are written into them: what has a name is still handed over."""

import sys
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import BindParameter, Column, Select, bindparam, select
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression

from models.base import Base
from models.constants import fixed
from models.fuzzy_dates import FuzzyDate
from models.meetings import Meeting, MeetingState
from models.organisations import FormerName
from tests import build


def test_constants_are_written_into_a_statement() -> None:
    asked = fixed(
        select(Meeting.id, Meeting.state).where(
            Meeting.state.in_((MeetingState.HELD, MeetingState.NOT_HELD)),
            Meeting.number != 3,
            Meeting.title == "",
            Meeting.id == bindparam("meeting_id"),
        )
    )
    compiled = asked.compile()
    assert compiled.params == {"meeting_id": None}
    words = " ".join(str(compiled).split())
    assert "meeting.state IN ('held', 'not-held') AND meeting.number != 3 AND meeting.title = ''" in words


@pytest.mark.parametrize("value", ["it's", "50 %", "a:b", "Ämter", None, 1.5])
def test_what_would_have_to_be_quoted_is_handed_over(value: Any) -> None:
    parameter = bindparam(None, value, type_=Meeting.title.type, unique=True)
    assert list(fixed(select(Meeting.title == parameter)).compile().params.values()) == [value]


def test_a_fixed_statement_finds_the_same(house: Any) -> None:
    held, _ = (
        build.meeting(house, build.body(house), state=state)
        for state in (MeetingState.HELD, MeetingState.INVITED)
    )
    statement = select(Meeting, FormerName.until).outerjoin(
        FormerName, FormerName.until != FuzzyDate.unknown()
    )
    statement = fixed(statement.where(Meeting.state == MeetingState.HELD))
    assert house.execute(statement).all() == [(held, None)]


def chosen() -> set[Any]:
    """Columns of which a partial index names values."""
    return {
        column
        for table in Base.metadata.tables.values()
        for index in table.indexes
        for column in table.columns
        if f"{column.name} = '" in (where := index.info.get("where", "")) or f"{column.name} <> '" in where
    }


def compared(statement: Any) -> list[str]:
    """The chosen columns that a statement compares with a parameter."""
    found = []
    element: Any
    for element in visitors.iterate(statement):
        alike = isinstance(element, BinaryExpression) and element.operator in (operators.eq, operators.ne)
        if alike and isinstance(element.right, BindParameter):
            left: Any = element.left
            table: Any = getattr(left, "table", None)
            table = getattr(table, "element", table)
            if isinstance(left, Column) and (table.name, left.name) in {
                (c.table.name, c.name) for c in chosen()
            }:
                found.append(f"{table.name}.{left.name}")
    return found


def test_no_prepared_statement_is_planned_anew_at_each_execution() -> None:
    """SQLite does so where a parameter is compared with what a partial index names (models/constants.py)."""
    import_module("app").create_app({"SECRET_KEY": "x" * 40})
    assert {str(column) for column in chosen()} >= {"former_name.until", "admission.state"}
    found = {
        f"{module.__name__}.{name}: {', '.join(sorted(set(columns)))}"
        for module in list(sys.modules.values())
        if module.__name__.startswith(("blueprints.", "models."))
        for name, value in vars(module).items()
        if isinstance(value, Select) and (columns := compared(value))
    }
    assert not found, f"fixed(...) writes the constant into the statement: {sorted(found)}"
