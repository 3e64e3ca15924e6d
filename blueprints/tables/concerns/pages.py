"""What is to be settled about seats, in words: the reason, and the one gesture that comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext

from blueprints.tables.concerns.queries import Concern
from models.concerns import ConcernKind
from plumbing.pages import german_day

Words = tuple[str, str, str, dict[str, Any]]
"""The reason, the gesture's name, its endpoint and ids."""


@dataclass(frozen=True, kw_only=True)
class ConcernRow:
    """One line of the section; `url` leads to what comes next."""

    concern: Concern
    reason: str
    action_label: str
    url: str


def concern_rows(found: list[Concern]) -> list[ConcernRow]:
    """Those that stand open, in their order; what the coordination lets be is left out."""
    return [_row(each) for each in found if each.checked_on is None]


def checked_rows(found: list[Concern]) -> list[ConcernRow]:
    return [_row(each) for each in found if each.checked_on is not None]


def _row(concern: Concern) -> ConcernRow:
    reason, label, endpoint, ids = SAID[concern.kind](concern)
    url = url_for(endpoint, table_id=concern.body_id, **ids)
    return ConcernRow(concern=concern, reason=reason, action_label=label, url=url)


def _missing(concern: Concern) -> Words:
    vacancy = concern.vacancy
    assert vacancy is not None
    since, due = german_day(vacancy.since), german_day(vacancy.due_on)
    ask = ("tables.ask_for_successor", {"seat_id": concern.seat_id})
    if vacancy.asked_on is None:
        reason = gettext(
            "Without a representative since %(day)s; somebody should be named by %(due)s.", day=since, due=due
        )
        return (reason, gettext("Ask for a new representative"), *ask)
    reason = gettext(
        "Without a representative since %(day)s; asked on %(asked)s, to be named by %(due)s.",
        day=since,
        asked=german_day(vacancy.asked_on),
        due=due,
    )
    return (reason, gettext("Ask once more"), *ask)


def _ending(concern: Concern) -> Words:
    vacancy = concern.vacancy
    assert vacancy is not None
    last_day = german_day(vacancy.last_day)
    ask = ("tables.ask_for_successor", {"seat_id": concern.seat_id})
    if vacancy.asked_on is None:
        reason = gettext("The representative acts until %(day)s; nobody follows yet.", day=last_day)
        return (reason, gettext("Ask for a new representative"), *ask)
    reason = gettext(
        "The representative acts until %(day)s; asked on %(asked)s, to be named by %(due)s.",
        day=last_day,
        asked=german_day(vacancy.asked_on),
        due=german_day(vacancy.due_on),
    )
    name = ("tables.succeed", {"appointment_id": concern.appointment_id})
    return (reason, gettext("Name the successor"), *name)


def _denied(concern: Concern) -> Words:
    given = {"name": concern.name, "successor": concern.successor}
    reason = gettext("By its own answer, %(name)s does not act for the institution any more.", **given)
    if concern.successor:
        reason += " " + gettext("About who follows it says: “%(successor)s”", **given)
    name = ("tables.succeed", {"appointment_id": concern.appointment_id})
    return (reason, gettext("Name the successor"), *name)


def _silent(concern: Concern) -> Words:
    assert concern.day is not None
    reason = gettext(
        "No answer to the last three invitations (the last one was due on %(day)s), and nobody came. "
        "Please ask by phone.",
        day=german_day(concern.day),
    )
    return reason, gettext("Look at the seat"), "tables.seat", {"seat_id": concern.seat_id}


def _refused(concern: Concern) -> Words:
    return _address(
        concern, gettext("A letter to %(address)s was refused for good.", address=concern.address)
    )


def _bouncing(concern: Concern) -> Words:
    assert concern.day is not None
    given = {"count": concern.letters, "address": concern.address, "day": german_day(concern.day)}
    reason = gettext("%(count)s letters to %(address)s have come back, the last one on %(day)s.", **given)
    return _address(concern, reason)


def _address(concern: Concern, reason: str) -> Words:
    """Whose address it is, if it is one person's."""
    if concern.person_id is None:
        return reason, gettext("Look at the seat"), "tables.seat", {"seat_id": concern.seat_id}
    return reason, gettext("Correct the address"), "tables.correct_person", {"person_id": concern.person_id}


def _unfilled(concern: Concern) -> Words:
    reason = gettext("Nobody has been named as representative yet.")
    return reason, gettext("Appoint somebody"), "tables.appoint", {"seat_id": concern.seat_id}


SAID: Final[dict[ConcernKind, Callable[[Concern], Words]]] = {
    ConcernKind.MISSING: _missing,
    ConcernKind.REFUSED: _refused,
    ConcernKind.BOUNCING: _bouncing,
    ConcernKind.DENIED: _denied,
    ConcernKind.ENDING: _ending,
    ConcernKind.SILENT: _silent,
    ConcernKind.UNFILLED: _unfilled,
}
