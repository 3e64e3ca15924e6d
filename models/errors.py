"""What a record or a rule refuses."""

from collections.abc import Sequence
from typing import Any


class RuleBroken(Exception):
    """A truth of the domain would be broken; the message is marked, the page translates it.

    `field` names the form field beside which the message belongs, `values` fill its placeholders.
    """

    def __init__(self, message: str, field: str | None = None, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class SeveralBroken(RuleBroken):
    """Several things are refused at once: each is told beside its own field."""

    def __init__(self, each: Sequence[RuleBroken]) -> None:
        super().__init__(each[0].message, **each[0].values)
        self.each = tuple(each)


class NotAllowed(Exception):
    """The actor may not make this gesture; the page answers as if the thing did not exist."""


class NoReader(Exception):
    """A session without a reader was asked for a class with visibility."""


class Unguarded(Exception):
    """A reader's session was asked in a way that visibility could not be applied to."""
