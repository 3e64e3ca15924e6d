"""Whether the invited have been reached: what became of the last letter that asked each for a reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from blueprints.meetings.asked_queries import EVERYTHING, invited_of
from models.calendar_events import CalendarMethod
from models.dispatches import UNDER_WAY
from models.invitations import Invitation
from models.letters import Letter, LetterKind, LetterState, Way
from models.meetings import Meeting
from models.outbox import WAITING
from models.sending_pauses import SendingPause
from models.unclear_mail import UnclearMail

LOST: Final = (LetterState.FAILED, LetterState.BOUNCED, LetterState.UNKNOWN)
LATER = aliased(Letter)
LAST_LETTER = (
    select(func.max(LATER.id))
    .where(
        LATER.invitation_id == Invitation.id,
        LATER.kind == LetterKind.CALENDAR,
        LATER.method == CalendarMethod.REQUEST.value,
        LATER.state != LetterState.SUPERSEDED,
    )
    .correlate(Invitation)
    .scalar_subquery()
)
UNCLEAR = (
    select(func.count(UnclearMail.id))
    .where(UnclearMail.meeting_id == bindparam("meeting_id"), UnclearMail.settled_at.is_(None))
    .scalar_subquery()
)
"""How many answers by mail to this meeting wait for a decision."""
PAUSED = (
    select(SendingPause.paused_at)
    .join(Meeting, Meeting.body_id == SendingPause.body_id)
    .where(Meeting.id == bindparam("meeting_id"))
    .scalar_subquery()
)
"""Since when the coordination has the letters of this table stopped."""
EVERYTHING_WITH_LETTERS = EVERYTHING.outerjoin(Letter, Letter.id == LAST_LETTER).add_columns(
    Letter.id.label("letter_id"),
    Letter.state.label("letter_state"),
    Letter.next_try_at.label("letter_next"),
    Letter.attempts.label("letter_attempts"),
    Letter.reached_by.label("reached_by"),
    Letter.reached_on.label("reached_on"),
    UNCLEAR.label("unclear"),
    PAUSED.label("paused_at"),
)


def lost_invitations(house: Session, meeting_id: int) -> set[int]:
    """The standing invitations whose last letter came to nothing, and nobody has told them otherwise."""
    rows = house.scalars(
        select(Invitation.id)
        .join(Letter, Letter.id == LAST_LETTER)
        .where(
            Invitation.meeting_id == meeting_id,
            Invitation.withdrawn_at.is_(None),
            Letter.state.in_(LOST),
            Letter.reached_by.is_(None),
        )
    )
    return set(rows)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One recipient and what became of her last letter; `way` and `on` where she was told otherwise."""

    name: str
    letter_id: int
    state: LetterState
    way: Way | None = None
    on: date | None = None


@dataclass(kw_only=True)
class Delivery:
    """How far the letters of a meeting have come, by recipient; `gathered` wait to be sent by hand, `unclear`
    answers came by mail and wait for a decision; `paused`: the letters of the table are stopped;
    `rests_until`: when those go that rest for what is still being changed."""

    total: int = 0
    sent: int = 0
    waiting: int = 0
    gathered: int = 0
    unclear: int = 0
    paused: bool = False
    rests_until: datetime | None = None
    lost: list[Told] = field(default_factory=list)
    otherwise: list[Told] = field(default_factory=list)


def delivery(rows: Sequence[Any]) -> Delivery:
    """From the rows of EVERYTHING_WITH_LETTERS: those that still are invited and were written to."""
    found = Delivery()
    if rows:
        found.unclear, found.paused = rows[0].unclear, rows[0].paused_at is not None
    for row in {row[9]: row for row in rows if row.letter_id is not None}.values():
        invited = invited_of(row)
        if invited is None or invited.withdrawn_at is not None:
            continue
        found.total += 1
        found.sent += row.letter_state is LetterState.ACCEPTED
        found.waiting += row.letter_state in UNDER_WAY
        found.gathered += row.letter_state in WAITING and row.letter_next is None
        if row.letter_state in WAITING and not row.letter_attempts and row.letter_next is not None:
            found.rests_until = max(found.rests_until or row.letter_next, row.letter_next)
        if row.reached_by is not None:
            found.otherwise.append(_told(invited.name, row))
        elif row.letter_state in LOST:
            found.lost.append(_told(invited.name, row))
    return found


def _told(name: str, row: Any) -> Told:
    return Told(
        name=name,
        letter_id=row.letter_id,
        state=row.letter_state,
        way=row.reached_by,
        on=row.reached_on,
    )
