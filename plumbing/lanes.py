"""A path through numbered steps in lanes: where each step, its words and its ways stand (see lanes.html).

A column of lanes on the left, the words on the right: a unit is about a pixel on a phone, where the whole
picture is as wide as the screen; no word is smaller than 13 units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plumbing.lettering import TextLine, wrap

TOP: Final = 34.0
ROW: Final = 62.0
GUTTER: Final = 34.0
RADIUS: Final = 12.0
ROOM: Final = 205.0
WIDE: Final = 27.0
NARROW: Final = 19.0
LINE: Final = 15.5


@dataclass(frozen=True, kw_only=True)
class Station:
    """One step: its number, who acts, a few words, whether the path ends here, and where its ways lead."""

    number: int
    lane: str
    words: str
    ends: bool = False
    to: tuple[int, ...] = ()
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PlacedStation:
    station: Station
    x: float
    y: float
    lane_line: TextLine
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A line from one step to another, as the data of an SVG path; `is_jump`: not simply to the next one."""

    path: str
    is_jump: bool


@dataclass(frozen=True, kw_only=True)
class Lane:
    letter: str
    name: str
    x: float


@dataclass(frozen=True, kw_only=True)
class Lanes:
    lanes: tuple[Lane, ...]
    stations: tuple[PlacedStation, ...]
    ways: tuple[Way, ...]
    width: float
    height: float


def lanes(stations: Sequence[Station]) -> Lanes:
    """The picture of these steps, in the order in which they are numbered; a lane for each who acts."""
    names = list(dict.fromkeys(each.lane for each in stations))
    pitch = WIDE if len(names) <= 5 else NARROW
    columns = {name: GUTTER + pitch * (at + 0.5) for at, name in enumerate(names)}
    words_at = GUTTER + pitch * len(names) + 14
    placed = {
        each.number: _placed(each, columns[each.lane], TOP + ROW * (row + 0.5), words_at)
        for row, each in enumerate(stations)
    }
    return Lanes(
        lanes=tuple(Lane(letter=letter(at), name=name, x=columns[name]) for at, name in enumerate(names)),
        stations=tuple(placed.values()),
        ways=tuple(_ways(placed)),
        width=words_at + ROOM,
        height=TOP + ROW * len(stations) + 6,
    )


def letter(at: int) -> str:
    """A to Z, then AA, AB ..."""
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _placed(station: Station, x: float, y: float, words_at: float) -> PlacedStation:
    who = wrap(station.lane, ROOM, most=1)
    lines = wrap(station.words, ROOM, most=2)
    top = y - LINE * len(lines) / 2
    return PlacedStation(
        station=station,
        x=x,
        y=y,
        lane_line=TextLine(who[0] if who else "", words_at, top),
        lines=tuple(TextLine(line, words_at, top + LINE * (at + 1)) for at, line in enumerate(lines)),
    )


def _ways(placed: dict[int, PlacedStation]) -> list[Way]:
    """Straight down to the next step, else around on the left, each jump with a way of its own."""
    found: list[Way] = []
    jumps = 0
    for number, one in placed.items():
        for target in one.station.to:
            other = placed.get(target)
            if other is None:
                continue
            if target == number + 1:
                found.append(Way(path=_down(one, other), is_jump=False))
                continue
            found.append(Way(path=_around(one, other, 5 + 6 * (jumps % 4)), is_jump=True))
            jumps += 1
    return found


def _down(one: PlacedStation, other: PlacedStation) -> str:
    start, end = one.y + RADIUS, other.y - RADIUS - 5
    middle = (start + end) / 2
    from_, to = f"{one.x:.0f}", f"{other.x:.0f}"
    return f"M{from_} {start:.0f}C{from_} {middle:.0f} {to} {middle:.0f} {to} {end:.0f}"


def _around(one: PlacedStation, other: PlacedStation, gutter: float) -> str:
    """Out to the left, along the gutter, and in from the left."""
    down = 1 if other.y > one.y else -1
    leave, arrive = one.y + 5 * down, other.y - 5 * down
    turn = 9 * down
    return (
        f"M{one.x - RADIUS + 1:.0f} {leave:.0f}H{gutter + 9:.0f}Q{gutter:.0f} {leave:.0f} {gutter:.0f} "
        f"{leave + turn:.0f}V{arrive - turn:.0f}Q{gutter:.0f} {arrive:.0f} {gutter + 9:.0f} {arrive:.0f}"
        f"H{other.x - RADIUS - 5:.0f}"
    )
