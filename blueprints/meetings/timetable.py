"""How the planned minutes of an agenda go with the clock: when each item begins, when the last one ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from blueprints.meetings.agenda_queries import Line
from models.actors import Actor
from models.item_outcomes import ItemOutcome
from models.meetings import Meeting
from models.numbering import BLOCKS
from plumbing.language import gettext, ngettext
from plumbing.pages import clock_time

GONE = (ItemOutcome.PUT_OFF, ItemOutcome.TAKEN_OFF)
"""What became of an item that takes no time in its meeting any more."""


class Sums(NamedTuple):
    """The planned time in words; `is_over`: it is longer than the meeting."""

    words: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """`starts` are by item, as far as the reader sees everything that comes before; `planned` is in minutes,
    `untimed` counts items without a planned time."""

    starts: dict[int, datetime]
    planned: int
    untimed: int
    meeting: Meeting

    def clock(self, item_id: int) -> str:
        """When an item begins as planned; empty where that is not known."""
        start = self.starts.get(item_id)
        return clock_time(start) if start else ""

    def differs(self, line: Line) -> str:
        """A hint where a guest is asked for another time than her item is planned for."""
        start = self.starts.get(line.item.id)
        if start is None or all(slot.starts_at == start for slot in line.slots):
            return ""
        return gettext("as planned, the item begins at %(time)s o’clock", time=clock_time(start))

    @property
    def sums(self) -> Sums | None:
        """How the planned minutes go with the time there is; None where nothing is planned."""
        if not self.planned:
            return None
        start, end = self.meeting.starts_at, self.meeting.ends_at
        if start is None or end is None:
            return Sums(gettext("%(n)d minutes planned", n=self.planned), False)
        there = int((end - start).total_seconds() // 60)
        parts = [gettext("%(n)d of %(all)d minutes planned", n=self.planned, all=there)]
        over = self.planned - there
        if over > 0:
            parts[0] += ": " + ngettext(
                "%(num)d minute longer than the meeting", "%(num)d minutes longer than the meeting", over
            )
        last = clock_time(start + timedelta(minutes=self.planned))
        parts.append(gettext("end as planned %(time)s o’clock", time=last))
        if self.untimed:
            words = ngettext("%(num)d item without a time", "%(num)d items without a time", self.untimed)
            parts.append(words)
        return Sums(", ".join(parts), over > 0)


def timetable(lines: Sequence[Line], meeting: Meeting, by: Actor) -> Timetable:
    """The agenda against the clock, as this reader may know it.

    Members see the open items in a row; when a confidential one begins depends on others that they may not
    see, so only whoever sees all is told. A guest is told nothing but her own time.
    """
    sees_all = meeting.body_id in by.coordinates or meeting.id in by.records
    inside = sees_all or meeting.body_id in by.readable
    held = [line.item for line in lines if line.item.outcome not in GONE]
    starts, at = {}, meeting.starts_at
    for item in held:
        if at is not None and (sees_all or (inside and not BLOCKS[item.visibility])):
            starts[item.id] = at
            at += timedelta(minutes=item.minutes_planned)
    planned = sum(item.minutes_planned for item in held) if inside else 0
    untimed = sum(not item.minutes_planned for item in held) if planned else 0
    return Timetable(starts=starts if planned else {}, planned=planned, untimed=untimed, meeting=meeting)
