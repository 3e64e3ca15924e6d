"""Who may set up and change a round table, and what must hold when they do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.actors import Actor
from models.bodies import Body, Bylaws
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
    """The coordination changes a table: its facts, bylaws, seats and people; none that is dissolved."""
    return by.coordinates_body(table_id)


def edit(
    house: Session, table_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct what is said about a body; another name or state is a gesture of its own."""
    body = locked(house, table_id, by)
    must_be(body, based_on)
    judge_name(house, facts["name"], table_id, by)
    judge_parent(house, table_id, facts["parent_id"], by)
    names = changed(body, facts)
    record(house, "edit", body, by=by, now=now, body_id=table_id, changed=names)


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
    locked(house, table_id, by)
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


def day_of(now: datetime) -> date:
    """The calendar day in Berlin."""
    return now.astimezone(BERLIN).date()


def may_keep(by: Actor, body: Body) -> bool:
    """The coordination keeps its table's entry; those of external bodies all who coordinate here, as they
    keep the directory of institutions."""
    return by.coordinates_body(body.id) or (body.is_external and by.is_coordinator)


def kept(house: Session, table_id: int, by: Actor) -> Body:
    """The body whose entry one keeps, held until the end of the transaction."""
    body = house.get(Body, table_id, with_for_update=True)
    if body is None or not may_keep(by, body):
        raise NotAllowed
    return body


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


def judge_name(house: Session, name: str, own_id: int | None, by: Actor) -> None:
    """Refuse a name that the actor can read elsewhere already. A body that she must not know of may bear it:
    a refusal would tell that there is one. The administration reads all names."""
    named, wanted = select(Body.id, Body.name, Body.next_name), name.casefold()
    for each in house.execute(named if by.is_admin else named.where(Body.visible_to(by))):
        if each.id != own_id and wanted in (each.name.casefold(), each.next_name.casefold()):
            raise RuleBroken(N_("There is already a body with this name."), field="name")


def judge_parent(house: Session, body_id: int | None, parent_id: int | None, by: Actor) -> None:
    """Refuse a new parent that the actor does not keep, and circles."""
    if parent_id is None:
        return
    parents = {row.id: row.parent_id for row in house.execute(select(Body.id, Body.parent_id))}
    if body_id is not None and parents.get(body_id) == parent_id:
        return
    parent = house.get(Body, parent_id)
    if parent is None or not (parent.id in by.coordinates or parent.is_external):
        raise RuleBroken(N_("There is no such body."), field="parent_id")
    above: int | None = parent_id
    while above is not None:
        if above == body_id:
            raise RuleBroken(
                N_("A body can’t belong to itself or to one of its own groups."), field="parent_id"
            )
        above = parents.get(above)
