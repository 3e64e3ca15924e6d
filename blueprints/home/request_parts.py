"""What the overview knows of requests at one table: a part of the statement about rounds."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Boolean, Date, Integer, and_, column, exists, func, not_, or_, select, table

from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import Meeting
from models.readers import among
from models.requests import FELL_OUT

REQUEST: Final = table(
    "external_request",
    *(column(name, Integer) for name in ("id", "body_id", "seat_id", "due_meeting_id")),
    *(column(name, Date) for name in ("assigned_at", "withdrawn_on", "due_on")),
)
REPLY: Final = table(
    "request_reply", column("request_id", Integer), column("closes", Boolean), column("sent_on", Date)
)
SESSION: Final = table(
    "meeting", column("id", Integer), column("held_on", FuzzyDateType()), column("state", Meeting.state.type)
)
"""Only those of one's own seats and tables are asked for, which one always sees."""
ITS_OWN: Final = REPLY.c.request_id == REQUEST.c.id
ANSWERED: Final = exists().where(ITS_OWN, REPLY.c.closes, REPLY.c.sent_on.is_not(None))
DRAFTED: Final = exists().where(ITS_OWN, REPLY.c.sent_on.is_(None))
LEADS: Final = REQUEST.c.body_id.in_(among("coordinated"))
OURS: Final = REQUEST.c.seat_id.in_(among("seats"))
MINE: Final = or_(OURS, and_(LEADS, REQUEST.c.seat_id.is_(None), REQUEST.c.assigned_at.is_not(None)))
OTHERS: Final = and_(LEADS, REQUEST.c.seat_id.is_not(None), not_(OURS))
KINDS: Final = {
    "mine": and_(MINE, not_(DRAFTED)),
    "new": and_(LEADS, REQUEST.c.assigned_at.is_(None)),
    "drafted": and_(LEADS, DRAFTED),
    "others": and_(OTHERS, not_(DRAFTED)),
}
HELD_ON: Final = SESSION.c.held_on
A_DAY: Final = and_(func.substr(HELD_ON, 8, 2) != "00", SESSION.c.state.not_in(FELL_OUT))
"""SQL: the session has a day (signs 8 and 9 of its sort key), and will be or was."""
OF_REQUESTS: Final = (
    select(
        REQUEST.c.body_id,
        *(
            part.filter(which).label(f"{name}_requests_{what}")
            for name, which in KINDS.items()
            for what, part in (
                ("count", func.count()),
                ("first", func.min(REQUEST.c.id)),
                ("due_on", func.min(REQUEST.c.due_on)),
            )
        ),
        *(
            func.min(HELD_ON).filter(and_(which, A_DAY)).label(f"{name}_requests_held_on")
            for name, which in KINDS.items()
        ),
    )
    .select_from(REQUEST)
    .outerjoin(SESSION, SESSION.c.id == REQUEST.c.due_meeting_id)
    .where(REQUEST.c.withdrawn_on.is_(None), not_(ANSWERED), or_(LEADS, OURS))
    .group_by(REQUEST.c.body_id)
    .subquery("of_requests")
)
"""Requests that wait for a reply, by table: that one has to prepare, that nobody has yet, whose reply is
drafted, that others prepare."""


@dataclass(frozen=True, kw_only=True)
class Some:
    """How many, the first last day that is known, and the id of a single one."""

    kind: str
    count: int
    due_on: date | None
    request_id: int | None


def requests(row: Any) -> tuple[Some, ...]:
    """Of one row of the statement about rounds, what there is of each kind."""
    found = []
    for kind in KINDS:
        count = getattr(row, f"{kind}_requests_count") or 0
        if count:
            held_on: FuzzyDate | None = getattr(row, f"{kind}_requests_held_on")
            days = (getattr(row, f"{kind}_requests_due_on"), held_on.day if held_on else None)
            first = getattr(row, f"{kind}_requests_first") if count == 1 else None
            known = [day for day in days if day is not None]
            found.append(Some(kind=kind, count=count, due_on=min(known, default=None), request_id=first))
    return tuple(found)
