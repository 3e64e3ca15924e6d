"""The guard at every form: it shows what it has found, and asks for another wording or for a reason.

The reason is read by nobody and kept nowhere: writing it makes one look twice. The history learns how many
passages of which kind were let through, never which. It asks again as soon as the passages are others.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple

from flask import current_app, g, request
from markupsafe import Markup, escape

from models.guard_patterns import STREET
from models.guarding import NOBODY, Finding, Kind, Known, findings
from models.purged_passages import Purged
from plumbing.language import gettext

SEEN: Final = "guard_seen"
REASON: Final = "guard_reason"
SHORTEST_REASON: Final = 10
AROUND: Final = 40
MOST_SHOWN: Final = 20
ASKS_THE_DIRECTORY: Final = {Kind.PHONE, Kind.MAIL}


class Passage(NamedTuple):
    """A passage in its surroundings, for a page. `place` names the field or the file."""

    place: str
    before: str
    passage: str
    after: str
    kind: Kind

    @property
    def marked(self) -> Markup:
        """With the passage marked; everything that was typed is escaped."""
        return Markup("{}<mark>{}</mark>{}").format(self.before, self.passage, self.after)

    @property
    def message(self) -> Markup:
        return Markup("„{}“ {}.").format(self.marked, gettext(self.kind.why))


def passages(text: str, meant: Collection[Kind] = (), place: str = "") -> list[Passage]:
    """What the guard finds in a text. `meant` are kinds for which the text is there: a telephone number in a
    field for telephone numbers. The directory is asked only where it could make a difference. What was purged
    at a table of its reader is found too: it can't be confirmed."""
    gone = [Finding(*span, Kind.PURGED, text[span.start : span.end]) for span in purged().spans(text)]
    return [_around(text, each, place) for each in [*gone, *_found(text)] if each.kind not in meant]


def _found(text: str) -> list[Finding]:
    found = findings(text)
    if any(each.kind in ASKS_THE_DIRECTORY for each in found) or STREET.search(text):
        return findings(text, directory())
    return found


def directory() -> Known:
    """What this request's reader knows; nothing where nobody reads."""
    if "guard_directory" not in g:
        ask: Callable[[], Known] | None = current_app.extensions.get("guard_directory")
        g.guard_directory = ask() if ask else NOBODY
    known: Known = g.guard_directory
    return known


def written_for(body_id: int) -> None:
    """What is typed in this request goes to this body, whoever types it: behind the link of a letter nobody
    is known to read, and what was purged there is refused all the same."""
    g.guard_body = body_id


def purged() -> Purged:
    """What was purged at the tables of this request's reader, and where it is written for."""
    if "guard_purged" not in g:
        ask: Callable[[], Purged] | None = current_app.extensions.get("guard_purged")
        g.guard_purged = ask() if ask else Purged(())
    known: Purged = g.guard_purged
    return known


def _around(text: str, found: Finding, place: str) -> Passage:
    begin, end = max(0, found.start - AROUND), found.end + AROUND
    before, after = text[begin : found.start], text[found.end : end]
    return Passage(
        place,
        ("… " if begin else "") + before.rpartition("\n")[2],
        found.passage,
        after.partition("\n")[0] + (" …" if end < len(text) else ""),
        found.kind,
    )


class Guard:
    """What was found in one form, and whether somebody has looked at exactly that and given a reason."""

    def __init__(self, found: Iterable[Passage]) -> None:
        self.passages = list(found)
        self.seal = sealed(self.passages)
        sent = request.form.get(SEEN, "")
        self.reason = request.form.get(REASON, "").strip()[:500]
        self.was_asked = bool(self.passages) and hmac.compare_digest(sent.encode(), self.seal.encode())
        self.confirmed = self.was_asked and len(self.reason) >= SHORTEST_REASON
        if self.confirmed:
            g.guard_confirmed = counts(self.passages)

    @property
    def passed(self) -> bool:
        return not self.passages or self.confirmed

    @property
    def wrong_reason(self) -> bool:
        """It has asked for a reason before, and got none."""
        return self.was_asked and not self.confirmed


def sealed(found: Iterable[Passage]) -> str:
    """A sign for exactly these passages that only this site can make."""
    said = json.dumps(sorted((each.kind.value, each.passage) for each in found))
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, b"guard:" + said.encode(), hashlib.sha256).hexdigest()


def counts(found: Iterable[Passage]) -> dict[str, int]:
    """How many of each kind, by its value."""
    return dict(sorted(Counter(each.kind.value for each in found).items()))


def marked(text: str) -> Markup:
    """A text that was not typed here, with marks where it should be looked at; for the filter `guarded`."""
    parts, end = [], 0
    for found in _found(text):
        sign = Markup('<mark title="{}">{}</mark>').format(gettext(found.kind.why), found.passage)
        parts += [escape(text[end : found.start]), sign]
        end = found.end
    return Markup("").join([*parts, escape(text[end:])])
