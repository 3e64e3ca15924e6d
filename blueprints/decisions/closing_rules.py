"""The end of a question: closed in the meeting, by its last day, or adjourned; what became of it then."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.decisions.letters import CLOSED, REMIND, send
from blueprints.decisions.rules import day_of, locked, may_decide
from blueprints.decisions.running_queries import running_circulars
from blueprints.decisions.voice_queries import Votes
from blueprints.meetings.recipient_queries import Recipient, asked_today
from models.actors import Actor
from models.bodies import Body
from models.decisions import Decision, reminder_days
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.results import CAME_ABOUT, Result
from models.rounds import Round
from models.unnamed import must_name_nobody
from models.versions import must_be
from models.words import N_

DECIDED_ANEW = (Result.FAILED, Result.NO_RESULT, *CAME_ABOUT)
"""Results that a late word of a management may change; what was adjourned or objected to stays so."""


def close(
    house: Session, table_id: int, decision_id: int, *, shown: str | None = None, by: Actor, now: datetime
) -> Decision:
    """The coordination ends a consensus check and notes what came of it; circulation ends by its last day.

    `shown`: the result that its page showed; another one by now is looked at first.
    """
    found = locked(house, table_id, decision_id, by)
    found.must_be_open()
    if found.circular:
        raise RuleBroken(N_("A circular decision ends with its last day. Until then answers may change."))
    if is_early(house, found, now):
        raise RuleBroken(
            N_("The meeting in which this is decided has not begun. Until then answers may come.")
        )
    asking = _held(house, found)
    result = Votes(house, found, day_of(now)).outcome.result
    if shown is not None and shown != result.value:
        raise RuleBroken(N_("An institution has answered meanwhile. Please look at the result again."))
    finish(house, found, asking, result, day_of(now), now)
    record(house, "close", found, by=by, now=now, result=result.value, number=found.number)
    return found


def is_early(house: Session, found: Decision, now: datetime) -> bool:
    """Whether the meeting that decides has yet to begin: who will speak there is not silent."""
    if found.meeting_id is None:
        return False
    starts_at = house.scalar(select(Meeting.starts_at).where(Meeting.id == found.meeting_id))
    return starts_at is not None and starts_at > now


def adjourn(
    house: Session, table_id: int, decision_id: int, *, note: str, by: Actor, now: datetime
) -> Decision:
    """Decide it another time; what was said stays readable and counts for nothing."""
    found = locked(house, table_id, decision_id, by)
    if found.result is not None:
        raise RuleBroken(N_("This has been closed already."))
    if not note:
        raise RuleBroken(N_("Please give a reason."), field="note")
    must_name_nobody(house, found.item_id, note=note)
    asking = _held(house, found) if found.round_id else None
    finish(house, found, asking, Result.ADJOURNED, day_of(now), now, note)
    record(house, "adjourn", found, by=by, now=now)
    return found


def close_due(house: Session, today: date, now: datetime) -> int:
    """End the circular decisions whose last day has passed; as often as one likes. Returns how many."""
    late = (
        select(Decision.id, Decision.body_id)
        .join(Round, Round.id == Decision.round_id)
        .where(Decision.circular.is_(True), Decision.result.is_(None), Round.due_on < today)
        .order_by(Decision.id)
    )
    closed = 0
    for decision_id, body_id in house.execute(late).all():
        house.get_one(Body, body_id, with_for_update=True)
        found = house.get_one(Decision, decision_id, with_for_update=True, populate_existing=True)
        if found.result is not None:
            continue
        asking = _held(house, found)
        result = Votes(house, found, asking.due_on).outcome.result
        finish(house, found, asking, result, asking.due_on, now)
        record(house, "close", found, by=None, now=now, result=result.value, number=found.number)
        closed += 1
    return closed


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent of circular decisions at half-time and two working days before the end; each once.

    A body at rest reminds nobody.
    """
    sent = 0
    for asking, bylaws, found in house.execute(running_circulars(today)).all():
        opened_on = day_of(asking.opened_at)
        days = reminder_days(opened_on, asking.due_on, bylaws.land)
        day = max((each for each in days if opened_on < each <= today), default=None)
        if day is not None:
            silent = Votes(house, found, today).silent()
            people = [each for each in _people(house, found, today) if each.seat_id in silent]
            sent += send(house, found, asking, people, template=REMIND, purpose=f"remind-{day}", now=now)
    return sent


def _people(house: Session, found: Decision, on: date) -> list[Recipient]:
    return asked_today(house, found.body_id, on, first=on, last=on)


def _held(house: Session, found: Decision) -> Round:
    assert found.round_id is not None
    return house.get_one(Round, found.round_id, with_for_update=True, populate_existing=True)


def finish(
    house: Session,
    found: Decision,
    asking: Round | None,
    result: Result,
    on: date,
    now: datetime,
    note: str = "",
) -> None:
    """Fix the result, its number and who was in the room; of a circular decision all asked are told."""
    Votes(house, found, on).keep_room(house)
    found.close(result, on, now, note)
    if asking is not None:
        asking.closed_at = now
    if found.came_about:
        _number(house, found, on.year)
    house.flush()
    if found.circular and asking is not None:
        people = _people(house, found, day_of(now))
        send(house, found, asking, people, template=CLOSED, purpose="closed", now=now)


def _number(house: Session, found: Decision, year: int) -> None:
    """The next one of its table and year; the body's row keeps two from getting the same."""
    house.get_one(Body, found.body_id, with_for_update=True)
    mine = (Decision.body_id == found.body_id) & (Decision.year == year)
    last = house.scalar(select(func.max(Decision.number)).where(mine)) or 0
    found.year, found.number = year, last + 1


def judge_again(house: Session, found: Decision, *, by: Actor, now: datetime) -> None:
    """A management has spoken after the end: what has fallen away may change the result. A number stays."""
    if found.result not in DECIDED_ANEW:
        return
    result = Votes(house, found, day_of(now)).outcome.result
    if result is not found.result:
        before, found.result = found.result, result
        if found.came_about and found.number is None:
            _number(house, found, (found.decided_on or day_of(now)).year)
        facts = {"before": before.value, "result": result.value}
        record(house, "judge-again", found, by=by, now=now, **facts)


def follow_up(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    follows: str,
    review_on: date | None,
    carried_out_on: date | None,
    superseded_by_id: int | None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Decision:
    """Note what follows from a decision, when it is looked at again, and what became of it."""
    if not may_decide(by, table_id):
        raise NotAllowed
    found = locked(house, table_id, decision_id, by)
    must_be(found, based_on)
    if not found.came_about:
        raise RuleBroken(N_("Nothing follows: this did not come about."))
    if carried_out_on is not None and carried_out_on > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="carried_out_on")
    if carried_out_on is not None and found.decided_on and carried_out_on < found.decided_on:
        raise RuleBroken(N_("It had not been decided then."), field="carried_out_on")
    if review_on is not None and review_on != found.review_on and review_on < day_of(now):
        raise RuleBroken(N_("%(day)s lies in the past."), field="review_on", day=f"{review_on:%d.%m.%Y}")
    _judge_successor(house, found, superseded_by_id)
    must_name_nobody(house, found.item_id, follows=follows)
    found.follows, found.review_on, found.carried_out_on = follows, review_on, carried_out_on
    found.superseded_by_id = superseded_by_id
    facts = {"carried_out": carried_out_on is not None, "superseded_by": superseded_by_id}
    record(house, "follow-up", found, by=by, now=now, **facts)
    return found


def _judge_successor(house: Session, found: Decision, other_id: int | None) -> None:
    """Only a decision of the same table that came about, and never two each by the other."""
    seen: set[int] = {found.id}
    while other_id is not None:
        other = house.get(Decision, other_id)
        if other is None or other.body_id != found.body_id or not other.came_about:
            raise RuleBroken(N_("This is not a decision of this table."), field="superseded_by_id")
        if other.id in seen:
            raise RuleBroken(N_("The two would supersede each other."), field="superseded_by_id")
        seen.add(other.id)
        other_id = other.superseded_by_id
