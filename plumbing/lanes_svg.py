"""The picture of a path (lanes.py) as SVG files for paper, cut so that each fits on a page."""

from html import escape
from typing import Final

from plumbing.lanes import ROW, TOP, Lanes, PlacedStation
from plumbing.lettering import TextLine

FONT: Final = "Libertinus Serif"
ROWS: Final = 11
"""So many steps on one page."""


def cut(picture: Lanes) -> list[tuple[int, int, str]]:
    """Pieces of the picture from above: the numbers of the first and the last step in it, and its file."""
    drawing = _drawing(picture)
    found = []
    for first in range(0, len(picture.stations), ROWS):
        rows = picture.stations[first : first + ROWS]
        top = TOP + ROW * first if first else 0.0
        height = TOP + ROW * (first + len(rows)) - top
        view = f"0 {top:.1f} {picture.width:.1f} {height:.1f}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" font-family="{FONT}" font-size="13">'
        )
        found.append((rows[0].station.number, rows[-1].station.number, f"{head} {drawing} </svg>"))
    return found


def _drawing(picture: Lanes) -> str:
    below = picture.height - 4
    parts = [ARROW]
    for lane in picture.lanes:
        parts.append(f'<line x1="{lane.x:.1f}" x2="{lane.x:.1f}" y1="26" y2="{below:.1f}" stroke="#999" />')
        parts.append(_text(TextLine(x=lane.x, y=17, text=lane.letter), "middle", bold=True))
    for way in picture.ways:
        dashes = 'stroke-dasharray="5 3"' if way.is_jump else ""
        line = f'<path d="{way.path}" fill="none" stroke="#000" stroke-width="1.6" {dashes}'
        parts.append(f'{line} marker-end="url(#arrow)" />')
    parts += [_station(each) for each in picture.stations]
    return " ".join(parts)


ARROW: Final = (
    '<defs> <marker id="arrow" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto" > <path d="M0 0 8 4 0 8Z" /> </marker> </defs>'
)


def _station(placed: PlacedStation) -> str:
    radii = (12, 15) if placed.station.ends else (12,)
    parts = [
        f'<circle cx="{placed.x:.1f}" cy="{placed.y:.1f}" r="{radius}" stroke="#000" stroke-width="1.6" '
        f'fill="{"#fff" if radius == 12 else "none"}" />'
        for radius in radii
    ]
    number = TextLine(x=placed.x, y=placed.y + 4.7, text=str(placed.station.number))
    parts.append(_text(number, "middle", bold=True))
    parts.append(_text(placed.lane_line, bold=True))
    parts += [_text(each) for each in placed.lines]
    return " ".join(parts)


def _text(line: TextLine, anchor: str = "start", *, bold: bool = False) -> str:
    weight = 'font-weight="bold"' if bold else ""
    place = f'x="{line.x:.1f}" y="{line.y:.1f}" text-anchor="{anchor}" {weight}'
    return f"<text {place} > {escape(line.text)} </text>"
