"""Where 11 to 16 seats stand at an oval table, each with its name beside it: as wide as a phone.

Kept for the same names, as the round table is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from plumbing.lettering import Box, TextLine, text_width, wrap

MOST: Final = 16
WIDTH: Final = 376.0
HALF: Final = 74.0
"""From the middle to the seats at the sides."""
SEAT: Final = 12.9
"""Half a seat: a target of 24 pixels on a phone."""
GAP: Final = 4.6
LINE: Final = 15.0
LINES: Final = 3


@dataclass(frozen=True)
class Spot:
    """A seat's place, and its name: right or left of it, above the first, below the last."""

    x: float
    y: float
    lines: tuple[TextLine, ...]
    box: Box
    side: str


@dataclass(frozen=True)
class Oval:
    """The table's middle (both ways), half its width and height, and the seats around it."""

    middle: float
    half_width: float
    half_height: float
    spots: tuple[Spot, ...]
    top: float
    bottom: float


@lru_cache(maxsize=256)
def oval_of(names: tuple[str, ...]) -> Oval | None:
    """Seats clockwise from the top, their rows equally far apart. None for more seats than have room, or
    where more than every fourth name would have to be cut."""
    if len(names) > MOST:
        return None
    heights = [_height(index, len(names)) for index in range(len(names))]
    labels = [_wrapped(name, height) for name, height in zip(names, heights, strict=True)]
    if sum(any("…" in line for line in label) for label in labels) > len(names) // 4:
        return None
    pitch = max(2 * SEAT + GAP, LINE * max(len(label) for label in labels) + 4)
    tall, middle = pitch * len(names) / 4, WIDTH / 2
    spots = tuple(
        _spot(label, middle + _across(height, index, len(names)), middle + tall * height)
        for index, (label, height) in enumerate(zip(labels, heights, strict=True))
    )
    inset = SEAT + 6
    return Oval(
        middle=middle,
        half_width=HALF - inset,
        half_height=tall - inset,
        spots=spots,
        top=min(min(spot.box.top, spot.y - SEAT) for spot in spots) - 4,
        bottom=max(max(spot.box.bottom, spot.y + SEAT) for spot in spots) + 4,
    )


def _height(index: int, count: int) -> float:
    """How high a seat stands, from -1 at the top to 1 at the bottom: equal steps down the right side and up
    the left one."""
    row = min(index, count - index)
    return -1 + 4 * row / count


def _across(height: float, index: int, count: int) -> float:
    away = HALF * math.sqrt(max(0.0, 1 - height**2))
    return away if index <= count / 2 else -away


def _wrapped(name: str, height: float) -> tuple[str, ...]:
    away = HALF * math.sqrt(max(0.0, 1 - height**2))
    room = WIDTH - 8 if _at_end(height) else WIDTH / 2 - away - SEAT - GAP - 1
    return wrap(name, room, most=2 if _at_end(height) else LINES)


def _at_end(height: float) -> bool:
    return abs(height) > 0.999


def _spot(label: Sequence[str], x: float, y: float) -> Spot:
    middle = WIDTH / 2
    wide = max(text_width(line) for line in label)
    tall = LINE * len(label)
    side = "" if abs(x - middle) < 1 else "right" if x > middle else "left"
    if side:
        edge = x + SEAT + GAP if side == "right" else x - SEAT - GAP
        top = y - tall / 2
        left = edge if side == "right" else edge - wide
    else:
        edge, left = x, x - wide / 2
        top = y - SEAT - GAP - tall if y < middle else y + SEAT + GAP
    lines = tuple(TextLine(line, edge, top + LINE * (row + 0.8)) for row, line in enumerate(label))
    return Spot(x, y, lines, Box(left, top, left + wide, top + tall), side)
