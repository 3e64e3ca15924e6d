"""Attendance in a corrected version: who was there is put right, in the editions and beside the meeting."""

from collections.abc import Mapping
from datetime import UTC, date
from typing import NamedTuple

from sqlalchemy.orm import Session

from blueprints.minutes.attendance_rules import judged_times
from blueprints.minutes.said_attendance import Row, Said, attendance_of, said_of, times_of
from models.editions import Edition
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.minutes import WERE_THERE, AttendanceState, Minutes, attendances
from models.words import N_

Wanted = Mapping[int, Said]
"""By the place of the institution in the list, from 0."""


class Came(NamedTuple):
    """One institution whose attendance differs between two versions."""

    before: Row
    after: Row


def wanted_attendance(whole: Edition, wanted: Wanted) -> dict[int, Row]:
    """What differs from the whole minutes, by place."""
    day = FuzzyDate.from_canonical(whole.data["held_on"]).day
    changed = {}
    for place, row in enumerate(attendance_of(whole)):
        before = said_of(row)
        said = wanted.get(place, before)
        if said.state not in WERE_THERE:
            said = said.without(before)
        if said != before:
            changed[place] = row | _judged(place, said, day)
    return changed


def _judged(place: int, said: Said, day: date | None) -> Row:
    """Of an institution that was there it is said who came, and when; of one that was not, neither that nor
    for which items it left."""
    there = said.state in WERE_THERE
    if there and not said.names:
        raise RuleBroken(N_("Please say who came: a name or a function."), field=f"names_{place}")
    fields = f"came_{place}", f"left_{place}"
    times = judged_times(day, said.came, said.left, was_there=there, fields=fields)
    came, left = (at.astimezone(UTC).isoformat() if at else "" for at in times)
    after = {"state": said.state.value, "names": said.names, "came_at": came, "left_at": left}
    return after if there else after | {"left_for": []}


def corrected_attendance(old: Edition, changed: Mapping[int, Row]) -> list[Row]:
    """The list of an edition with what was put right; whoever reads functions only reads no names.

    For which items one left the room stays as this edition says it: it names only those its readers see.
    """
    return [
        _corrected(row, changed[place], named=not old.for_readers) if place in changed else row
        for place, row in enumerate(attendance_of(old))
    ]


def _corrected(row: Row, after: Row, *, named: bool) -> Row:
    said = row | {part: after[part] for part in ("state", "came_at", "left_at")}
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
            line.came_at, line.left_at = times_of(row)
            if not line.was_there:
                line.withdrawals = []
