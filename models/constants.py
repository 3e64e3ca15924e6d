"""Constants of prepared statements, written into them instead of being handed over at each execution.

A constant that is handed over costs time at each execution, most of all a list of them. And where a partial
index asks for a value (`state = 'open'`), SQLite plans the whole statement anew whenever a parameter that is
compared with that column is bound: up to a millisecond each time.
"""

import enum
from typing import Any, Final, TypeVar

from sqlalchemy import BindParameter, literal_column
from sqlalchemy.sql import visitors

from models.fuzzy_dates import FuzzyDate

Statement = TypeVar("Statement", bound=Any)


def fixed(statement: Statement) -> Statement:
    """The statement with its constants written into it; what has a name is still handed over."""
    found: Statement = visitors.replacement_traverse(statement, {}, _replaced)
    return found


def _replaced(element: Any, **_: Any) -> Any:
    return constant(element) if isinstance(element, BindParameter) else None


def constant(parameter: BindParameter[Any]) -> Any:
    """A column that says the same as the parameter; None for what has a name, or is no number, word or state,
    nor several of these."""
    if parameter.required or not parameter.unique:
        return None
    values = parameter.value if parameter.expanding else [parameter.value]
    words = [_word(value) for value in values or ()]
    if not words or not all(words):
        return None
    return literal_column(f"({', '.join(words)})" if parameter.expanding else words[0], parameter.type)


def _word(value: Any) -> str:
    if isinstance(value, FuzzyDate):
        value = f"{value.sort_key} {value.canonical}"
    value = value.value if isinstance(value, enum.Enum) else value
    if type(value) is int:
        return str(value)
    if type(value) is not str or not (value == "" or (value.isascii() and value.translate(_PLAIN).isalnum())):
        return ""
    return f"'{value}'"


_PLAIN: Final = str.maketrans("", "", "-_ ")
