"""What is known about seats and should be settled before the invitations go out: read by the house."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import acting_on, seats_of
from models.meetings import Meeting
from models.seats import Appointment, AppointmentRole, Seat


class Lack(enum.Enum):
    """What is amiss with a seat on the day of the meeting; INSTEAD is settled, and only told."""

    CEASES = "ceases"
    LEAVES = "leaves"
    VACANT = "vacant"
    HEADLESS = "headless"
    UNREACHED = "unreached"
    INSTEAD = "instead"


@dataclass(frozen=True, kw_only=True)
class Unsettled:
    """One seat: who acts until `day`, who from then on. `appointment_id` is the one that ends."""

    lack: Lack
    seat_id: int
    institution: str
    day: date | None = None
    name: str = ""
    successor: str = ""
    appointment_id: int | None = None


def unsettled(house: Session, meeting: Meeting, on: date) -> list[Unsettled]:
    """What is amiss at the seats that would be invited today to a meeting ahead, the gravest first."""
    meets_on = max(on, meeting.held_on.day or on)
    found = [each for seat in seats_of(house, meeting.body_id) for each in _of_seat(seat, on, meets_on)]
    order = list(Lack)
    return sorted(found, key=lambda each: order.index(each.lack))


def _of_seat(seat: Seat, on: date, meets_on: date) -> Iterator[Unsettled]:
    name, ended_on = seat.organisation.name, seat.organisation.ended_on
    if seat.dormant_on(meets_on) or not (seat.holds_on(on) or seat.holds_on(meets_on)):
        return
    if not seat.holds_on(meets_on):
        yield Unsettled(lack=Lack.LEAVES, seat_id=seat.id, institution=name, day=seat.ends_on)
    elif ended_on is not None and ended_on <= meets_on:
        yield Unsettled(lack=Lack.CEASES, seat_id=seat.id, institution=name, day=ended_on)
    else:
        yield from _of_people(seat, acting_on(seat, on), acting_on(seat, meets_on))


def _of_people(seat: Seat, now: list[Appointment], then: list[Appointment]) -> Iterator[Unsettled]:
    name = seat.organisation.name
    if not now and not then and not seat.organisation.mailbox:
        yield Unsettled(lack=Lack.UNREACHED, seat_id=seat.id, institution=name)
    before, after = _main(now), _main(then)
    last = before or (now[0] if now else None)
    if last is None or (then and before is None) or (after and after.person_id == last.person_id):
        return
    lack = Lack.INSTEAD if after else Lack.HEADLESS if then else Lack.VACANT
    yield Unsettled(
        lack=lack,
        seat_id=seat.id,
        institution=name,
        day=last.ends_on,
        name=last.person.name,
        successor=after.person.name if after else "",
        appointment_id=last.id,
    )


def _main(acting: list[Appointment]) -> Appointment | None:
    return next((each for each in acting if each.role is AppointmentRole.MAIN), None)
