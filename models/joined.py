"""Who joined a table later: what came to its end there before is read only where the bylaws say so.

What is still open is today's business and seen by everybody who may; that is for the rows to say.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from models.actors import Actor
from models.bodies import Bylaws
from models.meetings import Meeting, MeetingState
from models.seats import Seat
from models.standing import in_force
from models.visibility import ids_where

AHEAD: Final = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)


def read_from_the_beginning(body_id: Any, reader: Actor) -> ColumnElement[bool]:
    """SQL: the bylaws open what was before, or she reads at the body without a seat."""
    bylaws = Bylaws.__table__.c
    opened = select(bylaws.body_id).where(bylaws.earlier_minutes.is_(True))
    return or_(body_id.in_(reader.reads), body_id.in_(opened.correlate(None)))


def of_her_time(rows: Any, day: Any, reader: Actor) -> Select[Any]:
    """SQL: the ids of rows of a table with a body, on whose `day` her institution had a seat there."""
    then, now = Seat.__table__.alias("seat_then"), Seat.__table__.alias("seat_now")
    sat = select(rows.c.id).where(
        rows.c.body_id == then.c.body_id,
        in_force(then.c, day),
        and_(then.c.body_id == now.c.body_id, then.c.organisation_id == now.c.organisation_id),
        now.c.id.in_(reader.held_seats),
    )
    return sat.correlate(None)


def meetings_of_her_time(reader: Actor) -> Select[Any]:
    """SQL: the ids of meetings on whose day her institution had a seat."""
    meetings = Meeting.__table__
    return of_her_time(meetings, func.date(meetings.c.starts_at), reader)


def meetings_open_to(reader: Actor) -> Any:
    """SQL: the ids of meetings at her bodies of which she may read what was laid before them: those that are
    still ahead, those of her time, and all where the bylaws say so."""
    known = or_(
        Meeting.state.in_(AHEAD),
        read_from_the_beginning(Meeting.body_id, reader),
        Meeting.id.in_(meetings_of_her_time(reader)),
    )
    return ids_where(Meeting, Meeting.body_id.in_(reader.readable), known)
