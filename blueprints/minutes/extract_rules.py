"""Extracts of minutes: a guest gets that of her item with one click; it shows as owed until it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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
from models.letters import LetterKind, Way, post
from models.meetings import Meeting
from models.minutes import Minutes, MinutesState
from models.organisations import Organisation
from models.other_ways import note_handed_over, take_back_handed_over
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
    newest = newest_editions(house, meeting_id)
    rows = house.execute(
        select(EditionReader, Person)
        .join(Person, Person.id == EditionReader.person_id)
        .where(EditionReader.edition_id.in_([each.id for each in newest]))
        .order_by(Person.name, Person.id)
    )
    return owed_of(newest, [(row.EditionReader, row.Person) for row in rows])


def owed_of(newest: Iterable[Edition], guests: Iterable[tuple[EditionReader, Person]]) -> list[Owed]:
    """Those of the guests, in their order, whose extract among the newest editions waits."""
    editions = {each.id: each for each in newest}
    return [
        Owed(person=guest, numbers=_numbers(editions[reader.edition_id]))
        for reader, guest in guests
        if reader.edition_id in editions and reader.sent_at is None
    ]


def _numbers(edition: Edition) -> tuple[str, ...]:
    return tuple(item["number"] for item in edition.data["items"])


def send_extracts(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> int:
    """Hand every waiting extract to its guest, with a letter that leads to it; returns the letters.

    Whoever has no address stays owed: her extract can be printed and noted as handed over.
    """
    meeting, minutes = _circulated(house, meeting_id, by)
    waiting = [each for each in owed(house, meeting_id) if each.can_be_sent]
    if not waiting:
        raise RuleBroken(N_("No extract is owed to a guest who can be reached."))
    rules = bylaws(house, meeting.body_id)
    assert rules is not None
    facts = letter_facts(house, meeting, rules, now.astimezone(BERLIN).date())
    for each in waiting:
        _hers(house, meeting_id, each.person.id, now)
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


def hand_over_extract(
    house: Session, meeting_id: int, person_id: int, way: Way, on: date, *, by: Actor, now: datetime
) -> None:
    """Note that a guest who waits got her extract on paper, by which way and on which day: it is owed no
    longer."""
    meeting, minutes = _circulated(house, meeting_id, by)
    waiting = [each for each in owed(house, meeting_id) if each.person.id == person_id]
    if not waiting or way not in (Way.POST, Way.IN_PERSON):
        raise RuleBroken(N_("This extract is owed no longer."))
    _judge_day(minutes, on, now)
    _hers(house, meeting_id, person_id, now, paper_way=way, paper_on=on)
    organisation_id = waiting[0].person.organisation_id
    organisation = house.get(Organisation, organisation_id) if organisation_id else None
    note_handed_over(
        house,
        way,
        template=EXTRACT,
        on=on,
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        institution=organisation.name if organisation else "",
        organisation_id=organisation_id,
        purpose=f"extract-{minutes.id}",
    )
    record(house, "hand-over-extract", minutes, by=by, now=now, way=way.value)


def _judge_day(minutes: Minutes, on: date, now: datetime) -> None:
    assert minutes.circulated_at is not None
    if on > now.astimezone(BERLIN).date():
        raise RuleBroken(N_("This day has not come yet."), field="on")
    if on < minutes.circulated_at.astimezone(BERLIN).date():
        raise RuleBroken(N_("The minutes were not out yet on that day."), field="on")


def take_back_extract(house: Session, meeting_id: int, person_id: int, *, by: Actor, now: datetime) -> None:
    """That she got her newest extract on paper was noted by mistake: it is owed again, and its record of
    dispatch goes."""
    _, minutes = _circulated(house, meeting_id, by)
    newest = [each.id for each in newest_editions(house, meeting_id)]
    hers = EditionReader.edition_id.in_(newest), EditionReader.person_id == person_id
    noted = house.scalars(select(EditionReader).where(*hers, EditionReader.paper_way.is_not(None))).all()
    if not noted:
        raise RuleBroken(N_("Nothing is noted that could be taken back."))
    person = house.get_one(Person, person_id)
    take_back_handed_over(
        house,
        template=EXTRACT,
        purpose=f"extract-{minutes.id}",
        way=noted[0].paper_way,
        sent_on=noted[0].paper_on,
        organisation_id=person.organisation_id,
    )
    for each in noted:
        each.sent_at = each.paper_way = each.paper_on = None
    record(house, "take-back-extract", minutes, by=by, now=now)


def _circulated(house: Session, meeting_id: int, by: Actor) -> tuple[Meeting, Minutes]:
    """The meeting and its minutes that are out, locked, for whoever may send extracts."""
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_send_extracts(by, meeting.body_id):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None or minutes.state is not MinutesState.CIRCULATED:
        raise NotAllowed
    return meeting, minutes


def _hers(house: Session, meeting_id: int, person_id: int, now: datetime, **paper: Any) -> None:
    """From now on what waits of these minutes for this guest is hers; `paper`: how she got it."""
    editions = select(Edition.id).where(Edition.meeting_id == meeting_id)
    mine = EditionReader.edition_id.in_(editions) & (EditionReader.person_id == person_id)
    house.execute(
        update(EditionReader).where(mine, EditionReader.sent_at.is_(None)).values(sent_at=now, **paper)
    )
