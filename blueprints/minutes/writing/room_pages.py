"""Who is in the room while an item is dealt with: the ring, its guests, and the form of one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from blueprints.minutes import queries
from blueprints.minutes.attendance_rules import representatives
from blueprints.minutes.attendance_words import attendance_word
from blueprints.minutes.pages import TONES
from blueprints.minutes.writing.forms import LineForm
from blueprints.minutes.writing.queries import Desk, closed_at, items_of
from models.deadlines import BERLIN
from models.decisions import Decision
from models.meetings import Meeting
from models.minutes import Attendance, Minutes
from plumbing.database import house, reading
from plumbing.lettering import without_common_end
from plumbing.pages import address
from plumbing.ring import Ring, RingSeat, ring, seat


@dataclass(frozen=True)
class Line:
    """An institution or a guest, and the form in which it is noted."""

    row: Attendance
    form: LineForm
    closed: Sequence[Decision] = ()
    """What was decided and closed before: it stays as it is, whoever left the room."""

    @property
    def name(self) -> str:
        return self.row.institution if self.row.seat_id else self.row.names


@dataclass(frozen=True)
class Guest:
    """Somebody who is there for this item."""

    name: str
    institution: str
    word: str
    url: str


def room_of(attendance: list[Attendance], desk: Desk) -> Ring | None:
    """The table from above: which institution is in the room for this item. Each seat leads to its line."""
    lines = [each for each in attendance if each.seat_id is not None]
    if not lines:
        return None
    shorts = without_common_end([each.institution for each in lines])
    seats = [_seat(each, short, desk) for each, short in zip(lines, shorts, strict=True)]
    there = sum(each.was_there and not _has_left(each, desk) for each in lines)
    words = gettext("%(n)d of %(all)d", n=there, all=len(lines))
    return ring(seats, centre=(words, gettext("institutions are there")))


def _has_left(row: Attendance, desk: Desk) -> bool:
    return any(each.item_id == desk.item.id for each in row.withdrawals)


def _seat(row: Attendance, short: str, desk: Desk) -> RingSeat:
    away = _has_left(row, desk)
    state = gettext(row.state.label)
    times = _word(row).removeprefix(state).removeprefix(", ")
    return seat(
        name=row.institution,
        short=short,
        tone="void" if away else TONES[row.state],
        mark="§" if away else "",
        label=gettext("left the room for this item") if away else state,
        detail=", ".join(filter(None, (row.names, times))),
        url=_url(row, desk),
    )


def _word(row: Attendance) -> str:
    return attendance_word(row.state, row.came_at, row.left_at)


def _url(row: Attendance, desk: Desk) -> str:
    return address("minutes.note_line", item_id=desk.item.id, line_id=row.id) + "#line"


def guests_of(attendance: list[Attendance], desk: Desk) -> list[Guest]:
    return [
        Guest(each.names, each.institution, _word(each), _url(each, desk))
        for each in attendance
        if each.person_id in desk.guests
    ]


def line_over(minutes: Minutes, line_id: int) -> Line | None:
    """One line with its form as the row fills it, and as it was sent."""
    row = queries.line_of(reading(), minutes, line_id)
    if row is None:
        return None
    came, left = (at.astimezone(BERLIN).time() if at else None for at in (row.came_at, row.left_at))
    stored = {
        "state": row.state.value,
        "names": row.names,
        "came": came,
        "left": left,
        "left_for": [each.item_id for each in row.withdrawals],
        "based_on": row.version,
    }
    form = LineForm(data=stored)
    form.left_for.choices = items_of(reading(), minutes.meeting_id) if row.seat_id else []
    if form.names.raw_data is None and row.seat_id and not row.names:
        mains = representatives(house(), house().get_one(Meeting, minutes.meeting_id))
        form.names.data = mains.get(row.seat_id, "")
    return Line(row, form, closed_at(reading(), minutes.meeting_id) if row.seat_id else ())
