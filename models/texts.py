"""Texts: versioned Markdown with author, time and hash, own drafts, and merging so that no word is lost."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.comparing import merge
from models.decisions import Decision
from models.errors import RuleBroken
from models.position_texts import PositionSection
from models.procedures import ProcedureVersion
from models.shelf import ShelfDocument
from models.typed_text import TypedText, typed_text
from models.visibility import Guarded, ids_where
from models.words import N_

LONGEST: Final = 100_000


class Text(Guarded, Base):
    """A text that grows by versions; its owner points to it. `latest` is the number of the newest version.

    Live texts are read by those who write them: the coordination of its body, the minute taker of its
    meeting, the editors of its position. All others read editions, or the frozen versions of a document on a
    shelf or of a decision.
    """

    __tablename__ = "text"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    latest: Mapped[int] = mapped_column(init=False, default=0)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        section = PositionSection.__table__.c
        edited = select(section.text_id).where(PositionSection.visible_to(reader))
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.meeting_id.in_(reader.records),
            cls.id.in_(edited.correlate(None)),
        )


class TextVersion(Guarded, Base):
    """One version: never changed, but where a passage is purged (`purged_at`; its hash stays). `html` is made
    once from `markdown`; `based_on` is the version that its author had before her: where that is not the one
    before, hers was merged into what others had saved. `in_force_on`: from that day on a frozen version of
    bylaws applies.
    """

    __tablename__ = "text_version"
    __table_args__ = (
        UniqueConstraint("text_id", "number"),
        CheckConstraint("number > 0 AND based_on < number", name="number"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    number: Mapped[int]
    markdown: Mapped[str] = mapped_column(TypedText(LONGEST))
    html: Mapped[str] = mapped_column(LongText())
    sha256: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    based_on: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[datetime | None] = mapped_column(default=None)
    in_force_on: Mapped[date | None] = mapped_column(default=None)
    purged_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Who writes sees all versions; of what else they may see others see those that are frozen."""
        shown = select(ShelfDocument.__table__.c.text_id).where(ShelfDocument.visible_to(reader))
        decided = select(Decision.__table__.c.text_id).where(Decision.visible_to(reader))
        agreed = ProcedureVersion.texts_shown(reader)
        frozen = or_(*(cls.text_id.in_(each.correlate(None)) for each in (shown, decided, agreed)))
        return or_(
            cls.text_id.in_(ids_where(Text, Text.visible_to(reader))),
            cls.text_id.in_(ProcedureVersion.texts_drafted(reader)),
            and_(cls.frozen_at.is_not(None), frozen),
        )


class TextDraft(Guarded, Base):
    """What one person has typed and not saved yet: overwritten by autosave, gone when she saves.

    `window` is the window in which it was typed last (models/text_drafts.py).
    """

    __tablename__ = "text_draft"
    __table_args__ = (UniqueConstraint("text_id", "person_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    markdown: Mapped[str] = mapped_column(TypedText(LONGEST))
    based_on: Mapped[int]
    saved_at: Mapped[datetime]
    window: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return (cls.person_id == reader.person_id) & cls.text_id.in_(ids_where(Text, Text.visible_to(reader)))


VERSION: Final = select(TextVersion).where(
    TextVersion.text_id == bindparam("text_id"), TextVersion.number == bindparam("number")
)
HELD: Final = (
    select(Text)
    .where(Text.id == bindparam("text_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
DRAFT_GONE: Final = (
    delete(TextDraft)
    .where(TextDraft.text_id == bindparam("text_id"), TextDraft.person_id == bindparam("person_id"))
    .execution_options(synchronize_session=False)
)


class Collision(RuleBroken):
    """Two people changed the same passage. Both texts are here; nothing was stored, nothing is lost.

    A save over it names `latest` as the version it is based on.
    """

    words = N_("Somebody else has changed the same passage. Compare both texts and save again.")

    def __init__(self, *, base: str, theirs: str, mine: str, latest: int) -> None:
        super().__init__(self.words, field="markdown")
        self.base, self.theirs, self.mine, self.latest = base, theirs, mine, latest


def write(
    house: Session,
    text: Text,
    markdown: str,
    *,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> TextVersion | None:
    """Save what was typed over version `based_on` (0: none) as a new version; the writer's draft goes.

    If others have saved since, both changes are merged; where they touch the same lines, `Collision`.
    Nothing new makes no version: the newest one is returned (None while the text is empty).
    `render` makes the safe HTML that is kept with the version.
    """
    hold(house, text)
    typed = typed_text(markdown, LONGEST, "markdown")
    newest = version(house, text, text.latest)
    merged = _merged(house, text, newest, typed, based_on)
    house.execute(DRAFT_GONE, {"text_id": text.id, "person_id": by.person_id})
    if merged == (newest.markdown if newest else ""):
        return newest
    return _next(house, text, merged, str(render(merged)), based_on=based_on, by=by, now=now)


def _next(
    house: Session, text: Text, markdown: str, made_html: str, *, based_on: int, by: Actor, now: datetime
) -> TextVersion:
    text.latest += 1
    made = TextVersion(
        text_id=text.id,
        number=text.latest,
        markdown=markdown,
        html=made_html,
        sha256=hashlib.sha256(markdown.encode()).hexdigest(),
        author_id=by.person_id,
        created_at=now,
        based_on=based_on,
    )
    house.add(made)
    return made


def start_anew(house: Session, purged: Iterable[TextVersion], *, by: Actor, now: datetime) -> None:
    """A new version after each newest one that was purged, with its cleaned wording, and all drafts over it.

    A form that was opened before no longer starts from the newest version: it can't bring the passage back
    unseen. A frozen version stays the last.
    """
    for old in purged:
        text = house.get_one(Text, old.text_id)
        if old.number != text.latest or old.frozen_at is not None:
            continue
        _next(house, text, old.markdown, old.html, based_on=old.number, by=by, now=now)
        over_it = (TextDraft.text_id == text.id) & (TextDraft.based_on == old.number)
        house.execute(update(TextDraft).where(over_it).values(based_on=text.latest))


def hold(house: Session, text: Text) -> None:
    """Read the row anew and hold it: who writes the same text waits until this transaction has ended."""
    house.flush()
    house.scalars(HELD, {"text_id": text.id}).one()


def version(house: Session, text: Text, number: int) -> TextVersion | None:
    """One version of a text; None for number 0."""
    if not number:
        return None
    return house.scalar(VERSION, {"text_id": text.id, "number": number})


def _merged(house: Session, text: Text, newest: TextVersion | None, mine: str, based_on: int) -> str:
    """The typed text, with what others have saved since version `based_on`; nothing is merged over a version
    that was purged since: what was typed may still hold the passage."""
    if based_on == text.latest:
        return mine
    found = version(house, text, based_on)
    if based_on < 0 or based_on > text.latest:
        raise RuleBroken(N_("This text was opened from a version that does not exist."), field="markdown")
    base, theirs = found.markdown if found else "", newest.markdown if newest else ""
    merged = None if found and found.purged_at else merge(base, theirs, mine)
    if merged is None:
        raise Collision(base=base, theirs=theirs, mine=mine, latest=text.latest)
    return merged


def over_purged(house: Session, text: Text, markdown: str, based_on: int) -> None:
    """`Collision` where what is typed started from a version that was purged since."""
    base = version(house, text, based_on) if based_on < text.latest else None
    if base is not None and base.purged_at is not None:
        _merged(house, text, version(house, text, text.latest), markdown, based_on)


def freeze_version(frozen: TextVersion, now: datetime) -> TextVersion:
    """Mark a version as having left the house; the first time stays."""
    frozen.frozen_at = frozen.frozen_at or now
    return frozen
