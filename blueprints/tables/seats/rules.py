"""What happens to a seat between its beginning and its end: it sleeps, it waits for a new representative."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables import rules as table_rules
from blueprints.tables.concerns import vacancy_queries
from blueprints.tables.concerns.vacancy_queries import Vacancy
from blueprints.tables.seats.letters import send_reappointment
from models.actors import Actor
from models.bodies import Bylaws
from models.consequences import people_changed
from models.deadlines import counted_forward
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.periods import overlap
from models.seats import Dormancy, Reappointment
from models.words import N_


def let_rest(
    house: Session,
    table_id: int,
    seat_id: int,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> Dormancy:
    """Let a seat sleep for a time: it is not invited, asked or reminded; its people go on reading."""
    table_rules.locked(house, table_id, by)
    seat = table_rules.seat_of(house, table_id, seat_id)
    if seat.ends_on is not None and seat.ends_on < starts_on:
        raise RuleBroken(N_("The membership ends before that."), field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(N_("The end lies before the beginning."), field="ends_on")
    dormancy = Dormancy(seat_id=seat.id, starts_on=starts_on, ends_on=ends_on, reason=reason)
    for other in seat.dormancies:
        if overlap(other.starts_on, other.ends_on, starts_on, ends_on):
            raise RuleBroken(N_("The membership is already dormant then."), field="starts_on")
    house.add(dormancy)
    record(house, "let-rest", seat, by=by, now=now, starts_on=starts_on.isoformat())
    people_changed(house, table_id, now)
    return dormancy


def wake(house: Session, table_id: int, dormancy_id: int, *, by: Actor, now: datetime) -> int:
    """End a dormancy today; one that has not begun yet never begins. Returns the seat's id."""
    table_rules.locked(house, table_id, by)
    dormancy = house.get(Dormancy, dormancy_id)
    if dormancy is None:
        raise NotAllowed
    seat, today = table_rules.seat_of(house, table_id, dormancy.seat_id), table_rules.day_of(now)
    if dormancy.ends_on is not None and dormancy.ends_on < today:
        raise RuleBroken(N_("This has already ended."))
    if dormancy.starts_on >= today:
        house.delete(dormancy)
    else:
        dormancy.ends_on = today - timedelta(days=1)
    record(house, "wake", seat, by=by, now=now)
    house.flush()
    house.expire(seat, ["dormancies"])
    people_changed(house, table_id, now)
    return seat.id


def proposed_due_on(vacancy: Vacancy, bylaws: Bylaws, today: date) -> date:
    """Until when somebody new shall be named: the day that the lists show, as long as it lies ahead."""
    if vacancy.due_on > today:
        return vacancy.due_on
    due: date = counted_forward(today, weeks=bylaws.reappointment_weeks, land=bylaws.land)
    return due


def ask_for_successor(
    house: Session, table_id: int, seat_id: int, *, due_on: date, by: Actor, now: datetime
) -> int:
    """Ask the institution by letter to name a new representative; the announced day is kept. Returns letters.

    Asked again, the institution gets a letter with the new day, which then holds.
    """
    table_rules.locked(house, table_id, by)
    today = table_rules.day_of(now)
    vacancy = vacancy_queries.vacancy_of(house, table_id, seat_id, today)
    if vacancy is None:
        raise RuleBroken(N_("This seat keeps its representative, or nobody has left it."))
    if due_on <= today:
        raise RuleBroken(N_("Please choose a day that lies ahead."), field="due_on")
    recipients = vacancy_queries.recipients(house, seat_id, today)
    if not recipients:
        raise RuleBroken(
            N_("Neither a mailbox nor a remaining person has an address. Please ask by post or phone.")
        )
    same = (Reappointment.seat_id == seat_id) & (Reappointment.last_day == vacancy.last_day)
    asked = house.scalar(select(Reappointment).where(same))
    if asked is None:
        asked = Reappointment(seat_id=seat_id, last_day=vacancy.last_day, asked_on=today, due_on=due_on)
        house.add(asked)
    asked.asked_on, asked.due_on = today, due_on
    facts = vacancy_queries.letter_facts(house, table_id, vacancy, due_on, today)
    send_reappointment(house, table_id, vacancy, recipients, facts, now=now)
    record(
        house,
        "ask",
        asked,
        by=by,
        now=now,
        body_id=table_id,
        due_on=due_on.isoformat(),
        letters=len(recipients),
    )
    return len(recipients)
