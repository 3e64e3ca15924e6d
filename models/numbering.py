"""Numbers of an agenda's items, the same for every reader, and the order in which they stand."""

from collections.abc import Sequence
from typing import Any

from models.visibility import Visibility


def numbered(items: Sequence[Any]) -> dict[int, str]:
    """Numbers of all items of a meeting: open ones 1, 2 ..., named-only ones V 1, V 2 ... after them.

    Must be given every item of the meeting (house session), so that no number differs between readers
    (rulings.md 9). Items for the coordination only come last as K 1, K 2 ...
    """
    counters = {"": 0, "V": 0, "K": 0}
    numbers: dict[int, str] = {}
    for item in ordered(items):
        block = BLOCKS[item.visibility]
        counters[block] += 1
        numbers[item.id] = f"{block} {counters[block]}".strip()
    return numbers


BLOCKS = {
    Visibility.PUBLIC: "",
    Visibility.INTERNAL: "",
    Visibility.CONFIDENTIAL: "V",
    Visibility.COORDINATION: "K",
}


def ordered(items: Sequence[Any]) -> list[Any]:
    """In the order of the agenda: open items, then those named, then those of the coordination."""
    blocks = list(dict.fromkeys(BLOCKS.values()))
    return sorted(items, key=lambda item: (blocks.index(BLOCKS[item.visibility]), item.place, item.id or 0))
