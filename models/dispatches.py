"""Dispatches: the letters of one gesture, counted.

Derived from the letters: written at one instant, about one meeting or body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.invitations import Invitation, InvitationKind, Reply
from models.letter_words import TITLES
from models.meetings import Meeting
from models.outbox import Letter, LetterKind, LetterState
from models.rounds import Coming
from models.words import N_

UNDER_WAY: Final = (LetterState.QUEUED, LetterState.HELD, LetterState.SENDING)


@dataclass(frozen=True, kw_only=True)
class DispatchCounts:
    """How far the letters of one gesture have come.

    `reached` of those that did not arrive by mail were told by post or phone; `answered` of `asked`
    institutions and guests have replied, for the date that holds now.
    """

    first_id: int
    created_at: datetime
    body_id: int | None
    meeting_id: int | None
    template: str
    total: int
    waiting: int
    accepted: int
    failed: int
    bounced: int
    unknown: int
    superseded: int
    reached: int
    asked: int = 0
    answered: int = 0

    @property
    def title(self) -> str:
        return TITLES.get(self.template, N_("Letter"))

    @property
    def settled(self) -> int:
        """Those that are no longer on their way."""
        return self.total - self.waiting


def _number(*states: LetterState) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((Letter.state.in_(states), 1), else_=0)), 0)


def _counted() -> Any:
    """The numbers of each gesture. The title is that of the most telling letter: a new date comes after an
    invitation in the alphabet of templates."""
    missed = Letter.reached_by.is_not(None) & (Letter.state != LetterState.ACCEPTED)
    return (
        select(
            func.min(Letter.id).label("first_id"),
            Letter.created_at.label("created_at"),
            Letter.body_id.label("body_id"),
            Letter.meeting_id.label("meeting_id"),
            func.max(Letter.template).label("template"),
            func.count(Letter.id).label("total"),
            _number(*UNDER_WAY).label("waiting"),
            _number(LetterState.ACCEPTED).label("accepted"),
            _number(LetterState.FAILED).label("failed"),
            _number(LetterState.BOUNCED).label("bounced"),
            _number(LetterState.UNKNOWN).label("unknown"),
            _number(LetterState.SUPERSEDED).label("superseded"),
            func.coalesce(func.sum(case((missed, 1), else_=0)), 0).label("reached"),
        )
        .where(Letter.kind != LetterKind.ACCOUNT)
        .group_by(Letter.created_at, Letter.body_id, Letter.meeting_id)
        .order_by(Letter.created_at.desc(), func.min(Letter.id).desc())
    )


def dispatches(
    session: Session, *wanted: ColumnElement[bool], limit: int, offset: int = 0
) -> list[DispatchCounts]:
    """Dispatches, the newest first; a reader's session counts her own tables' letters only."""
    rows = session.execute(_counted().where(*wanted).limit(limit).offset(offset)).mappings()
    return [DispatchCounts(**row) for row in rows]


def of_same_dispatch(letter: Letter) -> ColumnElement[bool]:
    """SQL: the letters of the gesture by which this one was written."""
    return and_(
        Letter.created_at == letter.created_at,
        Letter.body_id.is_not_distinct_from(letter.body_id),
        Letter.meeting_id.is_not_distinct_from(letter.meeting_id),
        Letter.kind != LetterKind.ACCOUNT,
    )


def dispatch_of(session: Session, letter: Letter) -> DispatchCounts:
    """The dispatch of one letter, with the answers to it."""
    row = session.execute(_counted().where(of_same_dispatch(letter))).mappings().one()
    asked, answered = _answers(session, letter) if letter.meeting_id is not None else (0, 0)
    return DispatchCounts(**row, asked=asked, answered=answered)


def _answers(session: Session, letter: Letter) -> tuple[int, int]:
    """Of the institutions (by seat) and guests written to: how many were asked, how many have answered.

    The main representative (or the mailbox) alone can decline for an institution (rulings.md 2).
    """
    later, other = aliased(Reply), aliased(Invitation)
    last = (
        select(func.max(later.id))
        .where(later.invitation_id == Reply.invitation_id, later.seat_id.is_not_distinct_from(Reply.seat_id))
        .correlate(Reply)
        .scalar_subquery()
    )
    speaks = or_(
        Reply.coming != Coming.NO,
        other.kind.in_((InvitationKind.MAIN, InvitationKind.MAILBOX, InvitationKind.GUEST)),
    )
    answered = (
        select(func.coalesce(other.seat_id, -other.id))
        .join(Reply, Reply.invitation_id == other.id)
        .join(Meeting, Meeting.id == Reply.meeting_id)
        .where(
            other.meeting_id == letter.meeting_id,
            other.withdrawn_at.is_(None),
            Reply.id == last,
            Reply.starts_at == Meeting.starts_at,
            speaks,
        )
    )
    who = func.coalesce(Invitation.seat_id, -Invitation.id)
    asking = select(who, func.max(case((who.in_(answered), 1), else_=0))).where(
        Invitation.id.in_(select(Letter.invitation_id).where(of_same_dispatch(letter), _asks()))
    )
    rows: Sequence[Any] = session.execute(asking.group_by(who)).all()
    return len(rows), sum(row[1] for row in rows)


def _asks() -> ColumnElement[bool]:
    """SQL: a letter that asks for a reply."""
    return or_(Letter.method == "REQUEST", Letter.kind == LetterKind.REMINDER)
