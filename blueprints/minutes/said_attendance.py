"""Attendance as an edition of minutes says it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, NamedTuple, Self

from models.deadlines import BERLIN
from models.editions import Edition
from models.minutes import WERE_THERE, AttendanceState

Row = dict[str, Any]
"""One institution: who came, in which state, from when until when."""


class Said(NamedTuple):
    """What is said of one institution and can be put right; times are what the clock showed, where it came
    later or left earlier, `left_for` the numbers of the items that it left the room for (None: as before)."""

    state: AttendanceState
    names: str
    came: time | None = None
    left: time | None = None
    left_for: tuple[str, ...] | None = None

    def without(self, before: Self) -> Self:
        """Of one that was not there after all: nothing of what was said `before` of its coming."""
        came = self.came if self.came != before.came else None
        left = self.left if self.left != before.left else None
        left_for = () if self.left_for in (None, before.left_for) else self.left_for
        return self._replace(names="", came=came, left=left, left_for=left_for)


class Wanted(NamedTuple):
    """Who was there as it reads from now on: institutions by their place in the list, from 0; guests, whether
    they were there, by the ids of their lines."""

    institutions: Mapping[int, Said] = {}
    guests: Mapping[int, bool] = {}


def attendance_of(edition: Edition) -> list[Row]:
    """The institutions of an edition; guests' extracts have none."""
    rows: list[Row] = edition.data.get("attendance", [])
    return rows


def times_of(row: Row) -> tuple[datetime | None, datetime | None]:
    """When an institution came later and left earlier; older editions say no times."""
    came, left = (datetime.fromisoformat(row[at]) if row.get(at) else None for at in ("came_at", "left_at"))
    return came, left


def said_of(row: Row) -> Said:
    came, left = (at.astimezone(BERLIN).time() if at else None for at in times_of(row))
    state = AttendanceState(row["state"])
    names = row["names"] if state in WERE_THERE else ""
    return Said(state, names, came, left, tuple(row.get("left_for", ())))
