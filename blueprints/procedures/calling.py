"""Whom to call now: which contact points of the steps are closed at this hour, and who is reached instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprints.procedures.step_words import Said
from models.contact_points import ContactPoint


@dataclass(frozen=True, kw_only=True)
class Call:
    """A contact point with a number, the step that names it, and whether its hours say that it is closed."""

    place: int
    point: ContactPoint
    institution: str
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class Calls:
    """`first`: the first number of the way; `closed`: the steps whose contact point is closed by its hours;
    `instead`: the first one whose hours say that it is open."""

    first: Call | None
    closed: frozenset[int]
    instead: Call | None


def calls(steps: Sequence[Said], now: datetime) -> Calls:
    """As of this moment; where no hours are kept nobody knows, and nothing is said."""
    known: dict[int, bool] = {}
    found = []
    for each in steps:
        point = each.contact.point if each.contact else None
        if each.contact is None or point is None or not point.phone:
            continue
        if point.id not in known:
            known[point.id] = bool(point.open_hours) and not point.is_open(now)
        of = each.contact.institution
        found.append(Call(place=each.place, point=point, institution=of, is_closed=known[point.id]))
    is_open = [each for each in found if each.point.open_hours and not each.is_closed]
    return Calls(
        first=found[0] if found else None,
        closed=frozenset(each.place for each in found if each.is_closed),
        instead=is_open[0] if is_open else None,
    )
