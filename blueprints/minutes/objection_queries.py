"""Objections as pages show them, and which keep minutes from being approved by lapse."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.constants import fixed
from models.deadlines import BERLIN, end_instant
from models.fuzzy_dates import FuzzyDate
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes
from models.objections import Objection, ObjectionEnding, ObjectionOutcome
from models.people import Person

WERE_CONVENED: Final = (
    *(MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD),
    *(MeetingState.MINUTED, MeetingState.CLOSED),
)


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An objection as its reader may see it. `author` is for its own institution and the coordination."""

    id: int
    institution: str
    item_id: int | None
    number: str
    wrong: str
    wording: str
    raised_on: date
    author: str
    recorded: bool
    is_late: bool
    outcome: ObjectionOutcome | None
    ended_on: date | None
    ended_at: datetime | None
    answer: str
    decided_wording: str
    may_withdraw: bool
    may_decide: bool
    is_correction: bool

    @property
    def keeps_from_lapse(self) -> bool:
        """As `kept_from_lapse` says it of all: raised in time, and not withdrawn."""
        return not self.is_late and self.outcome is not ObjectionOutcome.WITHDRAWN

    @property
    def belongs_into_text(self) -> bool:
        """Whether it was decided so that a corrected version of the minutes takes something in."""
        return self.outcome is not None and self.outcome.belongs_into_text


RAISED: Final = fixed(
    select(Objection, ObjectionEnding, Person.name.label("author"))
    .outerjoin(ObjectionEnding, ObjectionEnding.objection_id == Objection.id)
    .outerjoin(Person, Person.id == Objection.person_id)
    .where(Objection.meeting_id == bindparam("meeting_id"))
    .order_by(Objection.objected_at, Objection.id)
)


def raised(reading: Session, minutes: Minutes, by: Actor) -> list[Raised]:
    """What this reader may see of the objections to these minutes, the oldest first."""
    rows = reading.execute(RAISED, {"meeting_id": minutes.meeting_id})
    return [_raised(row.Objection, row.ObjectionEnding, row.author, minutes, by) for row in rows]


def _raised(
    objection: Objection, ending: ObjectionEnding | None, author: str | None, minutes: Minutes, by: Actor
) -> Raised:
    assert minutes.objections_until is not None
    coordinates = by.coordinates_body(minutes.body_id)
    ours = objection.seat_id in by.seat_ids or objection.person_id == by.person_id
    corrects = (
        ending is not None
        and ending.outcome.changes_text
        and minutes.approved_at is not None
        and ending.ended_at > minutes.approved_at
    )
    return Raised(
        id=objection.id,
        institution=objection.institution,
        item_id=objection.item_id,
        number=objection.item_number,
        wrong=objection.wrong,
        wording=objection.wording,
        raised_on=_day(objection.objected_at),
        author=(author or "") if coordinates or ours else "",
        recorded=objection.recorded_by_id is not None,
        is_late=objection.is_late(minutes.objections_until),
        outcome=ending.outcome if ending else None,
        ended_on=_day(ending.ended_at) if ending else None,
        ended_at=ending.ended_at if ending else None,
        answer=ending.answer if ending else "",
        decided_wording=ending.wording if ending else "",
        may_withdraw=ending is None and can_withdraw(objection, by),
        may_decide=ending is None and coordinates,
        is_correction=corrects,
    )


def can_withdraw(objection: Objection, by: Actor) -> bool:
    """The representative of the institution, or whoever wrote it while she still acts for it."""
    if objection.seat_id is None:
        return objection.person_id == by.person_id
    wrote = objection.person_id == by.person_id and objection.seat_id in by.seat_ids
    return wrote or objection.seat_id in by.main_seats


def _day(at: datetime) -> date:
    return at.astimezone(BERLIN).date()


def in_time(until: date) -> ColumnElement[bool]:
    """SQL: raised before the last day was over."""
    return Objection.objected_at < end_instant(until)


def undecided(house: Session, minutes: Minutes) -> list[int]:
    """Objections raised in time of which nothing has become yet."""
    assert minutes.objections_until is not None
    found = (
        select(Objection.id)
        .outerjoin(ObjectionEnding, ObjectionEnding.objection_id == Objection.id)
        .where(Objection.minutes_id == minutes.id, in_time(minutes.objections_until))
        .where(ObjectionEnding.id.is_(None))
    )
    return list(house.scalars(found.order_by(Objection.id)))


def kept_from_lapse(house: Session, minutes: Minutes) -> bool:
    """Whether a meeting has to decide: an objection was raised in time, whatever the coordination has said
    to it since (domain.md 5.7, 12). Withdrawn ones count as never raised."""
    until = minutes.objections_until
    assert until is not None
    found = (
        select(Objection.id)
        .outerjoin(ObjectionEnding, ObjectionEnding.objection_id == Objection.id)
        .where(Objection.minutes_id == minutes.id, in_time(until))
        .where(or_(ObjectionEnding.id.is_(None), ObjectionEnding.outcome != ObjectionOutcome.WITHDRAWN))
    )
    return house.scalar(found.limit(1)) is not None


def later_meetings(house: Session, meeting: Meeting, now: datetime) -> list[tuple[int, FuzzyDate]]:
    """Meetings of the same body that came after this one and have begun, the last first."""
    rows = house.execute(
        select(Meeting.id, Meeting.held_on)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.starts_at > meeting.starts_at,
            Meeting.starts_at <= now,
            Meeting.state.in_(WERE_CONVENED),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return [(row.id, row.held_on) for row in rows]


def objection(reading: Session, objection_id: int) -> tuple[Objection, Minutes] | None:
    """An objection that the reader may see, with its minutes."""
    row: Any = reading.execute(
        select(Objection, Minutes)
        .join(Minutes, Minutes.id == Objection.minutes_id)
        .where(Objection.id == objection_id)
    ).one_or_none()
    return (row.Objection, row.Minutes) if row else None
