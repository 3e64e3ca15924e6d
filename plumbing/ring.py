"""A round table seen from above: where each seat, its mark and its name stand. Pure geometry, drawn by ring.html.

One frame of 360 units serves a phone and a card: a unit is about a pixel on a phone, so no text is smaller than
13 units. Up to ten seats carry their names; more carry numbers, in as many rows as they need, and the table beside
the picture is the key.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Tone = Literal["yes", "deputy", "no", "open", "perhaps", "void", "neutral"]

FRAME: Final = 360.0
NAMED_UP_TO: Final = 10
FONT: Final = 13.0
LINE: Final = 15.0
GAP: Final = 4.0
NAMED_RADIUS: Final = 17.0
NAMED_ORBIT: Final = 124.0
PITCH: Final = 31.0
MARKS: Final[dict[str, str]] = {
    "yes": "✓",
    "deputy": "V",
    "no": "–",
    "open": "?",
    "perhaps": "~",
    "void": "×",
    "neutral": "",
}
SECOND_PARTS: Final = re.compile(
    r"(?<=\w{4})(?=(?:anwaltschaft|schaft|ämter|amt|behörde|beratungsstelle|beratung|stelle|zentrum|ministerium|"
    r"präsidium|direktion|inspektion|verband|hilfe|kammer|klinik|krankenhaus|häuser|haus|gericht|dienst|polizei|"
    r"vertretung|verwaltung|kreis|mission|netzwerk|projekt|kirche)s?\b)"
)


@dataclass(frozen=True, kw_only=True)
class RingSeat:
    """One institution at the table and what it did; `label` is the word of its state."""

    name: str
    mark: str
    tone: Tone
    label: str
    url: str | None = None
    detail: str = ""
    short: str = ""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True)
class TextLine:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class PlacedSeat:
    """A seat with its place; `lines` are its name in the picture, empty where it carries its number."""

    seat: RingSeat
    number: int
    x: float
    y: float
    radius: float
    lines: tuple[TextLine, ...]
    label_box: Box | None

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
    centre_x: float
    centre_y: float
    table_radius: float
    centre_lines: tuple[TextLine, ...]
    legend: tuple[LegendEntry, ...]
    viewbox: str = field(default="0 0 360 360")

    @property
    def has_details(self) -> bool:
        return any(placed.seat.detail for placed in self.seats)


def seat(
    *, name: str, tone: Tone, label: str, mark: str = "", url: str | None = None, detail: str = "", short: str = ""
) -> RingSeat:
    """A seat; without a mark of its own it gets the usual one of its tone."""
    return RingSeat(
        name=name, mark=mark or MARKS[tone], tone=tone, label=label, url=url, detail=detail, short=short
    )


def ring(seats: Iterable[RingSeat], centre: Sequence[str] = ()) -> Ring:
    """The picture of these seats, clockwise from the top; the first centre line is printed large."""
    chairs = list(seats)
    named = len(chairs) <= NAMED_UP_TO
    return _named(chairs, centre) if named else _numbered(chairs, centre)


def legend(chairs: Iterable[RingSeat]) -> tuple[LegendEntry, ...]:
    """Each state once, with its mark and how often it occurs, in order of appearance."""
    counted = Counter((chair.mark, chair.tone, chair.label) for chair in chairs)
    return tuple(LegendEntry(mark, tone, word, count) for (mark, tone, word), count in counted.items())


def text_width(text: str, size: float = FONT) -> float:
    """How wide a wide sans would set this text: an estimate on the safe side."""
    narrow, wide = "iljtfrI.,:;-/() \u00ad", "mwMWQO%@"
    units = sum(0.4 if c in narrow else 0.98 if c in wide else 0.72 if c.isupper() else 0.64 for c in text)
    return units * size


def wrap(name: str, room: float, most: int = 2) -> tuple[str, ...]:
    """The name in at most so many lines that fit the room; a German compound breaks before its last part."""
    lines: list[str] = []
    for piece, joint in _pieces(name):
        glued = f"{lines[-1]}{joint}{piece}" if lines else piece
        if lines and text_width(f"{glued}-") <= room:
            lines[-1] = glued
        else:
            if lines and joint == "":
                lines[-1] = lines[-1] if lines[-1].endswith("-") else f"{lines[-1]}-"
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip('-')}…"]
    return tuple(_shorten(line, room) for line in lines)


def _pieces(name: str) -> Iterator[tuple[str, str]]:
    """Words and parts of words, each with what joins it to the one before: a blank or nothing."""
    for word in name.split():
        joint = " "
        for part in re.split("\u00ad", SECOND_PARTS.sub("\u00ad", word)):
            for bit in re.split(r"(?<=[-/])", part):
                if bit:
                    yield bit, joint
                    joint = ""


def _shorten(line: str, room: float) -> str:
    if text_width(line) <= room:
        return line
    bare = line.rstrip("…-")
    while len(bare) > 1 and text_width(f"{bare}…") > room:
        bare = bare[:-1]
    return f"{bare.rstrip()}…"


def _room_for_names(count: int) -> float:
    """How wide a name may be: the nearer the seats, the narrower."""
    chord = 2 * NAMED_ORBIT * math.sin(math.pi / max(count, 2))
    return max(88.0, min(150.0, chord * 1.28))


def _angle(index: int, count: int) -> float:
    return 2 * math.pi * index / count - math.pi / 2


def _named(chairs: list[RingSeat], centre: Sequence[str]) -> Ring:
    count, middle = len(chairs), FRAME / 2
    room = _room_for_names(count)
    placed = []
    for index, chair in enumerate(chairs):
        angle = _angle(index, count)
        x, y = middle + NAMED_ORBIT * math.cos(angle), middle + NAMED_ORBIT * math.sin(angle)
        placed.append(_with_name(chair, index + 1, x, y, above=math.sin(angle) < -0.01, room=room))
    table = 78.0
    boxes = [p.label_box or p.seat_box for p in placed] + [p.seat_box for p in placed]
    top = min([box.top for box in boxes] + [middle - table]) - 4
    bottom = max([box.bottom for box in boxes] + [middle + table]) + 4
    return Ring(
        seats=tuple(placed),
        named=True,
        centre_x=middle,
        centre_y=middle,
        table_radius=table,
        centre_lines=_centre(centre, middle, middle, table),
        legend=legend(chairs),
        viewbox=f"0 {top:.0f} {FRAME:.0f} {bottom - top:.0f}",
    )


def _with_name(chair: RingSeat, number: int, x: float, y: float, *, above: bool, room: float) -> PlacedSeat:
    """The name stands on the far side of its seat, moved inwards where the frame would cut it."""
    lines = wrap(chair.short or chair.name, room)
    width = max((text_width(line) for line in lines), default=0.0)
    centre = min(max(x, width / 2 + 1), FRAME - width / 2 - 1)
    height = LINE * len(lines)
    top = y - NAMED_RADIUS - GAP - height if above else y + NAMED_RADIUS + GAP
    placed = tuple(TextLine(line, centre, top + LINE * (row + 0.8)) for row, line in enumerate(lines))
    box = Box(centre - width / 2, top, centre + width / 2, top + height)
    return PlacedSeat(chair, number, x, y, NAMED_RADIUS, placed, box)


def rows_for(count: int) -> list[tuple[float, int]]:
    """Rows of numbered seats from outside in: radius and how many, filled evenly."""
    outer = FRAME / 2 - PITCH / 2 - 1
    while True:
        orbits = _orbits(count, outer)
        if orbits:
            break
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
    rows = rows_for(len(chairs))
    outer, inner = rows[0][0], rows[-1][0]
    size = 2 * outer + PITCH + 2
    middle, radius = size / 2, PITCH / 2 - 1
    spots = sorted((_angle(index, share), orbit) for orbit, share in rows for index in range(share))
    placed = tuple(
        PlacedSeat(
            chair, number, middle + orbit * math.cos(angle), middle + orbit * math.sin(angle), radius, (), None
        )
        for number, (chair, (angle, orbit)) in enumerate(zip(chairs, spots, strict=True), start=1)
    )
    table = inner - PITCH / 2 - 8
    return Ring(
        seats=placed,
        named=False,
        centre_x=middle,
        centre_y=middle,
        table_radius=table,
        centre_lines=_centre(centre, middle, middle, table),
        legend=legend(chairs),
        viewbox=f"0 0 {size:.0f} {size:.0f}",
    )


def _centre(lines: Sequence[str], x: float, y: float, table: float) -> tuple[TextLine, ...]:
    """The words on the table: one large line, then small ones, kept inside the round."""
    room = 2 * table - 16
    small = [part for line in lines[1:] for part in wrap(line, room * 0.92, most=3)]
    start = y + 6 - LINE * 0.56 * len(small)
    first = tuple(TextLine(line, x, start) for line in lines[:1])
    return first + tuple(TextLine(line, x, start + 4 + LINE * (row + 1)) for row, line in enumerate(small))
