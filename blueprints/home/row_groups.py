"""A long list of what is due, in parts: what is late, what comes soon, what can wait."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from blueprints.home.rows import Row
from models.words import N_
from plumbing.language import gettext

SHORT: Final = 6
"""So many lines are seen at one glance: they need no headings."""
PARTS: Final = (
    (-1, N_("Overdue")),
    (7, N_("In the next seven days")),
    (28, N_("In one to four weeks")),
    (date.max.toordinal(), N_("Later")),
)
"""Up to how many days from today, and the heading."""
OPEN: Final = N_("Without a date")


def in_parts(rows: Sequence[Row], today: date) -> list[tuple[str, list[Row]]]:
    """The lines by deadline, those without one last; a short list is one part without a heading."""
    in_order = sorted(rows, key=lambda row: (row.due is None, row.due))
    if len(in_order) <= SHORT:
        return [("", in_order)] if in_order else []
    found = groupby(in_order, key=lambda row: _heading(row, today))
    return [(gettext(heading), list(lines)) for heading, lines in found]


def _heading(row: Row, today: date) -> str:
    if row.due is None:
        return OPEN
    days = (row.due - today).days
    return next(heading for most, heading in PARTS if days <= most)
