"""Attendance in a corrected version: who was there is put right, in the editions and beside the meeting."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from models.editions import Edition
from models.errors import RuleBroken
from models.minutes import WERE_THERE, AttendanceState, Minutes, attendances
from models.words import N_

Row = dict[str, Any]
"""One institution as an edition says it: who came, in which state, from when until when."""
Wanted = Mapping[int, tuple[AttendanceState, str]]
"""State and names by the place of the institution in the list, from 0."""


class Came(NamedTuple):
    """One institution whose attendance differs between two versions."""

    before: Row
    after: Row


def attendance_of(edition: Edition) -> list[Row]:
    """The institutions of an edition; guests' extracts have none."""
    rows: list[Row] = edition.data.get("attendance", [])
    return rows


def wanted_attendance(whole: Edition, wanted: Wanted) -> dict[int, Row]:
    """What differs from the whole minutes, by place; of an institution that was there it is said who came."""
    changed = {}
    for place, row in enumerate(attendance_of(whole)):
        state, names = wanted.get(place, (AttendanceState(row["state"]), row["names"]))
        there = state in WERE_THERE
        if (state.value, names if there else "") == (row["state"], row["names"] if there else ""):
            continue
        if there and not names:
            raise RuleBroken(N_("Please say who came: a name or a function."), field=f"names_{place}")
        times = {} if there else {"came_at": "", "left_at": "", "left_for": []}
        changed[place] = row | {"state": state.value, "names": names if there else ""} | times
    return changed


def corrected_attendance(old: Edition, changed: Mapping[int, Row]) -> list[Row]:
    """The list of an edition with what was put right; whoever reads functions only reads no names.

    For which items one left the room stays as this edition says it: it names only those its readers see.
    """
    return [
        _corrected(row, changed[place], named=not old.for_readers) if place in changed else row
        for place, row in enumerate(attendance_of(old))
    ]


def _corrected(row: Row, after: Row, *, named: bool) -> Row:
    said = row | {part: after[part] for part in ("state", "came_at", "left_at") if part in after}
    there = AttendanceState(after["state"]) in WERE_THERE
    return said | {"names": after["names"] if named else ""} | ({} if there else {"left_for": []})


def attendance_between(older: Edition, newer: Edition) -> list[Came]:
    """What two versions for the same readers say differently."""
    pairs = zip(attendance_of(older), attendance_of(newer), strict=False)
    return [Came(before, after) for before, after in pairs if before != after]


def note_corrected(house: Session, minutes: Minutes, whole: Edition, changed: Mapping[int, Row]) -> None:
    """The same beside the meeting; closed decisions stay as they are (decision 0029)."""
    lines = [row for row in attendances(house, minutes.id) if row.seat_id is not None]
    for place, row in changed.items():
        before = attendance_of(whole)[place]
        same = [
            each for each in lines if (each.institution, each.names) == (row["institution"], before["names"])
        ]
        for line in same[:1]:
            line.state, line.names = AttendanceState(row["state"]), row["names"]
            if not line.was_there:
                line.came_at = line.left_at = None
                line.withdrawals = []
