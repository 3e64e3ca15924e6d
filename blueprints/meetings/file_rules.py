"""Files of agenda items: who may add and remove them."""

from datetime import datetime
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import may_change_agenda
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.files import File, judge_level
from models.filing import is_among, names_at, put_in, take_out
from models.meetings import AgendaItem, Meeting
from models.visibility import Visibility
from models.words import N_


def may_change_files(by: Actor, meeting: Meeting) -> bool:
    """As the agenda: the coordination, until the minutes are out."""
    return may_change_agenda(by, meeting)


def add_file(
    house: Session,
    item_id: int,
    *,
    name: str,
    visibility: Visibility,
    by: Actor,
    now: datetime,
    **upload: Any,
) -> File:
    """Keep a file with an item. Name and type are what the bytes were judged to be, never the browser's."""
    meeting, item = _changeable(house, item_id, by)
    judge_level(visibility, item)
    if is_among(name, _names(house, item_id)):
        raise RuleBroken(
            N_("This item already has a file with this name. Rename it, or add it there as a new version."),
            field="upload",
        )
    place: dict[str, Any] = {"item_id": item_id, "visibility": visibility}
    return put_in(house, meeting.body_id, name=name, **upload, **place, by=by, now=now)


def add_version(
    house: Session,
    file_id: int,
    *,
    name: str,
    content_type: str,
    stream: IO[bytes],
    by: Actor,
    now: datetime,
) -> File:
    """Keep another version of a paper: it bears the name of the first, and its newest one's level.

    The earlier ones stay readable, and letters that have gone carried one of them. `name` is what the upload
    was called: only its kind counts.
    """
    old = house.get(File, file_id)
    if old is None or old.item_id is None:
        raise NotAllowed
    meeting, item = _changeable(house, old.item_id, by)
    _names(house, item.id)
    if content_type != old.content_type:
        raise RuleBroken(
            N_("A new version is a file of the same kind. Please add “%(name)s” as a file of its own."),
            field="upload",
            name=name,
        )
    newest = select(File).where(File.item_id == item.id, File.name == old.name).order_by(File.id.desc())
    return put_in(
        house,
        meeting.body_id,
        item_id=item.id,
        name=old.name,
        content_type=content_type,
        stream=stream,
        visibility=house.scalars(newest.limit(1)).one().visibility,
        after=old.id,
        by=by,
        now=now,
    )


def _names(house: Session, item_id: int) -> list[str]:
    """What the files of an item are called; refuses more than it may have."""
    return names_at(house, File.item_id == item_id, N_("At most %(most)s files for an item."))


def remove_file(house: Session, file_id: int, *, by: Actor, now: datetime) -> int:
    """Delete a file for good; the history keeps its hash. Returns the item it hung on."""
    file = house.get(File, file_id)
    if file is None or file.item_id is None:
        raise NotAllowed
    meeting, item = _changeable(house, file.item_id, by)
    take_out(house, meeting.body_id, File.id == file_id, by=by, now=now)
    return item.id


def _changeable(house: Session, item_id: int, by: Actor) -> tuple[Meeting, AgendaItem]:
    item = house.get(AgendaItem, item_id)
    meeting = house.get(Meeting, item.meeting_id, with_for_update=True) if item else None
    if item is None or meeting is None or not by.coordinates_body(meeting.body_id):
        raise NotAllowed
    if not may_change_files(by, meeting):
        raise RuleBroken(N_("This agenda can't be changed any more."))
    return meeting, item
