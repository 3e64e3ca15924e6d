"""To whom the invitation to a meeting may go on paper, with which agenda, and who was reached otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.delivery_queries import LAST_LETTER, LOST
from blueprints.meetings.recipient_queries import acting, seats_of
from models.bodies import Coordination
from models.editions import Edition, EditionKind, EditionReader
from models.folding import folded
from models.guests import ItemGuest
from models.invitations import Invitation
from models.letters import Dispatch, Letter, Way
from models.meetings import AgendaItem, Meeting
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat
from models.standing import in_force


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """One recipient of a letter on paper: an institution at the table, or a guest.

    `address` is empty where it is protected, or none is kept. `reached`: a letter by mail is not lost, or
    somebody has noted another way. `letters` are those of mail that came to nothing; `posted_on` is the
    day on which a letter on paper was last noted, `settled` the letters of mail that this note settled.
    """

    key: str
    institution: str
    organisation_id: int | None
    person: str = ""
    salutation: str = ""
    language: str = "de"
    address: str = ""
    is_protected: bool = False
    is_guest: bool = False
    reached: bool = False
    letters: tuple[Letter, ...] = ()
    settled: tuple[Letter, ...] = ()
    posted_on: date | None = None
    edition: Edition | None = None


class _Known:
    """What is asked once for all: the last letters, the editions and who has which, what was posted."""

    def __init__(self, house: Session, meeting: Meeting) -> None:
        self.letters: dict[tuple[str, int | None], list[Letter]] = {}
        rows = house.execute(
            select(Invitation, Letter)
            .join(Letter, Letter.id == LAST_LETTER)
            .where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
            .order_by(Invitation.id)
        )
        for invitation, letter in rows:
            of = ("seat", invitation.seat_id) if invitation.seat_id else ("guest", invitation.person_id)
            self.letters.setdefault(of, []).append(letter)
        agendas = select(Edition).where(Edition.meeting_id == meeting.id, Edition.kind == EditionKind.AGENDA)
        editions = {row.id: row for row in house.scalars(agendas.order_by(Edition.number, Edition.id))}
        self.for_readers = [row for row in editions.values() if row.for_readers]
        self.editions: dict[tuple[str, int | None], Edition] = {}
        readers = select(EditionReader).where(EditionReader.edition_id.in_(editions))
        for reader in house.scalars(readers.order_by(EditionReader.edition_id, EditionReader.id)):
            of = ("seat", reader.seat_id) if reader.seat_id else ("guest", reader.person_id)
            found = self.editions.setdefault(of, editions[reader.edition_id])
            if editions[reader.edition_id].number > found.number:
                self.editions[of] = editions[reader.edition_id]
        posted = select(Dispatch.organisation_id, Dispatch.sent_on).where(
            Dispatch.meeting_id == meeting.id, Dispatch.way == Way.POST
        )
        self.posted = {
            row.organisation_id: row.sent_on for row in house.execute(posted.order_by(Dispatch.id))
        }

    def of(self, kind: str, key: int, organisation_id: int | None) -> dict[str, Any]:
        """What is known of one recipient. A seat that came later reads what all members read."""
        letters = self.letters.get((kind, key), [])
        edition = self.editions.get((kind, key))
        if edition is None and kind == "seat" and self.for_readers:
            edition = self.for_readers[-1]
        lost = [each for each in letters if each.state in LOST and each.reached_by is None]
        return {
            "key": f"{kind}-{key}",
            "reached": len(lost) < len(letters),
            "letters": tuple(lost),
            "settled": tuple(each for each in letters if each.reached_by is Way.POST),
            "posted_on": self.posted.get(organisation_id) if organisation_id else None,
            "edition": edition,
        }


def addressees(house: Session, meeting: Meeting, today: date) -> list[Addressee]:
    """All institutions awake on the day of the meeting by their names, then the guests.

    A constant number of statements; read by the house, for whoever coordinates the meeting.
    """
    known, meets_on = _Known(house, meeting), meeting.held_on.day or today
    seats = [
        _of_seat(seat, known, today, meets_on)
        for seat in seats_of(house, meeting.body_id)
        if seat.holds_on(max(today, meets_on)) and not seat.dormant_on(meets_on)
    ]
    return [
        *sorted(seats, key=lambda each: folded(each.institution)),
        *_guests(house, meeting, known),
    ]


def _of_seat(seat: Seat, known: _Known, today: date, meets_on: date) -> Addressee:
    first = next(iter(acting(seat, today, meets_on)), None)
    person = first.person if first else None
    return Addressee(
        **known.of("seat", seat.id, seat.organisation_id),
        **_place(seat.organisation),
        person=person.name if person else "",
        salutation=person.salutation if person else "",
        language=person.language if person else "de",
    )


def _place(organisation: Organisation | None) -> dict[str, Any]:
    if organisation is None:
        return {"institution": "", "organisation_id": None}
    return {
        "institution": organisation.name,
        "organisation_id": organisation.id,
        "address": "" if organisation.address_protected else organisation.postal_address,
        "is_protected": organisation.address_protected,
    }


def _guests(house: Session, meeting: Meeting, known: _Known) -> Iterable[Addressee]:
    rows = house.execute(
        select(Person, Organisation)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(
            Person.id.in_(
                select(ItemGuest.person_id)
                .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
                .where(AgendaItem.meeting_id == meeting.id)
            )
        )
        .order_by(Person.name, Person.id)
    )
    for person, organisation in rows:
        yield Addressee(
            **known.of("guest", person.id, None),
            **_place(organisation),
            person=person.name,
            salutation=person.salutation,
            language=person.language,
            is_guest=True,
        )


def coordinating(house: Session, body_id: int, on: date) -> Organisation | None:
    """The institution in whose name the letters go out."""
    found: Organisation | None = house.scalar(
        select(Organisation)
        .join(Coordination, Coordination.organisation_id == Organisation.id)
        .where(Coordination.body_id == body_id, in_force(Coordination, on))
        .order_by(Coordination.id.desc())
        .limit(1)
    )
    return found
