"""An institution names who shall act for it; the coordination confirms or sends back."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.tables import rules as table_rules
from blueprints.tables.people import rules as people_rules
from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.filing import put_in
from models.history import record
from models.nominations import Nomination, NominationState, NominationWay
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.visibility import Visibility
from models.words import N_


def may_nominate(house: Session, by: Actor, seat: Seat, on: date) -> bool:
    """The institution's own: its representative; without one the first deputy; its function mailbox.

    The coordination writes down what came to it by letter or mail. Where nobody here coordinates any more,
    or never did, nobody would confirm it.
    """
    if by.coordinates_body(seat.body_id):
        return True
    if not house.get_one(Body, seat.body_id).nominates or not seat.holds_on(on):
        return False
    acting = [each for each in seat.appointed_on(on) if each.role is not AppointmentRole.READER]
    if acting and acting[0].person_id == by.person_id and seat.id in by.seat_ids:
        return True
    return _holds_mailbox(house, by, seat)


def _holds_mailbox(house: Session, by: Actor, seat: Seat) -> bool:
    """Whoever signs in as the function mailbox of the seat's institution."""
    same = func.lower(Organisation.mailbox) == func.lower(Person.email)
    query = select(Person.id).join(Organisation, Organisation.id == Person.organisation_id).where(same)
    mine = query.where(Person.id == by.person_id, Organisation.id == seat.organisation_id)
    return house.scalar(mine) is not None


def nominate(
    house: Session,
    table_id: int,
    seat_id: int,
    *,
    upload: dict[str, Any] | None = None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Nomination:
    """Name somebody for a seat. Nothing follows from it before the coordination has confirmed it.

    `upload`: the letter itself, as it was judged by its bytes.
    """
    seat, today = _seat(house, table_id, seat_id), table_rules.day_of(now)
    if not may_nominate(house, by, seat, today):
        raise NotAllowed
    if not seat.holds_on(today):
        raise RuleBroken(N_("This membership has already ended."))
    if not by.coordinates_body(table_id):
        facts |= {"way": NominationWay.SITE, "received_on": today}
    if facts["received_on"] > today:
        raise RuleBroken(N_("This day has not come yet."), field="received_on")
    nomination = Nomination(seat_id=seat.id, by_id=by.person_id, **facts)
    nomination.judge(has_letter=upload is not None)
    if nomination.role is AppointmentRole.MAIN and _pending_main(house, seat.id):
        raise RuleBroken(
            N_("A nomination of a representative already waits for confirmation. Withdraw it first."),
            field="role",
        )
    house.add(nomination)
    record(house, "nominate", nomination, by=by, now=now, body_id=table_id, role=nomination.role.value)
    if upload is not None:
        letter = {**upload, "visibility": Visibility.CONFIDENTIAL}
        put_in(house, table_id, nomination_id=nomination.id, **letter, by=by, now=now)
    return nomination


def confirm(
    house: Session,
    table_id: int,
    nomination_id: int,
    *,
    follows: bool,
    declared_on: date | None,
    send_link: bool,
    same: bool | None = None,
    by: Actor,
    now: datetime,
) -> Appointment:
    """The appointment exists from now on. `follows`: the present representative ends the day before."""
    table_rules.locked(house, table_id, by)
    nomination = nomination_of(house, table_id, nomination_id)
    nomination.decide(NominationState.CONFIRMED, now)
    today = table_rules.day_of(now)
    starts_on = nomination.starts_on
    present = _present_main(house, table_id, nomination, starts_on or today)
    if follows and present is not None and nomination.role is AppointmentRole.MAIN:
        starts_on = starts_on or today
        present.end(starts_on)
        record(house, "end", present, by=by, now=now, body_id=table_id, ends_on=starts_on.isoformat())
    made = people_rules.appoint(
        house,
        table_id,
        nomination.seat_id,
        person={**_facts_of(nomination), "same": same},
        role=nomination.role,
        rank=None,
        may_sign=nomination.may_sign,
        starts_on=starts_on,
        ends_on=nomination.ends_on,
        declared_on=declared_on,
        send_link=send_link,
        by=by,
        now=now,
    )
    nomination.appointment_id = made.id
    record(house, "confirm", nomination, by=by, now=now, body_id=table_id, appointment=made.id)
    return made


def _facts_of(nomination: Nomination) -> dict[str, Any]:
    return {name: getattr(nomination, name) for name in ("name", "function", "email")}


def send_back(
    house: Session, table_id: int, nomination_id: int, *, reason: str, by: Actor, now: datetime
) -> Nomination:
    """Send a nomination back to the institution, with a reason that it reads."""
    table_rules.locked(house, table_id, by)
    nomination = nomination_of(house, table_id, nomination_id)
    nomination.decide(NominationState.RETURNED, now, reason)
    record(house, "send-back", nomination, by=by, now=now, body_id=table_id)
    return nomination


def withdraw(house: Session, table_id: int, nomination_id: int, *, by: Actor, now: datetime) -> Nomination:
    """The institution takes its nomination back, as long as nobody has decided on it."""
    nomination = nomination_of(house, table_id, nomination_id)
    seat = _seat(house, table_id, nomination.seat_id)
    if not may_nominate(house, by, seat, table_rules.day_of(now)):
        raise NotAllowed
    nomination.decide(NominationState.WITHDRAWN, now)
    record(house, "withdraw", nomination, by=by, now=now, body_id=table_id)
    return nomination


def nomination_of(house: Session, table_id: int, nomination_id: int) -> Nomination:
    """A nomination at this table, held until the end of the transaction; one of another is not found."""
    nomination = house.get(Nomination, nomination_id, with_for_update=True, populate_existing=True)
    if nomination is None:
        raise NotAllowed
    table_rules.seat_of(house, table_id, nomination.seat_id)
    return nomination


def _seat(house: Session, table_id: int, seat_id: int) -> Seat:
    """The seat, held: nominations for it come one after the other."""
    house.get(Seat, seat_id, with_for_update=True)
    return table_rules.seat_of(house, table_id, seat_id)


def _pending_main(house: Session, seat_id: int) -> bool:
    waiting = (Nomination.state == NominationState.PENDING) & (Nomination.role == AppointmentRole.MAIN)
    return house.scalar(select(Nomination.id).where(Nomination.seat_id == seat_id, waiting)) is not None


def _present_main(house: Session, table_id: int, nomination: Nomination, on: date) -> Appointment | None:
    """Who would still be the representative on the new one's first day."""
    seat = table_rules.seat_of(house, table_id, nomination.seat_id)
    before = on - timedelta(days=1)
    held = [*seat.appointed_on(on), *seat.appointed_on(before)]
    return next(
        (
            each
            for each in held
            if each.role is AppointmentRole.MAIN and (not each.ends_on or each.ends_on >= on)
        ),
        None,
    )
