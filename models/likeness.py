"""Names that may mean the same: equal but for a slip of the pen, or for the order of their words."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from models.folding import folded

SHORTEST: Final = 7
"""Shorter names are alike only if they are equal: "Amt" is not "Akt"."""

PARTS: Final = 3
Place = tuple[str, int, int, str]
"""Where a piece of a name stands: its digits, its length, which piece, and the piece."""


class Names:
    """Names by what is typed of them; finds those that differ by at most two signs, and never by a number.

    Of two names that differ by at most two signs, at least one of three pieces stands in both, moved by at
    most two places: so only few need to be compared.
    """

    def __init__(self) -> None:
        self._equal: dict[str, set[int]] = defaultdict(set)
        self._pieces: dict[Place, set[int]] = defaultdict(set)
        self._names: dict[int, set[str]] = defaultdict(set)

    def add(self, number: int, name: str) -> None:
        bare = folded(name)
        if not bare:
            return
        self._names[number].add(bare)
        self._equal[_in_order(bare)].add(number)
        for part, (start, end) in enumerate(_parts(len(bare))):
            self._pieces[_digits(bare), len(bare), part, bare[start:end]].add(number)

    def like(self, name: str) -> list[int]:
        """The numbers of names like this one, the likest first."""
        bare = folded(name)
        limit = slips(len(bare))
        near: dict[int, int] = dict.fromkeys(self._equal.get(_in_order(bare), ()), 0)
        for number in self._near(bare, limit) - near.keys():
            distance = min(distance_of(bare, other, limit) for other in self._names[number])
            if distance <= limit:
                near[number] = distance
        return sorted(near, key=lambda number: (near[number], number))

    def _near(self, bare: str, limit: int) -> set[int]:
        found: set[int] = set()
        if not limit:
            return found
        for piece in _pieces_of(bare, limit):
            found |= self._pieces.get(piece, set())
        return found


def slips(length: int) -> int:
    """How many signs a name of this length may differ by."""
    return 0 if length < SHORTEST else 1 if length < 12 else 2


def distance_of(one: str, other: str, limit: int) -> int:
    """How many signs to add, drop or replace (Levenshtein); more than `limit` is just more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (sign != against)))
        if min(now) > limit:
            return limit + 1
        before = now
    return before[-1]


def _pieces_of(bare: str, limit: int) -> Iterator[Place]:
    digits = _digits(bare)
    for length in range(max(1, len(bare) - limit), len(bare) + limit + 1):
        for part, (start, end) in enumerate(_parts(length)):
            for moved in range(-limit, limit + 1):
                if start + moved >= 0 and end + moved <= len(bare):
                    yield digits, length, part, bare[start + moved : end + moved]


def _parts(length: int) -> list[tuple[int, int]]:
    borders = [length * part // PARTS for part in range(PARTS + 1)]
    return list(pairwise(borders))


def _digits(bare: str) -> str:
    return " ".join(re.findall(r"\d+", bare))


def _in_order(bare: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", bare)))
