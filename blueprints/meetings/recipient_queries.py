"""Who is to be invited: read by the house, handed on as plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models.bodies import Bylaws
from models.guests import ItemGuest
from models.invitations import InvitationKind
from models.meetings import AgendaItem, Meeting
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat

AT_ONCE: Final = 250
"""Of a large table so many seats are in memory at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One person or mailbox that an invitation goes to; without an address it can only be shown."""

    kind: InvitationKind
    name: str
    institution: str
    address: str | None
    language: str = "de"
    salutation: str = ""
    seat_id: int | None = None
    person_id: int | None = None
    item_id: int | None = None

    @property
    def form_value(self) -> str:
        """What a form sends for this person or mailbox."""
        return "-".join(str(part or 0) for part in (self.seat_id, self.person_id, self.item_id))

    @property
    def addressed(self) -> dict[str, Any]:
        """To whom a letter goes, as `models.letters.post` asks for it."""
        return {
            "to": self.address,
            "name": self.name,
            "language": self.language,
            "salutation": self.salutation,
            "person_id": self.person_id,
        }

    @property
    def key(self) -> tuple[int | None, str | None, int | None]:
        return self.seat_id, self.address, self.item_id


def recipients(house: Session, meeting: Meeting, on: date) -> list[Recipient]:
    """Main, deputies and function mailbox of every seat of the meeting's day, and the guests for their item.

    Asked is who acts on that day; where nobody is named for it, who acts now. After the meeting it is who
    acts now. A person with several seats is asked once for each of her institutions; one address once per
    seat. Who is dormant on the day of the meeting is not asked.
    """
    meets_on = meeting.held_on.day or on
    found: list[Recipient] = []
    for seat in _read_through(house, meeting.body_id):
        if seat.holds_on(max(on, meets_on)) and not seat.dormant_on(meets_on):
            found += _of_seat(seat, acting(seat, on, meets_on))
    found.sort(key=lambda each: each.institution)
    return _each_once([*found, *_guests(house, meeting)])


def asked_today(house: Session, body_id: int, on: date, *, first: date, last: date) -> list[Recipient]:
    """Main, deputies and function mailbox of today, of every seat that is asked about days ahead.

    It still holds on the first of them and is awake on the last.
    """
    found: list[Recipient] = []
    for seat in _read_through(house, body_id):
        if seat.holds_on(on) and seat.holds_on(first) and not seat.dormant_on(last):
            found += _of_seat(seat, acting_on(seat, on))
    found.sort(key=lambda each: each.institution)
    return _each_once(found)


def _each_once(found: Iterable[Recipient]) -> list[Recipient]:
    once: dict[object, Recipient] = {}
    for recipient in found:
        once.setdefault(recipient.key, recipient)
    return list(once.values())


def of_seat_on(house: Session, seat_id: int, on: date) -> list[Recipient]:
    """Main, deputies and function mailbox of one seat on a day; nobody where it no longer holds."""
    seat = house.scalars(_with_people().where(Seat.id == seat_id)).one()
    return list(_of_seat(seat, acting_on(seat, on))) if seat.holds_on(on) else []


def _with_people() -> Select[Seat]:
    return (
        select(Seat)
        .options(selectinload(Seat.organisation))
        .options(selectinload(Seat.appointments).selectinload(Appointment.person))
        .options(selectinload(Seat.dormancies))
        .execution_options(populate_existing=True)
    )


def seats_of(house: Session, body_id: int) -> list[Seat]:
    """All seats of a body with institution, people and dormancies, by the institutions' names."""
    seats = house.scalars(_with_people().where(Seat.body_id == body_id)).all()
    return sorted(seats, key=lambda each: each.organisation.name)


def _read_through(house: Session, body_id: int) -> Iterator[Seat]:
    """The same in the order in which they came; of thousands only some at once."""
    query = _with_people().where(Seat.body_id == body_id).order_by(Seat.id)
    return iter(house.scalars(query.execution_options(yield_per=AT_ONCE)))


def acting(seat: Seat, on: date, meets_on: date) -> list[Appointment]:
    """Who acts for a seat on the day of a meeting ahead; where nobody is named for it, who acts now."""
    return acting_on(seat, max(on, meets_on)) or acting_on(seat, on)


def acting_on(seat: Seat, day: date) -> list[Appointment]:
    """Representative and deputies of a day; readers don't act."""
    return [each for each in seat.appointed_on(day) if each.role is not AppointmentRole.READER]


def _of_seat(seat: Seat, appointments: Iterable[Appointment]) -> Iterable[Recipient]:
    for appointment in appointments:
        main = appointment.role is AppointmentRole.MAIN
        yield Recipient(
            kind=InvitationKind.MAIN if main else InvitationKind.DEPUTY,
            name=appointment.person.name,
            institution=seat.organisation.name,
            address=appointment.person.email,
            language=appointment.person.language,
            salutation=appointment.person.salutation,
            seat_id=seat.id,
            person_id=appointment.person_id,
        )
    if seat.organisation.mailbox:
        yield Recipient(
            kind=InvitationKind.MAILBOX,
            name=seat.organisation.name,
            institution=seat.organisation.name,
            address=seat.organisation.mailbox,
            seat_id=seat.id,
        )


def _guests(house: Session, meeting: Meeting) -> Iterable[Recipient]:
    rows = house.execute(
        select(ItemGuest, Person, Organisation.name)
        .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
        .join(Person, Person.id == ItemGuest.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.place, Person.name)
    )
    for guest, person, institution in rows:
        yield Recipient(
            kind=InvitationKind.GUEST,
            name=person.name,
            institution=institution or "",
            address=person.email,
            language=person.language,
            salutation=person.salutation,
            person_id=person.id,
            item_id=guest.item_id,
        )


def bylaws(house: Session, body_id: int) -> Bylaws | None:
    """The machine's part of a body's bylaws."""
    return house.scalar(select(Bylaws).where(Bylaws.body_id == body_id))
