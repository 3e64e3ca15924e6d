"""The Chatham House rule wherever words about an item arise: they name nobody who could have spoken there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bodies import Coordination, Office
from models.chatham import Found, Named, Names
from models.guests import ItemGuest
from models.known_people import KnownPerson
from models.meetings import AgendaItem, Meeting
from models.organisations import FormerName, Organisation
from models.people import Person
from models.seats import Appointment, Seat


def names_at(house: Session, meeting: Meeting, own_seat: int | None = None) -> Names:
    """People and institutions of the table, whenever they sat there, and the guests of this meeting; without
    the institution of `own_seat`, which speaks of itself. In three statements, whatever the table."""
    guests = (
        select(ItemGuest.person_id)
        .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    table = meeting.body_id
    people = select(Person.name, Person.organisation_id).where(
        Person.id.in_(select(Appointment.person_id).join(Seat).where(Seat.body_id == table))
        | Person.id.in_(select(Office.person_id).where(Office.body_id == table))
        | Person.id.in_(select(KnownPerson.person_id).where(KnownPerson.body_id == table))
        | Person.id.in_(guests)
        | (Person.id == meeting.minute_taker_id)
    )
    known = house.execute(people.order_by(Person.id)).all()
    theirs = {each.organisation_id for each in known if each.organisation_id}
    mine = (
        Organisation.id.in_(select(Seat.organisation_id).where(Seat.body_id == table))
        | Organisation.id.in_(select(Coordination.organisation_id).where(Coordination.body_id == table))
        | Organisation.id.in_(theirs)
    )
    if own_seat is not None:
        own = select(Seat.organisation_id).where(Seat.id == own_seat)
        mine &= Organisation.id != own.scalar_subquery()
    institutions = house.execute(
        select(Organisation.name, Organisation.short_name).where(mine).order_by(Organisation.id)
    ).all()
    former = house.execute(
        select(FormerName.name, FormerName.short_name)
        .join(Organisation, Organisation.id == FormerName.organisation_id)
        .where(mine)
        .order_by(FormerName.id)
    ).all()
    called = [name for row in (*institutions, *former) for name in row if name]
    return Names([each.name for each in known], called)


def named_in(
    house: Session, item: AgendaItem | None, *texts: str, own_seat: int | None = None
) -> list[Found]:
    """Where any of the texts names somebody though the Chatham House rule holds for their item."""
    if item is None or not item.chatham_house:
        return []
    names = names_at(house, house.get_one(Meeting, item.meeting_id), own_seat)
    return [each for text in texts for each in names.found_in(text)]


def must_name_nobody(
    house: Session, item_id: int | None, *, own_seat: int | None = None, **lines: str
) -> None:
    """`Named` beside the first of these fields whose words name somebody, where the rule holds for the item.
    Called by every gesture that writes down words about an item. `own_seat`: the words stand beside the name
    of its institution anyway, which may name itself."""
    item = house.get(AgendaItem, item_id) if item_id else None
    if found := named_in(house, item, *lines.values(), own_seat=own_seat):
        told = next(name for name, words in lines.items() if named_in(house, item, words, own_seat=own_seat))
        raise Named(found, told)
