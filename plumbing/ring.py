"""A round table seen from above: where each seat, its mark and its name stand (drawn by ring.html).

One frame of 360 units serves a phone and a card: a unit is about a pixel on a phone, so no word is
smaller than 13 units. Up to ten seats carry their names above or below them (plumbing/circle.py); up to
sixteen sit at an oval table with their names beside them (plumbing/oval.py). Where the names don't fit,
and for more seats, they carry numbers, in as many rows as they need, and the table beside the picture is
the key.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from plumbing.circle import FRAME, LINE, MOST, RADIUS, TABLE, angle, circle_of
from plumbing.lettering import Box, TextLine, wrap
from plumbing.oval import SEAT, Spot, oval_of

Tone = Literal["yes", "deputy", "no", "open", "perhaps", "void", "neutral"]

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


def unit(length: float) -> str:
    """A length or place as the picture says it."""
    return f"{length:.1f}"


class PlacedSeat(NamedTuple):
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
    named = _at_circle if len(chairs) <= MOST else _at_oval
    return named(chairs, centre) or _numbered(chairs, centre)


def legend(chairs: Iterable[RingSeat]) -> tuple[LegendEntry, ...]:
    """Each state once, with its mark and how often it occurs, in order of appearance."""
    counted = Counter((chair.mark, chair.tone, chair.label) for chair in chairs)
    return tuple(LegendEntry(mark, tone, word, count) for (mark, tone, word), count in counted.items())


def _at_circle(chairs: list[RingSeat], centre: Sequence[str]) -> Ring | None:
    """Seats at a round table with their names above or below them; None where these don't fit."""
    circle = circle_of(tuple(chair.short or chair.name for chair in chairs))
    if circle is None:
        return None
    middle = FRAME / 2
    return Ring(
        seats=_placed(chairs, circle.spots, RADIUS),
        named=True,
        middle=middle,
        table_radius=TABLE,
        centre_lines=_centre(centre, middle, TABLE),
        legend=legend(chairs),
        viewbox=f"0 {circle.top:.0f} {FRAME:.0f} {circle.bottom - circle.top:.0f}",
    )


def _placed(chairs: list[RingSeat], spots: Sequence[Spot], radius: float) -> tuple[PlacedSeat, ...]:
    return tuple(
        PlacedSeat(chair, number, spot.x, spot.y, radius, spot.lines, spot.box, spot.side)
        for number, (chair, spot) in enumerate(zip(chairs, spots, strict=True), start=1)
    )


def _at_oval(chairs: list[RingSeat], centre: Sequence[str]) -> Ring | None:
    """Seats at an oval table with their names beside them; None for too many seats or too long names."""
    oval = oval_of(tuple(chair.short or chair.name for chair in chairs))
    if oval is None:
        return None
    return Ring(
        seats=_placed(chairs, oval.spots, SEAT),
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
    spots = [(angle(index, share), orbit) for orbit, share in rows for index in range(share)]
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
