"""What the office's pages read: letters with what needs attention first, the state of the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.bodies import Body
from models.letters import Letter, LetterState, PostOffice
from models.meetings import Meeting
from models.outbox import LATE_AFTER, WAITING

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter in a list, with the names that its row only knows by id."""

    letter: Letter
    body: Body | None
    meeting: Meeting | None
    late: bool
    needs_care: bool


@dataclass(frozen=True, kw_only=True)
class Lines:
    """One page of letters; `total` counts all that the filters let through."""

    lines: list[Line]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def _needs_care(now: datetime) -> Any:
    """SQL: in doubt, held, late, or failed or come back and not sent again since."""
    again = aliased(Letter)
    newer = (
        select(again.id)
        .where(
            again.recipient == Letter.recipient,
            again.template == Letter.template,
            again.purpose == Letter.purpose,
            again.meeting_id.is_not_distinct_from(Letter.meeting_id),
            again.resend > Letter.resend,
        )
        .exists()
    )
    late = and_(
        Letter.state.in_((*WAITING, LetterState.SENDING)),
        Letter.created_at < now - LATE_AFTER,
    )
    stuck = Letter.state.in_((LetterState.UNKNOWN, LetterState.HELD))
    return or_(stuck, late, and_(Letter.state.in_((LetterState.FAILED, LetterState.BOUNCED)), ~newer))


def _chosen(now: datetime, *, table_id: int | None, meeting_id: int | None, care_only: bool) -> list[Any]:
    wanted = []
    if table_id is not None:
        wanted.append(Letter.body_id == table_id)
    if meeting_id is not None:
        wanted.append(Letter.meeting_id == meeting_id)
    if care_only:
        wanted.append(_needs_care(now))
    return wanted


def letters(
    reading: Session,
    now: datetime,
    tables: Sequence[Body],
    *,
    table_id: int | None = None,
    meeting_id: int | None = None,
    care_only: bool = False,
    page: int = 1,
) -> Lines:
    """Letters that the reader answers for: what needs care first, then the newest.

    `tables` are those of the reader's office; a page that there is not is the first one.
    """
    wanted = _chosen(now, table_id=table_id, meeting_id=meeting_id, care_only=care_only)
    care = case((_needs_care(now), 1), else_=0)
    query = (
        select(Letter, care, func.count().over())
        .where(*wanted)
        .order_by(care.desc(), Letter.created_at.desc(), Letter.id.desc())
        .limit(PAGE)
    )
    rows = reading.execute(query.offset((page - 1) * PAGE)).all()
    if not rows and page > 1:
        page, rows = 1, reading.execute(query).all()
    lines = _named(reading, [(row[0], bool(row[1])) for row in rows], tables, now)
    return Lines(lines=lines, total=rows[0][2] if rows else 0, page=page)


def _named(
    reading: Session, rows: Sequence[tuple[Letter, bool]], tables: Sequence[Body], now: datetime
) -> list[Line]:
    ids = {letter.meeting_id for letter, _ in rows if letter.meeting_id}
    found = reading.scalars(select(Meeting).where(Meeting.id.in_(ids))) if ids else ()
    meetings: dict[int | None, Meeting] = {meeting.id: meeting for meeting in found}
    bodies: dict[int | None, Body] = {body.id: body for body in tables}
    return [
        Line(
            letter=letter,
            body=bodies.get(letter.body_id),
            meeting=meetings.get(letter.meeting_id),
            late=letter.is_late(now),
            needs_care=care,
        )
        for letter, care in rows
    ]


def letter(reading: Session, letter_id: int, tables: Sequence[Body], now: datetime) -> Line | None:
    """One letter, if the reader answers for it."""
    row = reading.execute(
        select(Letter, case((_needs_care(now), 1), else_=0)).where(Letter.id == letter_id)
    ).first()
    return _named(reading, [(row[0], bool(row[1]))], tables, now)[0] if row else None


def may_find(reading: Session, letter_id: int) -> bool:
    """Whether there is such a letter for this reader."""
    return reading.scalar(select(Letter.id).where(Letter.id == letter_id)) is not None


def letters_needing_care(reading: Session, now: datetime) -> int:
    """How many letters wait for a person."""
    return reading.scalar(select(func.count(Letter.id)).where(_needs_care(now))) or 0


def tables_of(reading: Session, by: Actor) -> Sequence[Body]:
    """The bodies whose office this person keeps."""
    return reading.scalars(select(Body).where(Body.id.in_(by.coordinates)).order_by(Body.name)).all()


def queue(reading: Session) -> PostOffice:
    """Whether letters are being sent; an untouched queue has no row yet."""
    return reading.get(PostOffice, 1) or PostOffice()
