"""What the page of a handover reads: what has been ticked, and what can be counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.life.rules import OPEN
from models.accounts import Account
from models.actors import Actor
from models.bodies import Coordination, Office, OfficeKind
from models.handovers import HandoverPoint, HandoverTick
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes, MinutesState
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.standing import in_force


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who coordinates, or did: `signs_in` where an account is set up."""

    person: Person
    office: Office
    signs_in: bool


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What the system knows of the points of a handover."""

    seats: int
    seats_without_main: int
    meetings: int
    invited: int
    minutes: int
    deadlines: int
    documents: int
    bylaws: int
    new: list[Holder]
    going_on: list[Holder]
    """People of other institutions whose coordination does not end with the handover."""


def coordination(reading: Session, table_id: int, coordination_id: int, by: Actor) -> Coordination | None:
    """A period that began by passing on, for whoever coordinates the table."""
    if not by.coordinates_body(table_id):
        return None
    return reading.scalar(
        select(Coordination)
        .where(
            Coordination.id == coordination_id,
            Coordination.body_id == table_id,
            Coordination.starts_on.is_not(None),
        )
        .options(joinedload(Coordination.organisation))
    )


def ticks(reading: Session, coordination_id: int) -> dict[HandoverPoint, HandoverTick]:
    rows = reading.scalars(
        select(HandoverTick)
        .where(HandoverTick.coordination_id == coordination_id)
        .options(joinedload(HandoverTick.done_by))
    )
    return {row.point: row for row in rows}


def counted(reading: Session, coordination: Coordination, today: date) -> Counted:
    """A few counts, however large the table is."""
    body_id = coordination.body_id
    mains = (
        select(Appointment.seat_id)
        .where(Appointment.role == AppointmentRole.MAIN, in_force(Appointment, today))
        .correlate(None)
    )
    seats = select(func.count(Seat.id)).where(Seat.body_id == body_id, in_force(Seat, today))
    meetings = select(func.count(Meeting.id)).where(Meeting.body_id == body_id)
    minutes = select(func.count(Minutes.id)).where(Minutes.body_id == body_id)
    documents = select(func.count(ShelfDocument.id)).where(ShelfDocument.body_id == body_id)
    bylaws = documents.where(
        ShelfDocument.kind == DocumentKind.BYLAWS, ShelfDocument.state == DocumentState.RELEASED
    )
    holders = _holders(reading, body_id, max(today, coordination.starts_on or today))

    def count(statement: Select[Any]) -> int:
        return reading.scalar(statement) or 0

    return Counted(
        seats=count(seats),
        seats_without_main=count(seats.where(Seat.id.not_in(mains))),
        meetings=count(meetings.where(Meeting.state.in_(OPEN))),
        invited=count(meetings.where(Meeting.state == MeetingState.INVITED)),
        minutes=count(minutes.where(Minutes.state != MinutesState.CIRCULATED)),
        deadlines=count(
            meetings.where(Meeting.state == MeetingState.INVITED, Meeting.replies_due_on >= today)
        )
        + count(minutes.where(Minutes.objections_until >= today)),
        documents=count(documents),
        bylaws=count(bylaws),
        new=[each for each in holders if each.person.organisation_id == coordination.organisation_id],
        going_on=[each for each in holders if each.person.organisation_id != coordination.organisation_id],
    )


def _holders(reading: Session, body_id: int, on: date) -> list[Holder]:
    """Who coordinates on a day, and whether they can sign in."""
    rows = reading.execute(
        select(Office, Person, Account.password_hash.is_not(None))
        .join(Person, Person.id == Office.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Office.body_id == body_id,
            Office.kind != OfficeKind.READER,
            or_(Office.ends_on.is_(None), Office.ends_on >= on),
        )
        .order_by(Person.name)
    )
    return [Holder(person=person, office=office, signs_in=bool(set_up)) for office, person, set_up in rows]
