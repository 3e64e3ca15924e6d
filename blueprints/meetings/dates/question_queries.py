"""What one institution is asked in a date finding, on the site or by the link of its letter."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.dates.queries import Finding, finding
from blueprints.meetings.dates.standing_queries import Dates, Given
from blueprints.tables.queries import coordination_name
from models.date_findings import Fits
from models.rounds import AskedLink, AskedSeat
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One date, what the one who answers has said of it (`mine`), and what others of her institution have."""

    option_id: int
    starts_at: datetime
    ends_at: datetime | None
    is_withdrawn: bool
    mine: Fits | None
    others: tuple[tuple[str | None, Fits], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a link or a page of its own asks: these dates for one institution, and nothing else.

    `person_id` says whose answer it is; none for the institution as a whole. `address` is that of a link.
    `chosen_at` is the beginning of the meeting that was made of it.
    """

    asked_id: int
    round_id: int
    seat_id: int
    body_id: int
    body_name: str
    signature: str
    names_table: bool
    hue: int
    institution: str
    note: str
    reason: str
    due_on: date
    closed_at: datetime | None
    takes_answers: bool
    options: tuple[Offered, ...]
    given: tuple[Given, ...] = ()
    person_id: int | None = None
    address: str = ""
    chosen_at: datetime | None = None

    @property
    def offered(self) -> tuple[Offered, ...]:
        return tuple(each for each in self.options if not each.is_withdrawn)

    @property
    def is_new(self) -> bool:
        """Whether some date was added after she had answered."""
        said = [each.mine is not None for each in self.offered]
        return any(said) and not all(said)


def without_names(asked: Question) -> Question:
    """The question for whoever has only its link: a letter may have been passed on, and tells no colleague's
    name or address."""
    offered = [replace(each, others=tuple((None, fits) for _, fits in each.others)) for each in asked.options]
    given = tuple(replace(each, name=None, address="", note="") for each in asked.given)
    return replace(asked, options=tuple(offered), given=given)


def question(
    house: Session, asked_id: int, on: date, *, person_id: int | None, address: str = ""
) -> Question | None:
    """What a seat was asked; none where it no longer holds."""
    asked = house.scalar(
        select(AskedSeat)
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .where(AskedSeat.id == asked_id, in_force(Seat, on))
    )
    found = finding(house, asked.round_id) if asked else None
    if asked is None or found is None:
        return None
    dates = Dates(house, found.asking.id, found.day(on), asked_id)
    return Question(
        asked_id=asked_id,
        seat_id=asked.seat_id,
        institution=asked.name,
        options=_offered(dates, asked_id, person_id),
        given=tuple(each for each in dates.changes() if each.counts),
        person_id=person_id,
        address=address,
        signature=coordination_name(house, found.body.id, on),
        chosen_at=next((each.starts_at for each in dates.options if each.meeting_id), None),
        **_about(found, on),
    )


def _about(found: Finding, on: date) -> dict[str, Any]:
    return {
        "round_id": found.asking.id,
        "body_id": found.body.id,
        "body_name": found.body.name,
        "names_table": found.bylaws.names_in_subject,
        "hue": found.body.hue,
        "note": found.about.note,
        "reason": found.about.reason,
        "due_on": found.asking.due_on,
        "closed_at": found.asking.closed_at,
        "takes_answers": found.takes_answers(on),
    }


def _offered(dates: Dates, asked_id: int, person_id: int | None) -> tuple[Offered, ...]:
    said = dates.said.get(asked_id, {})
    names = {answer.person_id: name or "" for answer, name, _ in dates.rows}
    return tuple(
        Offered(
            option_id=each.id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            is_withdrawn=each.withdrawn_at is not None,
            mine=said[person_id][each.id][0] if each.id in said.get(person_id, {}) else None,
            others=tuple(
                (names[who], mine[each.id][0])
                for who, mine in said.items()
                if who != person_id and each.id in mine
            ),
        )
        for each in dates.options
    )


def link_question(house: Session, token: str, on: date) -> Question | None:
    """The one question that a link asks; none for an unknown one, and for whoever acts no more."""
    link = house.scalar(select(AskedLink).where(AskedLink.token_hash == AskedLink.hashed(token)))
    if link is None:
        return None
    asked = question(house, link.asked_seat_id, on, person_id=link.person_id, address=link.address)
    if asked is None or link.person_id is None:
        return asked
    return asked if acts(house, asked.seat_id, link.person_id, on) else None


def acts(house: Session, seat_id: int, person_id: int | None, on: date) -> bool:
    """Whether somebody may answer for a seat that day: as its representative or a deputy."""
    mine = (Appointment.seat_id == seat_id) & (Appointment.person_id == person_id)
    held = select(Appointment.id).where(
        mine, Appointment.role != AppointmentRole.READER, in_force(Appointment, on)
    )
    return house.scalar(held.limit(1)) is not None
