"""The wording of bylaws on the shelf: written in versions, put into force from a day on."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.shelf.rules import locked
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.texts import Text, TextVersion, freeze_version, version, write
from models.words import N_


def may_write(document: ShelfDocument) -> bool:
    """Bylaws of a table are a text here; what others have written is a file."""
    return document.kind is DocumentKind.BYLAWS and document.seat_id is None


def write_wording(
    house: Session,
    document_id: int,
    markdown: str,
    *,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> TextVersion | None:
    """Save the wording as a new version; `Collision` where others changed the same passage."""
    document, text = _text_of(house, document_id, by)
    before = text.latest
    made = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if made is not None and text.latest != before:
        facts = {"number": made.number, "sha256": made.sha256, "document": document.id}
        record(house, "write", made, by=by, now=now, body_id=document.body_id, **facts)
    return made


def put_into_force(
    house: Session, document_id: int, *, number: int, in_force_on: date, by: Actor, now: datetime
) -> TextVersion:
    """Freeze the newest version, with the day from which it applies; members may read it from now on."""
    document, text = _text_of(house, document_id, by)
    if number != text.latest:
        raise RuleBroken(N_("Somebody has written a newer version. Read it first."))
    newest = version(house, text, number)
    if newest is None:
        raise RuleBroken(N_("There is no wording yet."))
    if newest.frozen_at is not None:
        raise RuleBroken(N_("This version has been put into force already."))
    last = house.scalar(select(func.max(TextVersion.in_force_on)).where(TextVersion.text_id == text.id))
    if last is not None and in_force_on <= last:
        raise RuleBroken(N_("The version before came into force on that day or later."), field="in_force_on")
    newest.in_force_on = in_force_on
    freeze_version(newest, now)
    if document.state is DocumentState.DRAFT:
        document.state = DocumentState.RELEASED
    facts = {"number": newest.number, "sha256": newest.sha256, "on": in_force_on.isoformat()}
    record(house, "put-into-force", newest, by=by, now=now, body_id=document.body_id, **facts)
    return newest


def _text_of(house: Session, document_id: int, by: Actor) -> tuple[ShelfDocument, Text]:
    document = locked(house, document_id, by)
    if not may_write(document):
        raise NotAllowed
    if document.state in (DocumentState.REPLACED, DocumentState.ARCHIVED):
        raise RuleBroken(N_("This document is archived. Bring it back first."))
    text = house.get(Text, document.text_id) if document.text_id else None
    if text is None:
        text = Text(body_id=document.body_id)
        house.add(text)
        house.flush()
        document.text_id = text.id
    return document, text
