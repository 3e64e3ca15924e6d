"""Who may set up and change a round table, and what must hold when they do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws, Coordination
from models.consequences import people_changed
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation
from models.periods import overlap
from models.seats import Seat, SeatKind
from models.versions import must_be
from models.words import N_


def may_edit(by: Actor, table_id: int) -> bool:
    """The coordination changes a table: its facts, bylaws, seats, people and offices."""
    return by.coordinates_body(table_id)


def edit(
    house: Session, table_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Change what is said about a body."""
    body = locked(house, table_id, by)
    must_be(body, based_on)
    judge_name(house, facts["name"], table_id)
    names = changed(body, facts)
    record(house, "edit", body, by=by, now=now, body_id=table_id, changed=names, state=body.state.value)


def edit_bylaws(
    house: Session, table_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Change a body's periods and switches; what has been announced stays announced."""
    locked(house, table_id, by)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table_id).with_for_update()).one()
    must_be(bylaws, based_on)
    with house.no_autoflush:
        names = changed(bylaws, facts)
        bylaws.judge()
    record(house, "edit", bylaws, by=by, now=now, changed=names)


def admit(
    house: Session,
    table_id: int,
    *,
    organisation_id: int,
    kind: SeatKind,
    since: FuzzyDate,
    starts_on: date | None,
    reference: str = "",
    by: Actor,
    now: datetime,
) -> Seat:
    """Give an institution a seat; nobody sits on it yet."""
    body = locked(house, table_id, by)
    if body.state is BodyState.DISSOLVED:
        raise RuleBroken(N_("This body is dissolved. It admits nobody any more."))
    organisation = house.get(Organisation, organisation_id)
    if organisation is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    organisation.must_exist(starts_on or day_of(now), "organisation_id")
    former = house.scalars(
        select(Seat).where(Seat.body_id == table_id, Seat.organisation_id == organisation_id)
    ).all()
    if former and starts_on is None:
        starts_on = day_of(now)
    if any(overlap(seat.starts_on, seat.ends_on, starts_on, None) for seat in former):
        raise RuleBroken(N_("This institution already holds a seat here."), field="organisation_id")
    if not since.is_known and starts_on:
        since = FuzzyDate.of_day(starts_on)
    seat = Seat(
        body_id=table_id,
        organisation_id=organisation_id,
        kind=kind,
        since=since,
        starts_on=starts_on,
        reference=reference,
    )
    house.add(seat)
    record(house, "admit", seat, by=by, now=now, organisation=organisation_id, kind=kind.value)
    return seat


def end_seat(
    house: Session,
    table_id: int,
    seat_id: int,
    *,
    ends_on: date,
    reason: str,
    reference: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """End a membership: from `ends_on` on nobody of the institution sees the table."""
    locked(house, table_id, by)
    seat = seat_of(house, table_id, seat_id)
    seat.end(ends_on, reason, reference)
    record(house, "end", seat, by=by, now=now, ends_on=ends_on.isoformat())
    people_changed(house, table_id, now)


def pass_on(
    house: Session, table_id: int, *, organisation_id: int, since: FuzzyDate, by: Actor, now: datetime
) -> Coordination:
    """Let another institution coordinate: a new period, the old one ends today."""
    locked(house, table_id, by)
    organisation = house.get(Organisation, organisation_id)
    if organisation is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    organisation.must_exist(day_of(now), "organisation_id")
    current = select(Coordination).where(Coordination.body_id == table_id, Coordination.ended_on.is_(None))
    former = house.scalars(current).all()
    if any(each.organisation_id == organisation_id for each in former):
        raise RuleBroken(N_("This institution coordinates already."), field="organisation_id")
    today = day_of(now)
    for each in former:
        each.ended_on = today
    since = since if since.is_known else FuzzyDate.of_day(today)
    coordination = Coordination(body_id=table_id, organisation_id=organisation_id, since=since)
    house.add(coordination)
    record(house, "pass-on", coordination, by=by, now=now, organisation=organisation_id)
    return coordination


def day_of(now: datetime) -> date:
    """The calendar day in Berlin."""
    return now.astimezone(BERLIN).date()


def locked(house: Session, table_id: int, by: Actor) -> Body:
    """The body, held until the end of the transaction: its changes come one after the other."""
    if not may_edit(by, table_id):
        raise NotAllowed
    return house.get_one(Body, table_id, with_for_update=True)


def seat_of(house: Session, table_id: int, seat_id: int) -> Seat:
    """A seat of this table with its appointments; one of another table is not found."""
    seat = house.scalar(
        select(Seat)
        .where(Seat.id == seat_id, Seat.body_id == table_id)
        .options(selectinload(Seat.appointments), selectinload(Seat.dormancies))
    )
    if seat is None:
        raise NotAllowed
    return seat


def changed(row: Any, facts: dict[str, Any]) -> list[str]:
    """Set what differs; tells which columns that were."""
    names = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in names:
        setattr(row, name, facts[name])
    return names


def judge_name(house: Session, name: str, own_id: int | None) -> None:
    for each in house.scalars(select(Body)):
        if each.id != own_id and each.name.casefold() == name.casefold():
            raise RuleBroken(N_("There is already a body with this name."), field="name")
