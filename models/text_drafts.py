"""Drafts of texts: what one person types, and what she types of the same text in a second window."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.comparing import merge
from models.errors import RuleBroken
from models.purged_passages import purged_at
from models.texts import Collision, Text, TextDraft, hold, over_purged, version
from models.words import N_


class Window(NamedTuple):
    """From which window a text comes, and the mark of the draft that stood there when it was opened."""

    key: str
    seen: str

    def knows(self, draft: TextDraft, markdown: str) -> bool:
        """Whether a text from here may take the place of the draft: it was typed here, or read here."""
        return draft.window == self.key or draft.markdown == markdown or mark_of(draft) == self.seen


class DraftElsewhere(Collision):
    """The same person has typed something else in another window: `theirs` is that draft."""

    words = N_(
        "You have typed something else for this passage in another window. Compare both and save again."
    )


def mark(markdown: str) -> str:
    """What tells one draft from another."""
    return hashlib.sha256(markdown.encode()).hexdigest()[:16]


def mark_of(draft: TextDraft | None) -> str:
    """The mark of a draft; empty for none."""
    return mark(draft.markdown) if draft else ""


def own_draft(house: Session, text: Text, by: Actor) -> TextDraft | None:
    query = select(TextDraft).where(TextDraft.text_id == text.id, TextDraft.person_id == by.person_id)
    return house.scalar(query)


def save_draft(
    house: Session,
    text: Text,
    markdown: str,
    *,
    based_on: int,
    window: Window | None = None,
    by: Actor,
    now: datetime,
) -> TextDraft:
    """Keep what is being typed; it overwrites the writer's own draft and nothing else (rulings.md 18), and
    not one that she types in another window: that is refused, the text waits where it was typed.

    `Collision` over a version that was purged since; what was purged at the table is not kept again.
    """
    hold(house, text)
    over_purged(house, text, markdown, based_on)
    markdown = purged_at(house, [text.body_id]).out_of(markdown)
    found = own_draft(house, text, by)
    if found is not None and window is not None and not window.knows(found, markdown):
        raise RuleBroken(
            N_(
                "Not kept as a draft: you have typed something else for this item in another window. "
                "Save here, then both are put together."
            )
        )
    if found is None:
        found = TextDraft(
            text_id=text.id, person_id=by.person_id, markdown=markdown, based_on=based_on, saved_at=now
        )
        house.add(found)
    found.markdown, found.based_on, found.saved_at = markdown, based_on, now
    found.window = window.key if window else ""
    return found


def with_other_window(
    house: Session, text: Text, markdown: str, *, based_on: int, window: Window | None, by: Actor
) -> str:
    """What is to be saved, with what the same person has typed in another window and not saved there;
    `DraftElsewhere` where both touch the same lines."""
    if window is None:
        return markdown
    draft = own_draft(house, text, by)
    if draft is None or window.knows(draft, markdown):
        return markdown
    found = version(house, text, draft.based_on)
    base = found.markdown if found else ""
    merged = merge(base, draft.markdown, markdown) if draft.based_on == based_on else None
    if merged is None:
        raise DraftElsewhere(base=base, theirs=draft.markdown, mine=markdown, latest=based_on)
    return merged
