"""History: an append-only log, chained by hashes; ids, states and content hashes, never text or names."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, Index, inspect, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.visibility import Guarded

START = "0" * 64


class Entry(Guarded, Base):
    """One line of the history. `facts` holds ids, states and hashes only.

    Sealed when it is committed: `number` counts from 1 without a gap, `seal` = SHA-256(previous seal +
    content hash). A pruned entry loses its
    content and keeps both hashes, so that the chain still proves.
    """

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    happened_at: Mapped[datetime | None]
    gesture: Mapped[str | None]
    subject: Mapped[str | None]
    subject_id: Mapped[int | None]
    body_id: Mapped[int | None] = mapped_column(default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(default=None)
    invitation_id: Mapped[int | None] = mapped_column(default=None)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON, default_factory=dict)
    number: Mapped[int | None] = mapped_column(init=False, default=None, unique=True)
    content_hash: Mapped[str] = mapped_column(init=False, default="")
    seal: Mapped[str] = mapped_column(init=False, default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination reads its bodies' history, data protection reads all: no text is in it."""
        reads_all: Any = reader.is_privacy_officer
        return or_(reads_all, cls.body_id.in_(reader.coordinates))

    def hashed(self) -> str:
        """SHA-256 of the entry's content in a canonical form."""
        assert self.happened_at is not None
        content = [
            self.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.gesture,
            self.subject,
            self.subject_id,
            self.body_id,
            self.person_id,
            self.invitation_id,
            self.facts,
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def prune(self) -> None:
        """Remove the content for good; the hashes stay."""
        self.happened_at = self.gesture = self.subject = self.subject_id = None
        self.body_id = self.person_id = self.invitation_id = self.facts = None


class HistoryHead(Base):
    """The one row that holds the last seal; locking it puts writers in a line."""

    __tablename__ = "history_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[str]
    length: Mapped[int]


HEAD: Final = select(HistoryHead).with_for_update().execution_options(populate_existing=True)


def record(
    house: Session, gesture: str, subject: Any, *, by: Actor | None, now: datetime, **facts: Any
) -> Entry:
    """Add a line about `subject` (a row, flushed here so that it has its id). `by=None` is the house itself.

    `body_id` and `invitation_id` may be given among the facts and become columns.
    """
    if subject.id is None:
        house.flush()
    entry = Entry(
        happened_at=now,
        gesture=gesture,
        subject=type(subject).__tablename__,
        subject_id=subject.id,
        body_id=facts.pop("body_id", getattr(subject, "body_id", None)),
        person_id=by.person_id if by else None,
        invitation_id=facts.pop("invitation_id", None),
        facts=facts,
    )
    house.add(entry)
    house.info.setdefault("unsealed", []).append(entry)
    return entry


def seal_entries(house: Session) -> int:
    """Chain the entries of this transaction; called once by `commit()`. Returns how many there were.

    The head is locked last of all, so all else is written first; and an entry only with its seal.
    """
    waiting = house.info.pop("unsealed", [])
    if not waiting:
        return 0
    unwritten = [entry for entry in waiting if inspect(entry).pending]
    for entry in unwritten:
        house.expunge(entry)
    house.flush()
    head = house.scalar(HEAD)
    if head is None:
        head = HistoryHead(id=1, seal=START, length=0)
        house.add(head)
    for entry in waiting:
        entry.content_hash = entry.hashed()
        head.seal = entry.seal = chained(head.seal, entry.content_hash)
        head.length = entry.number = head.length + 1
    house.add_all(unwritten)
    house.flush()
    return len(waiting)


def chained(previous: str, content_hash: str) -> str:
    return hashlib.sha256((previous + content_hash).encode()).hexdigest()


def broken_links(house: Session) -> Iterator[str]:
    """Prove the chain; yields a sentence for each place where it does not hold."""
    seal, length = START, 0
    for entry in house.scalars(select(Entry).order_by(Entry.number).execution_options(yield_per=500)):
        if entry.gesture is not None and entry.hashed() != entry.content_hash:
            yield f"entry {entry.number} was changed after it was written"
        seal, length = chained(seal, entry.content_hash), length + 1
        if seal != entry.seal or entry.number != length:
            yield f"entry {entry.number} does not follow from the one before"
            return
    head = house.get(HistoryHead, 1)
    if (head.seal if head else START, head.length if head else 0) != (seal, length):
        yield "entries are missing at the end"
