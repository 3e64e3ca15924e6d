"""Attendance in a corrected version: who was there is put right, in the editions and beside the meeting."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from blueprints.minutes.attendance_rules import judged_times
from blueprints.minutes.guest_corrections import GuestLine, corrected_guests, note_guests, wanted_guests
from blueprints.minutes.said_attendance import Row, Said, Wanted, attendance_of, said_of, times_of
from models.editions import Edition
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.minutes import WERE_THERE, AttendanceState, Minutes, Withdrawal, attendances
from models.stances import StanceValue
from models.words import N_


class Came(NamedTuple):
    """One institution whose attendance differs between two versions."""

    before: Row
    after: Row


class PutRight(NamedTuple):
    """What differs from the whole minutes: institutions by place, guests, and the numbers of the items that
    an institution was said to have left for and did not, or the other way round, by its place."""

    institutions: Mapping[int, Row]
    guests: Sequence[GuestLine]
    left_for: Mapping[int, frozenset[str]]

    def __bool__(self) -> bool:
        return bool(self.institutions or self.guests)

    def parts_of(self, old: Edition) -> dict[str, Any]:
        """What of an edition's content reads differently, as its readers may read it."""
        rows = attendance_of(old)
        own = {item["number"] for item in old.data["items"]}
        corrected = [
            _corrected(row, self.institutions[place], own, named=not old.for_readers)
            if place in self.institutions
            else row
            for place, row in enumerate(rows)
        ]
        guests = corrected_guests(old, self.guests)
        return ({"attendance": corrected} if corrected != rows else {}) | guests

    def is_all_in(self, old: Edition) -> bool:
        """Whether its readers read all that is put right, by name."""
        if not self:
            return True
        own = {item["number"] for item in old.data["items"]}
        numbers = {number for left in self.left_for.values() for number in left}
        numbers |= {number for guest in self.guests for number in guest.numbers}
        return bool(self.parts_of(old)) and not old.for_readers and numbers <= own


def wanted_attendance(house: Session, minutes: Minutes, whole: Edition, wanted: Wanted) -> PutRight:
    """What differs from the whole minutes."""
    day = FuzzyDate.from_canonical(whole.data["held_on"]).day
    numbers = [item["number"] for item in whole.data["items"]]
    changed, left_for = {}, {}
    for place, row in enumerate(attendance_of(whole)):
        before = said_of(row)
        said = wanted.institutions.get(place, before)
        if said.state not in WERE_THERE:
            said = said.without(before)
        items = before.left_for if said.left_for is None else _known(place, said.left_for, numbers)
        said = said._replace(left_for=items)
        if said != before:
            changed[place] = row | _judged(place, said, day)
            left_for[place] = frozenset(before.left_for or ()) ^ frozenset(changed[place]["left_for"])
    return PutRight(changed, wanted_guests(house, minutes, whole, wanted.guests), left_for)


def _known(place: int, typed: Sequence[str], numbers: Sequence[str]) -> tuple[str, ...]:
    """Numbers of items as somebody types them, in the order of the agenda."""
    by_key = {_key(number): number for number in numbers}
    for each in typed:
        if _key(each) not in by_key:
            told = N_("These minutes have no item “%(number)s”. Please give numbers with commas between.")
            raise RuleBroken(told, field=f"left_for_{place}", number=each)
    meant = {by_key[_key(each)] for each in typed}
    return tuple(number for number in numbers if number in meant)


def _key(number: str) -> str:
    return "".join(number.split()).casefold().removeprefix("top")


def _judged(place: int, said: Said, day: date | None) -> Row:
    """Of an institution that was there it is said who came, and when; of one that was not, neither that nor
    for which items it left."""
    there = said.state in WERE_THERE
    if there and not said.names:
        raise RuleBroken(N_("Please say who came: a name or a function."), field=f"names_{place}")
    if said.left_for and not there:
        told = N_("Only an institution that was there can leave the room.")
        raise RuleBroken(told, field=f"left_for_{place}")
    fields = f"came_{place}", f"left_{place}"
    times = judged_times(day, said.came, said.left, was_there=there, fields=fields)
    came, left = (at.astimezone(UTC).isoformat() if at else "" for at in times)
    after = {"state": said.state.value, "names": said.names, "came_at": came, "left_at": left}
    return after | {"left_for": list(said.left_for or ())}


def _corrected(row: Row, after: Row, own: set[str], *, named: bool) -> Row:
    """A line of an edition with what was put right; whoever reads functions only reads no names, and for
    which items one left the room only as far as these are the readers'."""
    said = row | {part: after[part] for part in ("state", "came_at", "left_at")}
    left_for = [number for number in after["left_for"] if number in own]
    return said | {"names": after["names"] if named else "", "left_for": left_for}


def attendance_between(older: Edition, newer: Edition) -> list[Came]:
    """What two versions for the same readers say differently."""
    pairs = zip(attendance_of(older), attendance_of(newer), strict=False)
    return [Came(before, after) for before, after in pairs if before != after]


def spoke_there(whole: Edition, right: PutRight) -> list[tuple[str, str]]:
    """Institutions that are now said to have left for an item, with its number, though the same minutes tell
    what they said to a decision of it: a closed decision stays as it is."""
    items = {item["number"]: item for item in whole.data["items"]}
    return [
        (row["institution"], number)
        for place, row in right.institutions.items()
        for number in row["left_for"]
        if number in right.left_for[place] and row["institution"] in _spoke_at(items[number])
    ]


def _spoke_at(item: dict[str, Any]) -> set[str]:
    voices = [voices for decision in item["decisions"] for voices in decision["voices"].items()]
    return {name for value, names in voices if value != StanceValue.CONFLICT.value for name in names}


def note_corrected(
    house: Session, minutes: Minutes, whole: Edition, right: PutRight, ids: Mapping[str, int]
) -> None:
    """The same beside the meeting; closed decisions stay as they are (decision 0029). `ids`: the items by
    number."""
    lines = [row for row in attendances(house, minutes.id) if row.seat_id is not None]
    for place, row in right.institutions.items():
        before = attendance_of(whole)[place]
        same = [
            each for each in lines if (each.institution, each.names) == (row["institution"], before["names"])
        ]
        for line in same[:1]:
            line.state, line.names = AttendanceState(row["state"]), row["names"]
            line.came_at, line.left_at = times_of(row)
            left = {ids[number] for number in row["left_for"]}
            kept = [each for each in line.withdrawals if each.item_id in left]
            new = sorted(left - {each.item_id for each in kept})
            line.withdrawals = kept + [Withdrawal(attendance_id=line.id, item_id=each) for each in new]
    note_guests(house, right.guests)
