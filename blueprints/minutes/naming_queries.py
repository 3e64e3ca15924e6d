"""Whom a text under the Chatham House rule must not name: everybody who could have spoken at this table."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bodies import Coordination, Office
from models.chatham import Names
from models.guests import ItemGuest
from models.known_people import KnownPerson
from models.meetings import AgendaItem, Meeting
from models.organisations import FormerName, Organisation
from models.people import Person
from models.seats import Appointment, Seat


def names_at(house: Session, meeting: Meeting) -> Names:
    """People and institutions of the table, whenever they sat there, and the guests of this meeting. In three
    statements, whatever the table."""
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
