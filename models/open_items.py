"""Items of earlier meetings that nobody has dealt with: derived, never stored."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, exists, or_, select, true
from sqlalchemy.orm import Session, aliased, selectinload
from sqlalchemy.sql import ColumnElement

from models.decisions import Decision
from models.item_outcomes import ItemOutcome
from models.links import Link, LinkKind
from models.meetings import OUTCOMES_OUT, AgendaItem, ItemKind, Meeting, MeetingState
from models.minutes import ItemMinutes, Minutes
from models.texts import Text

TOOK_PLACE: Final = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CLOSED)
FELL_THROUGH: Final = (MeetingState.CANCELLED, MeetingState.NOT_HELD)
STANDING: Final = (ItemKind.FORMAL, ItemKind.OTHER_BUSINESS)
"""Items that every agenda has: they are not carried over unless they were put off by name."""
WRITTEN: Final = (
    select(ItemMinutes.id)
    .join(Text, Text.id == ItemMinutes.text_id)
    .where(ItemMinutes.item_id == AgendaItem.id, Text.latest > 0)
    .correlate(AgendaItem)
)
DECIDED: Final = select(Decision.id).where(Decision.item_id == AgendaItem.id, Decision.result.is_not(None))
MINUTED: Final = (
    select(Minutes.id)
    .join(ItemMinutes, ItemMinutes.minutes_id == Minutes.id)
    .join(Text, Text.id == ItemMinutes.text_id)
    .where(Minutes.meeting_id == AgendaItem.meeting_id, Text.latest > 0)
)
TARGET: Final = aliased(Meeting)


def dealt_with() -> ColumnElement[bool]:
    """SQL: somebody noted that an item was dealt with, or the minutes or a decision say something of it."""
    unsaid = and_(AgendaItem.outcome.is_(None), or_(exists(WRITTEN), exists(DECIDED.correlate(AgendaItem))))
    return or_(AgendaItem.outcome.is_not_distinct_from(ItemOutcome.DEALT_WITH), unsaid)


def left_open(session: Session, meeting: Meeting) -> list[tuple[AgendaItem, Meeting]]:
    """Items of earlier meetings of a body that wait for this one, each with its meeting, oldest first.

    Put off to this meeting, or to none, or to one that is over; or not dealt with in the last meeting, or in
    one that fell through since. What stands on a later agenda already waits no more. Of a meeting whose
    minutes nobody has begun, nothing is known yet.
    """
    last = _last_held_on(session, meeting)
    followed = select(Link.to_id).where(
        *(Link.kind == LinkKind.FOLLOWS_FROM, Link.from_table == "agenda_item"),
        Link.to_table == "agenda_item",
    )
    lately = Meeting.held_on >= last if last is not None else true()
    undone = and_(
        *(AgendaItem.outcome.is_(None), AgendaItem.kind.not_in(STANDING), ~dealt_with(), lately),
        or_(
            Meeting.state.in_(FELL_THROUGH),
            and_(Meeting.state.in_(TOOK_PLACE), exists(MINUTED.correlate(AgendaItem))),
        ),
    )
    put_off = and_(
        AgendaItem.outcome == ItemOutcome.PUT_OFF,
        or_(
            AgendaItem.put_off_to_id.is_(None),
            AgendaItem.put_off_to_id == meeting.id,
            TARGET.state.in_((*TOOK_PLACE, *FELL_THROUGH)),
        ),
    )
    rows = session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(TARGET, TARGET.id == AgendaItem.put_off_to_id)
        .where(
            *(Meeting.body_id == meeting.body_id, Meeting.id != meeting.id),
            *(Meeting.held_on < meeting.held_on, or_(put_off, undone)),
            AgendaItem.id.not_in(followed),
        )
        .options(selectinload(AgendaItem.audience))
        .order_by(Meeting.held_on, Meeting.id, AgendaItem.place, AgendaItem.id)
    )
    return [(row.AgendaItem, row.Meeting) for row in rows]


def _last_held_on(session: Session, meeting: Meeting) -> Any:
    """The day of the meeting before this one that took place."""
    return session.scalar(
        select(Meeting.held_on)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.id != meeting.id,
            Meeting.held_on < meeting.held_on,
            Meeting.state.in_(TOOK_PLACE),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )


def cited_on(session: Session, meetings: Collection[int], table: str) -> set[int]:
    """Which rows of a table the items of these meetings are about."""
    about = (
        select(Link.to_id)
        .join(AgendaItem, AgendaItem.id == Link.from_id)
        .where(
            Link.kind == LinkKind.CITES,
            Link.from_table == "agenda_item",
            Link.to_table == table,
            AgendaItem.meeting_id.in_(meetings),
        )
    )
    return set(session.scalars(about))


KNOWN_OUTCOME: Final[ColumnElement[Any]] = case(
    (
        or_(
            Meeting.state.in_(OUTCOMES_OUT),
            Meeting.body_id.in_(bindparam("coordinates", expanding=True)),
            Meeting.id.in_(bindparam("records", expanding=True)),
        ),
        AgendaItem.outcome,
    )
)
"""What became of the item, for those who may know it already: until the minutes are out, their writers."""
