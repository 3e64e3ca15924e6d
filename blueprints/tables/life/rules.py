"""The life of a body: founded, active, dormant, dissolved; and the names it had long ago."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables.rules import day_of, kept, may_keep
from models.actors import Actor
from models.bodies import Body, BodyState
from models.body_life import NEXT, BodyName, BodyPhase
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes, MinutesState
from models.words import N_

OPEN = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)


def may_step(by: Actor, body: Body) -> bool:
    """Whoever keeps the entry; a dissolution is taken back by those who coordinated to the end."""
    return may_keep(by, body) or body.id in by.coordinates


def step(
    house: Session, table_id: int, *, state: BodyState, since: date, reason: str, by: Actor, now: datetime
) -> BodyPhase:
    """Let the body rest, wake it, dissolve it: from a day on, with the reason. Reminders follow the state."""
    body = house.get(Body, table_id, with_for_update=True)
    if body is None or not may_step(by, body):
        raise NotAllowed
    if state not in NEXT[body.state]:
        raise RuleBroken(N_("The body can’t become that from where it is."), field="state")
    _judge_day(house, table_id, since, now)
    if state is BodyState.DISSOLVED:
        _judge_end(house, table_id)
    body.state = state
    phase = BodyPhase(body_id=table_id, state=state, since=since, reason=reason, noted_at=now)
    house.add(phase)
    record(house, "step", body, by=by, now=now, body_id=table_id, state=state.value, since=since.isoformat())
    return phase


def _judge_day(house: Session, table_id: int, since: date, now: datetime) -> None:
    if since > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="since")
    last = house.scalar(select(func.max(BodyPhase.since)).where(BodyPhase.body_id == table_id))
    if last is not None and since < last:
        raise RuleBroken(N_("This day lies before the last step in the life of the body."), field="since")


def _judge_end(house: Session, table_id: int) -> None:
    """What is open is brought to an end first: afterwards nobody can."""
    meetings, minutes = open_business(house, table_id)
    if meetings:
        raise RuleBroken(N_("Meetings are still open: %(count)s. Note or cancel them first."), count=meetings)
    if minutes:
        raise RuleBroken(
            N_("Minutes are still being written: %(count)s. Circulate them first."), count=minutes
        )


def open_business(house: Session, table_id: int) -> tuple[int, int]:
    """How many meetings are open, and how many minutes are being written."""
    meetings = select(func.count(Meeting.id)).where(Meeting.body_id == table_id, Meeting.state.in_(OPEN))
    minutes = select(func.count(Minutes.id)).where(
        Minutes.body_id == table_id, Minutes.state != MinutesState.CIRCULATED
    )
    return house.scalar(meetings) or 0, house.scalar(minutes) or 0


def note_name(
    house: Session, table_id: int, *, name: str, until: FuzzyDate, by: Actor, now: datetime
) -> BodyName:
    """Note a name that the body had long ago."""
    kept(house, table_id, by)
    if not until.is_known or until.since:
        raise RuleBroken(N_("Until when did the body have this name?"), field="until")
    if (until.first_day or date.max) >= day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="until")
    names = house.scalars(select(BodyName).where(BodyName.body_id == table_id)).all()
    if any(each.until.sort_key == until.sort_key for each in names):
        raise RuleBroken(N_("Another name ended then."), field="until")
    former = BodyName(body_id=table_id, name=name, until=until)
    house.add(former)
    record(house, "note", former, by=by, now=now)
    return former
