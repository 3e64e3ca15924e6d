"""What lies on a body's shelf: who puts it there, who may read it, what becomes of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.bodies import Body, BodyState
from models.errors import NotAllowed, RuleBroken
from models.files import File
from models.filing import names_at, put_in, take_out
from models.history import record
from models.seats import Seat
from models.shelf import DocumentAudience, DocumentState, ShelfDocument, acts_for
from models.standing import in_force
from models.texts import Text, TextDraft, TextVersion
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


def may_put(by: Actor, table_id: int) -> bool:
    """The coordination keeps its table's shelf."""
    return by.coordinates_body(table_id)


def own_seat(session: Session, table_id: int, by: Actor) -> Seat | None:
    """The seat at an external body for whose house one keeps documents there."""
    return session.scalar(
        select(Seat)
        .join(Seat.body)
        .where(
            Seat.body_id == table_id,
            Body.is_external,
            Body.state != BodyState.DISSOLVED,
            Seat.ends_on.is_(None),
            acts_for(by),
        )
        .order_by(Seat.id)
        .limit(1)
    )


def may_change(session: Session, document: ShelfDocument, by: Actor) -> bool:
    """Whether one may change a document: the body's coordination, or who acts for the house that put it."""
    if document.seat_id is None:
        return by.coordinates_body(document.body_id)
    seat = own_seat(session, document.body_id, by)
    return seat is not None and seat.id == document.seat_id


def put(
    house: Session,
    table_id: int,
    *,
    visibility: Visibility,
    seat_ids: Iterable[int],
    upload: dict[str, Any] | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> ShelfDocument:
    """Put a document on the shelf, as a draft; `upload` is its first file, as it was judged."""
    seat = None if may_put(by, table_id) else own_seat(house, table_id, by)
    if seat is None and not may_put(by, table_id):
        raise NotAllowed
    document = ShelfDocument(
        body_id=table_id,
        seat_id=seat.id if seat else None,
        visibility=visibility,
        owner_id=by.person_id,
        put_at=now,
        **facts,
    )
    house.add(document)
    house.flush()
    name_seats(house, document, seat_ids, now)
    record(house, "put", document, by=by, now=now, level=visibility.value)
    if upload is not None:
        put_in(house, table_id, document_id=document.id, **upload, by=by, now=now)
    return document


def name_seats(house: Session, document: ShelfDocument, seat_ids: Iterable[int], now: datetime) -> None:
    """Let a confidential document name these seats of the body; a house's document names its own, too."""
    wanted = set(seat_ids) if document.visibility is Visibility.CONFIDENTIAL else set()
    if document.visibility is Visibility.CONFIDENTIAL and document.seat_id is not None:
        wanted.add(document.seat_id)
    document.judge(len(wanted))
    known = house.scalars(
        select(Seat.id).where(
            Seat.body_id == document.body_id, Seat.id.in_(wanted), in_force(Seat, day_of(now))
        )
    ).all()
    if set(known) != wanted:
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_ids")
    before = select(DocumentAudience).where(DocumentAudience.document_id == document.id)
    for each in house.scalars(before).all():
        if each.seat_id not in wanted:
            house.delete(each)
        wanted.discard(each.seat_id)
    house.add_all(DocumentAudience(document_id=document.id, seat_id=each) for each in wanted)


def correct(
    house: Session, document_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct what is said about a document."""
    document = locked(house, document_id, by)
    must_be(document, based_on)
    names = changed(document, facts)
    record(house, "edit", document, by=by, now=now, changed=names)


def add_file(house: Session, document_id: int, *, by: Actor, now: datetime, **upload: Any) -> File:
    """A newer version of the document's file; the one before stays readable as replaced."""
    document = locked(house, document_id, by)
    _must_not_be_archived(document)
    names_at(house, File.document_id == document_id, N_("At most %(most)s versions of a document."))
    return put_in(house, document.body_id, document_id=document_id, **upload, by=by, now=now)


def release(house: Session, document_id: int, *, by: Actor, now: datetime) -> None:
    """Let all who may see the document's level see it."""
    document = locked(house, document_id, by)
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken(N_("This document is no draft any more."))
    file = house.scalar(select(File.id).where(File.document_id == document_id).limit(1))
    if file is None and not _frozen(house, document):
        raise RuleBroken(N_("There is nothing to read yet: add a file, or put a wording into force."))
    document.state = DocumentState.RELEASED
    record(house, "release", document, by=by, now=now, level=document.visibility.value)


def archive(
    house: Session, document_id: int, *, replaced_by_id: int | None, by: Actor, now: datetime
) -> None:
    """Put a document aside: it stays readable, as archived or as replaced by another one of the shelf."""
    document = locked(house, document_id, by)
    _must_not_be_archived(document)
    if document.state is DocumentState.DRAFT:
        raise RuleBroken(N_("A draft is released or deleted, not archived."))
    if replaced_by_id is not None:
        other = house.get(ShelfDocument, replaced_by_id)
        same = other is not None and (other.body_id, other.seat_id) == (document.body_id, document.seat_id)
        if not same or replaced_by_id == document_id:
            raise RuleBroken(N_("There is no such document on this shelf."), field="replaced_by_id")
    document.replaced_by_id = replaced_by_id
    document.state = DocumentState.REPLACED if replaced_by_id else DocumentState.ARCHIVED
    record(house, "archive", document, by=by, now=now, state=document.state.value)


def bring_back(house: Session, document_id: int, *, by: Actor, now: datetime) -> None:
    """Take a document out of the archive."""
    document = locked(house, document_id, by)
    if document.state not in (DocumentState.REPLACED, DocumentState.ARCHIVED):
        raise RuleBroken(N_("This document is not archived."))
    document.state, document.replaced_by_id = DocumentState.RELEASED, None
    record(house, "bring-back", document, by=by, now=now)


def remove(house: Session, document_id: int, *, by: Actor, now: datetime) -> int:
    """Delete a document with its files for good; the history keeps their hashes. Returns its body."""
    document = locked(house, document_id, by)
    if _frozen(house, document):
        raise RuleBroken(N_("Wordings of this document were in force: it is archived, not deleted."))
    take_out(house, document.body_id, File.document_id == document_id, by=by, now=now)
    record(house, "remove", document, by=by, now=now)
    house.flush()
    for other in house.scalars(select(ShelfDocument).where(ShelfDocument.replaced_by_id == document_id)):
        other.replaced_by_id, other.state = None, DocumentState.ARCHIVED
    text = house.get(Text, document.text_id) if document.text_id else None
    house.delete(document)
    house.flush()
    if text is not None:
        for cls in (TextDraft, TextVersion):
            for row in house.scalars(select(cls).where(cls.text_id == text.id)):
                house.delete(row)
        house.flush()
        house.delete(text)
    return document.body_id


def _frozen(house: Session, document: ShelfDocument) -> bool:
    if document.text_id is None:
        return False
    versions = select(TextVersion.id).where(
        TextVersion.text_id == document.text_id, TextVersion.frozen_at.is_not(None)
    )
    return house.scalar(versions.limit(1)) is not None


def _must_not_be_archived(document: ShelfDocument) -> None:
    if document.state in (DocumentState.REPLACED, DocumentState.ARCHIVED):
        raise RuleBroken(N_("This document is archived. Bring it back first."))


def locked(house: Session, document_id: int, by: Actor) -> ShelfDocument:
    """The document, held until the end of the transaction, if one keeps it."""
    document = house.scalar(
        select(ShelfDocument)
        .where(ShelfDocument.id == document_id)
        .options(selectinload(ShelfDocument.audience))
        .with_for_update(of=ShelfDocument)
    )
    if document is None or not may_change(house, document, by):
        raise NotAllowed
    return document
