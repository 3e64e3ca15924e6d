"""What the pages of planning read: the meeting, its deadlines, whom to choose among, its history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from models.actors import Actor
from models.bodies import Body, Bylaws, Coordination
from models.body_life import former_name
from models.constants import fixed
from models.deadlines import MeetingDeadlines
from models.history import Entry
from models.meeting_templates import Aspect, Template
from models.meetings import BERLIN, Meeting, MeetingState
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat, SeatKind
from models.task_lists import NUMBER_OVERDUE, NUMBER_OWED
from models.visibility import ReaderSession

MEETING = fixed(
    select(Meeting, Body, Bylaws, Person, former_name(Meeting.body_id, Meeting.held_on).scalar_subquery())
    .outerjoin(Body, Body.id == Meeting.body_id)
    .outerjoin(Bylaws, Bylaws.body_id == Body.id)
    .outerjoin(Person, Person.id == Meeting.minute_taker_id)
    .where(Meeting.id == bindparam("meeting_id"))
)
MEETING_WITH_TASKS = fixed(MEETING.add_columns(NUMBER_OWED.label("owed"), NUMBER_OVERDUE.label("overdue")))

CALLED_OFF = (MeetingState.CANCELLED, MeetingState.NOT_HELD)


class Owed(NamedTuple):
    """With how many tasks of its table a meeting begins, as far as the reader may see them."""

    owed: int
    overdue: int


def meeting_with_tasks(reading: Session, meeting_id: int, on: date) -> tuple[Meeting, Owed] | None:
    """The meeting for its own page, with the numbers of tasks, in one statement."""
    row = reading.execute(MEETING_WITH_TASKS, {"meeting_id": meeting_id, "on": on}).first()
    return (_meeting(row[:5]), Owed(row.owed, row.overdue)) if row is not None else None


def meeting_for(reading: Session, meeting_id: int) -> Meeting | None:
    """The meeting as its reader may see it, with body, bylaws and minute taker.

    One statement; `body` is None for whoever may know of the meeting, but not of its table.
    """
    row = reading.execute(MEETING, {"meeting_id": meeting_id}).first()
    return _meeting(row) if row is not None else None


def _meeting(row: Any) -> Meeting:
    meeting: Meeting
    meeting, body, bylaws, taker, name = row
    meeting.name_then = name or ""
    set_committed_value(meeting, "body", body)
    set_committed_value(meeting, "minute_taker", taker)
    if body is not None:
        set_committed_value(body, "bylaws", bylaws)
    return meeting


def coordinated_meeting(reading: Session, meeting_id: int, by: Actor) -> Meeting | None:
    """The meeting, for whoever coordinates it; for all others there is none to change."""
    meeting = meeting_for(reading, meeting_id)
    return meeting if meeting is not None and by.coordinates_body(meeting.body_id) else None


def coordinated_table(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table with its bylaws, for whoever coordinates it."""
    if not by.coordinates_body(table_id):
        return None
    return reading.scalar(select(Body).where(Body.id == table_id).options(selectinload(Body.bylaws)))


def next_number(session: Session, table_id: int) -> int:
    """The number after the highest so far; the coordination sees all meetings of its table."""
    highest = session.scalar(select(func.max(Meeting.number)).where(Meeting.body_id == table_id))
    return (highest or 0) + 1


def out_of_order(session: Session, meeting: Meeting) -> Meeting | None:
    """A meeting of the same body whose number is lower although it comes later, or the other way round."""
    if meeting.number is None or meeting.starts_at is None:
        return None
    later, higher = Meeting.starts_at > meeting.starts_at, Meeting.number > meeting.number
    earlier, lower = Meeting.starts_at < meeting.starts_at, Meeting.number < meeting.number
    query = select(Meeting).where(Meeting.body_id == meeting.body_id, Meeting.id != meeting.id)
    query = query.where((later & lower) | (earlier & higher))
    return session.scalar(query.order_by(Meeting.starts_at).limit(1))


def on_the_same_day(session: Session, meeting: Meeting) -> Meeting | None:
    """Another meeting of the same body that stands for that day, too."""
    query = select(Meeting).where(Meeting.body_id == meeting.body_id, Meeting.id != meeting.id)
    query = query.where(Meeting.held_on == meeting.held_on, Meeting.state.not_in(CALLED_OFF))
    return session.scalar(query.order_by(Meeting.starts_at).limit(1)) if meeting.starts_at else None


def proposal(reading: Session, table_id: int, people: Collection[int]) -> dict[str, Any]:
    """What the next meeting will most likely say, with the next number: times and place as the table's
    template has them, else as the last meeting; who leads and writes as the last meeting."""
    rows = select(Meeting).where(Meeting.body_id == table_id, Meeting.starts_at.is_not(None))
    last = reading.scalar(rows.order_by(Meeting.starts_at.desc()).limit(1))
    bylaws = reading.scalar(select(Bylaws).where(Bylaws.body_id == table_id))
    number = {"number": next_number(reading, table_id)}
    template = _as_template(Template.of(bylaws)) if bylaws else {}
    return number | (_as_last(last, people) if last else {}) | template


def _as_last(last: Meeting, people: Collection[int]) -> dict[str, Any]:
    return {
        "starts": last.starts_at.astimezone(BERLIN).time() if last.starts_at else None,
        "ends": last.ends_at.astimezone(BERLIN).time() if last.ends_at else None,
        "place": last.place,
        "chair": last.chair,
        "minute_taker_id": last.minute_taker_id if last.minute_taker_id in people else None,
    }


def _as_template(template: Template) -> dict[str, Any]:
    times = {"starts": template.starts, "ends": template.ends} if template.says(Aspect.TIMES) else {}
    place = {"place": template.place, "online_url": template.online_url}
    return times | (place if template.says(Aspect.PLACE) else {})


def deadlines_of(day: date, bylaws: Bylaws, replies_due_on: date | None = None) -> MeetingDeadlines:
    """What the bylaws make of a meeting's day; the announced day for replies holds."""
    return MeetingDeadlines.of(
        day,
        bylaws.land,
        topic_call_weeks=bylaws.topic_call_weeks,
        agenda_weeks=bylaws.agenda_weeks,
        notice_days=bylaws.notice_days,
        reply_days=bylaws.reply_days,
        reminder_working_days=bylaws.reminders,
        replies_due_on=replies_due_on,
    )


def seats_to_name(
    reading: Session, table_id: int, on: date, kind: SeatKind | None = None
) -> list[tuple[int, str]]:
    """The seats of a day, or those of one kind, by the names of their institutions, for a choice."""
    rows = reading.execute(
        select(Seat, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, or_(Seat.ends_on.is_(None), Seat.ends_on >= on))
        .order_by(Organisation.folded)
    )
    return [(seat.id, name) for seat, name in rows if kind in (None, seat.kind) and seat.holds_on(on)]


def submitters(reading: Session, table_id: int) -> list[tuple[int, str]]:
    """Institutions that have, or had, a seat at the table or coordinate it, for a choice."""
    seated = select(Seat.organisation_id).where(Seat.body_id == table_id)
    coordinating = select(Coordination.organisation_id).where(Coordination.body_id == table_id)
    rows = reading.execute(
        select(Organisation.id, Organisation.name)
        .where(or_(Organisation.id.in_(seated), Organisation.id.in_(coordinating)))
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One line of a meeting's history."""

    at: datetime | None
    gesture: str
    name: str


HISTORY = fixed(
    select(Entry.happened_at, Entry.gesture, Person.name)
    .outerjoin(Person, Person.id == Entry.person_id)
    .where(Entry.subject == "meeting", Entry.subject_id == bindparam("meeting_id"))
    .order_by(Entry.id.desc())
    .limit(30)
)


def history(reading: ReaderSession, meeting_id: int) -> list[Happened]:
    """What was done with a meeting, the newest first; the guard shows it to the coordination only."""
    rows = reading.rows(HISTORY, {"meeting_id": meeting_id})
    return [Happened(at=at, gesture=gesture or "", name=name or "") for at, gesture, name in rows]
