"""Whoever was entered with the mailbox of somebody else's account, and may be the same person."""

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.accounts import Account
from models.bodies import Office
from models.people import Person
from models.seats import Appointment

ON: Final = bindparam("on", type_=Date())


def stands(row: type[Appointment] | type[Office], on: Any) -> ColumnElement[bool]:
    """SQL: it has not ended before that day; it may begin later."""
    return or_(row.ends_on.is_(None), row.ends_on >= on)


SHARING: Final = select(Person).where(
    func.lower(Person.email) == bindparam("key"),
    Person.id != bindparam("own"),
    or_(Person.apart_from_id.is_(None), Person.apart_from_id != bindparam("own")),
    Person.id.not_in(select(Account.person_id)),
    or_(
        Person.id.in_(select(Appointment.person_id).where(stands(Appointment, ON))),
        Person.id.in_(select(Office.person_id).where(stands(Office, ON))),
    ),
)
"""People without an account, with seat or office, whose address is `key`, and who are not said to be others
than the person `own`."""


def is_asked(house: Session, account_id: int, on: date) -> bool:
    """Whether the holder of an account is to say if she is somebody who was entered with her mailbox."""
    account = house.get_one(Account, account_id)
    given = {"key": account.email_key, "own": account.person_id, "on": on}
    return house.execute(SHARING.limit(1), given).first() is not None
