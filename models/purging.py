"""Purging: a passage that should never have been written goes for good, wherever a text holds it.

Versions and editions keep the hash under which they left the house (rulings.md 20) and are marked; what is
in their place says that something stood there. Files are not rewritten: they are deleted as a whole.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.decisions import Decision
from models.editions import Edition, canonical
from models.errors import RuleBroken
from models.folding import folded
from models.meetings import AgendaItem
from models.objections import Objection, ObjectionEnding
from models.texts import Text, TextDraft, TextVersion
from models.typed_text import typed_line
from models.words import N_

REMOVED: Final = "[entfernt]"
SHORTEST: Final = 3
LONGEST: Final = 500
TAGS: Final = re.compile(r"(</?[A-Za-z](?:[^\">]|\"[^\"]*\")*>)")
"""As our own sanitizer writes them: values in double quotes, and no `<` between tags."""

Render = Callable[[str], str]


@dataclass(kw_only=True)
class Places:
    """Where a passage stands: rows, each once."""

    versions: list[TextVersion] = field(default_factory=list)
    drafts: list[TextDraft] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    endings: list[ObjectionEnding] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, vars(self).values()))

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in vars(self).items()}


@dataclass(frozen=True)
class Passage:
    """The words of a passage, whatever white space is between them, in plain text and as HTML has them."""

    words: str

    @property
    def pattern(self) -> re.Pattern[str]:
        plain = [re.escape(word) for word in self.words.split()]
        escaped = [re.escape(html.escape(word, quote=False)) for word in self.words.split()]
        return re.compile("|".join({r"\s+".join(plain): 0, r"\s+".join(escaped): 0}))

    def stands_in(self, *texts: str) -> bool:
        return any(self.pattern.search(text) for text in texts)

    def stands_in_version(self, version: TextVersion) -> bool:
        return self.stands_in(version.markdown) or self.stands_in_html(version.html)

    def stands_in_decision(self, decision: Decision) -> bool:
        """In its own words, or in what the register searches, which holds those of its wording too."""
        own = self.stands_in(decision.title, decision.note, decision.follows)
        return own or folded(self.words) in decision.folded

    def stands_in_html(self, made: str) -> bool:
        return any(self.pattern.search(words) for words in TAGS.split(made)[::2])

    def out_of(self, text: str) -> str:
        return self.pattern.sub(REMOVED, text)

    def out_of_html(self, made: str) -> str:
        """Out of its words only: a passage like “strong” or `title="` must not tear open a tag."""
        parts = TAGS.split(made)
        parts[::2] = [self.out_of(words) for words in parts[::2]]
        return "".join(parts)


def passage_of(typed: str) -> Passage:
    """A passage as it was typed or picked; too short a one would tear holes into everything."""
    words = typed_line(typed, LONGEST, "passage")
    if len(words) < SHORTEST:
        raise RuleBroken(N_("Please give at least three characters."), "passage")
    if words in REMOVED:
        raise RuleBroken(N_("This passage stands nowhere here."), "passage")
    return Passage(words)


def texts_of(*, meeting_id: int | None = None, text_id: int | None = None) -> Select[Any]:
    """The ids of all texts of a meeting and of what was decided in it, or one text's."""
    if not meeting_id:
        return select(Text.id).where(Text.id == text_id)
    decided = select(Decision.text_id).where(Decision.meeting_id == meeting_id)
    return select(Text.id).where(or_(Text.meeting_id == meeting_id, Text.id.in_(decided)))


def places(
    house: Session, passage: Passage, *, meeting_id: int | None = None, text_id: int | None = None
) -> Places:
    """Every version, draft and edition, and every item of the agenda, that holds the passage."""
    ids = list(house.scalars(texts_of(meeting_id=meeting_id, text_id=text_id)))
    versions = select(TextVersion).where(TextVersion.text_id.in_(ids)).order_by(TextVersion.id)
    drafts = select(TextDraft).where(TextDraft.text_id.in_(ids)).order_by(TextDraft.id)
    found = Places(
        versions=[row for row in house.scalars(versions) if passage.stands_in_version(row)],
        drafts=[row for row in house.scalars(drafts) if passage.stands_in(row.markdown)],
    )
    decisions = select(Decision).where(Decision.text_id.in_(ids)).order_by(Decision.id)
    found.decisions = [row for row in house.scalars(decisions) if passage.stands_in_decision(row)]
    if text_id:
        found.editions = _editions_with(house, text_id, passage)
    if meeting_id:
        editions = select(Edition).where(Edition.meeting_id == meeting_id).order_by(Edition.id)
        items = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.id)
        found.editions = [row for row in house.scalars(editions) if _holds(row.data, passage)]
        found.items = [row for row in house.scalars(items) if passage.stands_in(row.title, row.text)]
        _in_objections(house, passage, meeting_id, found)
    return found


def _editions_with(house: Session, text_id: int, passage: Passage) -> list[Edition]:
    """Minutes into which the wording of a decision went, of whatever meeting of its table."""
    bodies = select(Decision.body_id).where(Decision.text_id == text_id)
    rows = house.scalars(select(Edition).where(Edition.body_id.in_(bodies)).order_by(Edition.id))
    return [row for row in rows if _holds(row.data, passage)]


def _in_objections(house: Session, passage: Passage, meeting_id: int, found: Places) -> None:
    objections = select(Objection).where(Objection.meeting_id == meeting_id).order_by(Objection.id)
    endings = (
        select(ObjectionEnding)
        .join(Objection, Objection.id == ObjectionEnding.objection_id)
        .where(Objection.meeting_id == meeting_id)
        .order_by(ObjectionEnding.id)
    )
    found.objections = [row for row in house.scalars(objections) if passage.stands_in(row.wrong, row.wording)]
    found.endings = [row for row in house.scalars(endings) if passage.stands_in(row.answer, row.wording)]


def lock_texts(house: Session, *, meeting_id: int | None = None, text_id: int | None = None) -> None:
    """Whoever writes one of them waits until this transaction has ended."""
    ids = texts_of(meeting_id=meeting_id, text_id=text_id)
    house.scalars(select(Text).where(Text.id.in_(ids)).order_by(Text.id).with_for_update()).all()


def take_out(found: Places, passage: Passage, *, now: datetime, render: Render) -> None:
    """Put what says that something stood there in the passage's place, everywhere."""
    for version in found.versions:
        version.markdown = passage.out_of(version.markdown)
        version.html = passage.out_of_html(str(render(version.markdown)))
        version.purged_at = now
    for draft in found.drafts:
        draft.markdown = passage.out_of(draft.markdown)
    for edition in found.editions:
        edition.content = canonical(_without(edition.data, passage, render))
        vars(edition).pop("data", None)
        edition.purged_at = now
    for item in found.items:
        item.title, item.text = passage.out_of(item.title), passage.out_of(item.text)
    for decision in found.decisions:
        decision.title = passage.out_of(decision.title)
        decision.note, decision.follows = passage.out_of(decision.note), passage.out_of(decision.follows)
        decision.folded = decision.folded.replace(folded(passage.words), folded(REMOVED))
    for objection in found.objections:
        objection.wrong, objection.wording = (
            passage.out_of(objection.wrong),
            passage.out_of(objection.wording),
        )
    for ending in found.endings:
        ending.answer, ending.wording = passage.out_of(ending.answer), passage.out_of(ending.wording)


def _holds(content: Any, passage: Passage, name: str = "") -> bool:
    if isinstance(content, str):
        return passage.stands_in_html(content) if name == "html" else passage.stands_in(content)
    if isinstance(content, list):
        return any(_holds(part, passage) for part in content)
    if isinstance(content, dict):
        return any(_holds(part, passage, key) for key, part in content.items())
    return False


def _without(content: Any, passage: Passage, render: Render, name: str = "") -> Any:
    """The content of an edition without the passage; HTML is made anew from the Markdown beside it."""
    if isinstance(content, str):
        return passage.out_of_html(content) if name == "html" else passage.out_of(content)
    if isinstance(content, list):
        return [_without(part, passage, render) for part in content]
    if not isinstance(content, dict):
        return content
    cleaned = {key: _without(part, passage, render, key) for key, part in content.items()}
    if "html" in cleaned and cleaned.get("markdown", "") != content.get("markdown", ""):
        cleaned["html"] = passage.out_of_html(str(render(cleaned["markdown"])))
    return cleaned
