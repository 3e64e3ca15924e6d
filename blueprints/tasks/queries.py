"""What the page of one task reads, and among whom its forms let choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from models.actors import Actor
from models.bodies import Body
from models.links import linked_from
from models.meetings import AgendaItem, Meeting
from models.numbering import ordered
from models.organisations import Organisation
from models.people import Person
from models.procedure_partners import is_healed
from models.rounds import Channel
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force
from models.task_lists import TaskLine, task_lines
from models.tasks import UNSETTLED, Task, TaskAudience, TaskReport, TaskState


def table_for(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table, for whoever belongs to it; guests of an item see no tasks."""
    if table_id not in by.readable:
        return None
    return reading.scalar(select(Body).where(Body.id == table_id))


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One report as its reader may see it: `who` is empty where no name or address is told."""

    at: datetime
    state: TaskState
    note: str
    waiting_for: str
    channel: Channel
    who: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One task with what its page shows; meeting and item only as far as the reader may see them. `about`:
    the procedure from which a task has arisen that nobody gave; `is_healed`: what it had lost it has again,
    while nobody has closed the task yet."""

    line: TaskLine
    meeting: Meeting | None
    item: AgendaItem | None
    named: Sequence[str]
    reports: Sequence[Reported]
    about: Any = None
    is_healed: bool = False


def whole(reading: Session, task_id: int, by: Actor, on: date) -> Whole | None:
    """One task, in four statements; None for whoever may not see it."""
    found = task_lines(reading, by, on, Task.id == task_id).lines
    if not found:
        return None
    task = found[0].task
    meeting, item = None, None
    if task.meeting_id is not None:
        row = reading.execute(
            select(Meeting, AgendaItem)
            .outerjoin(AgendaItem, AgendaItem.id == task.item_id)
            .where(Meeting.id == task.meeting_id)
            .options(joinedload(Meeting.body))
        ).first()
        meeting, item = (row.Meeting, row.AgendaItem) if row else (None, None)
    inside = task.body_id in by.coordinates or task.seat_id in by.seat_ids
    about = next((each.thing for each in linked_from(reading, task)), None) if task.purpose else None
    return Whole(
        line=found[0],
        meeting=meeting,
        item=item,
        named=_named(reading, task) if task.body_id in by.coordinates else (),
        reports=_reports(reading, task, inside),
        about=about,
        is_healed=about is not None and task.state in UNSETTLED and is_healed(reading, str(task.purpose), on),
    )


def _named(reading: Session, task: Task) -> Sequence[str]:
    """The institutions that a confidential task names: for the coordination only."""
    return reading.scalars(
        select(Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .join(TaskAudience, TaskAudience.seat_id == Seat.id)
        .where(TaskAudience.task_id == task.id)
        .order_by(Organisation.folded)
    ).all()


RECORDER: Final = aliased(Person)


def _reports(reading: Session, task: Task, inside: bool) -> list[Reported]:
    """The newest first. Names and addresses are for the coordination and the institution itself."""
    rows = reading.execute(
        select(TaskReport, Person.name, RECORDER.name.label("recorder"), Organisation.name.label("waited"))
        .outerjoin(Person, Person.id == TaskReport.person_id)
        .outerjoin(RECORDER, RECORDER.id == TaskReport.recorded_by_id)
        .outerjoin(Seat, Seat.id == TaskReport.waiting_seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(TaskReport.task_id == task.id)
        .order_by(TaskReport.id.desc())
    )
    return [
        Reported(
            at=row.TaskReport.reported_at,
            state=row.TaskReport.state,
            note=row.TaskReport.note,
            waiting_for=", ".join(filter(None, (row.waited, row.TaskReport.waiting_for))),
            channel=row.TaskReport.channel,
            who=(row.name or row.recorder or "") if inside else "",
            address=(row.TaskReport.address or "") if inside else "",
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who may have a task at a table: seats of that day, and their people by institution."""

    seats: list[tuple[int, str]]
    people: list[tuple[str, list[tuple[int, str]]]]


def choice(reading: Session, table_id: int, on: date) -> Choice:
    """Institutions by name; of each the people who act for it."""
    rows = reading.execute(
        select(
            Seat.id, Organisation.name, Appointment.id.label("appointment_id"), Person.name.label("person")
        )
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(
            Appointment,
            (Appointment.seat_id == Seat.id)
            & in_force(Appointment, on)
            & (Appointment.role != AppointmentRole.READER),
        )
        .outerjoin(Person, Person.id == Appointment.person_id)
        .where(Seat.body_id == table_id, in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id, Appointment.role, Appointment.rank, Appointment.id)
    ).all()
    seats = {row.id: row.name for row in rows}
    people = {
        seat_id: [
            (row.appointment_id, row.person) for row in rows if row.id == seat_id and row.appointment_id
        ]
        for seat_id in seats
    }
    return Choice(
        seats=list(seats.items()),
        people=[(name, people[seat_id]) for seat_id, name in seats.items() if people[seat_id]],
    )


def items_of(reading: Session, meeting_id: int) -> list[tuple[int, str]]:
    """The items of a meeting in order, for a choice."""
    rows = reading.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
    return [(each.id, each.title) for each in ordered(rows)]


def named_seats(reading: Session, task_id: int) -> list[int]:
    """The seats that a task names."""
    rows = select(TaskAudience.seat_id).where(TaskAudience.task_id == task_id)
    return list(reading.scalars(rows.order_by(TaskAudience.seat_id)))
