"""An agenda as it was invited to beside the same as it was held: what differs, item by item."""

import enum
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from models.item_outcomes import ItemOutcome
from models.words import N_

Facts = dict[str, Any]


class Fate(enum.Enum):
    """What became of an item between the invitation and the meeting."""

    SAME = "same"
    MOVED = "moved"
    ADDED = "added"
    GONE = "gone"
    PUT_OFF = "put-off"
    TAKEN_OFF = "taken-off"

    @property
    def label(self) -> str:
        return FATE_WORDS[self]


FATE_WORDS = {
    Fate.SAME: N_("as invited"),
    Fate.MOVED: N_("at another place"),
    Fate.ADDED: N_("added"),
    Fate.GONE: N_("no longer on the agenda"),
    Fate.PUT_OFF: N_("put off"),
    Fate.TAKEN_OFF: N_("taken off"),
}
OUTCOMES = {ItemOutcome.PUT_OFF.value: Fate.PUT_OFF, ItemOutcome.TAKEN_OFF.value: Fate.TAKEN_OFF}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One item: what the invitation said of it (None: it was not there), and what is said now (None: it is
    not there any more)."""

    was: Facts | None
    now: Facts | None
    fate: Fate

    @property
    def is_renamed(self) -> bool:
        return self.was is not None and self.now is not None and self.was["title"] != self.now["title"]


def compared(was: list[Facts], now: list[Facts]) -> list[Compared]:
    """In the order of now; what is gone follows at its old place. Items are the same by their id, in older
    editions by their title."""
    pairs = _pairs(was, now)
    kept_before = [place for place in range(len(was)) if place in pairs.values()]
    kept_now = [pairs[place] for place in range(len(now)) if place in pairs]
    blocks = SequenceMatcher(None, kept_before, kept_now, autojunk=False).get_matching_blocks()
    steady = {kept_now[block.b + step] for block in blocks for step in range(block.size)}
    rows: list[Compared] = []
    shown = set(pairs.values())
    for place, item in enumerate(now):
        before = pairs.get(place)
        if before is not None:
            rows += _gone_before(before, was, shown)
        old = was[before] if before is not None else None
        rows.append(Compared(was=old, now=item, fate=_fate(before, item, steady)))
    return rows + _gone_before(len(was), was, shown)


def _pairs(was: list[Facts], now: list[Facts]) -> dict[int, int]:
    """The place in the old agenda of each item that stood there, by its place now."""
    free = dict(enumerate(was))
    pairs: dict[int, int] = {}
    for same in (_same_id, _same_title):
        for place, item in enumerate(now):
            found = next((old for old, facts in free.items() if same(facts, item)), None)
            if place not in pairs and found is not None:
                pairs[place] = found
                del free[found]
    return pairs


def _same_id(old: Facts, new: Facts) -> bool:
    return old.get("id") is not None and old.get("id") == new.get("id")


def _same_title(old: Facts, new: Facts) -> bool:
    known = old.get("id") is not None and new.get("id") is not None
    return not known and bool(old["title"] == new["title"])


def _fate(before: int | None, item: Facts, steady: set[int]) -> Fate:
    if item.get("outcome") in OUTCOMES:
        return OUTCOMES[item["outcome"]]
    if before is None:
        return Fate.ADDED
    return Fate.SAME if before in steady else Fate.MOVED


def _gone_before(place: int, was: list[Facts], shown: set[int]) -> list[Compared]:
    """What stood before this place and is gone, once."""
    gone = [old for old in range(place) if old not in shown]
    shown.update(gone)
    return [Compared(was=was[old], now=None, fate=Fate.GONE) for old in gone]
