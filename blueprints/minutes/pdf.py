"""An edition on paper: always in German, the language of the tables' documents."""

import re
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext, ngettext

from blueprints.minutes.documents import Document, Item, document_of
from blueprints.minutes.life_words import facts_today
from blueprints.minutes.outcome_words import Outcomes, task_columns
from models.edition_lives import life_of
from models.editions import Edition, EditionKind
from plumbing.database import house
from plumbing.pages import berlin_day, german_day
from plumbing.paper import as_download, markup_tree, pdf
from plumbing.paper_words import check_words, replaced_words


def download_of(edition: Edition) -> Response:
    """The edition as a tagged PDF with a name that tells what it is."""
    with force_locale("de"):
        name = file_name(document_of(edition))
    return as_download(made(edition), name)


def made(edition: Edition) -> bytes:
    """The edition as a tagged PDF."""
    with force_locale("de"):
        document = document_of(edition)
        template = "print/minutes" if edition.kind is EditionKind.MINUTES else "print/agenda"
        return pdf(template, data_of(document) | _standing(document), edition.compiled_at)


def _standing(document: Document) -> dict[str, Any]:
    """What a sheet of paper must say of itself: whether it was approved by now, and how it can be checked."""
    life = life_of(house(), document.edition)
    return {"facts": facts_today(document, life), "check": check_words(document.edition.sha256)}


def file_name(document: Document) -> str:
    """What it is, of which table and day; without signs that no file name may have."""
    day = document.edition.data["held_on"].replace("/", "_")
    name = " ".join(part for part in (document.heading, document.body, day) if part)
    return re.sub(r'[/\\:?"<>|\x00-\x1f]+', "-", name)[:150] + ".pdf"


def data_of(document: Document) -> dict[str, Any]:
    """What the template finds: words and trees, no markup."""
    edition = document.edition
    return {
        "lang": "de",
        "region": "DE",
        "title": document.heading,
        "subtitle": document.body,
        "facts": document.facts,
        "notice": " ".join([document.notice, *_purged(edition)]).strip(),
        "attendance": [(each.institution, each.names or "–", each.word) for each in document.attendance],
        "items": [_item(item) for item in document.items],
        "apart": _outcomes(document.apart),
        "corrections": document.corrections,
        "statements": document.statements,
        "footer": [
            f"{gettext(document.visibility.label)} · {document.visibility.tlp}",
            document.version,
            gettext("Checksum %(start)s", start=edition.fingerprint),
        ],
        "words": _words(),
    }


def _purged(edition: Edition) -> list[str]:
    """A document is no longer word for word what its checksum was made of, and says so."""
    if edition.purged_at is None:
        return []
    day = german_day(berlin_day(edition.purged_at))
    return [
        gettext(
            "On %(day)s a passage was removed from this document for good. "
            "Its checksum is that of the document as it was sent.",
            day=day,
        )
    ]


def _item(item: Item) -> dict[str, Any]:
    level = (
        []
        if not item.named
        else [(gettext("Confidentiality"), f"{gettext(item.visibility.label)} ({item.visibility.tlp})")]
    )
    time = ngettext("%(num)d minute", "%(num)d minutes", item.minutes) if item.minutes else "–"
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "time": time,
        "facts": [*level, *item.facts],
        "nodes": markup_tree(str(item.html)),
        "outcomes": _outcomes(item.outcomes),
    }


def _outcomes(outcomes: Outcomes) -> dict[str, Any]:
    return {
        "decisions": [
            {
                "heading": each.heading,
                "nodes": markup_tree(str(each.html)),
                "facts": each.facts,
                "opinions": each.opinions,
            }
            for each in outcomes.decisions
        ],
        "tasks": outcomes.tasks,
    }


def _words() -> dict[str, Any]:
    return {
        "page": gettext("Page {page} of {pages}"),
        "item": gettext("Item"),
        "items": gettext("Items"),
        "items_columns": [gettext("No."), gettext("Title"), gettext("Kind"), gettext("Duration")],
        "contents": gettext("Agenda"),
        "apart": gettext("Apart from the items"),
        "corrections": gettext("Corrections"),
        "statements": gettext("Statements for the record"),
        "tasks": gettext("Tasks"),
        "task_columns": task_columns(),
        "attendance": gettext("Attendance"),
        "attendance_columns": [gettext("Institution"), gettext("Represented by"), gettext("Participation")],
        "replaced": replaced_words(),
    }
