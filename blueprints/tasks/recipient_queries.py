"""Who is written to about a task: the person who has it, else whoever stands for the institution."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, Self

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import declared, dormant, in_force


class Had(Protocol):
    """What an institution has, and perhaps a person of it: a task, the lead of a request."""

    @property
    def id(self) -> int: ...

    @property
    def seat_id(self) -> int | None: ...

    @property
    def appointment_id(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """An address of an institution; `person_id` is empty for its function mailbox."""

    seat_id: int
    organisation_id: int | None
    address: str
    name: str
    language: str = "de"
    salutation: str = ""
    person_id: int | None = None

    @classmethod
    def of_coordination(cls, person: Person) -> Self:
        """Somebody who coordinates: written to for no seat, but for the table."""
        return cls.of_person(person, seat_id=0, organisation_id=person.organisation_id)

    @classmethod
    def of_person(cls, person: Person, *, seat_id: int, organisation_id: int | None) -> Self:
        return cls(
            seat_id=seat_id,
            organisation_id=organisation_id,
            address=person.email or "",
            name=person.name,
            language=person.language,
            salutation=person.salutation,
            person_id=person.id,
        )


@dataclass
class _Reachable:
    """What a seat offers: people with an address who may act today, main first, and the mailbox."""

    seat_id: int
    organisation: Organisation
    people: list[tuple[Appointment, Person]] = field(default_factory=list)

    def of(self, appointment_id: int | None) -> Recipient | None:
        named = next((each for each in self.people if each[0].id == appointment_id), None)
        first = named or next(iter(self.people), None)
        stands = named is not None or (first is not None and first[0].role is AppointmentRole.MAIN)
        if first is not None and (stands or not self.organisation.mailbox):
            known = {"seat_id": self.seat_id, "organisation_id": self.organisation.id}
            return Recipient.of_person(first[1], **known)
        return self._mailbox(self.organisation.mailbox) if self.organisation.mailbox else None

    def _mailbox(self, address: str) -> Recipient:
        name = self.organisation.name
        return Recipient(
            seat_id=self.seat_id, organisation_id=self.organisation.id, address=address, name=name
        )


def recipients_of(house: Session, tasks: Iterable[Had], on: date) -> dict[int, Recipient]:
    """By task, or what else one has. Her who has it, while she acts; else the representative, the mailbox,
    the first deputy.

    Nobody for a seat that has ended or sleeps, for the coordination's own tasks, and where there is no
    address. Whoever still owes the confidentiality declaration is not written to.
    """
    tasks = list(tasks)
    reachable = _reachable(house, {task.seat_id for task in tasks if task.seat_id}, on)
    found = {
        task.id: reachable[task.seat_id].of(task.appointment_id)
        for task in tasks
        if task.seat_id in reachable
    }
    return {key: each for key, each in found.items() if each is not None}


def _reachable(house: Session, seat_ids: set[int], on: date) -> dict[int, _Reachable]:
    awake = (Seat.id.in_(seat_ids), in_force(Seat, on), not_(dormant(on)))
    seats = select(Seat.id, Organisation).join(Organisation, Organisation.id == Seat.organisation_id)
    found = {row.id: _Reachable(row.id, row.Organisation) for row in house.execute(seats.where(*awake))}
    people = (
        select(Appointment, Person)
        .join(Seat, Seat.id == Appointment.seat_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Seat.id.in_(seat_ids),
            in_force(Appointment, on),
            declared(on),
            Appointment.role != AppointmentRole.READER,
            Person.email.is_not(None),
        )
        .order_by(Appointment.rank, Appointment.id)
    )
    by_seat: dict[int, list[tuple[Appointment, Person]]] = defaultdict(list)
    for appointment, person in house.execute(people):
        by_seat[appointment.seat_id].append((appointment, person))
    for seat_id, reachable in found.items():
        reachable.people = sorted(by_seat[seat_id], key=lambda each: each[0].role is not AppointmentRole.MAIN)
    return found
