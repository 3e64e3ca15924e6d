"""Who was there, as the replies announced it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from blueprints.meetings.reply_queries import Line, who_comes
from models.actors import Actor
from models.guests import ItemGuest
from models.invitations import Invitation, Reply
from models.meetings import AgendaItem, Meeting
from models.minutes import Attendance, AttendanceState, Minutes
from models.organisation_names import name_on
from models.organisations import Organisation
from models.people import Person
from models.rounds import Coming, Voice
from models.seats import Seat
from models.standing import dormant

ANNOUNCED = {
    Voice.COMES: AttendanceState.PRESENT,
    Voice.DEPUTY: AttendanceState.REPRESENTED,
    Voice.DECLINED: AttendanceState.EXCUSED,
    Voice.PERHAPS: AttendanceState.ABSENT,
    Voice.OPEN: AttendanceState.ABSENT,
}


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
            state=ANNOUNCED.get(line.voice, AttendanceState.ABSENT) if line else AttendanceState.ABSENT,
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
        state = AttendanceState.EXCUSED if answer is Coming.NO else AttendanceState.ABSENT
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
