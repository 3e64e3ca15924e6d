"""Where up to ten seats stand at a round table, each with its name above or below it.

Kept for the same names: a table's page and each page of its meetings draw the same picture.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Final

from plumbing.lettering import Box, TextLine, text_width, wrap
from plumbing.oval import Spot

FRAME: Final = 360.0
MOST: Final = 10
LINE: Final = 15.0
GAP: Final = 4.0
RADIUS: Final = 17.0
ORBIT: Final = 126.0
TABLE: Final = 76.0
ROOMS: Final = (150.0, 136.0, 122.0, 112.0, 104.0, 97.0, 90.0, 83.0, 76.0, 68.0)
SPACE: Final = 7.0
FARTHEST: Final = 26.0
KEPT: Final = 256


@dataclass(frozen=True)
class Circle:
    """The seats around the table, and how far the picture reaches up and down."""

    spots: tuple[Spot, ...]
    top: float
    bottom: float


@lru_cache(maxsize=KEPT)
def circle_of(names: tuple[str, ...]) -> Circle | None:
    """Seats clockwise from the top. None for more than have room, or where some name touches another."""
    if len(names) > MOST:
        return None
    spots = _spots(names)
    if spots is None:
        return None
    boxes = [box for spot in spots for box in (spot.box, _seat(spot))]
    middle = FRAME / 2
    return Circle(
        spots=tuple(spots),
        top=min([box.top for box in boxes] + [middle - TABLE]) - 4,
        bottom=max([box.bottom for box in boxes] + [middle + TABLE]) + 4,
    )


def angle(index: int, count: int) -> float:
    return 2 * math.pi * index / count - math.pi / 2


def _spots(names: tuple[str, ...]) -> list[Spot] | None:
    """Seats whose names touch nothing: a name that does is set narrower. None where even that won't do."""
    narrower = [0] * len(names)
    while max(narrower, default=0) < len(ROOMS):
        rooms = enumerate(zip(names, (ROOMS[step] for step in narrower), strict=True))
        spots = _part([_spot(name, index, room, len(names)) for index, (name, room) in rooms])
        touching = _touching(spots)
        if not touching:
            return spots
        for at in touching:
            narrower[at] += 1
    return None


def _spot(name: str, index: int, room: float, count: int) -> Spot:
    """The name stands on the far side of its seat, above or below it."""
    turn, middle = angle(index, count), FRAME / 2
    x, y = middle + ORBIT * math.cos(turn), middle + ORBIT * math.sin(turn)
    lines = wrap(name, room)
    height = LINE * len(lines)
    top = y - RADIUS - GAP - height if math.sin(turn) < -0.01 else y + RADIUS + GAP
    half = max((text_width(line) for line in lines), default=0.0) / 2
    placed = tuple(TextLine(line, x, top + LINE * (row + 0.8)) for row, line in enumerate(lines))
    return _moved(Spot(x, y, placed, Box(x - half, top, x + half, top + height), ""), 0.0)


def _seat(spot: Spot) -> Box:
    return Box(spot.x - RADIUS, spot.y - RADIUS, spot.x + RADIUS, spot.y + RADIUS)


def _moved(spot: Spot, by: float) -> Spot:
    """The name moved sideways, but never out of the frame."""
    box = spot.box
    by = max(1 - box.left, min(FRAME - 1 - box.right, by))
    lines = tuple(replace(line, x=line.x + by) for line in spot.lines)
    return replace(spot, lines=lines, box=replace(box, left=box.left + by, right=box.right + by))


def _part(spots: list[Spot]) -> list[Spot]:
    """Names that touch are moved apart, each at most so far that it still stands over its seat."""
    spots = list(spots)
    for _ in range(3):
        for one, other in combinations(range(len(spots)), 2):
            left, right = sorted((one, other), key=lambda at: spots[at].x)
            a, b = spots[left].box, spots[right].box
            if not a.overlaps(b):
                continue
            push = min((a.right - b.left + SPACE) / 2, FARTHEST)
            spots[left], spots[right] = _moved(spots[left], -push), _moved(spots[right], push)
    return spots


def _touching(spots: Sequence[Spot]) -> set[int]:
    """Which names touch another name, any seat or the table; of two names the wider one."""
    seats = [_seat(spot) for spot in spots]
    found = {
        at
        for at, spot in enumerate(spots)
        if any(spot.box.overlaps(seat) for seat in seats)
        or spot.box.distance(FRAME / 2, FRAME / 2) < TABLE + 3
    }
    for one, other in combinations(range(len(spots)), 2):
        a, b = spots[one].box, spots[other].box
        if a.grown(SPACE / 2).overlaps(b):
            found.add(one if a.right - a.left >= b.right - b.left else other)
    return found
