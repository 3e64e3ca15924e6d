"""How it is said who was there: the state, the times that matter, the items one left the room for."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext, ngettext

from models.minutes import AttendanceState
from plumbing.pages import clock_time


def attendance_word(
    state: AttendanceState, came: datetime | None, left: datetime | None, left_for: Sequence[str] = ()
) -> str:
    """In one line; `left_for` are the numbers of items."""
    parts = [gettext(state.label)]
    if came is not None:
        parts.append(gettext("from %(time)s", time=clock_time(came)))
    if left is not None:
        parts.append(gettext("until %(time)s", time=clock_time(left)))
    if left_for:
        numbers = ", ".join(left_for)
        parts.append(
            ngettext(
                "not in the room for item %(numbers)s (conflict of interest)",
                "not in the room for items %(numbers)s (conflict of interest)",
                len(left_for),
                numbers=numbers,
            )
        )
    return ", ".join(parts)
