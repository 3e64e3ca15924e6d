"""A file comes to its place and leaves it: what an item, a topic, a shelf, a paper and a nomination share.

Who may, and what a place is called, the rooms say. Name and type are what the bytes were judged to be, never
the browser's; the history keeps the hash of what came and went.
"""

from datetime import datetime
from typing import IO, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.errors import RuleBroken
from models.files import File, discard, store
from models.history import record

MOST_FILES: Final = 50
"""In one place, where the place does not want fewer."""


def names_at(house: Session, place: ColumnElement[bool], full: str, most: int = MOST_FILES) -> list[str]:
    """What the files of a place are called; `full` (a marked message about `most`) refuses one more."""
    names = list(house.scalars(select(File.name).where(place).order_by(File.id)))
    if len(names) >= most:
        raise RuleBroken(full, field="upload", most=most)
    return names


def is_among(name: str, names: list[str]) -> bool:
    """Whether a file is called so, in whatever case: many systems know no difference."""
    return name.casefold() in map(str.casefold, names)


def put_in(
    house: Session,
    body_id: int,
    *,
    name: str,
    content_type: str,
    stream: IO[bytes],
    by: Actor,
    now: datetime,
    after: int | None = None,
    **place: Any,
) -> File:
    """Keep a file. `place`: where it hangs (`paper_id=7`), its level; `after`: whose version it is."""
    known = {"item_id": None, "uploaded_by_id": by.person_id, "uploaded_at": now, **place}
    file = store(house, File(name=name, content_type=content_type, **known), stream)
    facts = {"sha256": file.sha256} if after is None else {"sha256": file.sha256, "after": after}
    record(house, "add", file, by=by, now=now, body_id=body_id, **facts)
    return file


def take_out(house: Session, body_id: int, *criteria: ColumnElement[bool], by: Actor, now: datetime) -> None:
    """Delete the files that the criteria find, for good."""
    for file in house.scalars(select(File).where(*criteria).order_by(File.id)).all():
        record(house, "remove", file, by=by, now=now, body_id=body_id, sha256=file.sha256)
    house.flush()
    discard(house, *criteria)
