"""Both agendas in words, row by row."""

from dataclasses import dataclass
from typing import Any, Final

from flask import abort

from blueprints.meetings.held.queries import both, now_at
from blueprints.meetings.naming import meeting_name
from models.agendas_compared import Compared, Fate, compared
from models.fuzzy_dates import FuzzyDate
from models.meetings import Meeting
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.language import chosen_language, gettext, word

MARKS: Final = {
    Fate.SAME: ("✓", "neutral"),
    Fate.MOVED: ("↕", "open"),
    Fate.ADDED: ("+", "yes"),
    Fate.GONE: ("–", "no"),
    Fate.PUT_OFF: ("→", "open"),
    Fate.TAKEN_OFF: ("–", "no"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item, before and now; what is not there is empty."""

    was: str
    now: str
    mark: str
    tone: str
    words: str
    more: str


def held_page(meeting: Meeting) -> dict[str, Any]:
    """Both agendas of this reader; 404 for whoever was sent none."""
    found = both(house(), reading(), meeting, me()) or abort(404)
    rows = compared(found.invited.data["items"], found.held)
    gone = {each.was["id"] for each in rows if each.was and not each.now and each.was.get("id")}
    elsewhere = now_at(reading(), gone, meeting)
    return {
        "hue": getattr(meeting.body, "hue", None),
        "invited": found.invited,
        "minutes": found.minutes,
        "rows": [_row(each, elsewhere) for each in rows],
        "changes": sum(each.fate is not Fate.SAME or each.is_renamed for each in rows),
    }


def _row(each: Compared, elsewhere: dict[int, Meeting]) -> Row:
    mark, tone = MARKS[each.fate]
    return Row(
        was=_called(each.was),
        now=_called(each.now),
        mark=mark,
        tone=tone,
        words=word(each.fate),
        more=_more(each, elsewhere),
    )


def _called(facts: dict[str, Any] | None) -> str:
    return f"{facts['number']} {facts['title']}" if facts else ""


def _more(each: Compared, elsewhere: dict[int, Meeting]) -> str:
    """Where an item has gone to, that it was not invited to, that it is called otherwise now."""
    parts = []
    to = each.now.get("put_off_to") if each.now else None
    if to:
        day = FuzzyDate.from_canonical(to["held_on"]).words(chosen_language())
        parts.append(gettext("to the meeting of %(day)s", day=day))
    if each.now is None and each.was is not None and (other := elsewhere.get(each.was.get("id", 0))):
        parts.append(gettext("now: %(meeting)s", meeting=meeting_name(other)))
    if each.was is None and each.fate is not Fate.ADDED:
        parts.append(gettext("added after the invitation"))
    if each.is_renamed:
        parts.append(gettext("with another title"))
    return ", ".join(parts)
