"""Rows for tests with quiet defaults: each function adds one thing to a house session and flushes it."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.actors import Actor
from models.admissions import Admission
from models.bodies import Body, Bylaws, Coordination, Office, OfficeKind
from models.guests import ItemGuest
from models.meetings import AgendaItem, ItemAudience, Meeting, MeetingState
from models.nominations import Nomination
from models.offers import HelpOffer
from models.organisations import Organisation, OrganisationKind
from models.people import Person
from models.rounds import Coming
from models.seats import Appointment, AppointmentRole, Dormancy, Seat, SeatKind
from models.standing import actor_of
from models.topics import Topic, TopicAudience, TopicState
from models.unclear_mail import UnclearMail, UnclearReason

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""A Tuesday, 10:00 in Berlin: stop the clock here (`plumbing.clock.frozen(build.NOW)`) where days matter."""
TODAY = date(2026, 9, 1)
DECLARED = date(2020, 1, 2)
"""When everybody has given the confidentiality declaration."""
_counting = itertools.count(1)


def number() -> int:
    """A number that no other row of this run has."""
    return next(_counting)


def go_on_after(last: int) -> None:
    """Rows up to this number are there already: another worker has made them."""
    while number() < last:
        pass


def added(house: Session, row: Any) -> Any:
    """Add and flush, so that the row has its id."""
    house.add(row)
    house.flush()
    return row


def added_all(house: Session, *rows: Any) -> None:
    """Rows that do not need each other's ids, in one flush: each flush costs as much as a few rows."""
    house.add_all(rows)
    house.flush()


def organisation(house: Session, name: str = "", **facts: Any) -> Organisation:
    return added(house, Organisation(name=name or f"Institution {number()}", **facts))


def offer(house: Session, title: str = "", *, of: Organisation | None = None, **facts: Any) -> HelpOffer:
    """An offer of a new institution unless `of` or `organisation_id` says of which; checked today."""
    given: dict[str, Any] = {"title": title or f"Angebot {number()}", "checked_on": TODAY} | facts
    if "organisation_id" not in given:
        given["organisation_id"] = (of or organisation(house)).id
    return added(house, HelpOffer(**given))


def person(house: Session, name: str = "", *, of: Organisation | None = None, **facts: Any) -> Person:
    """Somebody with an address under .example, for an institution if `of` says so; contact not released."""
    return added(house, _person(name, of, **facts))


def _person(name: str = "", of: Organisation | None = None, **facts: Any) -> Person:
    count = number()
    given: dict[str, Any] = {
        "email": f"person{count}@musterstadt.example",
        "organisation_id": of.id if of else None,
    } | facts
    return Person(name=name or f"Vertretung {count}", **given)


def office(
    house: Session, body: Body, person: Person, kind: OfficeKind = OfficeKind.READER, **facts: Any
) -> Office:
    return added(house, Office(body_id=body.id, person_id=person.id, kind=kind, **facts))


def body(
    house: Session,
    name: str = "",
    *,
    by: Person | None = None,
    bylaws: dict[str, Any] | None = None,
    coordinated: bool = True,
    **facts: Any,
) -> Body:
    """A round table with bylaws, a coordinating institution and a coordinator (`by`, or a new person).

    `coordinated=False` leaves coordination and office out: an external body.
    """
    made = Body(name=name or f"Runder Tisch {number()}", **facts)
    if not coordinated:
        added(house, made)
        added(house, Bylaws(body_id=made.id, **(bylaws or {})))
        return made
    place = Organisation(name=f"Koordinierende Stelle {number()}")
    added_all(house, made, place)
    who = by or _person(f"Koordination {number()}", of=place)
    added_all(house, *_coordinated(made, place, bylaws), *([] if by else [who]))
    office(house, made, who, OfficeKind.COORDINATION)
    return made


def _coordinated(made: Body, place: Organisation, bylaws: dict[str, Any] | None) -> list[Any]:
    coordination = Coordination(body_id=made.id, organisation_id=place.id)
    return [Bylaws(body_id=made.id, **(bylaws or {})), coordination]


def coordinator_of(house: Session, body: Body) -> Person:
    """The person who coordinates the body."""
    found = house.query(Office).filter_by(body_id=body.id, kind=OfficeKind.COORDINATION).first()
    assert found is not None
    coordinator = house.get(Person, found.person_id)
    assert coordinator is not None
    return coordinator


def seat(house: Session, body: Body, of: Organisation | None = None, **facts: Any) -> Seat:
    """A voting seat without appointments; of a new institution unless `of` says which."""
    return added(house, Seat(body_id=body.id, organisation_id=(of or organisation(house)).id, **facts))


def appointment(
    house: Session,
    seat: Seat,
    person_: Person | None = None,
    role: AppointmentRole = AppointmentRole.MAIN,
    **facts: Any,
) -> Appointment:
    """A person for a seat: the main representative unless said otherwise; a new person unless given.

    The confidentiality declaration is given; `declared_on=None` leaves it out.
    """
    if person_ is None:
        person_ = person(house, organisation_id=seat.organisation_id)
    given: dict[str, Any] = {"declared_on": DECLARED} | facts
    return added(house, Appointment(seat_id=seat.id, person_id=person_.id, role=role, **given))


def nomination(house: Session, seat: Seat, by: Person, **facts: Any) -> Nomination:
    """A deputy is named by the institution and waits for confirmation."""
    given: dict[str, Any] = {
        "role": AppointmentRole.DEPUTY,
        "name": f"Benannte {number()}",
        "wording": "Wir benennen.",
        "received_on": TODAY,
    } | facts
    return added(house, Nomination(seat_id=seat.id, by_id=by.id, **given))


def admission(house: Session, body: Body, by: Person, **facts: Any) -> Admission:
    """An institution that is not in the directory is proposed and waits for a decision."""
    given: dict[str, Any] = {
        "kind": SeatKind.VOTING,
        "reason": "Sie wird gebraucht.",
        "proposed_on": TODAY,
    } | facts
    if "organisation_id" not in given:
        named = {"name": f"Vorgeschlagene Stelle {number()}", "organisation_kind": OrganisationKind.OTHER}
        given = named | given
    return added(house, Admission(body_id=body.id, by_id=by.id, **given))


def dormancy(house: Session, seat: Seat, starts_on: date = TODAY, **facts: Any) -> Dormancy:
    """The seat sleeps from a day on, without an end unless given."""
    return added(house, Dormancy(seat_id=seat.id, starts_on=starts_on, **facts))


def meeting(house: Session, body: Body, *, in_days: int = 28, **facts: Any) -> Meeting:
    """The next meeting, fixed `in_days` after NOW for two hours; `starts_at=None` leaves the time open."""
    given: dict[str, Any] = {"number": number() % 9000 + 1, "state": MeetingState.SCHEDULED} | facts
    starts_at = given.pop("starts_at", NOW + timedelta(days=in_days))
    ends_at = given.pop("ends_at", starts_at + timedelta(hours=2) if starts_at else None)
    made = Meeting(body_id=body.id, **given)
    if starts_at is not None:
        made.set_time(starts_at, ends_at)
    return added(house, made)


def agenda_item(
    house: Session, meeting: Meeting, title: str = "", *, seats: Any = (), **facts: Any
) -> AgendaItem:
    """An internal item at the end of the agenda; `seats` are named where it is confidential."""
    place = house.query(AgendaItem).filter_by(meeting_id=meeting.id).count() + 1
    given: dict[str, Any] = {"place": place, "title": title or f"Punkt {number()}"} | facts
    made: AgendaItem = added(house, AgendaItem(meeting_id=meeting.id, **given))
    for each in seats:
        added(house, ItemAudience(item_id=made.id, seat_id=each.id))
    return made


def item_guest(house: Session, item: AgendaItem, person_: Person | None = None, **times: Any) -> Person:
    """A guest for one item; sees it once the meeting has `invited_at`."""
    guest = person_ or person(house, f"Gast {number()}")
    added(house, ItemGuest(item_id=item.id, person_id=guest.id, **times))
    return guest


def topic(house: Session, body: Body, of: Seat | None = None, *, seats: Any = (), **facts: Any) -> Topic:
    """An internal topic of a seat, submitted NOW; without one the coordination's own. `seats` are named where
    it is confidential."""
    given: dict[str, Any] = {"title": f"Thema {number()}", "submitted_at": NOW} | facts
    if given.get("state", TopicState.SUBMITTED) is not TopicState.SUBMITTED:
        given = {"decided_at": NOW} | given
    made: Topic = added(house, Topic(body_id=body.id, seat_id=of.id if of else None, **given))
    for each in seats:
        added(house, TopicAudience(topic_id=made.id, seat_id=each.id))
    return made


def unclear_mail(house: Session, meeting: Meeting, **facts: Any) -> UnclearMail:
    """A mail at the meeting's table that says yes and cannot be proven; it came an hour before NOW."""
    given: dict[str, Any] = {
        "fingerprint": f"fingerprint {number()}",
        "received_at": NOW - timedelta(hours=1),
        "reason": UnclearReason.UNPROVEN,
        "body_id": meeting.body_id,
        "meeting_id": meeting.id,
        "coming": Coming.YES,
        "answered_at": NOW - timedelta(hours=2),
        "starts_at": meeting.starts_at,
        "sender": "absender@musterstadt.example",
    } | facts
    return added(house, UnclearMail(**given))


def actor(house: Session, person: Person, on: date = TODAY, **account: Any) -> Actor:
    """The person with the standing of a day; `is_admin=True` and the like come from the account."""
    return actor_of(house, person, on, **account)


@dataclass
class Table:
    """A table in working order: coordination, seats of institutions with main and deputy, a reader."""

    body: Body
    coordinator: Person
    reader: Person
    seats: list[Seat] = field(default_factory=list)
    mains: list[Person] = field(default_factory=list)
    deputies: list[Person] = field(default_factory=list)


def table(house: Session, seats: int = 3, **facts: Any) -> Table:
    """A whole table; `facts` are as for `body`. In three flushes: most tests begin with one."""
    by, bylaws = facts.pop("by", None), facts.pop("bylaws", None)
    made = Body(name=facts.pop("name", f"Runder Tisch {number()}"), **facts)
    place = Organisation(name=f"Koordinierende Stelle {number()}")
    places = [Organisation(name=f"Institution {number()}") for _ in range(seats)]
    added_all(house, made, place, *places)
    who = by or _person(f"Koordination {number()}", of=place)
    whole = Table(made, who, _person(f"Lesezugriff {number()}"))
    whole.seats = [Seat(body_id=made.id, organisation_id=each.id) for each in places]
    pairs = [(_person(of=each), _person(of=each)) for each in places]
    whole.mains, whole.deputies = [main for main, _ in pairs], [deputy for _, deputy in pairs]
    people = [*([] if by else [who]), whole.reader, *(each for pair in pairs for each in pair)]
    added_all(house, *_coordinated(made, place, bylaws), *people, *whole.seats)
    offices = ((who, OfficeKind.COORDINATION), (whole.reader, OfficeKind.READER))
    added_all(
        house,
        *(Office(body_id=made.id, person_id=each.id, kind=kind) for each, kind in offices),
        *(row for each, pair in zip(whole.seats, pairs, strict=True) for row in appointed(each, *pair)),
    )
    return whole


def appointed(seat: Seat, main: Person, deputy: Person) -> list[Appointment]:
    """The main representative, who may sign, and the deputy of a seat; not flushed."""
    facts: dict[str, Any] = {"seat_id": seat.id, "declared_on": DECLARED}
    return [
        Appointment(person_id=main.id, role=AppointmentRole.MAIN, may_sign=True, **facts),
        Appointment(person_id=deputy.id, role=AppointmentRole.DEPUTY, **facts),
    ]
