"""A round table seen from above: where each seat, its mark and its name stand (drawn by ring.html).

One frame of 360 units serves a phone and a card: a unit is about a pixel on a phone, so no word is
smaller than 13 units. Up to ten seats carry their names above or below them; up to sixteen sit at an oval
table with their names beside them (plumbing/oval.py). Where the names don't fit, and for more seats, they
carry numbers, in as many rows as they need, and the table beside the picture is the key.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, Literal

from plumbing.lettering import Box, TextLine, text_width, wrap
from plumbing.oval import SEAT, oval_of

Tone = Literal["yes", "deputy", "no", "open", "perhaps", "void", "neutral"]

FRAME: Final = 360.0
NAMED_UP_TO: Final = 10
LINE: Final = 15.0
GAP: Final = 4.0
NAMED_RADIUS: Final = 17.0
NAMED_ORBIT: Final = 126.0
NAMED_TABLE: Final = 76.0
ROOMS: Final = (150.0, 136.0, 122.0, 112.0, 104.0, 97.0, 90.0, 83.0, 76.0, 68.0)
SPACE: Final = 7.0
FARTHEST: Final = 26.0
PITCH: Final = 31.0
LARGEST: Final = 21.0
MARKS: Final[dict[Tone, str]] = {
    "yes": "✓",
    "deputy": "V",
    "no": "–",
    "open": "?",
    "perhaps": "~",
    "void": "×",
    "neutral": "•",
}


@dataclass(frozen=True, kw_only=True)
class RingSeat:
    """One institution at the table and what it did; `label` is the word of its state, `detail` more of it."""

    name: str
    tone: Tone
    label: str
    mark: str = ""
    url: str | None = None
    detail: str = ""
    short: str = ""

    def __post_init__(self) -> None:
        """Without a mark of its own it gets the usual one of its tone."""
        if not self.mark:
            object.__setattr__(self, "mark", MARKS[self.tone])


seat = RingSeat


@dataclass(frozen=True)
class PlacedSeat:
    """A seat with its place; `lines` are its name in the picture, empty where it carries its number.

    `side` says on which side of its seat the name stands, if it stands beside it.
    """

    seat: RingSeat
    number: int
    x: float
    y: float
    radius: float
    lines: tuple[TextLine, ...] = ()
    label_box: Box | None = None
    side: str = ""

    @property
    def accessible_name(self) -> str:
        return f"{self.seat.name}: {self.seat.label}"

    @property
    def seat_box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True)
class LegendEntry:
    mark: str
    tone: Tone
    word: str
    count: int


@dataclass(frozen=True)
class Ring:
    seats: tuple[PlacedSeat, ...]
    named: bool
    middle: float
    table_radius: float
    centre_lines: tuple[TextLine, ...]
    legend: tuple[LegendEntry, ...]
    viewbox: str
    table_height: float = 0.0
    """Half the height of an oval table; 0 for a round one."""

    @property
    def has_details(self) -> bool:
        return any(placed.seat.detail for placed in self.seats)


def ring(seats: Iterable[RingSeat], centre: Sequence[str] = ()) -> Ring:
    """The picture of these seats, clockwise from the top; the first centre line is printed large."""
    chairs = list(seats)
    if len(chairs) > NAMED_UP_TO:
        return _at_oval(chairs, centre) or _numbered(chairs, centre)
    placed = _with_names(chairs)
    return _named(placed, centre) if placed is not None else _numbered(chairs, centre)


def legend(chairs: Iterable[RingSeat]) -> tuple[LegendEntry, ...]:
    """Each state once, with its mark and how often it occurs, in order of appearance."""
    counted = Counter((chair.mark, chair.tone, chair.label) for chair in chairs)
    return tuple(LegendEntry(mark, tone, word, count) for (mark, tone, word), count in counted.items())


def _angle(index: int, count: int) -> float:
    return 2 * math.pi * index / count - math.pi / 2


def _with_names(chairs: list[RingSeat]) -> list[PlacedSeat] | None:
    """Seats whose names touch nothing: a name that does is set narrower. None where even that won't do."""
    narrower = [0] * len(chairs)
    while max(narrower, default=0) < len(ROOMS):
        rooms = enumerate(zip(chairs, (ROOMS[step] for step in narrower), strict=True))
        placed = _part([_with_name(chair, index, room, len(chairs)) for index, (chair, room) in rooms])
        touching = _touching(placed)
        if not touching:
            return placed
        for spot in touching:
            narrower[spot] += 1
    return None


def _with_name(chair: RingSeat, index: int, room: float, count: int) -> PlacedSeat:
    """The name stands on the far side of its seat, above or below it."""
    angle, middle = _angle(index, count), FRAME / 2
    x, y = middle + NAMED_ORBIT * math.cos(angle), middle + NAMED_ORBIT * math.sin(angle)
    lines = wrap(chair.short or chair.name, room)
    height = LINE * len(lines)
    top = y - NAMED_RADIUS - GAP - height if math.sin(angle) < -0.01 else y + NAMED_RADIUS + GAP
    half = max((text_width(line) for line in lines), default=0.0) / 2
    placed = tuple(TextLine(line, x, top + LINE * (row + 0.8)) for row, line in enumerate(lines))
    box = Box(x - half, top, x + half, top + height)
    return _moved(PlacedSeat(chair, index + 1, x, y, NAMED_RADIUS, placed, box), 0.0)


def _moved(placed: PlacedSeat, by: float) -> PlacedSeat:
    """The name moved sideways, but never out of the frame."""
    box = placed.label_box
    if box is None:
        return placed
    by = max(1 - box.left, min(FRAME - 1 - box.right, by))
    lines = tuple(replace(line, x=line.x + by) for line in placed.lines)
    return replace(placed, lines=lines, label_box=replace(box, left=box.left + by, right=box.right + by))


def _part(placed: list[PlacedSeat]) -> list[PlacedSeat]:
    """Names that touch are moved apart, each at most so far that it still stands over its seat."""
    placed = list(placed)
    for _ in range(3):
        for one, other in combinations(range(len(placed)), 2):
            left, right = sorted((one, other), key=lambda spot: placed[spot].x)
            a, b = placed[left].label_box, placed[right].label_box
            if a is None or b is None or not a.overlaps(b):
                continue
            push = min((a.right - b.left + SPACE) / 2, FARTHEST)
            placed[left], placed[right] = _moved(placed[left], -push), _moved(placed[right], push)
    return placed


def _touching(placed: Sequence[PlacedSeat]) -> set[int]:
    """Which names touch another name, any seat or the table; of two names the wider one."""
    names = [(spot, chair.label_box) for spot, chair in enumerate(placed) if chair.label_box]
    found = {
        spot
        for spot, box in names
        if any(box.overlaps(chair.seat_box) for chair in placed)
        or box.distance(FRAME / 2, FRAME / 2) < NAMED_TABLE + 3
    }
    for (one, a), (other, b) in combinations(names, 2):
        if a.grown(SPACE / 2).overlaps(b):
            found.add(one if a.right - a.left >= b.right - b.left else other)
    return found


def _named(placed: Sequence[PlacedSeat], centre: Sequence[str]) -> Ring:
    middle = FRAME / 2
    boxes = [chair.label_box for chair in placed if chair.label_box] + [chair.seat_box for chair in placed]
    top = min([box.top for box in boxes] + [middle - NAMED_TABLE]) - 4
    bottom = max([box.bottom for box in boxes] + [middle + NAMED_TABLE]) + 4
    return Ring(
        seats=tuple(placed),
        named=True,
        middle=middle,
        table_radius=NAMED_TABLE,
        centre_lines=_centre(centre, middle, NAMED_TABLE),
        legend=legend(chair.seat for chair in placed),
        viewbox=f"0 {top:.0f} {FRAME:.0f} {bottom - top:.0f}",
    )


def _at_oval(chairs: list[RingSeat], centre: Sequence[str]) -> Ring | None:
    """Seats at an oval table with their names beside them; None for too many seats or too long names."""
    names = [chair.short or chair.name for chair in chairs]
    oval = oval_of(names)
    if oval is None:
        return None
    placed = [
        PlacedSeat(chair, number, spot.x, spot.y, SEAT, spot.lines, spot.box, spot.side)
        for number, (chair, spot) in enumerate(zip(chairs, oval.spots, strict=True), start=1)
    ]
    return Ring(
        seats=tuple(placed),
        named=True,
        middle=oval.middle,
        table_radius=oval.half_width,
        table_height=oval.half_height,
        centre_lines=_centre(centre, oval.middle, oval.half_width),
        legend=legend(chairs),
        viewbox=f"0 {oval.top:.0f} {2 * oval.middle:.0f} {oval.bottom - oval.top:.0f}",
    )


def rows_for(count: int) -> list[tuple[float, int]]:
    """Rows of numbered seats from outside in: radius and how many, filled evenly."""
    outer = FRAME / 2 - PITCH / 2 - 1
    while not (orbits := _orbits(count, outer)):
        outer += PITCH / 2
    total = sum(room for _, room in orbits)
    shares = [count * room // total for _, room in orbits]
    for index in range(count - sum(shares)):
        shares[index] += 1
    return [(orbit, share) for (orbit, _), share in zip(orbits, shares, strict=True)]


def _orbits(count: int, outer: float) -> list[tuple[float, int]]:
    """As few rows as hold so many seats; none if they would leave no table in the middle."""
    orbits: list[tuple[float, int]] = []
    orbit = outer
    while orbit >= 2.8 * PITCH:
        orbits.append((orbit, int(math.pi / math.asin(PITCH / 2 / orbit))))
        if sum(room for _, room in orbits) >= count:
            return orbits
        orbit -= PITCH + 1
    return []


def _numbered(chairs: list[RingSeat], centre: Sequence[str]) -> Ring:
    """Seats with numbers, row by row from outside in; few seats are drawn larger."""
    rows = rows_for(len(chairs))
    size = 2 * rows[0][0] + PITCH + 2
    middle, radius = size / 2, PITCH / 2 - 1
    if len(rows) == 1:
        radius = min(LARGEST, 0.86 * middle * math.sin(math.pi / len(chairs)), middle / 4)
        rows = [(middle - radius - 2, len(chairs))]
    spots = [(_angle(index, share), orbit) for orbit, share in rows for index in range(share)]
    points = [(middle + orbit * math.cos(angle), middle + orbit * math.sin(angle)) for angle, orbit in spots]
    table = rows[-1][0] - radius - 9
    placed = zip(chairs, points, strict=True)
    return Ring(
        seats=tuple(
            PlacedSeat(chair, at, x, y, radius) for at, (chair, (x, y)) in enumerate(placed, start=1)
        ),
        named=False,
        middle=middle,
        table_radius=table,
        centre_lines=_centre(centre, middle, table),
        legend=legend(chairs),
        viewbox=f"0 0 {size:.0f} {size:.0f}",
    )


def _centre(lines: Sequence[str], middle: float, table: float) -> tuple[TextLine, ...]:
    """The words on the table: one large line, then small ones, kept inside the round."""
    room = 2 * table - 16
    small = [part for line in lines[1:] for part in wrap(line, room * 0.92, most=3)]
    start = middle + 6 - LINE * 0.56 * len(small)
    first = tuple(TextLine(line, middle, start) for line in lines[:1])
    return first + tuple(
        TextLine(line, middle, start + 4 + LINE * (row + 1)) for row, line in enumerate(small)
    )
