"""Where words stand, how wide they are and where German compounds break: for text no browser can wrap."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

FONT: Final = 13.0
WIDTHS: Final = (
    ("ijlI.,:;' \u00ad", 0.34),
    ("frt-/()", 0.42),
    ("sckvxyzJ", 0.59),
    ("mwMWOQ%@…", 1.0),
    ("ABCDEGHKNRTUVXYZÄÖÜ", 0.76),
)
SECOND_PARTS: Final = re.compile(
    r"(?<=\w{4})(?=(?:anwaltschaft|ämter|amt|behörde|beratungsstelle|beratung|stellungsstelle|stelle|schutzbund|bund|zentrum|ministerium|"
    r"präsidium|direktion|inspektion|verband|hilfe|kammer|klinik|krankenhaus|häuser|haus|gericht|dienst|polizei|"
    r"vertretung|verwaltung|kreis|mission|netzwerk|projekt|kirche)s?\b)"
)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def grown(self, by: float) -> "Box":
        """The box with more room to the left and right."""
        return Box(self.left - by, self.top, self.right + by, self.bottom)

    def distance(self, x: float, y: float) -> float:
        """How far the point lies from the nearest point of the box."""
        return math.hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))


@dataclass(frozen=True)
class TextLine:
    text: str
    x: float
    y: float


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = FONT) -> float:
    """How wide a wide sans would set this text: an estimate on the safe side."""
    units = sum(next((wide for signs, wide in WIDTHS if sign in signs), 0.64) for sign in text)
    return units * size


def without_common_end(names: Sequence[str]) -> list[str]:
    """Names without the last words that all of them share ("Jugendamt Musterstadt" among others of the
    town becomes "Jugendamt"); unchanged where one would vanish, or where there are fewer than three."""
    words = [name.split() for name in names]
    shared = 0
    while len(words) > 2 and all(len(each) > shared + 1 for each in words):
        if len({each[-1 - shared] for each in words}) > 1:
            break
        shared += 1
    return [" ".join(each[: len(each) - shared]) for each in words]


@lru_cache(maxsize=4096)
def wrap(name: str, room: float, most: int = 2) -> tuple[str, ...]:
    """The name in at most so many lines that fit the room; a German compound breaks before its last part."""
    lines: list[str] = []
    pieces = list(_pieces(name))
    for (piece, joint), (_, next_joint) in zip(pieces, [*pieces[1:], ("", " ")], strict=True):
        glued = f"{lines[-1]}{joint}{piece}" if lines else piece
        if lines and text_width(glued if next_joint else f"{glued}-") <= room:
            lines[-1] = glued
            continue
        if lines and not joint and not lines[-1].endswith(("-", "/")):
            lines[-1] += "-"
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
