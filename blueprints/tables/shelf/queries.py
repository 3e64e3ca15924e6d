"""What the pages of a shelf read: all through the reader's session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from models.actors import Actor
from models.bodies import Body
from models.fuzzy_dates import FuzzyDate
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat
from models.shelf import DocumentAudience, DocumentKind, DocumentState, ShelfDocument
from models.standing import in_force
from models.texts import TextVersion
from models.visibility import Visibility

PAGE_SIZE = 20
NEWEST_FIRST = (
    ShelfDocument.dated == FuzzyDate.unknown(),
    ShelfDocument.dated.desc(),
    ShelfDocument.id.desc(),
)
"""Undated documents come last."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of a shelf, and how many documents the reader may see there in all."""

    documents: Sequence[ShelfDocument]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def has_shelf(by: Actor, body: Body) -> bool:
    """Whoever belongs to the body, everybody at a public one; a guest of an item does not know of it."""
    return body.visibility is Visibility.PUBLIC or body.id in by.readable or body.is_external


def shelf(
    reading: Session, table_id: int, kind: DocumentKind | None = None, archived: bool = False, page: int = 1
) -> Shelf:
    """What lies there, newest first: what counts, or what has been put aside."""
    total = reading.scalar(_wanted(select(func.count(ShelfDocument.id)), table_id, kind, archived)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = reading.scalars(
        _wanted(select(ShelfDocument), table_id, kind, archived)
        .options(
            selectinload(ShelfDocument.files),
            joinedload(ShelfDocument.seat).joinedload(Seat.organisation),
        )
        .order_by(*NEWEST_FIRST)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Shelf(documents=rows.all(), total=total, page=page)


def _wanted(statement: Select[Any], table_id: int, kind: DocumentKind | None, archived: bool) -> Select[Any]:
    aside = (DocumentState.REPLACED, DocumentState.ARCHIVED)
    of_state = ShelfDocument.state.in_(aside) if archived else ShelfDocument.state.not_in(aside)
    statement = statement.where(ShelfDocument.body_id == table_id, of_state)
    return statement if kind is None else statement.where(ShelfDocument.kind == kind)


COUNTING = (DocumentState.DRAFT, DocumentState.RELEASED)


def newest(reading: Session, table_id: int, limit: int = 5) -> Sequence[ShelfDocument]:
    """The newest documents, for the page of the table."""
    return reading.scalars(
        select(ShelfDocument)
        .where(ShelfDocument.body_id == table_id, ShelfDocument.state.in_(COUNTING))
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    ).all()


def document(reading: Session, table_id: int, document_id: int) -> ShelfDocument | None:
    """One document with its files, who put it there, and whom it names."""
    return reading.scalar(
        select(ShelfDocument)
        .where(ShelfDocument.id == document_id, ShelfDocument.body_id == table_id)
        .options(
            joinedload(ShelfDocument.owner),
            joinedload(ShelfDocument.seat).joinedload(Seat.organisation),
            selectinload(ShelfDocument.files),
        )
    )


def named(reading: Session, document: ShelfDocument) -> list[tuple[int, str]]:
    """The seats that a confidential document names, by their institutions."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .join(DocumentAudience, DocumentAudience.seat_id == Seat.id)
        .where(DocumentAudience.document_id == document.id)
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


def seats_to_name(reading: Session, table_id: int, on: date, by: Actor) -> list[tuple[int, str]]:
    """The seats of a day, for a choice, as far as one knows who sits there."""
    own = true() if table_id in by.readable else Seat.organisation_id == (by.organisation_id or 0)
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, in_force(Seat, on), own)
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


def others(reading: Session, document: ShelfDocument) -> list[tuple[int, str]]:
    """The other documents of the same shelf and keeper, for a choice."""
    rows = reading.scalars(
        select(ShelfDocument)
        .where(
            ShelfDocument.body_id == document.body_id,
            ShelfDocument.id != document.id,
            ShelfDocument.state == DocumentState.RELEASED,
            ShelfDocument.seat_id.is_(None)
            if document.seat_id is None
            else ShelfDocument.seat_id == document.seat_id,
        )
        .order_by(*NEWEST_FIRST)
    )
    return [(row.id, row.title) for row in rows]


def wordings(reading: Session, document: ShelfDocument) -> Sequence[TextVersion]:
    """The versions of the wording that the reader may see, the newest first."""
    if document.text_id is None:
        return []
    return reading.scalars(
        select(TextVersion).where(TextVersion.text_id == document.text_id).order_by(TextVersion.number.desc())
    ).all()


def html_of(version: TextVersion | None) -> Markup:
    """A version as it looks; it was cleaned when it was saved."""
    return Markup(version.html if version else "")  # noqa: S704 - see above


def replacing(reading: Session, document: ShelfDocument) -> ShelfDocument | None:
    """The document that has taken its place, if the reader may see it."""
    if document.replaced_by_id is None:
        return None
    return reading.get(ShelfDocument, document.replaced_by_id)


def asked_by(reading: Session, document: ShelfDocument) -> str:
    """Who asked for a wider level."""
    return reading.scalar(select(Person.name).where(Person.id == (document.asked_by_id or 0))) or ""
