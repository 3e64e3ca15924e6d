"""What the site says after somebody was put on a seat, and proposes before somebody leaves it."""

from datetime import date, timedelta
from typing import Final

from flask import flash
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.forms import A_DAY
from blueprints.tables.people import access_rules
from models.accounts import LinkPurpose
from models.bodies import Bylaws
from models.deadlines import BERLIN
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from plumbing.clock import now, today
from plumbing.pages import german_day

JUST_NOW: Final = timedelta(minutes=1)


def last_day_to_propose(starts_on: date | None) -> date:
    """Yesterday: access ends at once. For what has not begun the day before, so that it never does."""
    yesterday = today() - A_DAY
    return max(yesterday, starts_on - A_DAY) if starts_on else yesterday


def tell_appointed(house: Session, made: Appointment, link_wanted: bool) -> None:
    """One message with all that follows, and what still has to come."""
    house.flush()
    person = house.get_one(Person, made.person_id)
    said = [gettext("%(name)s is appointed.", name=person.name), _about_access(house, person, link_wanted)]
    needed = select(Bylaws.declaration_needed).join(Seat, Seat.body_id == Bylaws.body_id)
    if made.declared_on is None and house.scalar(needed.where(Seat.id == made.seat_id)):
        said.append(
            gettext("The confidentiality declaration is still missing: until then there is no access.")
        )
    if made.role is not AppointmentRole.READER and not made.may_sign:
        said.append(gettext("No right to sign has been given."))
    flash(" ".join(said), "done")


def _about_access(house: Session, person: Person, link_wanted: bool) -> str:
    if not person.email:
        return gettext("Without an e-mail address no access link can be sent.")
    if not access_rules.lacks_access(house, person):
        return gettext("There is an account already.")
    until = access_rules.works_until(house, person, now())
    if until is not None and now() - (until - LinkPurpose.INVITATION.lasts) > JUST_NOW:
        last = german_day(until.astimezone(BERLIN).date())
        return gettext("The access link sent before works until %(day)s; no second one was sent.", day=last)
    if link_wanted:
        return gettext("The access link to %(email)s is on its way.", email=person.email)
    return gettext("No access link has been sent.")
