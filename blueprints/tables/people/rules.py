"""Who sits on a seat and who holds an office at a table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.accounts import sign_in_rules
from blueprints.tables import rules as table_rules
from blueprints.tables.people import access_rules, declaration_rules, queries
from blueprints.tables.people.person_rules import added_person, named_so, person_for, with_address
from models.actors import Actor
from models.bodies import Office, OfficeKind
from models.consequences import people_changed
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.known_people import KnownPerson
from models.people import Person
from models.seats import Appointment, AppointmentRole
from models.versions import must_be
from models.words import N_


def appoint(
    house: Session,
    table_id: int,
    seat_id: int,
    *,
    person: dict[str, Any],
    role: AppointmentRole,
    rank: int | None,
    send_link: bool = False,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Appointment:
    """Put a person on a seat: a known one, or a new one for the seat's institution.

    Without a first day she acts at once, on a seat that others have filled before from today on.
    """
    table_rules.locked(house, table_id, by)
    seat, today = table_rules.seat_of(house, table_id, seat_id), table_rules.day_of(now)
    if seat.ends_on is not None and seat.ends_on < today:
        raise RuleBroken(N_("This membership has already ended."))
    declaration_rules.judge_day(facts.get("declared_on"), today)
    chosen = person_for(house, table_id=table_id, organisation_id=seat.organisation_id, by=by, **person)
    rank = rank or (seat.next_rank() if role is AppointmentRole.DEPUTY else 1)
    appointment = Appointment(seat_id=seat.id, person_id=chosen.id, role=role, rank=rank, **facts)
    if appointment.starts_on is None and any(each.ends_on for each in seat.appointments):
        appointment.starts_on = today
    seat.judge(appointment)
    declaration_rules.carry_over(house, appointment, table_id, today)
    house.add(appointment)
    record(house, "appoint", appointment, by=by, now=now, body_id=table_id, person=chosen.id, role=role.value)
    if appointment.may_sign:
        sign_in_rules.end_sessions_of(house, chosen.id, by=by, now=now)
    if send_link:
        access_rules.invite(house, chosen, body_id=table_id, by=by, now=now)
    people_changed(house, table_id, now)
    return appointment


def succeed(
    house: Session,
    table_id: int,
    appointment_id: int,
    *,
    starts_on: date,
    by: Actor,
    now: datetime,
    **new: Any,
) -> Appointment:
    """Let somebody follow on a seat, in one gesture: the present one goes on until the day before.

    `new`: the person and what `appoint` wants to know of the appointment; the role is the predecessor's.
    """
    table_rules.locked(house, table_id, by)
    former = appointment_of(house, table_id, appointment_id)
    if former.ends_on is None or former.ends_on >= starts_on:
        former.end(starts_on)
        record(house, "end", former, by=by, now=now, body_id=table_id, ends_on=starts_on.isoformat())
    return appoint(
        house,
        table_id,
        former.seat_id,
        role=former.role,
        rank=former.rank,
        starts_on=starts_on,
        by=by,
        now=now,
        **new,
    )


def edit_appointment(
    house: Session,
    table_id: int,
    appointment_id: int,
    *,
    based_on: int | None,
    may_sign: bool,
    declared_on: date | None,
    by: Actor,
    now: datetime,
) -> None:
    """Change the signing right, or note the declaration that came on paper; one given here stays as it is."""
    table_rules.locked(house, table_id, by)
    appointment = appointment_of(house, table_id, appointment_id)
    must_be(appointment, based_on)
    declaration_rules.judge_day(declared_on, table_rules.day_of(now))
    if appointment.role is AppointmentRole.READER and may_sign:
        raise RuleBroken(N_("Whoever only reads can't sign."), field="may_sign")
    if appointment.wording_id is not None and declared_on != appointment.declared_on:
        raise RuleBroken(N_("This declaration was given on the site. Its day stays."), field="declared_on")
    changed = table_rules.changed(appointment, {"may_sign": may_sign, "declared_on": declared_on})
    record(house, "edit", appointment, by=by, now=now, body_id=table_id, changed=changed)


def move_deputy(
    house: Session, table_id: int, appointment_id: int, *, up: bool, by: Actor, now: datetime
) -> None:
    """Let a deputy change places with the one before or after."""
    table_rules.locked(house, table_id, by)
    moved = appointment_of(house, table_id, appointment_id)
    seat = table_rules.seat_of(house, table_id, moved.seat_id)
    if moved.id not in [each.id for each in seat.deputies_from(table_rules.day_of(now))]:
        raise NotAllowed
    seat.reorder(moved, up, table_rules.day_of(now))
    record(house, "reorder", moved, by=by, now=now, body_id=table_id)


def end_appointment(
    house: Session, table_id: int, appointment_id: int, *, ends_on: date, by: Actor, now: datetime
) -> None:
    """End an appointment: from `ends_on` on the person acts no more for that institution."""
    table_rules.locked(house, table_id, by)
    appointment = appointment_of(house, table_id, appointment_id)
    appointment.end(ends_on)
    record(house, "end", appointment, by=by, now=now, body_id=table_id, ends_on=ends_on.isoformat())
    people_changed(house, table_id, now)


def appointment_of(house: Session, table_id: int, appointment_id: int) -> Appointment:
    """An appointment at this table; one of another table is not found."""
    appointment = house.get(Appointment, appointment_id)
    if appointment is None:
        raise NotAllowed
    table_rules.seat_of(house, table_id, appointment.seat_id)
    return appointment


def give_office(
    house: Session,
    table_id: int,
    *,
    person: dict[str, Any],
    kind: OfficeKind,
    send_link: bool = False,
    by: Actor,
    now: datetime,
    **period: Any,
) -> Office:
    """Give a person coordination, its deputy, or read access."""
    table_rules.locked(house, table_id, by)
    chosen = person_for(house, table_id=table_id, organisation_id=None, by=by, **person)
    office = Office(body_id=table_id, person_id=chosen.id, kind=kind, **period)
    office.judge(house.scalars(select(Office).where(Office.body_id == table_id)).all())
    house.add(office)
    record(house, "give", office, by=by, now=now, person=chosen.id, kind=kind.value)
    sign_in_rules.end_sessions_of(house, chosen.id, by=by, now=now)
    if send_link:
        access_rules.invite(house, chosen, body_id=table_id, by=by, now=now)
    return office


def end_office(
    house: Session, table_id: int, office_id: int, *, ends_on: date, by: Actor, now: datetime
) -> None:
    """End an office from `ends_on` on; the last coordination can't be ended."""
    table_rules.locked(house, table_id, by)
    office = house.get(Office, office_id)
    if office is None or office.body_id != table_id:
        raise NotAllowed
    others = house.scalars(
        select(Office).where(
            Office.body_id == table_id, Office.kind == OfficeKind.COORDINATION, Office.id != office_id
        )
    )
    stays = any(other.holds_on(ends_on) and other.ends_on is None for other in others)
    if office.kind is OfficeKind.COORDINATION and not stays:
        raise RuleBroken(N_("A table needs a coordination. Give the office to somebody else first."))
    office.end(ends_on)
    record(house, "end", office, by=by, now=now, ends_on=ends_on.isoformat())
    sign_in_rules.end_sessions_of(house, office.person_id, by=by, now=now)


def give_access(house: Session, table_id: int, person_id: int, *, by: Actor, now: datetime) -> None:
    """Send somebody of this table the one-time link to an account."""
    table_rules.locked(house, table_id, by)
    person = person_for(house, organisation_id=None, table_id=table_id, person_id=person_id, by=by)
    if not access_rules.lacks_access(house, person):
        raise RuleBroken(N_("A link needs an e-mail address, and a person without an account."))
    access_rules.send_link(house, person, body_id=table_id, by=by, now=now)


def correct_person(
    house: Session,
    table_id: int,
    person_id: int,
    *,
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Correct the data of somebody who is known at this coordination's tables only. An address of somebody
    elsewhere is taken, so that a refusal does not tell that she is here: they then share a mailbox."""
    table_rules.locked(house, table_id, by)
    if not queries.is_known(house, table_id, person_id):
        raise NotAllowed
    person = house.get_one(Person, person_id, with_for_update=True)
    must_be(person, based_on)
    if not queries.tables_of(house, person_id) <= by.coordinates:
        raise RuleBroken(
            N_("This person is known elsewhere, too, and corrects these data in the own profile.")
        )
    others = with_address(house, facts["email"]) if facts["email"] != person.email and facts["email"] else ()
    if any(each.id != person_id and queries.tables_of(house, each.id) & by.coordinates for each in others):
        raise RuleBroken(N_("Somebody else has this address already."), field="email")
    changed = table_rules.changed(person, facts)
    record(house, "correct", person, by=by, now=now, body_id=table_id, changed=changed)


def note_person(
    house: Session,
    table_id: int,
    *,
    name: str,
    organisation_id: int | None,
    email: str | None = None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Person:
    """Note somebody for the table, who may then be chosen for a seat; it gives no right.

    Whoever has this address and this name already is the same person. An address of others stays theirs:
    several people may share a mailbox.
    """
    table_rules.locked(house, table_id, by)
    given = {"name": name, "email": email, "organisation_id": organisation_id, **facts}
    person = named_so(house, name, email) or added_person(house, **given)
    if not queries.is_known(house, table_id, person.id):
        house.add(KnownPerson(body_id=table_id, person_id=person.id))
    record(house, "note", person, by=by, now=now, body_id=table_id)
    return person
