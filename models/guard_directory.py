"""What a reader may know of the directory, so that the guard lets it pass; it tells her no more than that."""

from collections.abc import Iterable

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.bodies import Office
from models.contact_points import ContactPoint
from models.folding import folded
from models.guard_patterns import FREE_MAIL, MAIL
from models.guarding import Known, phones_in
from models.known_people import KnownPerson
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat
from models.typed_text import email_key


def known_to(reading: Session, reader: Actor) -> Known:
    """Contact points, function mailboxes, help offers and people's addresses, as far as she may read them.

    In four statements, and only where a text holds something like a number, an address or a street.
    """
    said: list[str] = []
    mails: set[str] = set()
    for phone, email in reading.execute(select(ContactPoint.phone, ContactPoint.email)):
        said.append(phone)
        mails |= {email_key(email)} if email else set()
    protected = set()
    institutions = select(
        Organisation.name,
        Organisation.short_name,
        Organisation.mailbox,
        Organisation.mailbox_released,
        Organisation.public_contact,
        Organisation.address_protected,
    )
    for row in reading.execute(institutions):
        said.append(row.public_contact)
        if row.mailbox and row.mailbox_released:
            mails.add(email_key(row.mailbox))
        if row.address_protected:
            protected |= {folded(name) for name in (row.name, row.short_name) if len(name) > 3}
    said += reading.scalars(select(HelpOffer.contact).where(HelpOffer.contact != ""))
    mails |= _people(reading, reader)
    mails |= {email_key(found[0]) for words in said for found in MAIL.finditer(words)}
    domains = {mail.rpartition("@")[2] for mail in mails} - FREE_MAIL
    phones = {phone for words in said for phone in phones_in(words)}
    return Known(phones=phones, mails=mails, domains=domains, protected=protected)


def _people(reading: Session, reader: Actor) -> set[str]:
    """Her own address, those of the tables that she coordinates, and those released at her tables."""
    found = select(Person.email).where(
        Person.email.is_not(None),
        or_(
            Person.id == reader.person_id,
            _is_at(reader.coordinates),
            and_(Person.contact_released.is_(True), _is_at(reader.readable)),
        ),
    )
    return {email_key(address) for address in reading.scalars(found) if address}


def _is_at(bodies: Iterable[int]) -> ColumnElement[bool]:
    """People of these bodies: on seats, in offices, or noted there."""
    wanted = sorted(bodies)
    seated = select(Appointment.person_id).join(Seat).where(Seat.body_id.in_(wanted))
    serving = select(Office.person_id).where(Office.body_id.in_(wanted))
    noted = select(KnownPerson.person_id).where(KnownPerson.body_id.in_(wanted))
    return or_(Person.id.in_(seated), Person.id.in_(serving), Person.id.in_(noted))
