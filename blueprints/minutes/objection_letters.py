"""Letters about objections: they name occasion and link, nothing of what was said."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import asked_today
from blueprints.tables.letter_queries import coordinators
from blueprints.tables.queries import coordination_name
from models.bodies import Bylaws
from models.body_life import name_then
from models.deadlines import BERLIN
from models.letters import LetterKind, post
from models.meetings import Meeting
from models.objections import Objection
from models.people import Person
from models.seats import Seat

RAISED: Final = "minutes/objection_raised"
RECORDED: Final = "minutes/objection_recorded"
DECIDED: Final = "minutes/objection_decided"
To = tuple[str, str, str, str, int | None]
"""Address, name, language, salutation, and the person (None: a mailbox)."""


def tell_raised(house: Session, objection: Objection, *, own: bool, now: datetime) -> None:
    """The coordination learns of it; where it wrote it down itself, the institution does."""
    today = now.astimezone(BERLIN).date()
    if own:
        _send(house, objection, RAISED, _coordinators(house, objection.body_id, today), now)
    else:
        _send(house, objection, RECORDED, _institution(house, objection, today), now)


def tell_decided(house: Session, objection: Objection, *, now: datetime) -> None:
    today = now.astimezone(BERLIN).date()
    _send(house, objection, DECIDED, _institution(house, objection, today), now)


def _coordinators(house: Session, body_id: int, today: date) -> list[To]:
    return [_to(person) for person in coordinators(house, body_id, today)]


def _to(person: Person) -> To:
    return person.email or "", person.name, person.language, person.salutation, person.id


def _institution(house: Session, objection: Objection, today: date) -> list[To]:
    """Who acts for the institution today, and its mailbox; of a guest she herself."""
    if objection.seat_id is None:
        guest = house.get_one(Person, objection.person_id)
        return [_to(guest)] if guest.email else []
    people = asked_today(house, objection.body_id, today, first=today, last=today)
    ours = [each for each in people if each.seat_id == objection.seat_id and each.address]
    return [(each.address or "", each.name, each.language, each.salutation, each.person_id) for each in ours]


def _send(house: Session, objection: Objection, template: str, to: Iterable[To], now: datetime) -> None:
    facts = facts_of(house, objection.meeting_id, now.astimezone(BERLIN).date())
    seat = house.get(Seat, objection.seat_id) if objection.seat_id else None
    for address, name, language, salutation, person_id in to:
        post(
            house,
            template=template,
            kind=LetterKind.CONTENT,
            to=address,
            name=name,
            language=language,
            salutation=salutation,
            person_id=person_id,
            facts=facts | {"institution": objection.institution},
            body_id=objection.body_id,
            meeting_id=objection.meeting_id,
            organisation_id=seat.organisation_id if seat and template != RAISED else None,
            purpose=f"objection-{objection.id}",
            now=now,
        )


def facts_of(house: Session, meeting_id: int, on: date) -> dict[str, Any]:
    """All that a letter may say; the table's name only where its bylaws switch it on."""
    meeting = house.get_one(Meeting, meeting_id)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    named = bylaws.names_in_subject
    return {
        "meeting_id": meeting_id,
        "starts_at": meeting.starts_at,
        "table_name": name_then(house, meeting.body_id, meeting.held_on) if named else "",
        "signature": coordination_name(house, meeting.body_id, on),
    }
