"""Circulating minutes: an edition for each set of readers, a letter to everybody entitled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, bylaws, recipients
from blueprints.minutes.content import Compilation
from blueprints.minutes.outcome_queries import decisions_by_item, tasks_by_item
from blueprints.minutes.rules import may_circulate
from blueprints.tables.queries import coordination_name
from models.actors import Actor
from models.audiences import audiences, heading, numbered_agenda
from models.bodies import Bylaws
from models.body_life import name_then
from models.deadlines import BERLIN, objections_until
from models.editions import Edition, EditionKind, freeze, next_number
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import LetterKind, post
from models.meetings import AgendaItem, Meeting, MeetingState
from models.minutes import ItemMinutes, Minutes, attendances, newest_versions
from models.organisation_names import name_on
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat
from models.texts import TextDraft, freeze_version
from models.typed_text import email_key
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What circulating would do: to whom a letter goes, who is not reached, until when one may object."""

    reached: list[Recipient]
    unreached: list[Recipient]
    due_on: date
    facts: dict[str, Any]
    organisations: dict[int, int]

    @property
    def institutions(self) -> int:
        return len({each.seat_id for each in self.reached if each.seat_id})


def sending(house: Session, meeting: Meeting, today: date) -> Sending:
    """One letter for each address: main, deputies and mailboxes of all seats. Guests get their extract by a
    gesture of its own (extract_rules)."""
    found: dict[str, Recipient] = {}
    everyone = [each for each in recipients(house, meeting, today) if each.seat_id is not None]
    for each in everyone:
        if each.address:
            found.setdefault(email_key(each.address), each)
    rules = bylaws(house, meeting.body_id)
    assert rules is not None
    due_on = objections_until(today, rules.objection_days, rules.land)
    return Sending(
        reached=list(found.values()),
        unreached=[each for each in everyone if not each.address],
        due_on=due_on,
        facts=letter_facts(house, meeting, rules, today) | {"due_on": due_on},
        organisations=organisations_of(house, meeting.body_id),
    )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who reads the same items: institutions, those who only read, or guests."""

    institutions: tuple[str, ...]
    guests: tuple[str, ...]
    for_readers: bool
    whole: bool
    numbers: tuple[str, ...]


def readings(house: Session, meeting: Meeting, today: date) -> list[Reading]:
    """Who will read which items, so that the coordination sees it before anything is sent."""
    items, numbers = numbered_agenda(house, meeting.id)
    rows = house.execute(
        select(Seat.id, name_on(meeting.held_on.first_day).label("name"))
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id == meeting.body_id)
    )
    names = {row.id: row.name for row in rows}
    guests = {guest.person_id: guest.person.name for item in items for guest in item.guests}
    return [
        Reading(
            institutions=tuple(sorted(names[seat] for seat in audience.seats)),
            guests=tuple(sorted(guests[person] for person in audience.persons)),
            for_readers=audience.for_readers,
            whole=audience.whole,
            numbers=tuple(numbers[item.id] for item in audience.items),
        )
        for audience in audiences(house, meeting, items, today)
    ]


def unsaved(house: Session, minutes_id: int) -> list[tuple[str, str]]:
    """Who has typed something and not saved it, and in which item: it would go when the minutes are sent."""
    rows = house.execute(
        select(Person.name, AgendaItem.title)
        .join(TextDraft, TextDraft.person_id == Person.id)
        .join(ItemMinutes, ItemMinutes.text_id == TextDraft.text_id)
        .join(AgendaItem, AgendaItem.id == ItemMinutes.item_id)
        .where(ItemMinutes.minutes_id == minutes_id)
        .order_by(Person.name, AgendaItem.place)
    )
    return [(row.name, row.title) for row in rows]


def organisations_of(house: Session, body_id: int) -> dict[int, int]:
    """The institution of each seat."""
    rows = house.execute(select(Seat.id, Seat.organisation_id).where(Seat.body_id == body_id))
    return {row.id: row.organisation_id for row in rows}


def letter_facts(house: Session, meeting: Meeting, rules: Bylaws, on: date) -> dict[str, Any]:
    """Neutral, unless the table has switched on its name and place."""
    body = name_then(house, meeting.body_id, meeting.held_on)
    return {
        "meeting_id": meeting.id,
        "number": meeting.number,
        "table_name": body if rules.names_in_subject else "",
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place if rules.names_in_calendar else "",
        "signature": coordination_name(house, meeting.body_id, on),
    }


def circulate(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> int:
    """Freeze the minutes for each set of readers and tell everybody entitled; returns the letters."""
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_circulate(by, meeting):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None:
        raise NotAllowed
    if meeting.starts_at is None or meeting.starts_at > now:
        raise RuleBroken(N_("The minutes can be sent once the meeting has begun."))
    out = sending(house, meeting, now.astimezone(BERLIN).date())
    minutes.circulate(out.due_on, now)
    meeting.state = MeetingState.MINUTED
    texts = select(ItemMinutes.text_id).where(ItemMinutes.minutes_id == minutes.id)
    house.execute(delete(TextDraft).where(TextDraft.text_id.in_(texts)))
    editions = minutes_editions(house, minutes, meeting, by=by, now=now)
    for recipient in out.reached:
        _tell(house, meeting, out, recipient, f"minutes-{editions[0].number}", now)
    record(
        house,
        "circulate",
        minutes,
        by=by,
        now=now,
        number=editions[0].number,
        editions=len(editions),
        letters=len(out.reached),
        objections_until=out.due_on.isoformat(),
    )
    return len(out.reached)


def minutes_editions(
    house: Session, minutes: Minutes, meeting: Meeting, *, by: Actor, now: datetime
) -> list[Edition]:
    """One edition for each distinct set of readers; the versions in them are frozen."""
    items, numbers = numbered_agenda(house, meeting.id)
    versions = newest_versions(house, minutes.id)
    for version in versions.values():
        freeze_version(version, now)
    today = now.astimezone(BERLIN).date()
    whole = Compilation(
        minutes=minutes,
        meeting=meeting,
        head=heading(house, meeting, today),
        numbers=numbers,
        versions=versions,
        attended=attendances(house, minutes.id),
        minute_taker=house.get(Person, meeting.minute_taker_id) if meeting.minute_taker_id else None,
        decisions=decisions_by_item(house, meeting, today),
        tasks=tasks_by_item(house, meeting),
    )
    number = next_number(house, meeting.id, EditionKind.MINUTES)
    return [
        freeze(
            house,
            EditionKind.MINUTES,
            meeting.id,
            meeting.body_id,
            whole.head["body"],
            whole.content(audience),
            **audience.readers,
            number=number,
            guests_wait=True,
            by=by,
            now=now,
        )
        for audience in audiences(house, meeting, items, today)
    ]


def _tell(
    house: Session, meeting: Meeting, out: Sending, recipient: Recipient, purpose: str, now: datetime
) -> None:
    """A letter with a link only; what the recipient then reads is her edition."""
    post(
        house,
        template="minutes/circulated",
        to=recipient.address or "",
        name=recipient.name,
        language=recipient.language,
        salutation=recipient.salutation,
        kind=LetterKind.CONTENT,
        facts=out.facts,
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        person_id=recipient.person_id,
        organisation_id=out.organisations.get(recipient.seat_id or 0),
        purpose=purpose,
        now=now,
    )
