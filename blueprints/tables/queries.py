"""What the pages of round tables read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, undefer
from sqlalchemy.sql import ColumnElement

from blueprints.organisations.choice_queries import institutions
from models.actors import Actor
from models.bodies import Body, Coordination, Office, OfficeKind
from models.deadlines import MeetingDeadlines
from models.meetings import Meeting
from models.organisations import Organisation, existing_on
from models.people import Person
from models.seats import Appointment, AppointmentRole, Dormancy, Seat, SeatKind
from models.standing import DAY, in_force

FIRST = datetime.min.replace(tzinfo=UTC)
COORDINATING = (OfficeKind.COORDINATION, OfficeKind.DEPUTY_COORDINATION)


def bodies(reading: Session) -> Sequence[Body]:
    """All bodies that the reader may know of, with who has coordinated them."""
    return (
        reading.scalars(
            select(Body)
            .options(
                joinedload(Body.coordinations).joinedload(Coordination.organisation),
                joinedload(Body.host),
                joinedload(Body.former_names),
            )
            .order_by(Body.name)
        )
        .unique()
        .all()
    )


def next_meetings(reading: Session, now: datetime) -> dict[int, Meeting]:
    """For each body its next meeting with a time that the reader may know of."""
    rows = reading.scalars(select(Meeting).where(Meeting.starts_at >= now).order_by(Meeting.starts_at.desc()))
    return {meeting.body_id: meeting for meeting in rows if meeting.is_open}


BODY = (
    select(Body)
    .where(Body.id == bindparam("table_id"))
    .options(
        joinedload(Body.bylaws),
        joinedload(Body.coordinations).joinedload(Coordination.organisation),
        joinedload(Body.offices).joinedload(Office.person),
        joinedload(Body.host),
        joinedload(Body.parent),
        joinedload(Body.groups),
        undefer(Body.next_name),
        undefer(Body.next_name_on),
    )
)


def body(reading: Session, table_id: int) -> Body | None:
    """One body with its bylaws, coordinations and offices, its host, parent and groups."""
    return reading.scalars(BODY, {"table_id": table_id}).unique().one_or_none()


def coordinated_body(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The body, for whoever coordinates it; for all others there is none to change."""
    return body(reading, table_id) if by.coordinates_body(table_id) else None


MEETINGS = select(Meeting).where(Meeting.body_id == bindparam("table_id"))


def meetings(reading: Session, table_id: int) -> Sequence[Meeting]:
    """The body's meetings, the latest first; those whose date nobody knows come last."""
    rows = reading.scalars(MEETINGS, {"table_id": table_id}).all()
    known = [meeting for meeting in rows if meeting.held_on.is_known]
    known.sort(key=lambda meeting: (meeting.held_on, meeting.starts_at or FIRST, meeting.id), reverse=True)
    return [*known, *(meeting for meeting in rows if not meeting.held_on.is_known)]


def _coming(meetings: Sequence[Meeting], on: date) -> Meeting | None:
    """The next meeting with a known day."""
    days = {each.held_on.day: each for each in meetings if each.is_open and each.held_on.day}
    return days[min(ahead)] if (ahead := [day for day in days if day >= on]) else None


def due_part(body: Body, meetings: Sequence[Meeting], on: date) -> dict[str, Any]:
    """The next meeting, what is due before it, and what of that comes next."""
    coming = _coming(meetings, on)
    deadlines = _deadlines(body, coming)
    invited = coming is not None and coming.invited_at is not None
    called = coming is not None and coming.topics_called_on is not None
    upcoming = deadlines.upcoming(on, invited=invited, called=called) if deadlines else None
    return {"coming": coming, "deadlines": deadlines, "upcoming": upcoming}


def _deadlines(body: Body, meeting: Meeting | None) -> MeetingDeadlines | None:
    """What the bylaws make of a meeting with a known day; the announced day for replies holds."""
    if meeting is None or meeting.held_on.day is None:
        return None
    rules = body.bylaws
    return MeetingDeadlines.of(
        meeting.held_on.day,
        rules.land,
        topic_call_weeks=rules.topic_call_weeks,
        agenda_weeks=rules.agenda_weeks,
        notice_days=rules.notice_days,
        reply_days=rules.reply_days,
        reminder_working_days=rules.reminders,
        replies_due_on=meeting.replies_due_on,
    )


def sees_members(by: Actor, table_id: int) -> bool:
    """Who sits at a table is for those who belong to it, readers included; not for guests of an item."""
    return table_id in by.readable


def sees_names(by: Actor, table_id: int) -> bool:
    """Members know each other by name; whoever only reads knows functions."""
    return table_id in by.coordinates or table_id in by.member_of


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person as the reader may see her: without a name, the function or else the marked word `role`
    stands for her; `email` only if released. `declared`: the confidentiality declaration is not missing."""

    id: int
    role: str
    name: str = ""
    function: str = ""
    email: str | None = None
    declared: bool = True


@dataclass(kw_only=True)
class Member:
    """A seat as the table's page shows it. `sleeps`: its dormancy of that day, if there is one."""

    seat: Seat
    sleeps: Dormancy | None = None
    main: Named | None = None
    deputies: list[Named] = field(default_factory=list)
    readers: list[Named] = field(default_factory=list)

    @property
    def people(self) -> list[Named]:
        return [*([self.main] if self.main else []), *self.deputies, *self.readers]

    def is_led_by(self, by: Actor) -> bool:
        """Whether this person speaks for the institution today: its representative, else its first deputy."""
        first = next(iter(self.people), None)
        return first is not None and first.id == by.person_id and self.seat.id in by.seat_ids


def led_by(by: Actor, members: list[Member]) -> list[Member]:
    return [each for each in members if each.is_led_by(by)]


def not_over(row: Any, on: Any) -> ColumnElement[bool]:
    """SQL: the row's period reaches to that day or begins later."""
    return or_(row.ends_on.is_(None), row.ends_on >= on)


SEATS = (
    select(Seat)
    .join(Seat.organisation)
    .where(
        Seat.body_id == bindparam("table_id"),
        or_(bindparam("with_former", type_=Boolean()), not_over(Seat, DAY)),
    )
    .options(
        contains_eager(Seat.organisation),
        joinedload(Seat.appointments.and_(not_over(Appointment, DAY))).joinedload(Appointment.person),
        joinedload(Seat.dormancies.and_(not_over(Dormancy, DAY))),
    )
    .order_by(Organisation.folded)
)


def members(
    reading: Session, table_id: int, on: date, by: Actor, declaration_needed: bool = False
) -> tuple[list[Member], list[Seat]]:
    """The seats that have not ended, by kind and name, each with the people of that day; and for the
    coordination the memberships that have ended, the latest first."""
    if not sees_members(by, table_id):
        return [], []
    wanted = {"table_id": table_id, "on": on, "with_former": by.coordinates_body(table_id)}
    seats = reading.scalars(SEATS, wanted).unique().all()
    former = [seat for seat in seats if seat.ends_on and seat.ends_on < on]
    kinds = list(SeatKind)
    held = [seat for seat in seats if not seat.ends_on or seat.ends_on >= on]
    held.sort(key=lambda seat: kinds.index(seat.kind))
    return (
        [_member(seat, on, by, declaration_needed) for seat in held],
        sorted(former, key=lambda seat: seat.ends_on or date.max, reverse=True),
    )


def _member(seat: Seat, on: date, by: Actor, declaration_needed: bool) -> Member:
    member = Member(seat=seat, sleeps=seat.dormant_on(on))
    for each in seat.appointed_on(on):
        declared = each.declared_on is not None or not declaration_needed
        person = named(each.person, each.role.label, seat.body_id, by, declared)
        if each.role is AppointmentRole.MAIN and member.main is None:
            member.main = person
        elif each.role is AppointmentRole.READER:
            member.readers.append(person)
        else:
            member.deputies.append(person)
    return member


def named(person: Person, role: str, table_id: int, by: Actor, declared: bool = True) -> Named:
    """The person as this reader may see her: by name for members, by function for whoever only reads."""
    if not sees_names(by, table_id):
        return Named(id=person.id, role=role, function=person.function)
    contact = person.contact_released or table_id in by.coordinates or person.id == by.person_id
    email = person.email if contact else None
    return Named(
        id=person.id,
        role=role,
        name=person.name,
        function=person.function,
        email=email,
        declared=declared,
    )


def offices(body: Body, on: date, by: Actor) -> list[tuple[Office, Named]]:
    """Who holds an office at the table; read access is shown to the coordination only."""
    if not sees_members(by, body.id):
        return []
    standing = [row for row in body.offices if row.ends_on is None or row.ends_on >= on]
    shown = [row for row in standing if body.id in by.coordinates or row.kind in COORDINATING]
    return [(row, named(row.person, row.kind.label, body.id, by)) for row in shown]


def seat(reading: Session, table_id: int, seat_id: int) -> Seat | None:
    """A seat of this body with its institution, all its appointments and dormancies."""
    return reading.scalar(
        select(Seat)
        .where(Seat.id == seat_id, Seat.body_id == table_id)
        .options(
            joinedload(Seat.organisation),
            selectinload(Seat.appointments).joinedload(Appointment.person),
            selectinload(Seat.dormancies),
        )
    )


def appointment(reading: Session, table_id: int, appointment_id: int) -> Appointment | None:
    return reading.scalar(
        select(Appointment)
        .join(Appointment.seat)
        .where(Appointment.id == appointment_id, Seat.body_id == table_id)
        .options(
            contains_eager(Appointment.seat).joinedload(Seat.organisation), joinedload(Appointment.person)
        )
    )


def office(reading: Session, table_id: int, office_id: int) -> Office | None:
    return reading.scalar(
        select(Office)
        .where(Office.id == office_id, Office.body_id == table_id)
        .options(joinedload(Office.person))
    )


def organisations_to_admit(reading: Session, table_id: int, on: date) -> list[tuple[int, str]]:
    """Institutions that exist and hold no open seat at the body, for a choice."""
    seated = select(Seat.organisation_id).where(Seat.body_id == table_id, Seat.ends_on.is_(None))
    return institutions(reading, Organisation.id.not_in(seated), existing_on(on))


def coordination_name(house: Session, body_id: int, on: date) -> str:
    """The institution that coordinates the body on a day, for the closing of letters."""
    return (
        house.scalar(
            select(Organisation.name)
            .join(Coordination, Coordination.organisation_id == Organisation.id)
            .where(Coordination.body_id == body_id, in_force(Coordination, on))
            .order_by(Coordination.id.desc())
        )
        or ""
    )
