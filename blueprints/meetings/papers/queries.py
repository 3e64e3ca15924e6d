"""Who sits at the table on the day of a meeting: for the sheet to sign, and for the cards on the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_queries import Line
from blueprints.meetings.recipient_queries import acting, seats_of
from blueprints.meetings.reply_queries import Answer, Answers, answered
from models.audiences import numbered_agenda
from models.files import File, Versions, versions
from models.folding import folded
from models.guests import Slot
from models.meetings import Meeting
from models.organisation_names import name_on
from models.organisations import Organisation
from models.people import Person
from models.rounds import Answered, Coming, Voice, voice_of
from models.seats import Seat

THERE = (Coming.YES, Coming.SUBSTITUTE)


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who may be there; `function` is empty where the name is one already, or none is known."""

    name: str
    function: str = ""
    coming: Coming | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One institution at the table with all who act for it, and the substitute whom it has announced."""

    institution: str
    people: list[Attendee] = field(default_factory=list)
    declined: bool = False

    @property
    def expected(self) -> list[Attendee]:
        """Who has agreed to come; where nobody has answered yet, who represents the institution."""
        there = [each for each in self.people if each.coming in THERE]
        return there or ([] if self.declined else self.people[:1])


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A guest of an item, and when she is asked to be there."""

    name: str
    function: str
    institution: str
    slot: Slot | None
    coming: Coming | None


@dataclass(frozen=True, kw_only=True)
class GuestsOf:
    """The guests of one item, who are there for it alone."""

    number: str
    title: str
    guests: list[Guest]


@dataclass(frozen=True, kw_only=True)
class AtTheTable:
    """Everybody who may be there, by institution and by item."""

    places: list[Place]
    items: list[GuestsOf]


def at_the_table(house: Session, meeting: Meeting, today: date) -> AtTheTable:
    """The institutions awake on the day, by their names, and the guests, by the items in their order.

    A constant number of statements. Read by the house, for whoever coordinates the meeting.
    """
    answers = Answers(house, meeting)
    meets_on = meeting.held_on.day or today
    seats = [
        seat
        for seat in seats_of(house, meeting.body_id)
        if seat.holds_on(meets_on) and not seat.dormant_on(meets_on)
    ]
    names = _names(house, meeting, seats)
    known_on = min(today, meets_on)
    places = [_place(seat, names[seat.organisation_id], answers, known_on, meets_on) for seat in seats]
    places.sort(key=lambda place: folded(place.institution))
    return AtTheTable(places=places, items=_guests(house, meeting, answers))


def _names(house: Session, meeting: Meeting, seats: list[Seat]) -> dict[int, str]:
    """What the institutions are called on the day of the meeting."""
    ids = sorted({seat.organisation_id for seat in seats})
    named = name_on(meeting.held_on.first_day)
    rows = house.execute(select(Organisation.id, named).where(Organisation.id.in_(ids)))
    return {row.id: row[1] for row in rows}


def _place(seat: Seat, institution: str, answers: Answers, known_on: date, meets_on: date) -> Place:
    mine = [each for each in answers.last if each.seat_id == seat.id]
    said = {each.invitation.person_id: _coming(each, answers.meeting) for each in mine}
    people = [_attendee(each.person, said) for each in acting(seat, known_on, meets_on)]
    return Place(
        institution=institution,
        people=[*people, *_others(mine, people, answers.meeting)],
        declined=voice_of(_given(mine, answers.meeting)) is Voice.DECLINED,
    )


def _given(mine: list[Answer], meeting: Meeting) -> list[Answered]:
    return [given for each in mine if each.reply and (given := answered(each, meeting)) is not None]


def _attendee(person: Person, said: dict[int | None, Coming | None]) -> Attendee:
    coming = said.get(person.id)
    own = Coming.NO if coming is Coming.SUBSTITUTE else coming
    return Attendee(name=person.name, function=_function(person), coming=own)


def _others(mine: list[Answer], people: list[Attendee], meeting: Meeting) -> Iterable[Attendee]:
    """Substitutes whom somebody has sent, each once."""
    known = {each.name for each in people}
    for each in mine:
        if _coming(each, meeting) is not Coming.SUBSTITUTE or each.reply is None:
            continue
        if each.reply.substitute and each.reply.substitute not in known:
            known.add(each.reply.substitute)
            yield Attendee(name=each.reply.substitute, coming=Coming.SUBSTITUTE)


def _coming(answer: Answer, meeting: Meeting) -> Coming | None:
    """The answer that counts for the present date."""
    given = answered(answer, meeting)
    return given.coming if given else None


def _function(person: Person) -> str:
    return person.function if person.function != person.name else ""


def _guests(house: Session, meeting: Meeting, answers: Answers) -> list[GuestsOf]:
    items, numbers = numbered_agenda(house, meeting.id)
    on = meeting.held_on.first_day
    said = {
        each.invitation.person_id: _coming(each, meeting) for each in answers.last if each.seat_id is None
    }
    found = []
    for item in items:
        guests = [
            Guest(
                name=each.person.name,
                function=_function(each.person),
                institution=each.person.organisation.name_of(on) if each.person.organisation else "",
                slot=each.slot_in(meeting),
                coming=said.get(each.person_id),
            )
            for each in item.guests
        ]
        if guests:
            guests.sort(key=attrgetter("name"))
            found.append(GuestsOf(number=numbers[item.id], title=item.title, guests=guests))
    return found


@dataclass(frozen=True, kw_only=True)
class FilesOf:
    """The files of one item, as far as the reader may see them."""

    line: Line
    files: list[Versions]


def files_of_meeting(reading: Session, lines: list[Line]) -> list[FilesOf]:
    """The items that have files, in their order; in one question."""
    ids = [line.item.id for line in lines if line.files]
    found: dict[int | None, list[File]] = {}
    if ids:
        for file in reading.scalars(select(File).where(File.item_id.in_(ids)).order_by(File.id)):
            found.setdefault(file.item_id, []).append(file)
    return [
        FilesOf(line=line, files=versions(found[line.item.id])) for line in lines if line.item.id in found
    ]
