"""The history as pages read it: lines of one's own bodies, data protection reads all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.bodies import Body
from models.history import Entry
from models.invitations import Invitation
from models.people import Person

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line: who, when, what. `who` is a person's name, `address` that of an answer by link."""

    number: int | None
    happened_at: datetime | None
    gesture: str | None
    subject: str | None
    subject_id: int | None
    facts: dict[str, Any]
    who: str
    by_link: bool
    address: str
    body: Body | None
    seal: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the history, the latest first."""

    lines: list[Told]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def entries(reading: Session, tables: Sequence[Body], *, table_id: int | None = None, page: int = 1) -> Page:
    """Sealed lines that the reader may see, in a constant number of statements.

    `tables` are those of the reader's office; a page that there is not is the first one.
    """
    wanted: list[Any] = [Entry.number.is_not(None)]
    if table_id is not None:
        wanted.append(Entry.body_id == table_id)
    query = select(Entry, func.count().over()).where(*wanted).order_by(Entry.number.desc()).limit(PAGE)
    rows = reading.execute(query.offset((page - 1) * PAGE)).all()
    if not rows and page > 1:
        page, rows = 1, reading.execute(query).all()
    lines = _told(reading, [row[0] for row in rows], tables)
    return Page(lines=lines, total=rows[0][1] if rows else 0, page=page)


def _told(reading: Session, rows: Sequence[Entry], tables: Sequence[Body]) -> list[Told]:
    names = _pairs(reading, Person.id, Person.name, {row.person_id for row in rows})
    addresses = _pairs(reading, Invitation.id, Invitation.address, {row.invitation_id for row in rows})
    bodies: dict[int | None, Body] = {body.id: body for body in tables}
    return [
        Told(
            number=row.number,
            happened_at=row.happened_at,
            gesture=row.gesture,
            subject=row.subject,
            subject_id=row.subject_id,
            facts=row.facts or {},
            who=names.get(row.person_id, ""),
            by_link=row.person_id is None and row.invitation_id is not None,
            address=addresses.get(row.invitation_id, "") if row.person_id is None else "",
            body=bodies.get(row.body_id),
            seal=row.seal,
        )
        for row in rows
    ]


def _pairs(reading: Session, key: Any, value: Any, ids: set[int | None]) -> dict[int | None, str]:
    wanted = sorted(each for each in ids if each is not None)
    rows = reading.execute(select(key, value).where(key.in_(wanted))) if wanted else ()
    return {row[0]: row[1] for row in rows}
