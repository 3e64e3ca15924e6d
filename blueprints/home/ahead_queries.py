"""Which meetings come next, and what the coordination or a minute taker has to do for hers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ColumnElement

from blueprints.meetings import due_rules
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.constants import fixed
from models.deadlines import counted_back
from models.editions import Edition, EditionKind, EditionReader
from models.fuzzy_dates import FuzzyDate
from models.meetings import BERLIN, Meeting, MeetingState
from models.minutes import Minutes
from models.objections import Objection, ObjectionEnding
from models.readers import among
from models.visibility import ReaderSession


class Table(NamedTuple):
    """What is told of a meeting's body; empty for whoever may not know of it. The bylaws are for whoever has
    something to do there."""

    name: str
    hue: int
    is_external: bool
    bylaws: Bylaws | None = None


class Listed(NamedTuple):
    """A meeting as a line of a list."""

    body: Table
    id: int
    title: str
    number: int | None
    held_on: FuzzyDate
    starts_at: datetime
    state: MeetingState
    body_id: int
    topics_called_on: date | None


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What the coordination or the minute taker has to do for a meeting: `gesture` names it.

    `then_on`: until when the invitation goes out, where something else comes before it. `count`: of how many
    objections, to how many guests.
    """

    meeting: Listed
    gesture: str
    due_on: date | None
    then_on: date | None = None
    count: int = 0


LOOKS_AHEAD: Final = timedelta(days=60)
"""Of a year that is planned at once the overview names only what comes into sight."""


AHEAD = aliased(Meeting)


def _lies_ahead(of: Any) -> ColumnElement[bool]:
    """SQL: a meeting that members know of and that is not over before today."""
    states = of.state.in_((MeetingState.SCHEDULED, MeetingState.INVITED))
    return and_(states, of.starts_at >= bindparam("from_midnight"))


NEXT: Final = 10
LISTED = (
    select(
        *(Meeting.id, Meeting.title, Meeting.number, Meeting.held_on, Meeting.starts_at, Meeting.state),
        *(Meeting.body_id, Meeting.topics_called_on, Body.name, Body.hue, Body.is_external),
    )
    .outerjoin(Body, Body.id == Meeting.body_id)
    .order_by(Meeting.starts_at, Meeting.id)
)
NEXT_MEETINGS = fixed(LISTED.where(_lies_ahead(Meeting)).limit(NEXT))
DUE = and_(
    Meeting.state.in_(
        (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD)
    ),
    Meeting.body_id.in_(among("coordinated")) | Meeting.id.in_(among("recorded")),
    Meeting.starts_at.is_not(None),
    (Meeting.state != MeetingState.INVITED) | (Meeting.starts_at < bindparam("from_midnight")),
)
FIRST = select(AHEAD.id).where(_lies_ahead(AHEAD)).order_by(AHEAD.starts_at, AHEAD.id).limit(NEXT)
NEWEST: Final = 30
SETTLED = select(ObjectionEnding.objection_id)
TO_DECIDE = and_(Objection.body_id.in_(among("coordinated")), Objection.id.not_in(SETTLED))
UNDECIDED = (
    select(Objection.meeting_id, func.count(Objection.id).label("count"))
    .where(TO_DECIDE)
    .group_by(Objection.meeting_id)
    .subquery()
)
"""How many objections to its minutes wait for the coordination, by meeting."""
OF_EXTRACT = aliased(Edition)
OWED_EXTRACTS = (
    select(OF_EXTRACT.meeting_id, func.count(EditionReader.person_id.distinct()).label("count"))
    .join(EditionReader, EditionReader.edition_id == OF_EXTRACT.id)
    .where(
        OF_EXTRACT.body_id.in_(among("coordinated")),
        OF_EXTRACT.kind == EditionKind.MINUTES,
        EditionReader.person_id.is_not(None),
        EditionReader.sent_at.is_(None),
    )
    .group_by(OF_EXTRACT.meeting_id)
    .subquery()
)
"""How many guests wait for their extract of the minutes, by meeting."""
NEW_EDITION, NEWEST_OF = aliased(Edition), aliased(Edition)
NEWEST_EDITIONS = (
    select(NEW_EDITION.id)
    .where(NEW_EDITION.kind == EditionKind.MINUTES)
    .order_by(NEW_EDITION.compiled_at.desc(), NEW_EDITION.id.desc())
    .limit(NEWEST)
)
WITH_NEW_MINUTES = select(NEWEST_OF.meeting_id).where(NEWEST_OF.id.in_(NEWEST_EDITIONS))
DUE_AND_NEXT = fixed(
    LISTED.add_columns(
        Bylaws,
        Edition.id.label("edition_id"),
        Edition.compiled_at,
        Edition.number.label("edition_number"),
        Minutes.objections_until,
        UNDECIDED.c.count.label("objections"),
        OWED_EXTRACTS.c.count.label("extracts"),
    )
    .outerjoin(Bylaws, Bylaws.body_id == Body.id)
    .outerjoin(Edition, and_(Edition.meeting_id == Meeting.id, Edition.id.in_(NEWEST_EDITIONS)))
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .outerjoin(UNDECIDED, UNDECIDED.c.meeting_id == Meeting.id)
    .outerjoin(OWED_EXTRACTS, OWED_EXTRACTS.c.meeting_id == Meeting.id)
    .where(
        or_(
            DUE,
            Meeting.id.in_(FIRST),
            Meeting.id.in_(WITH_NEW_MINUTES),
            UNDECIDED.c.count.is_not(None),
            OWED_EXTRACTS.c.count.is_not(None),
        )
    )
)
"""For whoever prepares meetings or writes minutes: those where something may be due, the next ten, and those
whose minutes came out last."""


NewMinutes = list[tuple[datetime, Listed, date | None, bool]]


def ahead(
    reading: ReaderSession, by: Actor, today: date
) -> tuple[list[NextStep], list[Listed], NewMinutes | None]:
    """What the coordination has to do next for its meetings (invite, note as held, write and send minutes),
    the next ten meetings that the reader may know of, and for whoever coordinates or writes minutes also
    the new ones (`queries.new_minutes`), so that nothing is asked twice."""
    start = midnight(today)
    if not by.coordinates and not by.records:
        return [], [_listed(row) for row in reading.rows(NEXT_MEETINGS, {"from_midnight": start})], None
    mine = {"coordinated": list(by.coordinates), "recorded": list(by.records), "from_midnight": start}
    rows = reading.execute(DUE_AND_NEXT, mine).all()
    meetings = list({row.id: _listed(row) for row in rows}.values())
    steps = [step for meeting in meetings if (step := _step(meeting, by, today)) is not None]
    steps += _objections(rows) + _extracts(rows)
    states = (MeetingState.SCHEDULED, MeetingState.INVITED)
    known = [each for each in meetings if each.starts_at >= start and each.state in states]
    return sorted(steps, key=lambda step: step.due_on or date.max), known[:NEXT], _new_minutes(rows)


def _objections(rows: Sequence[Any]) -> list[NextStep]:
    """Decide on objections; a row for each meeting, due when the period for them ends."""
    found = {row.id: row for row in rows if row.objections}
    return [
        NextStep(
            meeting=_listed(row), gesture="objections", due_on=row.objections_until, count=row.objections
        )
        for row in found.values()
    ]


def _extracts(rows: Sequence[Any]) -> list[NextStep]:
    """Send guests their extracts; a row for each meeting."""
    found = {row.id: row for row in rows if row.extracts}
    return [
        NextStep(meeting=_listed(row), gesture="extracts", due_on=None, count=row.extracts)
        for row in found.values()
    ]


def _new_minutes(rows: Sequence[Any], limit: int = 5) -> NewMinutes:
    newest = {row.edition_id: row for row in rows if row.edition_id is not None}
    found: dict[int, tuple[datetime, Listed, date | None, bool]] = {}
    for row in sorted(newest.values(), key=lambda row: (row.compiled_at, row.edition_id), reverse=True):
        what = (row.compiled_at, _listed(row), row.objections_until, row.edition_number > 1)
        found.setdefault(row.id, what)
    return list(found.values())[:limit]


def _listed(row: Any) -> Listed:
    return Listed(Table(*row[8:12]), *row[:8])


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Berlin."""
    return datetime.combine(day, time(), BERLIN)


def _step(meeting: Listed, by: Actor, today: date) -> NextStep | None:
    if meeting.body_id not in by.coordinates and meeting.id not in by.records:
        return None
    day, body = meeting.held_on.day, meeting.body
    if day is None or body.is_external:
        return None
    if meeting.state is MeetingState.HELD:
        return NextStep(meeting=meeting, gesture="write", due_on=None)
    if meeting.body_id not in by.coordinates or body.bylaws is None:
        return None
    if meeting.state is MeetingState.INVITED:
        return NextStep(meeting=meeting, gesture="hold", due_on=day) if day < today else None
    if meeting.state not in (MeetingState.PLANNED, MeetingState.SCHEDULED):
        return None  # read for its new minutes only: nothing is to be prepared any more
    due = due_rules.due_next(day, body.bylaws, today, called=meeting.topics_called_on is not None)
    if due.kind != "invite" and due.day > today + LOOKS_AHEAD:
        return None
    then_on = None if due.kind == "invite" else invitation_due(day, body.bylaws)
    return NextStep(meeting=meeting, gesture=due.kind, due_on=due.day, then_on=then_on)


def invitation_due(day: date, bylaws: Bylaws) -> date:
    """The last day to send the invitation (Ladungsfrist, counted back: the working day before)."""
    due: date = counted_back(day, bylaws.notice_days, bylaws.land)
    return due
