"""Once a year: are these still your people? Asking, answering, reminding the silent, closing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from blueprints.tables import rules as table_rules
from blueprints.tables.checks import queries, question_queries
from blueprints.tables.checks.letters import ASK, REMIND, send
from blueprints.tables.checks.question_queries import Question
from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws
from models.deadlines import counted_forward, reminder_reached
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.people_checks import MOST_WEEKS, WITHIN_WEEKS, PeopleAnswer, PersonAnswer
from models.rounds import AskedSeat, Channel, Round, RoundKind
from models.words import N_

STAYS_OPEN_FOR = timedelta(weeks=4)
"""Late answers are welcome for so long; then the round closes by itself."""


Said = Mapping[int, tuple[bool, str]]
"""By appointment: whether it is still right, and who follows if not."""


def proposed_due_on(bylaws: Bylaws, today: date) -> date:
    due: date = counted_forward(today, weeks=WITHIN_WEEKS, land=bylaws.land)
    return due


def ask(house: Session, table_id: int, *, due_on: date, again: bool = False, by: Actor, now: datetime) -> int:
    """Ask every institution that is awake and has people here, by one letter each. Returns letters.

    Whoever has answered lately is left out, unless `again`. Who has no address is not asked, and shown so:
    the coordination asks by phone and records the answer. A round that still runs is closed by the new one.
    """
    body = table_rules.locked(house, table_id, by)
    today = table_rules.day_of(now)
    if due_on <= today:
        raise RuleBroken(N_("Please choose a day that lies ahead."), field="due_on")
    if due_on > today + MOST_WEEKS * timedelta(weeks=1):
        raise RuleBroken(
            N_("Please choose a day within the next %(weeks)d weeks."), field="due_on", weeks=MOST_WEEKS
        )
    known = queries.recipients(house, table_id, today, now)
    if not known:
        raise RuleBroken(N_("Nobody sits at this table yet: there is nobody to ask about."))
    asked = [each for each in known if again or each.answered_at is None]
    if not asked:
        raise RuleBroken(N_("All institutions have answered lately."), field="again")
    former = queries.open_round(house, table_id)
    if former is not None:
        _close(house, former, by, now)
    asking = Round(kind=RoundKind.PEOPLE, body_id=table_id, opened_at=now, due_on=due_on)
    house.add(asking)
    house.flush()
    for each in asked:
        house.add(
            AskedSeat(
                round_id=asking.id,
                seat_id=each.seat_id,
                organisation_id=each.organisation_id,
                name=each.institution,
            )
        )
    house.flush()
    letters = send(house, body, asking, asked, template=ASK, day=today, now=now)
    record(house, "ask-people", asking, by=by, now=now, asked=len(asked), letters=letters)
    return letters


def may_answer(by: Actor, asked: Question) -> bool:
    """The main representative for her institution; the coordination writes down what was said."""
    return asked.seat_id in by.main_seats or by.coordinates_body(asked.body_id)


def answer(house: Session, table_id: int, asked_id: int, said: Said, *, by: Actor, now: datetime) -> None:
    """Answer on the site, or record an answer for the institution."""
    asked = question_queries.question(house, asked_id, table_rules.day_of(now))
    if asked is None or asked.body_id != table_id or not may_answer(by, asked):
        raise NotAllowed
    own = asked.seat_id in by.main_seats
    _take(house, asked, said, channel=Channel.SITE if own else Channel.COORDINATION, by=by, now=now)


def answer_by_link(house: Session, token: str, said: Said, *, now: datetime) -> None:
    """Answer with nothing but the secret of the letter.

    Who follows, and is not shown there because it was said elsewhere, stays unless it is written anew.
    """
    asked = question_queries.link_question(house, token, table_rules.day_of(now))
    if asked is None:
        raise NotAllowed
    shown = question_queries.told_by_link(asked).people
    kept = {
        whole.appointment_id: whole.successor
        for whole, each in zip(asked.people, shown, strict=True)
        if each.is_hidden
    }
    said = {key: (still, follows or kept.get(key, "")) for key, (still, follows) in said.items()}
    _take(house, asked, said, channel=Channel.LINK, by=None, now=now)


def _take(
    house: Session,
    asked: Question,
    said: Said,
    *,
    channel: Channel,
    by: Actor | None,
    now: datetime,
) -> None:
    """Everybody who was shown is answered for; who has come or gone meanwhile is not."""
    if not asked.is_open:
        raise RuleBroken(N_("This question is closed. Please tell the coordination directly."))
    if {each.appointment_id for each in asked.people} != set(said):
        raise RuleBroken(N_("Your people here have changed meanwhile. Please look again."))
    recorded = channel is Channel.COORDINATION
    given = PeopleAnswer(
        asked_seat_id=asked.asked_id,
        seat_id=asked.seat_id,
        channel=channel,
        answered_at=now,
        address=asked.address or None,
        person_id=by.person_id if by and not recorded else None,
        recorded_by_id=by.person_id if by and recorded else None,
    )
    house.add(given)
    house.flush()
    for appointment_id, (still, successor) in said.items():
        house.add(
            PersonAnswer(
                answer_id=given.id,
                appointment_id=appointment_id,
                still=still,
                successor="" if still else successor,
            )
        )
    changed = sum(not still for still, _ in said.values())
    facts = {"channel": channel.value, "changed": changed}
    record(house, "answer", given, by=by, now=now, body_id=asked.body_id, **facts)


def close(house: Session, table_id: int, round_id: int, *, by: Actor, now: datetime) -> None:
    """Take no more answers; whoever was silent stays silent, shown so."""
    table_rules.locked(house, table_id, by)
    asking = house.get(Round, round_id)
    if asking is None or asking.body_id != table_id or asking.kind is not RoundKind.PEOPLE:
        raise NotAllowed
    if asking.closed_at is not None:
        raise RuleBroken(N_("This question is closed already."))
    _close(house, asking, by, now)


def _close(house: Session, asking: Round, by: Actor | None, now: datetime) -> None:
    asking.closed_at = now
    record(house, "close", asking, by=by, now=now)


def close_late(house: Session, today: date, now: datetime) -> int:
    """Close what has been due for four weeks."""
    late = _open_rounds(house, Round.due_on < today - STAYS_OPEN_FOR)
    for asking, _body, _bylaws in late:
        _close(house, asking, None, now)
    return len(late)


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent on the working days that the bylaws name; as often as one likes, once a day.

    A body at rest reminds nobody.
    """
    sent = 0
    for asking, body, bylaws in _open_rounds(house, Body.state == BodyState.ACTIVE):
        day = reminder_reached(asking.opened_at, asking.due_on, bylaws.reminders, bylaws.land, today)
        if day is None:
            continue
        silent = queries.silent(house, asking.id, today)
        asked = [each for each in queries.recipients(house, body.id, today) if each.seat_id in silent]
        sent += send(house, body, asking, asked, template=REMIND, day=day, now=now)
    return sent


def _open_rounds(house: Session, which: ColumnElement[bool]) -> list[tuple[Round, Body, Bylaws]]:
    rows = house.execute(
        select(Round, Body, Bylaws)
        .join(Body, Body.id == Round.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(Round.kind == RoundKind.PEOPLE, Round.closed_at.is_(None), which)
        .order_by(Round.id)
    )
    return [(asking, body, bylaws) for asking, body, bylaws in rows]
