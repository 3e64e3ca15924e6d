"""Minutes on paper: what it takes to make twelve pages of them as a tagged PDF."""

import io
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask_babel import force_locale
from pypdf import PdfReader

from blueprints.minutes.documents import document_of
from blueprints.minutes.pdf import data_of
from models.editions import Edition, EditionKind, canonical
from plumbing.markdown import render
from plumbing.paper import pdf
from plumbing.paper_words import check_words
from tests.bench.figures import Figure, cpu_ms
from tests.bench.stage import a_site

PAGES = 12
SENT = datetime(2026, 9, 30, 8, tzinfo=UTC)
WORDS = (
    "Die Koordination berichtet über den Stand der Vereinbarung. **Klient*innen** erreichen die Stellen über "
    "die zentrale Nummer. Jugendamt und Polizei stimmen sich bis zum Herbst ab, wer in welchem Schritt "
    "zuständig ist; das Gesundheitsamt prüft die Wege der Untersuchung."
)


def measure() -> list[Figure]:
    content = canonical(_content(items=12, paragraphs=12))
    with a_site("sqlite://").test_request_context(), force_locale("de"):
        pages = len(PdfReader(io.BytesIO(_made(content))).pages)
        spent = cpu_ms(partial(_made, content), 10)
    assert pages == PAGES, pages
    return [Figure(f"{pages} pages of minutes as a PDF", spent, "ms CPU")]


def _made(content: str) -> bytes:
    facts: dict[str, Any] = {"meeting_id": 1, "body_id": 1, "number": 1, "compiled_by_id": None}
    edition = Edition(
        kind=EditionKind.MINUTES, title="", content=content, sha256="a" * 64, compiled_at=SENT, **facts
    )
    document = document_of(edition)
    standing = {"facts": document.facts, "check": check_words(edition.sha256)}
    return pdf("print/minutes", data_of(document) | standing, SENT)


def _content(*, items: int, paragraphs: int) -> dict[str, Any]:
    head = dict.fromkeys(("title", "chair", "minute_taker", "place"), "")
    return head | {
        "body": "Runder Tisch",
        "number": 12,
        "held_on": "2026-09-29",
        "starts_at": "2026-09-29T08:00:00+00:00",
        "ends_at": None,
        "invited_on": None,
        "visibility": "internal",
        "extract": False,
        "circulated_at": SENT.isoformat(),
        "objections_until": "2026-10-14",
        "items": [_item(number, "\n\n".join([WORDS] * paragraphs)) for number in range(1, items + 1)],
        "attendance": [
            {"institution": f"Institution {number}", "names": f"Vertretung {number}", "state": "present"}
            for number in range(1, 21)
        ],
        **{key: [] for key in ("decisions", "tasks", "guests")},
    }


def _item(number: int, markdown: str) -> dict[str, Any]:
    return {
        "number": str(number),
        "title": f"Bericht {number}",
        "kind": "information",
        "minutes_planned": 10,
        "visibility": "internal",
        "submitter": "",
        "outcome": "",
        "put_off_to": None,
        "markdown": markdown,
        "html": str(render(markdown)),
        **{key: [] for key in ("named", "guests", "slots", "decisions", "tasks")},
    }
