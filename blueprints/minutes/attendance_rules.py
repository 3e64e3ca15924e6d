"""Who was there: as the replies announced it, and what the minute taker says of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from sqlalchemy import not_, select
from sqlalchemy.orm import Session, selectinload

from blueprints.meetings.reply_queries import Line, who_comes
from models.actors import Actor
from models.clock_times import judge_hours
from models.deadlines import BERLIN
from models.errors import RuleBroken
from models.guests import ItemGuest
from models.invitations import Invitation, Reply
from models.meetings import AgendaItem, Meeting
from models.minutes import WERE_THERE, Attendance, AttendanceState, Minutes, attendances
from models.organisation_names import name_on
from models.organisations import Organisation
from models.people import Person
from models.rounds import Coming, Voice
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import dormant, in_force
from models.words import N_

ANNOUNCED = {
    Voice.COMES: AttendanceState.PRESENT,
    Voice.DEPUTY: AttendanceState.REPRESENTED,
    Voice.DECLINED: AttendanceState.EXCUSED,
}
"""What a reply announces; all else is open until somebody notes it."""
Entries = Mapping[int, tuple[AttendanceState, str]]


def complete_attendance(house: Session, minutes: Minutes, meeting: Meeting, *, by: Actor) -> None:
    """Add the lines that are missing: every seat that was awake on the meeting's day, every guest."""
    there = house.execute(
        select(Attendance.seat_id, Attendance.person_id).where(Attendance.minutes_id == minutes.id)
    ).all()
    seats, persons = {row.seat_id for row in there}, {row.person_id for row in there}
    for line in _institutions(house, minutes, meeting, by):
        if line.seat_id not in seats:
            house.add(line)
    for line in _guests(house, minutes, meeting):
        if line.person_id not in persons:
            persons.add(line.person_id)
            house.add(line)


def take(house: Session, minutes_id: int, meeting: Meeting, entries: Entries) -> None:
    """Note state and names for each line by its id. Of an institution that was there it is said who came;
    of one that was not, neither when nor for which items it left."""
    found = select(Attendance).where(Attendance.minutes_id == minutes_id)
    rows = list(house.scalars(found.options(selectinload(Attendance.withdrawals))))
    noted = [(row, *entries[row.id]) for row in rows if row.id in entries]
    mains = representatives(house, meeting)
    for row, state, names in noted:
        if row.seat_id is not None:
            _judge(row, state, names, mains.get(row.seat_id, ""))
    for row, state, names in noted:
        there = row.seat_id is None or state in WERE_THERE
        row.state, row.names = state, names if there else ""
        if not row.was_there:
            row.came_at = row.left_at = None
            row.withdrawals = []


def _judge(row: Attendance, state: AttendanceState, names: str, main: str) -> None:
    if state in WERE_THERE and not names:
        raise RuleBroken(N_("Please say who came: a name or a function."), field=f"names_{row.id}")
    if state is AttendanceState.REPRESENTED and names == main:
        raise RuleBroken(
            N_("This is the representative: then the institution was present. Or who came instead?"),
            field=f"names_{row.id}",
        )


def judged_times(
    day: date | None,
    came: time | None,
    left: time | None,
    *,
    was_there: bool,
    fields: tuple[str, str] = ("came", "left"),
) -> tuple[datetime | None, datetime | None]:
    """When somebody came later and left earlier on the day of the meeting, from what the clock showed."""
    if (came or left) and not was_there:
        raise RuleBroken(N_("Times are for those who were there."), field=fields[0 if came else 1])
    if (came or left) and day is None:
        raise RuleBroken(N_("The day of this meeting is not known exactly."), field=fields[0])
    came_at, left_at = (
        datetime.combine(day, each, BERLIN) if day and each is not None else None for each in (came, left)
    )
    if came_at:
        judge_hours(came_at, left_at, fields=fields)
    elif left_at:
        judge_hours(left_at, None, fields=(fields[1], fields[1]))
    return came_at, left_at


def representatives(house: Session, meeting: Meeting) -> dict[int, str]:
    """By seat the representative on the day of the meeting."""
    on = meeting.held_on.day
    if on is None:
        return {}
    rows = house.execute(
        select(Seat.id, Person.name)
        .join(Appointment, Appointment.seat_id == Seat.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Seat.body_id == meeting.body_id, Appointment.role == AppointmentRole.MAIN)
        .where(in_force(Appointment, on))
    )
    return {row.id: row.name for row in rows}


def not_noted(house: Session, minutes_id: int) -> list[str]:
    """The institutions and guests of which nobody has said whether they were there."""
    rows = attendances(house, minutes_id)
    return [row.institution or row.names for row in rows if row.state is AttendanceState.OPEN]


def _institutions(house: Session, minutes: Minutes, meeting: Meeting, by: Actor) -> Iterable[Attendance]:
    on = meeting.held_on.day or date.max
    answers = who_comes(house, meeting.id, on=on, by=by)
    lines: dict[int | None, Line] = {line.seat_id: line for line in answers.lines} if answers else {}
    rows = house.execute(
        select(Seat, name_on(meeting.held_on.first_day))
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id == meeting.body_id, not_(dormant(on)))
    )
    for seat, name in rows:
        if not seat.holds_on(on):
            continue
        line = lines.get(seat.id)
        yield Attendance(
            minutes_id=minutes.id,
            seat_id=seat.id,
            institution=name,
            names=", ".join(line.who)[:300] if line else "",
            state=ANNOUNCED.get(line.voice, AttendanceState.OPEN) if line else AttendanceState.OPEN,
        )


def _guests(house: Session, minutes: Minutes, meeting: Meeting) -> Iterable[Attendance]:
    coming = _guests_coming(house, meeting)
    rows = house.execute(
        select(Person, name_on(meeting.held_on.first_day))
        .join(ItemGuest, ItemGuest.person_id == Person.id)
        .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(Person.id)
    )
    for person, institution in rows:
        answer = coming.get(person.id)
        state = AttendanceState.EXCUSED if answer is Coming.NO else AttendanceState.OPEN
        yield Attendance(
            minutes_id=minutes.id,
            person_id=person.id,
            institution=institution or "",
            names=person.name,
            state=AttendanceState.PRESENT if answer is Coming.YES else state,
        )


def _guests_coming(house: Session, meeting: Meeting) -> dict[int | None, Coming]:
    """The last answer of each guest for the meeting's present date."""
    rows = house.execute(
        select(Invitation.person_id, Reply.coming)
        .join(Reply, Reply.invitation_id == Invitation.id)
        .where(Invitation.meeting_id == meeting.id, Invitation.item_id.is_not(None))
        .where(Reply.starts_at == meeting.starts_at)
        .order_by(Reply.id)
    )
    return {row.person_id: row.coming for row in rows}
