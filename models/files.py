"""Files in the database: one row that says what it is, its bytes in chunks beside it."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.enclosures import withdraw
from models.errors import RuleBroken
from models.joined import meetings_open_to
from models.meetings import AgendaItem, Meeting
from models.nominations import Nomination
from models.papers import Paper
from models.shelf import ShelfDocument
from models.topics import Topic
from models.typed_text import TypedLine
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

CHUNK: Final = 256 * 1024
LARGEST: Final = 25 * 1024 * 1024
"""Bytes of a chunk and of a whole file, at most."""
ONE_PLACE: Final = (
    " + ".join(
        f"(CASE WHEN {place} IS NULL THEN 0 ELSE 1 END)"
        for place in ("COALESCE(item_id, topic_id)", "document_id", "nomination_id", "paper_id")
    )
    + " = 1"
)
"""SQL: a file hangs in one place; one that came with a topic hangs also on the item that this became."""


class File(Guarded, Base):
    """A file of an agenda item, a topic, a document on a shelf or a paper, or the letter of a nomination.

    It never changes: another version is another file. Of a document the newest one counts, and its level is
    the document's; of an item's papers the newest of a name. Whoever may read a nomination reads its letter,
    whoever may read a paper its files.
    A topic's file hangs on the item that this becomes as well: from then on the item says who else reads it.

    `visibility` narrows within the item's readers, it never widens: a confidential file hangs on a
    confidential item, whose named institutions are meant.
    """

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint(f"size BETWEEN 0 AND {LARGEST}", name="size"),
        CheckConstraint(ONE_PLACE, name="one_place"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(160))
    content_type: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime]
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("shelf_document.id"), default=None, index=True)

    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), default=None, index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), default=None, index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Coordination and minute taker read all; others what their item and its level leave."""
        theirs = ids_where(
            Meeting, or_(Meeting.body_id.in_(reader.coordinates), Meeting.id.in_(reader.records))
        )
        inside = or_(
            AgendaItem.meeting_id.in_(meetings_open_to(reader)), AgendaItem.id.in_(reader.guest_items)
        )
        named = AgendaItem.visibility == Visibility.CONFIDENTIAL
        level = or_(
            cls.visibility == Visibility.PUBLIC,
            and_(cls.visibility == Visibility.INTERNAL, cls.item_id.in_(ids_where(AgendaItem, inside))),
            and_(
                cls.visibility == Visibility.CONFIDENTIAL,
                cls.item_id.in_(ids_where(AgendaItem, inside, named)),
            ),
        )
        return or_(
            cls.item_id.in_(ids_where(AgendaItem, AgendaItem.meeting_id.in_(theirs))),
            and_(level, cls.item_id.in_(ids_where(AgendaItem, AgendaItem.visible_to(reader)))),
            cls.document_id.in_(ids_where(ShelfDocument, ShelfDocument.visible_to(reader))),
            cls.nomination_id.in_(ids_where(Nomination, Nomination.visible_to(reader))),
            cls.paper_id.in_(ids_where(Paper, Paper.visible_to(reader))),
            cls.topic_id.in_(ids_where(Topic, Topic.seat_id.in_(reader.seat_ids))),
            and_(
                cls.item_id.is_(None),
                or_(
                    cls.visibility != Visibility.COORDINATION,
                    cls.topic_id.in_(ids_where(Topic, Topic.body_id.in_(reader.coordinates))),
                ),
                cls.topic_id.in_(ids_where(Topic, Topic.visible_to(reader))),
            ),
        )


class FileChunk(Guarded, Base):
    """A piece of a file's bytes, `number` from 0; visible where its file is."""

    __tablename__ = "file_chunk"
    __table_args__ = (CheckConstraint(f"length(data) BETWEEN 1 AND {CHUNK}", name="data"),)

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, repr=False)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.file_id.in_(ids_where(File, File.visible_to(reader)))


def judge_level(visibility: Visibility, item: AgendaItem) -> None:
    """Refuse a confidential file on an item that names nobody."""
    if visibility is Visibility.CONFIDENTIAL and item.visibility is not Visibility.CONFIDENTIAL:
        raise RuleBroken(
            N_("Only a confidential item names who may see a confidential file."), field="visibility"
        )


def store(house: Session, file: File, stream: IO[bytes]) -> File:
    """Add a file with its bytes, chunk by chunk, so that never more than one is in memory."""
    house.add(file)
    house.flush()
    digest, size, number = hashlib.sha256(), 0, 0
    while data := stream.read(CHUNK):
        size += len(data)
        if size > LARGEST:
            raise RuleBroken(N_("A file may have at most 25 MB."), field="upload")
        digest.update(data)
        chunk = FileChunk(file_id=file.id, number=number, data=data)
        house.add(chunk)
        house.flush()
        house.expunge(chunk)
        number += 1
    if not size:
        raise RuleBroken(N_("This file is empty."), field="upload")
    file.size, file.sha256 = size, digest.hexdigest()
    house.flush()
    return file


def chunks(session: Session, file_id: int) -> Iterator[bytes]:
    """The bytes of a file in their order, one chunk in memory at a time."""
    number = 0
    while data := session.scalar(
        select(FileChunk.data).where(FileChunk.file_id == file_id, FileChunk.number == number)
    ):
        yield data
        number += 1


class Versions(NamedTuple):
    """A paper of an item: the newest file of a name counts, the earlier ones stay readable, newest first."""

    newest: File
    earlier: tuple[File, ...]


def versions(files: Iterable[File]) -> list[Versions]:
    """The files of one item by their names, in the order in which each name came first."""
    found: dict[str, list[File]] = {}
    for file in sorted(files, key=lambda each: each.id):
        found.setdefault(file.name, []).insert(0, file)
    return [Versions(newest, tuple(earlier)) for newest, *earlier in found.values()]


def discard(house: Session, *criteria: Any) -> None:
    """Delete files for good, their bytes with them, also out of letters that have not gone yet."""
    found = ids_where(File, *criteria)
    withdraw(house, house.scalars(select(File.id).where(*criteria)))
    house.execute(delete(FileChunk).where(FileChunk.file_id.in_(found)))
    house.execute(delete(File).where(*criteria))


def give_back(house: Session, item_id: int) -> None:
    """Let the files that came with a topic hang on that alone again, also out of letters not gone yet."""
    mine = (File.item_id == item_id) & File.topic_id.is_not(None)
    withdraw(house, house.scalars(select(File.id).where(mine)))
    house.execute(update(File).where(mine).values(item_id=None))


def take_files_along(house: Session, topic_id: int, item_id: int) -> None:
    """Files of a topic go with it onto a later agenda, for no more readers than there; the item that it comes
    from keeps its own, as they were laid before that meeting."""
    item = house.get_one(AgendaItem, item_id)
    for old in house.scalars(select(File).where(File.topic_id == topic_id).order_by(File.id)).all():
        if old.item_id is None:
            old.item_id = item_id
            continue
        old.topic_id = None
        made = File(
            item_id=item_id,
            topic_id=topic_id,
            name=old.name,
            content_type=old.content_type,
            uploaded_at=old.uploaded_at,
            uploaded_by_id=old.uploaded_by_id,
            visibility=max(old.visibility, item.visibility, key=lambda each: each.strictness),
        )
        made.size, made.sha256 = old.size, old.sha256
        house.add(made)
        house.flush()
        for number, data in enumerate(chunks(house, old.id)):
            house.add(FileChunk(file_id=made.id, number=number, data=data))
            house.flush()


def counted(session: Session, *criteria: Any) -> dict[int, int]:
    """How many files hang on each item, as far as the session's reader may know."""
    rows = session.execute(
        select(File.item_id, func.count().label("files")).where(*criteria).group_by(File.item_id)
    )
    return {row.item_id: row.files for row in rows if row.item_id is not None}


def broken_files(house: Session) -> Iterator[str]:
    """Prove every file by its hash; yields a sentence for each that is not what was stored."""
    for file_id, size, sha256 in house.execute(select(File.id, File.size, File.sha256).order_by(File.id)):
        digest, length = hashlib.sha256(), 0
        for data in chunks(house, file_id):
            digest.update(data)
            length += len(data)
        if (length, digest.hexdigest()) != (size, sha256):
            yield f"file {file_id} is not what was stored"
