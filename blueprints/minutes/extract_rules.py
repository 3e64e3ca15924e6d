"""Extracts of minutes: a guest gets that of her item with one click; it shows as owed until it was sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import bylaws
from blueprints.minutes.circulation_rules import letter_facts
from blueprints.minutes.correction_queries import newest_editions
from models.actors import Actor
from models.deadlines import BERLIN
from models.editions import Edition, EditionReader
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import LetterKind, post
from models.meetings import Meeting
from models.minutes import Minutes, MinutesState
from models.people import Person
from models.words import N_

EXTRACT = "minutes/extract"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A guest who has not been sent her extract yet, and the numbers of her items."""

    person: Person
    numbers: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def can_be_sent(self) -> bool:
        return bool(self.person.email)


def may_send_extracts(by: Actor, table_id: int) -> bool:
    """The coordination."""
    return by.coordinates_body(table_id)


def owed(house: Session, meeting_id: int) -> list[Owed]:
    """Guests whose newest extract waits, by name."""
    editions = {each.id: each for each in newest_editions(house, meeting_id)}
    rows = house.execute(
        select(EditionReader.edition_id, Person)
        .join(Person, Person.id == EditionReader.person_id)
        .where(EditionReader.edition_id.in_(list(editions)), EditionReader.sent_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    return [Owed(person=row.Person, numbers=_numbers(editions[row.edition_id])) for row in rows]


def _numbers(edition: Edition) -> tuple[str, ...]:
    return tuple(item["number"] for item in edition.data["items"])


def send_extracts(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> int:
    """Hand every waiting extract to its guest, with a letter that leads to it; returns the letters.

    Whoever has no address stays owed: her extract can be printed.
    """
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_send_extracts(by, meeting.body_id):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None or minutes.state is not MinutesState.CIRCULATED:
        raise NotAllowed
    waiting = [each for each in owed(house, meeting_id) if each.can_be_sent]
    if not waiting:
        raise RuleBroken(N_("No extract is owed to a guest who can be reached."))
    rules = bylaws(house, meeting.body_id)
    assert rules is not None
    facts = letter_facts(house, meeting, rules, now.astimezone(BERLIN).date())
    editions = select(Edition.id).where(Edition.meeting_id == meeting_id)
    for each in waiting:
        mine = EditionReader.edition_id.in_(editions) & (EditionReader.person_id == each.person.id)
        house.execute(update(EditionReader).where(mine, EditionReader.sent_at.is_(None)).values(sent_at=now))
        post(
            house,
            template=EXTRACT,
            to=each.person.email or "",
            name=each.name,
            language=each.person.language,
            salutation=each.person.salutation,
            kind=LetterKind.CONTENT,
            facts=facts,
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            person_id=each.person.id,
            purpose=f"extract-{minutes.id}",
            now=now,
        )
    record(house, "send-extracts", minutes, by=by, now=now, letters=len(waiting))
    return len(waiting)
