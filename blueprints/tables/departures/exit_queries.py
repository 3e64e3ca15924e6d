"""What happens when an institution leaves a table: what ends, what lapses, what stays, what is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from blueprints.tables import queries as table_queries
from blueprints.tables.departures.former_rules import KEPT_MONTHS
from models.actors import Actor
from models.bodies import Body, Coordination
from models.deadlines import months_later
from models.invitations import Invitation
from models.meetings import AgendaItem, ItemAudience, Meeting, MeetingState
from models.offers import HelpOffer
from models.procedure_partners import relies_on
from models.procedures import Procedure
from models.seats import Appointment, Seat
from models.shelf import DocumentAudience, ShelfDocument
from models.standing import in_force
from models.task_lists import TaskLine, owed, task_lines
from models.tasks import Task
from models.topics import WAITING, Topic, TopicState


@dataclass(frozen=True, kw_only=True)
class ExitList:
    """`last_day`: of the membership, where its end is set; `named`: titles, for the institution itself only.
    `tasks`: what it still owes; the coordination gives it to somebody else. `topics`: what it has submitted
    and nobody has dealt with yet.
    `procedures`: what loses it as a partner, or its contact point.

    `contacts_until`: when the contact data of its people is deleted.
    """

    seat: Seat
    last_day: date | None
    people: list[Appointment]
    invited: Sequence[Meeting]
    coordinates: Sequence[Body]
    groups: Sequence[Body]
    documents: Sequence[ShelfDocument]
    named_count: int
    named: Sequence[str]
    tasks: Sequence[TaskLine]
    topics: Sequence[Topic]
    procedures: Sequence[Procedure]
    offers: int
    contacts_until: date | None


def may_see(by: Actor, table_id: int, seat_id: int) -> bool:
    """The coordination, and the leaving institution's representative as long as the seat holds."""
    return by.coordinates_body(table_id) or seat_id in by.main_seats


def exit_list(reading: Session, table_id: int, seat_id: int, by: Actor, on: date) -> ExitList | None:
    seat = table_queries.seat(reading, table_id, seat_id) if may_see(by, table_id, seat_id) else None
    if seat is None:
        return None
    last_day = seat.ends_on
    named = _named(reading, seat)
    return ExitList(
        seat=seat,
        last_day=last_day,
        people=[
            each for each in seat.appointments if each.ends_on is None or each.ends_on >= (last_day or on)
        ],
        invited=_invited(reading, seat, last_day or on),
        coordinates=_coordinated(reading, seat, on),
        groups=_groups(reading, seat, on),
        documents=_documents(reading, seat),
        named_count=len(named),
        named=named if seat.id in by.main_seats else [],
        tasks=task_lines(reading, by, on, owed(), Task.seat_id == seat.id).lines,
        topics=_topics(reading, seat),
        procedures=_procedures(reading, seat, on),
        offers=reading.scalar(_offers(seat)) or 0,
        contacts_until=months_later(last_day, KEPT_MONTHS) if last_day else None,
    )


def _invited(reading: Session, seat: Seat, after: date) -> Sequence[Meeting]:
    """Meetings after the end to which the institution is invited."""
    ours = select(Invitation.meeting_id).where(
        Invitation.seat_id == seat.id, Invitation.withdrawn_at.is_(None)
    )
    found = reading.scalars(
        select(Meeting)
        .where(Meeting.id.in_(ours), Meeting.state == MeetingState.INVITED)
        .order_by(Meeting.starts_at)
    )
    return [each for each in found if each.held_on.day is None or each.held_on.day > after]


def _coordinated(reading: Session, seat: Seat, on: date) -> Sequence[Body]:
    return reading.scalars(
        select(Body)
        .join(Coordination, Coordination.body_id == Body.id)
        .where(Coordination.organisation_id == seat.organisation_id, in_force(Coordination, on))
        .order_by(Body.name)
    ).all()


def _groups(reading: Session, seat: Seat, on: date) -> Sequence[Body]:
    """Groups of this table in which the institution sits: those seats are ended apart."""
    return reading.scalars(
        select(Body)
        .join(Seat, Seat.body_id == Body.id)
        .where(
            Body.parent_id == seat.body_id,
            Seat.organisation_id == seat.organisation_id,
            in_force(Seat, on),
        )
        .order_by(Body.name)
    ).all()


def _procedures(reading: Session, seat: Seat, on: date) -> Sequence[Procedure]:
    wanted = select(Procedure).where(relies_on(seat, on)).order_by(Procedure.title, Procedure.id)
    return reading.scalars(wanted).all()


def _topics(reading: Session, seat: Seat) -> Sequence[Topic]:
    off_agenda = and_(Topic.state == TopicState.ACCEPTED, Topic.item_id.is_(None))
    mine = Topic.seat_id == seat.id, or_(Topic.state.in_(WAITING), off_agenda)
    return reading.scalars(select(Topic).where(*mine).order_by(Topic.submitted_at, Topic.id)).all()


def _documents(reading: Session, seat: Seat) -> Sequence[ShelfDocument]:
    """What people of the institution have put on this table's shelf, as far as the reader may see it."""
    own = select(Appointment.person_id).where(Appointment.seat_id == seat.id)
    theirs = or_(ShelfDocument.seat_id == seat.id, ShelfDocument.owner_id.in_(own))
    return reading.scalars(
        select(ShelfDocument)
        .where(ShelfDocument.body_id == seat.body_id, theirs)
        .order_by(ShelfDocument.title, ShelfDocument.id)
    ).all()


def _named(reading: Session, seat: Seat) -> list[str]:
    """Confidential items and documents that name the institution."""
    items = select(ItemAudience.item_id).where(ItemAudience.seat_id == seat.id)
    documents = select(DocumentAudience.document_id).where(DocumentAudience.seat_id == seat.id)
    return [
        *reading.scalars(select(AgendaItem.title).where(AgendaItem.id.in_(items)).order_by(AgendaItem.id)),
        *reading.scalars(
            select(ShelfDocument.title).where(ShelfDocument.id.in_(documents)).order_by(ShelfDocument.id)
        ),
    ]


def _offers(seat: Seat) -> Select[int]:
    return select(func.count(HelpOffer.id)).where(HelpOffer.organisation_id == seat.organisation_id)
