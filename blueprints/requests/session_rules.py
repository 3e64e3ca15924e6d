"""Sessions of bodies that others coordinate: recorded by whoever keeps the body's entry (decision 0010)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.rules import changed, day_of, kept
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import KNOWN_OF_OTHERS, Meeting, MeetingState
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


def record_session(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> Meeting:
    """Record a session, past or to come; whoever may know of the body sees it."""
    _outside(house, table_id, by)
    made = Meeting(body_id=table_id, visibility=Visibility.PUBLIC, **facts)
    _judge(made, now)
    house.add(made)
    house.flush()
    record(house, "record-session", made, by=by, now=now, state=made.state.value)
    return made


def correct_session(
    house: Session, table_id: int, meeting_id: int, *, based_on: int | None, by: Actor, now: datetime,
    **facts: Any,
) -> None:  # fmt: skip
    """Correct a session: it was moved, it took place. Consultations in it follow its date."""
    _outside(house, table_id, by)
    of_body = select(Meeting).where(Meeting.id == meeting_id, Meeting.body_id == table_id)
    found = house.scalar(of_body.with_for_update())
    if found is None:
        raise NotAllowed
    must_be(found, based_on)
    names = changed(found, facts)
    _judge(found, now)
    record(house, "edit", found, by=by, now=now, changed=names)


def _outside(house: Session, table_id: int, by: Actor) -> None:
    if not kept(house, table_id, by).is_external:
        raise NotAllowed


def _judge(found: Meeting, now: datetime) -> None:
    if not found.held_on.is_known:
        raise RuleBroken(N_("Please give the date as exactly as it is known."), field="held_on")
    if found.state not in KNOWN_OF_OTHERS:
        raise RuleBroken(N_("Please choose what is known of the session."), field="state")
    first = found.held_on.first_day
    if found.state is MeetingState.HELD and first and first > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="held_on")
