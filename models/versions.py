"""Two editors, no lost words: a change names the version of the row that it started from."""

from typing import Any

from models.errors import RuleBroken
from models.words import N_


class ChangedMeanwhile(RuleBroken):
    """Somebody else has saved since the form was opened; the page shows both and keeps what was typed."""

    def __init__(self) -> None:
        super().__init__(N_("Somebody has changed this in the meantime. Please compare and save again."))


def must_be(row: Any, based_on: int | None) -> None:
    """Refuse a change that started from another version than the row has now."""
    if row.version != based_on:
        raise ChangedMeanwhile
