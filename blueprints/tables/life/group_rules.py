"""Working groups of a table, and bodies that others coordinate: who enters them, and what must hold."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.tables.rules import changed, day_of, judge_name, judge_parent, kept, locked
from models.actors import Actor
from models.bodies import Body, BodyKind, Bylaws, Coordination, Office, OfficeKind
from models.body_life import ElectoralTerm
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.meetings import is_web_address
from models.organisations import Organisation
from models.seats import Appointment, Seat
from models.standing import in_force
from models.versions import must_be
from models.words import N_

COPIED = ("land", "notice_days", "reply_days", "topic_call_weeks", "agenda_weeks", "objection_days",
          "reminder_working_days", "names_in_calendar", "names_in_subject", "agenda_template",
          "reappointment_weeks", "declaration_needed", "declaration", "earlier_minutes",
          "decision_mode", "quorum_percent", "circular_working_days", "silence_consents")  # fmt: skip
"""What a group's bylaws take over from its table's."""


def may_found(by: Actor, body: Body) -> bool:
    """The coordination of a table founds its groups (rulings.md 17 leaves empty bodies to administration)."""
    return by.coordinates_body(body.id) and not body.is_external


def found_group(
    house: Session,
    table_id: int,
    *,
    name: str,
    kind: BodyKind,
    theme: str,
    seat_ids: Iterable[int],
    by: Actor,
    now: datetime,
) -> Body:
    """Set up a group of a table, with the same coordination, its bylaws, and the seats that are chosen."""
    parent = locked(house, table_id, by)
    if not may_found(by, parent):
        raise NotAllowed
    judge_name(house, name, None, by)
    group = Body(
        name=name,
        kind=kind,
        theme=theme,
        parent_id=table_id,
        level=parent.level,
        area=parent.area,
        hue=parent.hue,
        founded=FuzzyDate.of_day(day_of(now)),
        default_visibility=parent.default_visibility,
        is_practice=parent.is_practice,
    )
    house.add(group)
    house.flush()
    record(house, "found", group, by=by, now=now, body_id=group.id, parent=table_id)
    _take_over(house, parent, group, set(seat_ids), by, now)
    return group


def _take_over(
    house: Session, parent: Body, group: Body, seat_ids: set[int], by: Actor, now: datetime
) -> None:
    today = day_of(now)
    rules = house.scalars(select(Bylaws).where(Bylaws.body_id == parent.id)).one()
    house.add(Bylaws(body_id=group.id, **{name: getattr(rules, name) for name in COPIED}))
    since = FuzzyDate.of_day(today)
    for each in house.scalars(
        select(Coordination).where(Coordination.body_id == parent.id, in_force(Coordination, today))
    ):
        house.add(
            Coordination(body_id=group.id, organisation_id=each.organisation_id, since=since, starts_on=today)
        )
    office = Office(body_id=group.id, person_id=by.person_id, kind=OfficeKind.COORDINATION)
    house.add(office)
    record(house, "give", office, by=by, now=now, person=by.person_id, kind=office.kind.value)
    seats = house.scalars(
        select(Seat)
        .where(Seat.body_id == parent.id, Seat.id.in_(seat_ids), in_force(Seat, today))
        .options(selectinload(Seat.appointments))
    ).all()
    if len(seats) != len(seat_ids):
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_ids")
    for seat in seats:
        _seat_taken_over(house, group, seat, by, now)


def _seat_taken_over(house: Session, group: Body, seat: Seat, by: Actor, now: datetime) -> None:
    """The same kind of seat with the same people; their periods at the group begin today."""
    today = day_of(now)
    made = Seat(
        body_id=group.id,
        organisation_id=seat.organisation_id,
        kind=seat.kind,
        since=FuzzyDate.of_day(today),
        starts_on=today,
        ends_on=seat.ends_on,
    )
    house.add(made)
    record(house, "admit", made, by=by, now=now, organisation=seat.organisation_id, kind=seat.kind.value)
    for each in seat.appointed_on(today):
        house.add(
            Appointment(
                seat_id=made.id,
                person_id=each.person_id,
                role=each.role,
                rank=each.rank,
                may_sign=each.may_sign,
                declared_on=each.declared_on,
                starts_on=today,
                ends_on=each.ends_on,
            )
        )


def may_enter(by: Actor) -> bool:
    """Whoever coordinates a table here enters bodies outside and keeps their entries."""
    return by.is_coordinator


def enter(house: Session, *, by: Actor, now: datetime, **facts: Any) -> Body:
    """Enter a body that others coordinate."""
    if not may_enter(by):
        raise NotAllowed
    _judge_external(house, None, facts, by)
    body = Body(is_external=True, **facts)
    house.add(body)
    house.flush()
    house.add(Bylaws(body_id=body.id, declaration_needed=False))
    record(house, "enter", body, by=by, now=now, body_id=body.id)
    return body


def correct(
    house: Session, table_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct the entry of a body that others coordinate."""
    body = kept(house, table_id, by)
    if not body.is_external:
        raise NotAllowed
    must_be(body, based_on)
    _judge_external(house, table_id, facts, by)
    names = changed(body, facts)
    record(house, "edit", body, by=by, now=now, body_id=table_id, changed=names)


def _judge_external(house: Session, table_id: int | None, facts: dict[str, Any], by: Actor) -> None:
    judge_name(house, facts["name"], table_id, by)
    if facts["public_url"] and not is_web_address(facts["public_url"]):
        raise RuleBroken(
            N_("Please give an address that begins with https:// or http://."), field="public_url"
        )
    if facts["host_id"] is not None and house.get(Organisation, facts["host_id"]) is None:
        raise RuleBroken(N_("There is no such institution."), field="host_id")
    judge_parent(house, table_id, facts["parent_id"], by)


def add_term(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> ElectoralTerm:
    """Add an electoral term; those before it stay."""
    if not kept(house, table_id, by).is_external:
        raise NotAllowed
    term = ElectoralTerm(body_id=table_id, **facts)
    term.judge()
    house.add(term)
    record(house, "add", term, by=by, now=now)
    return term


def correct_term(
    house: Session,
    table_id: int,
    term_id: int,
    *,
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Correct a term, or note its end."""
    kept(house, table_id, by)
    term = house.get(ElectoralTerm, term_id, with_for_update=True)
    if term is None or term.body_id != table_id:
        raise NotAllowed
    must_be(term, based_on)
    with house.no_autoflush:
        names = changed(term, facts)
        term.judge()
    record(house, "edit", term, by=by, now=now, changed=names)
