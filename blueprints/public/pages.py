"""What the page says about a checksum: version and days, never what the document is or whose."""

from typing import Any

from flask_babel import gettext

from models.edition_lives import Life, life_by_checksum, typed_checksum
from plumbing.database import house
from plumbing.pages import german_day


def checked(typed: str) -> dict[str, Any]:
    """`standing`: mark, word, what it means, tone; nothing while nothing was typed."""
    checksum = typed_checksum(typed)
    if not checksum:
        return {"standing": None, "refused": bool(typed.strip()), "lines": []}
    life = life_by_checksum(house(), checksum)
    if life is None:
        words = gettext("no document of this site has this checksum")
        return {"standing": ("–", gettext("not known here"), words, "no"), "refused": False, "lines": []}
    tone = "yes" if life.is_current else "void"
    return {"standing": ("✓", _name(life), _standing(life), tone), "refused": False, "lines": _lines(life)}


def _name(life: Life) -> str:
    day = german_day(life.issued_on)
    if life.version is None:
        return gettext("This is a document of this site, issued on %(day)s", day=day)
    return gettext("This is version %(number)s, issued on %(day)s", number=life.version, day=day)


def _standing(life: Life) -> str | None:
    if life.version is None:
        return None
    if life.replaced_on:
        day, number = german_day(life.replaced_on), life.replaced_by
        return gettext("replaced by version %(number)s on %(day)s", number=number, day=day)
    if life.approved_on is None:
        return gettext("not approved yet")
    day = german_day(life.approved_on)
    if life.corrects_approved:
        return gettext("corrected after the approval of %(day)s", day=day)
    return gettext("approved on %(day)s", day=day)


def _lines(life: Life) -> list[str]:
    lines = []
    if life.replaced_on and life.approved_on and not life.corrects_approved:
        lines.append(gettext("It was approved on %(day)s.", day=german_day(life.approved_on)))
    if life.purged_on:
        lines.append(
            gettext(
                "On %(day)s a passage was removed from this document for good. "
                "Its checksum is that of the document as it was sent.",
                day=german_day(life.purged_on),
            )
        )
    return lines
