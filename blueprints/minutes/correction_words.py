"""Corrections and statements for the record of an edition in words, from its content alone."""

from typing import Any

from flask_babel import gettext, ngettext

from blueprints.minutes.attendance_corrections import Came
from blueprints.minutes.attendance_words import attendance_word
from blueprints.minutes.guest_corrections import GuestLine
from blueprints.minutes.outcome_words import Facts, day_of
from blueprints.minutes.said_attendance import Row, times_of
from models.editions import SHORTEST, Edition
from models.minutes import AttendanceState


def corrects(edition: Edition) -> Facts:
    """Which version a corrected one corrects: each set of readers counts its own, one after the other."""
    if not edition.replaces:
        return []
    told = {"number": edition.version - 1, "start": edition.replaces[:SHORTEST]}
    return [(gettext("Corrects"), gettext("version %(number)s, checksum %(start)s", **told))]


def items_words(numbers: list[str]) -> str:
    told = ", ".join(numbers)
    return ngettext("item %(numbers)s", "items %(numbers)s", len(numbers), numbers=told)


def correction_of(told: dict[str, Any]) -> tuple[str, str]:
    """Day and items, and why; neutral words for those who may not read the reason."""
    parts = [items_words(told["items"])] if told["items"] else []
    parts += [gettext("attendance")] if told.get("attendance") else []
    day, items = day_of(told["on"]), ", ".join(parts)
    return gettext("%(day)s, %(items)s", day=day, items=items), told["reason"] or gettext("corrected")


def came_words(came: Came) -> tuple[str, str, str]:
    """An institution whose attendance was put right: as it was said before, and as it is said now."""
    institution, before, after = came.after["institution"], _came(came.before), _came(came.after)
    return institution, before, after


def guest_words(guest: GuestLine) -> tuple[str, str, str]:
    """A guest of whom it was said wrongly whether she was there: who, before, and now."""
    words = [gettext("was there"), gettext("was not there")]
    before, after = words[::-1] if guest.was_there else words
    return guest.words, before, after


def guests_words(older: Edition, newer: Edition) -> list[tuple[str, str, str]]:
    """The guests of two versions for the same readers, if they differ."""
    before, after = ("; ".join(map(guest_of, each.data.get("guests", []))) for each in (older, newer))
    return [(gettext("Guests"), before or "–", after or "–")] if before != after else []


def guest_of(guest: dict[str, Any]) -> str:
    """A guest and for which items she was there; whoever reads functions only may read neither name nor
    institution."""
    numbers = ", ".join(guest["items"])
    only = ngettext("only item %(numbers)s", "only items %(numbers)s", len(guest["items"]), numbers=numbers)
    who = guest["name"] or gettext("a guest")
    return f"{who} ({only})"


def _came(row: Row) -> str:
    """The state with its times, and who came."""
    word = attendance_word(AttendanceState(row["state"]), *times_of(row), row.get("left_for", ()))
    return f"{word}: {row['names']}" if row["names"] else word


def statement_of(told: dict[str, Any]) -> tuple[str, str]:
    about = items_words([told["number"]]) if told["number"] else gettext("the minutes as a whole")
    return ", ".join([told["institution"], about]), told["markdown"]
