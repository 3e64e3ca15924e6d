"""What an edition of minutes says: plain facts for one set of readers, from the rows."""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any, Final

from blueprints.minutes.outcome_queries import ByItem
from models.audiences import Audience, head_for, item_facts, strictest
from models.meetings import Meeting
from models.minutes import Attendance, AttendanceState, Minutes
from models.people import Person
from models.texts import TextVersion

UNSAID: Final[dict[str, Any]] = {
    "voices": {},
    "silent": [],
    "provisional": [],
    "fallen_away": [],
    "opinions": [],
}
"""Of a decision under the Chatham House rule: its result, not who said what."""


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """All of the minutes, from which each set of readers gets its part. What was decided and who took on what
    is by item; guests read neither, as they see no decisions and no tasks on the site."""

    minutes: Minutes
    meeting: Meeting
    head: dict[str, Any]
    numbers: dict[int, str]
    versions: dict[int, TextVersion]
    attended: list[Attendance]
    minute_taker: Person | None
    decisions: ByItem = field(default_factory=dict)
    tasks: ByItem = field(default_factory=dict)

    def content(self, audience: Audience) -> dict[str, Any]:
        """Their items only, and of those who were there no guest of other items; guests get no list."""
        assert self.minutes.circulated_at is not None
        assert self.minutes.objections_until is not None
        return head_for(audience, self.head) | {
            "visibility": strictest(self.meeting, audience).value,
            "extract": audience.extract,
            "minute_taker": self._minute_taker(audience),
            "circulated_at": self.minutes.circulated_at.isoformat(),
            "objections_until": self.minutes.objections_until.isoformat(),
            "items": [self._item(item, audience) for item in audience.items],
            **self._outcomes(None, audience),
            "attendance": [] if audience.extract else self._institutions(audience),
            "guests": [] if audience.extract else list(self._guests(audience)),
        }

    def _minute_taker(self, audience: Audience) -> str:
        if self.minute_taker is None:
            return ""
        return self.minute_taker.name if audience.named else self.minute_taker.function

    def _item(self, item: Any, audience: Audience) -> dict[str, Any]:
        version = self.versions.get(item.id)
        words = (
            {"markdown": version.markdown, "html": version.html} if version else {"markdown": "", "html": ""}
        )
        rule = {"chatham_house": True} if item.chatham_house else {}
        found = self._outcomes(item.id, audience)
        if rule:
            found["decisions"] = [each | UNSAID for each in found["decisions"]]
        return item_facts(item, self.numbers, audience) | words | rule | found

    def _outcomes(self, item_id: int | None, audience: Audience) -> dict[str, Any]:
        """Of an item, or (None) of none."""
        if audience.extract:
            return {"decisions": [], "tasks": []}
        return {"decisions": self.decisions.get(item_id, []), "tasks": self.tasks.get(item_id, [])}

    def _institutions(self, audience: Audience) -> list[dict[str, Any]]:
        """Where one came later or left earlier, with the times; the items that it left the room for, of
        those which this audience sees."""
        seen = {item.id for item in audience.items}
        return [
            {
                "institution": row.institution,
                "names": row.names if audience.named else "",
                "state": row.state.value,
                "came_at": row.came_at.isoformat() if row.came_at else "",
                "left_at": row.left_at.isoformat() if row.left_at else "",
                "left_for": self._left_for(row, seen),
            }
            for row in self.attended
            if row.seat_id is not None
        ]

    def _left_for(self, row: Attendance, seen: Set[int]) -> list[str]:
        """In the order of the agenda."""
        left = {each.item_id for each in row.withdrawals} & seen
        return [number for item_id, number in self.numbers.items() if item_id in left]

    def _guests(self, audience: Audience) -> Any:
        """Guests who were there, each with those of the audience's items that she was a guest of."""
        for row in self.attended:
            own = [i for i in audience.items if any(guest.person_id == row.person_id for guest in i.guests)]
            if row.person_id is None or not own or row.state is not AttendanceState.PRESENT:
                continue
            name = row.names if audience.named else ""
            words = ", ".join(part for part in (name, row.institution) if part)
            yield {"name": words, "items": [self.numbers[item.id] for item in own]}
