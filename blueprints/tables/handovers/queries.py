"""What the page of a handover reads: what has been ticked, and what can be counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.life.rules import OPEN
from models.accounts import Account
from models.actors import Actor
from models.bodies import Body, Coordination, Office, OfficeKind
from models.handovers import HandoverPoint, HandoverTick
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes, MinutesState
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.standing import in_force
from models.topics import WAITING, Topic

GONE_THROUGH_IN = timedelta(days=60)
"""So long after its day a change of coordination stays on the overview, until all points are ticked."""


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
    topics: int
    minutes: int
    deadlines: int
    documents: int
    bylaws: int
    new: list[Holder]
    going_on: list[Holder]
    """People of other institutions whose coordination does not end with the handover."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a change of coordination does to people, in plain words: who begins, who ends (id and name)."""

    institution: str
    begin: list[str]
    end: list[tuple[int, str]]


def told_before(house: Session, new: Coordination) -> Told:
    """Of a change that is only tried."""
    offices = house.execute(
        select(Office, Person)
        .join(Person, Person.id == Office.person_id)
        .where(Office.handover_id == new.id, Office.kind != OfficeKind.READER)
        .order_by(Person.name)
    ).all()
    return Told(
        institution=house.get_one(Organisation, new.organisation_id).name,
        begin=[
            " · ".join(filter(None, (person.name, person.email)))
            for office, person in offices
            if office.ends_on is None
        ],
        end=[(person.id, person.name) for office, person in offices if office.ends_on is not None],
    )


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """A change of coordination on the overview of those whom it concerns. `is_mine`: one coordinates now;
    else one will. `done`: how many points are ticked."""

    table_id: int
    table_name: str
    hue: int
    coordination_id: int
    institution: str
    starts_on: date
    done: int
    is_mine: bool


def under_way(house: Session, by: Actor, on: date) -> list[UnderWay]:
    """Asked only where an office of one's own comes, came lately or ends with such a change. What is told
    before the day is that it comes: no right at the table, and nothing of it but its name."""
    if not by.handovers:
        return []
    ticked = (
        select(func.count(HandoverTick.id))
        .where(HandoverTick.coordination_id == Coordination.id)
        .correlate(Coordination)
        .scalar_subquery()
    )
    rows = house.execute(
        select(Coordination, Body, Organisation.name, ticked)
        .join(Body, Body.id == Coordination.body_id)
        .join(Organisation, Organisation.id == Coordination.organisation_id)
        .where(Coordination.id.in_(by.handovers), Coordination.starts_on > on - GONE_THROUGH_IN)
        .order_by(Coordination.starts_on, Coordination.id)
    )
    return [
        UnderWay(
            table_id=body.id,
            table_name=body.name,
            hue=body.hue,
            coordination_id=row.id,
            institution=institution,
            starts_on=row.starts_on,
            done=done,
            is_mine=by.coordinates_body(body.id),
        )
        for row, body, institution, done in rows
        if (row.starts_on > on or by.coordinates_body(body.id))
        and not (done == len(HandoverPoint) and row.starts_on <= on)
    ]


def ahead(house: Session, table_id: int, coordination_id: int, by: Actor, on: date) -> UnderWay | None:
    """The change with which one's own office begins on a later day; None for everybody else."""
    asked = (table_id, coordination_id)
    return next(
        (
            each
            for each in under_way(house, by, on)
            if (each.table_id, each.coordination_id) == asked and not each.is_mine and each.starts_on > on
        ),
        None,
    )


def ticked_on(house: Session, coordination_id: int) -> dict[HandoverPoint, date]:
    """Which points are done since when, without who noted it."""
    rows = house.execute(
        select(HandoverTick.point, HandoverTick.done_on)
        .where(HandoverTick.coordination_id == coordination_id)
        .order_by(HandoverTick.id)
    )
    return {row.point: row.done_on for row in rows}


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
    topics = select(func.count(Topic.id)).where(Topic.body_id == body_id, Topic.state.in_(WAITING))
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
        topics=count(topics),
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
