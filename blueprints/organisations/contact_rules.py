"""Who keeps the contact points of an institution, and what must hold for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from blueprints.organisations.rules import may_edit
from models.actors import Actor
from models.contact_points import ContactPoint
from models.deadlines import BERLIN
from models.errors import NotAllowed
from models.history import record
from models.organisations import Organisation
from models.procedure_steps import StepContact
from models.seats import AppointmentRole
from models.versions import must_be


def may_keep_contacts(by: Actor, organisation: Organisation, house: Session) -> bool:
    """Its own main representatives, and whoever keeps its entry (decision 0038)."""
    return speaks_for(by, organisation.id) or may_edit(by, organisation, house)


def speaks_for(by: Actor, organisation_id: int) -> bool:
    """Whether one is a main representative of the institution, at whatever table."""
    main = AppointmentRole.MAIN.value
    return any(seat.organisation_id == organisation_id and seat.role == main for seat in by.seats)


def add_contact(
    house: Session, organisation_id: int, *, by: Actor, now: datetime, **facts: Any
) -> ContactPoint:
    """Add a contact point; who enters it vouches for it."""
    _kept(house, organisation_id, by)
    contact = ContactPoint(organisation_id=organisation_id, **facts)
    contact.judge()
    house.add(contact)
    _check(contact, by, now)
    record(house, "add", contact, by=by, now=now)
    return contact


def edit_contact(
    house: Session,
    organisation_id: int,
    contact_id: int,
    *,
    based_on: int | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> ContactPoint:
    """Change a contact point; that counts as a check."""
    contact = _locked(house, organisation_id, contact_id, by)
    must_be(contact, based_on)
    changed = [name for name, value in facts.items() if getattr(contact, name) != value]
    with house.no_autoflush:
        for name in changed:
            setattr(contact, name, facts[name])
        contact.judge()
    _check(contact, by, now)
    record(house, "edit", contact, by=by, now=now, changed=changed)
    return contact


def check_contact(
    house: Session, organisation_id: int, contact_id: int, *, based_on: int | None, by: Actor, now: datetime
) -> ContactPoint:
    """Somebody has asked today: it is true as the page showed it."""
    contact = _locked(house, organisation_id, contact_id, by)
    must_be(contact, based_on)
    _check(contact, by, now)
    record(house, "check", contact, by=by, now=now)
    return contact


def remove_contact(
    house: Session, organisation_id: int, contact_id: int, *, by: Actor, now: datetime
) -> None:
    """Take out a contact point that there is no more; steps of procedures that name it have lost it."""
    contact = _locked(house, organisation_id, contact_id, by)
    record(house, "remove", contact, by=by, now=now)
    house.execute(update(StepContact).where(StepContact.contact_id == contact_id).values(contact_id=None))
    house.delete(contact)


def _locked(house: Session, organisation_id: int, contact_id: int, by: Actor) -> ContactPoint:
    contact = house.get(ContactPoint, contact_id, with_for_update=True)
    if contact is None or contact.organisation_id != organisation_id:
        raise NotAllowed
    _kept(house, organisation_id, by)
    return contact


def _kept(house: Session, organisation_id: int, by: Actor) -> None:
    organisation = house.get(Organisation, organisation_id)
    if organisation is None or not may_keep_contacts(by, organisation, house):
        raise NotAllowed


def _check(contact: ContactPoint, by: Actor, now: datetime) -> None:
    contact.checked_on, contact.checked_by_id = now.astimezone(BERLIN).date(), by.person_id
