"""Guests in a corrected version: whether they were there, in the editions and beside the meeting."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audiences import named_guest
from models.editions import Edition
from models.guests import ItemGuest
from models.meetings import AgendaItem
from models.minutes import Attendance, AttendanceState, Minutes, attendances
from models.numbering import numbered, ordered


class GuestLine(NamedTuple):
    """A guest, the numbers of the items that she was a guest of, and whether she was there."""

    line: Attendance
    numbers: tuple[str, ...]
    was_there: bool

    @property
    def words(self) -> str:
        return named_guest(self.line.names, self.line.institution)

    def entry_in(self, edition: Edition) -> dict[str, Any] | None:
        """Her line in an edition, as its readers may read it; None if she was a guest of none of its items.
        Extracts hold no list."""
        own = {item["number"] for item in edition.data["items"]}
        numbers = [number for number in self.numbers if number in own]
        if not numbers or edition.data["extract"]:
            return None
        name = "" if edition.for_readers else self.line.names
        return {"name": named_guest(name, self.line.institution), "items": numbers}


def guest_lines(house: Session, minutes: Minutes, whole: Edition) -> list[GuestLine]:
    """All guests of a meeting, and whether its minutes say that they were there."""
    items = ordered(
        list(house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == minutes.meeting_id)))
    )
    numbers = numbered(items)
    rows = house.execute(
        select(ItemGuest.person_id, ItemGuest.item_id).where(ItemGuest.item_id.in_(numbers))
    ).all()
    of_guest = {(row.person_id, row.item_id) for row in rows}
    found = []
    for line in attendances(house, minutes.id):
        own = tuple(number for key, number in numbers.items() if (line.person_id, key) in of_guest)
        if line.person_id is not None and own:
            said = GuestLine(line, own, True)
            found.append(said._replace(was_there=said.entry_in(whole) in whole.data.get("guests", [])))
    return found


def wanted_guests(
    house: Session, minutes: Minutes, whole: Edition, wanted: Mapping[int, bool]
) -> list[GuestLine]:
    """Those of whom the whole minutes say something else, as it reads from now on."""
    if not wanted:
        return []
    return [
        each._replace(was_there=not each.was_there)
        for each in guest_lines(house, minutes, whole)
        if wanted.get(each.line.id, each.was_there) != each.was_there
    ]


def corrected_guests(old: Edition, changed: Sequence[GuestLine]) -> dict[str, Any]:
    """The list of an edition with what was put right, if it reads differently."""
    before: list[dict[str, Any]] = old.data.get("guests", [])
    after = list(before)
    for guest in changed:
        entry = guest.entry_in(old)
        if entry is None:
            continue
        if guest.was_there:
            after.append(entry)
        elif entry in after:
            after.remove(entry)
    return {"guests": after} if after != before else {}


def note_guests(house: Session, changed: Sequence[GuestLine]) -> None:
    """The same beside the meeting."""
    for guest in changed:
        line = guest.line
        line.state = AttendanceState.PRESENT if guest.was_there else AttendanceState.ABSENT
        if not guest.was_there:
            line.came_at = line.left_at = None
