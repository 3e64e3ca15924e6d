"""A frozen version of a position: its numbered passages with the amendments and comments on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, url_for
from flask_babel import gettext, ngettext

from blueprints.positions import amendment_rules, comment_rules, queries
from blueprints.positions.source_pages import ways
from models.amendments import Amendment, AmendmentState, PositionComment
from models.editions import Edition
from models.passages import Paragraph, at, numbered_sections
from models.position_texts import PositionVersion
from models.positions import Position
from plumbing import clock
from plumbing.access import me
from plumbing.database import reading

MARKS = {
    AmendmentState.OPEN: ("○", "open"),
    AmendmentState.ANSWERED: ("◐", "open"),
    AmendmentState.DISPUTED: ("!", "no"),
    AmendmentState.REFERRED: ("→", "perhaps"),
    AmendmentState.ACCEPTED: ("✓", "yes"),
    AmendmentState.REFUSED: ("×", "void"),
    AmendmentState.MERGED: ("●", "yes"),
    AmendmentState.WITHDRAWN: ("×", "void"),
}


@dataclass(kw_only=True)
class Passage:
    """A paragraph with what was said about it."""

    paragraph: Paragraph
    amendments: list[Amendment] = field(default_factory=list)
    comments: list[PositionComment] = field(default_factory=list)


@dataclass(kw_only=True)
class ShownSection:
    """A section of a version: its passages, and what was said about it as a whole."""

    id: int
    number: str
    heading: str
    passages: list[Passage]
    amendments: list[Amendment] = field(default_factory=list)
    comments: list[PositionComment] = field(default_factory=list)


@dataclass(kw_only=True)
class ShownVersion:
    """`places` says in words where each amendment is, `collisions` which others touch the same passage."""

    version: PositionVersion
    edition: Edition
    sections: list[ShownSection]
    amendments: list[Amendment]
    places: dict[int, str]
    collisions: dict[int, list[Amendment]]


def found_version(position: Position, number: int) -> PositionVersion:
    return next((each for each in position.versions if each.number == number), None) or abort(404)


def shown_version(
    version: PositionVersion, edition: Edition, amendments: list[Amendment], comments: list[PositionComment]
) -> ShownVersion:
    """All that stands beside the lines of a version."""
    sections: list[ShownSection] = []
    places: dict[int, str] = {}
    content = edition.data["sections"]
    for each, paragraphs in zip(content, numbered_sections(content), strict=True):
        mine = [one for one in amendments if one.section_id == each["id"]]
        said = [one for one in comments if one.section_id == each["id"]]
        passages = [Passage(paragraph=one) for one in paragraphs]
        by_number = {one.paragraph.number: one for one in passages}
        for one in mine:
            hit = at(paragraphs, one.touched)
            places[one.id] = place_words(each["number"], hit)
            for paragraph in hit:
                by_number[paragraph.number].amendments.append(one)
        whole = [one for one in said if one.paragraph not in by_number]
        for comment in said:
            if comment.paragraph in by_number:
                by_number[comment.paragraph].comments.append(comment)
        shown = {"id": each["id"], "number": each["number"], "heading": each["heading"]}
        sections.append(ShownSection(**shown, passages=passages, amendments=mine, comments=whole))
    return ShownVersion(
        version=version,
        edition=edition,
        sections=sections,
        amendments=amendments,
        places=places,
        collisions=collisions(amendments),
    )


def collisions(amendments: Iterable[Amendment]) -> dict[int, list[Amendment]]:
    """For each amendment that is not withdrawn the others that touch the same or adjacent lines."""
    rows: dict[tuple[int, int], list[Amendment]] = defaultdict(list)
    standing = [each for each in amendments if each.withdrawn_at is None]
    for each in standing:
        for row in _rows(each):
            rows[each.section_id, row].append(each)
    found: dict[int, list[Amendment]] = {}
    for each in standing:
        beside = {other.id: other for row in _rows(each) for other in rows[each.section_id, row]}
        beside.pop(each.id, None)
        found[each.id] = sorted(beside.values(), key=lambda other: other.number)
    return found


def _rows(amendment: Amendment) -> set[int]:
    return {row for first, end in amendment.touched for row in range(first, end + 1)}


def place_words(section: str, hit: Sequence[Paragraph]) -> str:
    """Section, paragraphs and lines, as one says them at the table."""
    if not hit:
        return gettext("Section %(section)s", section=section)
    first, last = min(each.first for each in hit), max(each.last for each in hit)
    lines = gettext("line %(first)s", first=first)
    if last > first:
        lines = gettext("lines %(first)s–%(last)s", first=first, last=last)
    numbers = ", ".join(each.number for each in hit)
    where = ngettext("paragraph %(numbers)s", "paragraphs %(numbers)s", len(hit), numbers=numbers)
    return gettext("Section %(section)s, %(where)s, %(lines)s", section=section, where=where, lines=lines)


def _ways(position: Position, edition: Edition) -> dict[int, tuple[str, str]]:
    """Where the sources that the version calls lead to; nothing is asked where it calls none."""
    called = {each["id"] for each in edition.data["sources"]}
    known = queries.sources(reading(), position.id) if called else []
    return ways([each for each in known if each.id in called], position.body_id)


def version_page(position: Position, version: PositionVersion) -> dict[str, Any]:
    """A version with everything beside it; all versions to choose from."""
    edition = queries.edition(reading(), version)
    amendments = queries.amendments(reading(), version.id)
    comments = queries.comments(reading(), version.id)
    where: dict[str, Any] = {"table_id": position.body_id, "position_id": position.id}
    urls = {each.id: url_for("positions.version", **where, number=each.number) for each in position.versions}
    today, newest = clock.today(), version is position.newest
    answers = newest and amendment_rules.may_answer(me(), position)
    return {
        "unanswered": sum(each.state is AmendmentState.OPEN for each in amendments) if answers else 0,
        "may_propose": newest and amendment_rules.may_propose(me(), position, today),
        "may_comment": newest and comment_rules.may_comment(me(), position),
        "resolvable": {each.id for each in comments if comment_rules.may_resolve(me(), position, each)},
        "supports": queries.supports(reading(), version.id),
        "to_merge": bool(queries.to_merge(amendments)) and amendment_rules.may_answer(me(), position),
        "marks": MARKS,
        "shown": shown_version(version, edition, amendments, comments),
        "version": version,
        "edition": edition,
        "version_urls": urls,
        "ways": _ways(position, edition),
        "is_newest": newest,
    }
