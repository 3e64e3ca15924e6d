"""A signed position in words: what its page and its paper show, from the frozen issue alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from flask_babel import gettext
from markupsafe import Markup

from models.editions import Edition
from models.positions import PositionKind
from plumbing.markdown import render
from plumbing.pages import german_day
from plumbing.paper import markup_tree, pdf
from plumbing.paper_words import check_words, replaced_words

NOTE: Final = re.compile(r"\[\^(\d+)\]")
"""How the text calls a source; on paper the number alone stands in brackets."""


@dataclass(frozen=True, kw_only=True)
class IssueShown:
    """One issue as anybody may read it: nothing in it tells of whoever has not signed."""

    title: str
    kind: str
    table: str
    facts: list[tuple[str, str]]
    notice: str
    sections: list[tuple[str, Markup]]
    sources: Sequence[dict[str, Any]]
    signers: list[str]
    reservations: Sequence[dict[str, str]]
    opinions: Sequence[dict[str, str]]


def shown_issue(edition: Edition) -> IssueShown:
    """In the language of the page; what was written and signed stays as it was typed."""
    data = edition.data
    kind = gettext(PositionKind(data["kind"]).label)
    return IssueShown(
        title=data["title"],
        kind=f"{kind[:1].upper()}{kind[1:]}",
        table=data["table"],
        facts=_facts(data),
        notice=_notice(data),
        sections=[(_heading(each), _rendered(each["markdown"])) for each in data["sections"]],
        sources=data["sources"],
        signers=[each["name"] for each in data["signers"]],
        reservations=data["reservations"],
        opinions=data["opinions"],
    )


def _facts(data: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = [
        (gettext("Coordination"), data.get("coordination", "")),
        (gettext("Addressees"), "; ".join(data["addressees"])),
        (gettext("Version"), str(data["number"])),
        (gettext("Signatures as of"), _day(data["as_of"])),
        (gettext("Checksum of the text that was signed"), data["signed_sha256"][:16]),
    ]
    return [(name, value) for name, value in pairs if value]


def _notice(data: dict[str, Any]) -> str:
    if not data["signed_until"]:
        return ""
    if data["more_follow"]:
        return gettext("Signed until %(day)s, further signatures follow.", day=_day(data["signed_until"]))
    return ""


def _day(day: str) -> str:
    return german_day(date.fromisoformat(day))


def _heading(section: dict[str, Any]) -> str:
    return f"{section['number']} {section['heading']}"


@lru_cache(maxsize=256)
def _rendered(markdown: str) -> Markup:
    """The same frozen text is made into HTML once in each process."""
    return render(NOTE.sub(r"[\1]", markdown))


def paper(edition: Edition) -> bytes:
    """The issue as a tagged PDF (PDF/UA-1). Wanted inside `force_locale("de")`."""
    shown = shown_issue(edition)
    data: dict[str, Any] = {
        "lang": "de",
        "region": "DE",
        "title": shown.title,
        "subtitle": f"{shown.kind} · {shown.table}",
        "facts": shown.facts,
        "notice": shown.notice,
        "sections": [{"title": title, "nodes": markup_tree(str(html))} for title, html in shown.sections],
        "sources": [(f"[{each['number']}]", each["words"]) for each in shown.sources],
        "signers": shown.signers,
        "reservations": [(each["name"], each["words"]) for each in shown.reservations],
        "opinions": [(each["name"], each["words"]) for each in shown.opinions],
        "footer": [
            gettext("Version %(number)s", number=edition.data["number"]),
            gettext("Checksum %(start)s", start=edition.fingerprint),
        ],
        "check": check_words(edition.sha256),
        "words": {
            "page": gettext("Page {page} of {pages}"),
            "replaced": replaced_words(),
            "signers": gettext("Signatories"),
            "reservations": gettext("Reservations"),
            "opinions": gettext("Special opinions"),
            "sources": gettext("Sources"),
        },
    }
    return pdf("print/position", data, edition.compiled_at)


def file_name(edition: Edition) -> str:
    """What it is and of which day; without signs that no file name may have."""
    name = f"{edition.title} {edition.data['as_of']}"
    return re.sub(r'[/\\:?"<>|\x00-\x1f]+', "-", name)[:150] + ".pdf"
