"""What the office's pages read: letters with what needs attention first, the state of the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.bodies import Body
from models.dispatches import DispatchCounts, dispatch_of, dispatches, of_same_dispatch
from models.letters import Letter, LetterKind, LetterState
from models.mail_answers import meaning, server_words
from models.meetings import Meeting
from models.outbox import LATE_AFTER, WAITING
from models.people import Person
from models.post_office import PostOffice
from models.sending_pauses import SendingPause

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter in a list, with the names that its row only knows by id."""

    letter: Letter
    body: Body | None
    meeting: Meeting | None
    late: bool
    needs_care: bool

    @property
    def meaning(self) -> str:
        """What the mail server's code means, as a marked sentence."""
        return meaning(self.letter.smtp_code, self.letter.enhanced_code, self.letter.last_text)

    @property
    def server_words(self) -> str:
        return server_words(self.letter.smtp_code, self.letter.enhanced_code, self.letter.last_text)


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
    """SQL: in doubt, held, late, or failed or come back; not once it was sent again, or told by another way.

    For whoever is invited every newer letter about the meeting takes the place of an older one.
    """
    again = aliased(Letter)
    same_letter = and_(
        again.recipient == Letter.recipient,
        again.template == Letter.template,
        again.purpose == Letter.purpose,
        again.meeting_id.is_not_distinct_from(Letter.meeting_id),
        again.resend > Letter.resend,
    )
    same_invitation = and_(
        again.invitation_id == Letter.invitation_id,
        again.id > Letter.id,
        again.kind.in_((LetterKind.CALENDAR, Letter.kind)),
        again.state != LetterState.SUPERSEDED,
    )
    newer = select(again.id).where(or_(same_letter, same_invitation)).exists()
    late = and_(
        Letter.state.in_((*WAITING, LetterState.SENDING)),
        Letter.created_at < now - LATE_AFTER,
    )
    stuck = Letter.state.in_((LetterState.UNKNOWN, LetterState.HELD))
    ended = and_(Letter.state.in_((LetterState.FAILED, LetterState.BOUNCED)), ~newer)
    return and_(or_(stuck, late, ended), Letter.reached_by.is_(None))


def _chosen(
    now: datetime,
    *,
    table_id: int | None = None,
    meeting_id: int | None = None,
    care_only: bool = False,
    sent_with: Letter | None = None,
) -> list[Any]:
    wanted = [of_same_dispatch(sent_with)] if sent_with is not None else []
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
    page: int = 1,
    **chosen: Any,
) -> Lines:
    """Letters that the reader answers for: what needs care first, then the newest.

    `tables` are those of the reader's office; a page that there is not is the first one. `chosen` narrows:
    table_id, meeting_id, care_only, sent_with (a letter: those of the same gesture).
    """
    wanted = _chosen(now, **chosen)
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


def noted_by(reading: Session, found: Letter) -> str:
    """Who noted that the recipient was told by another way."""
    return reading.scalar(select(Person.name).where(Person.id == found.reached_noted_by_id)) or ""


def sendings(reading: Session, tables: Sequence[Body], *, page: int = 1) -> list["Sending"]:
    """One page of dispatches, the newest first, and one more if there is a further page."""
    found = dispatches(reading, limit=PAGE + 1, offset=(page - 1) * PAGE)
    ids = {each.meeting_id for each in found if each.meeting_id}
    meetings = {each.id: each for each in reading.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
    bodies = {body.id: body for body in tables}
    return [
        Sending(counts=each, body=bodies.get(each.body_id or 0), meeting=meetings.get(each.meeting_id or 0))
        for each in found
    ]


def sending(reading: Session, letter: Line) -> "Sending":
    """The dispatch of one letter."""
    return Sending(counts=dispatch_of(reading, letter.letter), body=letter.body, meeting=letter.meeting)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """The letters of one gesture, counted, with the names that the rows only know by id."""

    counts: DispatchCounts
    body: Body | None
    meeting: Meeting | None


def may_find(reading: Session, letter_id: int) -> bool:
    """Whether there is such a letter for this reader."""
    return reading.scalar(select(Letter.id).where(Letter.id == letter_id)) is not None


def letters_needing_care(reading: Session, now: datetime) -> int:
    """How many letters wait for a person."""
    return reading.scalar(select(func.count(Letter.id)).where(_needs_care(now))) or 0


def tables_of(reading: Session, by: Actor) -> Sequence[Body]:
    """The bodies whose office this person keeps."""
    return reading.scalars(select(Body).where(Body.id.in_(by.coordinates)).order_by(Body.name)).all()


def paused_tables(reading: Session) -> dict[int, str]:
    """The tables of this reader whose letters she, or somebody who coordinates with her, has stopped: by
    id their names."""
    paused = select(Body.id, Body.name).join(SendingPause, SendingPause.body_id == Body.id)
    return {row.id: row.name for row in reading.execute(paused.order_by(Body.name, Body.id))}


def queue(reading: Session) -> PostOffice:
    """Whether letters are being sent; an untouched queue has no row yet."""
    return reading.get(PostOffice, 1) or PostOffice()
