"""What is deleted about people who have long left: their address, six months after they last acted."""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from models.accounts import Account
from models.bodies import Office
from models.deadlines import BERLIN, months_later
from models.guests import ItemGuest
from models.history import record
from models.meetings import AgendaItem, Meeting
from models.people import Person
from models.seats import Appointment

KEPT_MONTHS = 6
"""Domain.md 7.3: contact data of former representatives."""


def forget_contacts(house: Session, today: date, now: datetime) -> int:
    """Delete the mail address of whoever represents nobody any more; the name stays where minutes need it.

    Whoever holds an office, has an account, or was a guest in that time keeps it.
    """
    before = months_later(today, -KEPT_MONTHS)
    left = (
        select(Appointment.person_id)
        .group_by(Appointment.person_id)
        .having(
            func.count() == func.count(Appointment.ends_on),
            func.max(Appointment.ends_on) < before,
        )
    )
    people = house.scalars(
        select(Person)
        .where(
            Person.id.in_(left),
            Person.email.is_not(None),
            not_(exists().where(Account.person_id == Person.id)),
            not_(exists().where(Office.person_id == Person.id, _not_long_over(before))),
            not_(_was_guest(before)),
        )
        .order_by(Person.id)
    ).all()
    for person in people:
        person.email, person.contact_released = None, False
        record(house, "forget-contact", person, by=None, now=now)
    return len(people)


def _not_long_over(before: date) -> ColumnElement[bool]:
    return or_(Office.ends_on.is_(None), Office.ends_on >= before)


def _was_guest(before: date) -> ColumnElement[bool]:
    recent = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    recent = recent.where(
        or_(Meeting.starts_at.is_(None), Meeting.starts_at >= datetime.combine(before, time(), BERLIN))
    )
    return exists().where(ItemGuest.person_id == Person.id, ItemGuest.item_id.in_(recent))
