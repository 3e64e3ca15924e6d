"""What somebody who is new at a table needs to know, as far as she may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session, contains_eager

from blueprints.tables import queries as tables
from blueprints.tables.queries import Member, Named
from models.actors import Actor
from models.bodies import Body, Office, OfficeKind
from models.decisions import Decision
from models.editions import Edition, EditionKind
from models.meetings import Meeting
from models.minutes import Minutes, MinutesState
from models.results import CAME_ABOUT
from models.shelf import DocumentKind, DocumentState, ShelfDocument

NEW_FOR: Final = timedelta(days=60)
"""So long somebody counts as new after the beginning of an appointment."""
MEETINGS_AHEAD: Final = 5
MINUTES_BACK: Final = 3
DOCUMENTS: Final = 20
DECISIONS: Final = 10


@dataclass(frozen=True, kw_only=True)
class LastMinutes:
    """The minutes of one meeting that she may read, as they were sent out last."""

    meeting: Meeting
    sent_at: datetime
    state: MinutesState | None


@dataclass(frozen=True, kw_only=True)
class Induction:
    """`mine`: the seats that she fills here; `agreed`: bylaws and agreements before all other documents;
    `decided`: the last decisions that came about and have not been superseded."""

    body: Body
    mine: list[Member]
    members: list[Member]
    offices: list[tuple[Office, Named]]
    meetings: list[Meeting]
    minutes: list[LastMinutes]
    agreed: Sequence[ShelfDocument]
    decided: Sequence[Decision]


def induction(reading: Session, table_id: int, by: Actor, on: date) -> Induction | None:
    """For whoever belongs to the table; guests of an item and strangers have none."""
    body = tables.body(reading, table_id) if tables.sees_members(by, table_id) else None
    if body is None:
        return None
    members, _former = tables.members(reading, table_id, on, by, body.bylaws.declaration_needed)
    held = {seat.seat_id for seat in by.seats}
    return Induction(
        body=body,
        mine=[each for each in members if each.seat.id in held],
        members=members,
        offices=[each for each in tables.offices(body, on, by) if each[0].kind is not OfficeKind.READER],
        meetings=_ahead(reading, table_id, on),
        minutes=_last_minutes(reading, table_id),
        agreed=_agreed(reading, table_id),
        decided=reading.scalars(DECIDED, {"table_id": table_id}).all(),
    )


def _ahead(reading: Session, table_id: int, on: date) -> list[Meeting]:
    """The next meetings with a known day, soonest first."""
    known = [each for each in tables.meetings(reading, table_id) if each.is_open and each.held_on.day]
    coming = [each for each in known if each.held_on.day and each.held_on.day >= on]
    return coming[::-1][:MEETINGS_AHEAD]


MINUTES = (
    select(Edition.compiled_at, Meeting, Minutes.state)
    .join(Meeting, Meeting.id == Edition.meeting_id)
    .outerjoin(Meeting.body)
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(Edition.kind == EditionKind.MINUTES, Edition.body_id == bindparam("table_id"))
    .options(contains_eager(Meeting.body))
    .order_by(Edition.compiled_at.desc(), Edition.id.desc())
    .limit(30)
)


def _last_minutes(reading: Session, table_id: int) -> list[LastMinutes]:
    found: dict[int, LastMinutes] = {}
    for sent_at, meeting, state in reading.execute(MINUTES, {"table_id": table_id}):
        found.setdefault(meeting.id, LastMinutes(meeting=meeting, sent_at=sent_at, state=state))
    return list(found.values())[:MINUTES_BACK]


IN_ORDER = case(
    (ShelfDocument.kind == DocumentKind.BYLAWS, 0), (ShelfDocument.kind == DocumentKind.AGREEMENT, 1), else_=2
)
AGREED = (
    select(ShelfDocument)
    .where(ShelfDocument.body_id == bindparam("table_id"), ShelfDocument.state == DocumentState.RELEASED)
    .order_by(IN_ORDER, ShelfDocument.dated.desc(), ShelfDocument.id.desc())
    .limit(DOCUMENTS)
)


def _agreed(reading: Session, table_id: int) -> Sequence[ShelfDocument]:
    return reading.scalars(AGREED, {"table_id": table_id}).all()


DECIDED = (
    select(Decision)
    .where(
        Decision.body_id == bindparam("table_id"),
        Decision.result.in_(CAME_ABOUT),
        Decision.superseded_by_id.is_(None),
    )
    .order_by(Decision.decided_on.desc(), Decision.id.desc())
    .limit(DECISIONS)
)


@dataclass(frozen=True, kw_only=True)
class NewAt:
    """A table at which somebody is new."""

    table_id: int
    name: str
    hue: int


def new_at(reading: Session, by: Actor, on: date) -> list[NewAt]:
    """Where she has filled a seat for less than sixty days; asks only then."""
    new = {seat.body_id for seat in by.seats if seat.since and on - NEW_FOR < seat.since <= on}
    if not new:
        return []
    rows = reading.execute(select(Body.id, Body.name, Body.hue).where(Body.id.in_(new)).order_by(Body.name))
    return [NewAt(table_id=row.id, name=row.name, hue=row.hue) for row in rows]
