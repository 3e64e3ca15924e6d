"""What public pages say: of a checksum version and days and nothing else; of what is published all of it."""

from datetime import date
from typing import Any

from flask import Response, abort
from flask_babel import force_locale, get_locale, gettext
from markupsafe import Markup

from blueprints.positions.publishing_queries import published_positions
from blueprints.public import queries
from blueprints.surveys.issue_queries import published_surveys
from models.edition_lives import Life, life_by_checksum, typed_checksum
from models.editions import SHORTEST
from models.fuzzy_dates import FuzzyDate
from plumbing.database import house
from plumbing.pages import berlin_day, german_day
from plumbing.paper import as_download, markup_tree, pdf
from plumbing.paper_words import check_words, replaced_words


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
    if life.withdrawn_on:
        return gettext("withdrawn on %(day)s", day=german_day(life.withdrawn_on))
    if life.version is None:
        return gettext("replaced by a newer issue") if life.replaced_on else None
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


def documents() -> list[tuple[int, str, str]]:
    """Id, heading and day of everything that is published."""
    return [(each.id, _heading(each), _published_on(each)) for each in queries.published(house())]


def positions() -> list[tuple[int, str, str]]:
    """Id, title and day of every published position."""
    found = published_positions(house())
    return [(key, title, german_day(berlin_day(at))) for key, title, at in found]


def surveys() -> list[tuple[int, str, str]]:
    """Id, title and day of every survey whose results are published."""
    found = published_surveys(house())
    return [(key, title, german_day(berlin_day(at))) for key, title, at in found]


def one(publication_id: int) -> dict[str, Any]:
    """A published document as its page shows it; 404 for what is not public."""
    found = queries.published_one(house(), publication_id) or abort(404)
    items = [(item["title"], Markup(item["html"])) for item in found.data["items"]]  # noqa: S704 - cleaned
    return {
        "found": found,
        "heading": _heading(found),
        "page_facts": _facts(found),
        "notice": _notice(found),
        "items": items,
    }


def paper(publication_id: int) -> Response:
    """The same as a tagged PDF, always in German."""
    with force_locale("de"):
        page = one(publication_id)
        found = page["found"]
        data: dict[str, Any] = {
            "lang": "de",
            "region": "DE",
            "title": page["heading"],
            "subtitle": found.data["body"],
            "facts": page["page_facts"],
            "notice": page["notice"],
            "items": [{"title": title, "nodes": markup_tree(str(html))} for title, html in page["items"]],
            "footer": [gettext("public"), gettext("Checksum %(start)s", start=found.sha256[:SHORTEST])],
            "check": check_words(found.sha256),
            "words": {"page": gettext("Page {page} of {pages}"), "replaced": replaced_words()},
        }
        return as_download(pdf("print/published", data), f"{page['heading']} {found.data['held_on']}.pdf")


def _heading(found: queries.Published) -> str:
    number = found.data["number"]
    words = gettext("Published results of meeting no. %(number)s", number=number)
    return words if number else gettext("Published results of a meeting")


def _published_on(found: queries.Published) -> str:
    return german_day(date.fromisoformat(found.data["published_on"]))


def _facts(found: queries.Published) -> list[tuple[str, str]]:
    held_on = FuzzyDate.from_canonical(found.data["held_on"]).words(get_locale().language)
    approved = found.data["approved_on"]
    pairs = [
        (gettext("Date"), held_on),
        (gettext("Coordination"), found.data["coordination"]),
        (gettext("Minutes approved on"), german_day(date.fromisoformat(approved)) if approved else ""),
        (gettext("Published on"), _published_on(found)),
    ]
    return [(name, value) for name, value in pairs if value]


def _notice(found: queries.Published) -> str:
    words = gettext("A redacted text: it need not say everything that the minutes say.")
    purged = gettext("A passage was removed from it for good; its checksum is that of the first text.")
    return f"{words} {purged}" if found.purged else words
