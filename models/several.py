"""Several choices in one column: each stands between bars, so that one of them is found by its value."""

import enum
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.languages import known_languages


class Several(TypeDecorator[tuple[Any, ...]]):
    """A tuple of an enum's members, in the enum's order; the last door refuses what is none of them."""

    impl = String(1000)
    cache_ok = True

    def __init__(self, kind: type[enum.Enum]) -> None:
        super().__init__()
        self.kind = kind

    def written(self, values: Any) -> list[str]:
        chosen = {self.kind(value) for value in values}
        return [member.value for member in self.kind if member in chosen]

    def read(self, value: str) -> Any:
        return self.kind(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        words = self.written(value)
        return f"|{'|'.join(words)}|" if words else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        return tuple(self.read(word) for word in (value or "").strip("|").split("|") if word)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """What is looked for is a part of the text."""
        return String()


class Languages(Several):
    """A tuple of BCP 47 codes in the order in which they were named."""

    impl = String(1000)
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(enum.Enum)

    def written(self, values: Any) -> list[str]:
        return list(known_languages(tuple(dict.fromkeys(values))))

    def read(self, value: str) -> Any:
        return value


def includes(column: Any, value: enum.Enum | str) -> ColumnElement[bool]:
    """SQL: the value is among those that the column holds."""
    word = value.value if isinstance(value, enum.Enum) else value
    found: ColumnElement[bool] = column.contains(f"|{word}|")
    return found
