"""Purging: a passage that should never have been written goes for good, wherever a text holds it.

Versions and editions keep the hash under which they left the house (rulings.md 20) and are marked; what is
in their place says that something stood there. Files are not rewritten: they are deleted as a whole.
"""

import html
import re
import string
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ScalarResult, Select, or_, select
from sqlalchemy.orm import Session

from models.decisions import Decision
from models.editions import Edition, canonical
from models.errors import RuleBroken
from models.folding import folded
from models.item_notes import ItemNote
from models.meetings import AgendaItem
from models.publications import Publication
from models.purge_places import bases_of, longest, rows_with
from models.purged_passages import REMOVED
from models.surveys import Survey
from models.texts import Text, TextDraft, TextVersion
from models.typed_text import typed_line
from models.words import N_

SHORTEST: Final = 3
LONGEST: Final = 500
TAGS: Final = re.compile(r"(</?[A-Za-z](?:[^\">]|\"[^\"]*\")*>)")
"""As our own sanitizer writes them: values in double quotes, and no `<` between tags."""

BETWEEN: Final = r"([*_]*)\\?\s+(?:>\s*)*([*_]*)"
"""Between two words: emphasis that ends or begins, the end of a line, and the sign of a quotation."""

Render = Callable[[str], str]


@dataclass(kw_only=True)
class Places:
    """Where a passage stands: rows, each once."""

    versions: list[TextVersion] = field(default_factory=list)
    drafts: list[TextDraft] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    entries: list[tuple[Any, tuple[str, ...]]] = field(default_factory=list)
    """All else that people type, each with its attributes for words."""

    def __len__(self) -> int:
        return sum(map(len, vars(self).values()))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind; entries by the names of their tables."""
        own = {name: len(rows) for name, rows in vars(self).items() if name != "entries"}
        return own | Counter(row.__tablename__ for row, _ in self.entries)


@dataclass(frozen=True)
class Passage:
    """The words of a passage in whatever case, as plain text, Markdown and HTML may have them: with white
    space and signs of emphasis between the words, and a backslash before other signs."""

    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        plain = [_as_typed(word) for word in self.words.split()]
        escaped = [re.escape(html.escape(word, quote=False)) for word in self.words.split()]
        both = {BETWEEN.join(plain): 0, BETWEEN.join(escaped): 0}
        return re.compile("|".join(both), re.IGNORECASE)

    @cached_property
    def in_folded(self) -> "Passage":
        """The passage as it stands in words that are folded for searching."""
        return Passage(folded(self.words))

    def stands_in(self, *texts: str) -> bool:
        return any(self.pattern.search(text) for text in texts)

    def stands_in_version(self, version: TextVersion) -> bool:
        return self.stands_in(version.markdown) or self.stands_in_html(version.html)

    def stands_in_html(self, made: str) -> bool:
        """As it is read: a word that is set apart by tags is one with those beside it."""
        return self.stands_in(TAGS.sub("", made))

    def out_of(self, text: str) -> str:
        return self.pattern.sub(_removed, text)

    def out_of_html(self, made: str) -> str:
        """Out of its words only: a passage like “strong” or `title="` must not tear open a tag."""
        parts = TAGS.split(made)
        parts[::2] = [self.out_of(words) for words in parts[::2]]
        return "".join(parts)


def _as_typed(word: str) -> str:
    return "".join(
        rf"\\?{re.escape(sign)}" if sign in string.punctuation else re.escape(sign) for sign in word
    )


def _removed(found: re.Match[str]) -> str:
    """Signs of emphasis from between the words stay around what takes their place, so that they pair."""
    closing, opening = found.groups("")[::2], found.groups("")[1::2]
    return "".join((*opening, REMOVED, *closing))


def passage_of(typed: str) -> Passage:
    """A passage as it was typed or picked; too short a one would tear holes into everything."""
    words = typed_line(typed, LONGEST, "passage")
    if len(words) < SHORTEST:
        raise RuleBroken(N_("Please give at least three characters."), "passage")
    if words.casefold() in REMOVED:
        raise RuleBroken(N_("This passage stands nowhere here."), "passage")
    return Passage(words)


def texts_of(
    *, table_id: int | None = None, meeting_id: int | None = None, text_id: int | None = None
) -> Select[Any]:
    """The ids of all texts of a table, of a meeting and of what was decided in it, or one text's."""
    if table_id:
        return select(Text.id).where(Text.body_id == table_id)
    if not meeting_id:
        return select(Text.id).where(Text.id == text_id)
    decided = select(Decision.text_id).where(Decision.meeting_id == meeting_id)
    on_item = select(ItemNote.text_id).join(AgendaItem, AgendaItem.id == ItemNote.item_id)
    noted = on_item.where(AgendaItem.meeting_id == meeting_id)
    return select(Text.id).where(or_(Text.meeting_id == meeting_id, Text.id.in_(decided), Text.id.in_(noted)))


def places(house: Session, passage: Passage, **scope: int) -> Places:
    """Every row that holds the passage, of a table, of a meeting, or around one text (`bases_of`)."""
    ids = texts_of(**scope)
    versions = select(TextVersion).where(TextVersion.text_id.in_(ids)).order_by(TextVersion.id)
    drafts = select(TextDraft).where(TextDraft.text_id.in_(ids)).order_by(TextDraft.id)
    searched = house.scalars(select(Decision).where(Decision.text_id.in_(ids)).order_by(Decision.id))
    return Places(
        versions=[row for row in house.scalars(versions) if passage.stands_in_version(row)],
        drafts=[row for row in house.scalars(drafts) if passage.stands_in(row.markdown)],
        editions=[row for row in _editions(house, **scope) if _holds([row.title, row.data], passage)],
        publications=[row for row in _publications(house, **scope) if _holds(row.parts, passage)],
        decisions=[row for row in searched if passage.in_folded.stands_in(row.folded)],
        surveys=[row for row in _surveys(house, **scope) if passage.in_folded.stands_in(row.folded)],
        entries=rows_with(house, bases_of(**scope), passage.stands_in),
    )


def _editions(house: Session, **scope: int) -> ScalarResult[Edition]:
    """Of the meeting or the table; around a text those of its table: it may have gone into any of them."""
    if meeting_id := scope.get("meeting_id"):
        mine = Edition.meeting_id == meeting_id
    elif table_id := scope.get("table_id"):
        mine = Edition.body_id == table_id
    else:
        mine = Edition.body_id.in_(select(Text.body_id).where(Text.id == scope["text_id"]))
    return house.scalars(select(Edition).where(mine).order_by(Edition.id))


def _publications(house: Session, **scope: int) -> ScalarResult[Publication]:
    """What is prepared to be published of the minutes of the meeting, or of the table."""
    mine = Publication.meeting_id == scope.get("meeting_id", 0)
    if table_id := scope.get("table_id"):
        mine = Publication.body_id == table_id
    return house.scalars(select(Publication).where(mine).order_by(Publication.id))


def _surveys(house: Session, **scope: int) -> ScalarResult[Survey]:
    """Put in the meeting, or kept by the table: what the search looks through holds their questions, too."""
    mine = Survey.meeting_id == scope.get("meeting_id", 0)
    if table_id := scope.get("table_id"):
        mine = Survey.body_id == table_id
    return house.scalars(select(Survey).where(mine).order_by(Survey.id))


def lock_texts(house: Session, **scope: int) -> None:
    """Whoever writes one of them waits until this transaction has ended."""
    ids = texts_of(**scope)
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
        edition.title = passage.out_of(edition.title)[: longest(Edition, "title")]
        edition.content = canonical(_without(edition.data, passage, render))
        vars(edition).pop("data", None)
        edition.purged_at = now
    for publication in found.publications:
        publication.draft = canonical(_without(publication.parts, passage, render))
    for decision in found.decisions:
        decision.folded = passage.in_folded.out_of(decision.folded)
    for survey in found.surveys:
        survey.folded = passage.in_folded.out_of(survey.folded)
    for row, names in found.entries:
        for name in names:
            words = getattr(row, name)
            if words and passage.stands_in(words):
                setattr(row, name, passage.out_of(words)[: longest(type(row), name)])


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
