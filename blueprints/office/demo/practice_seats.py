"""What is to be settled about seats of the practice table."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables import people_rules
from models.seats import Appointment

LEAVES: Final = "staatsanwaltschaft"
LEAVES_IN: Final = 40
"""So many days after today its representative leaves; nobody is named to follow."""


def load(house: Session, table: Practice, today: date) -> None:
    by, now = table.actor(house, "koordination", today), at(today, 8)
    of_the_leaver = Appointment.person_id == table.people[LEAVES].id
    appointment = house.scalars(select(Appointment).where(of_the_leaver)).one()
    ends_on = today + timedelta(days=LEAVES_IN)
    people_rules.end_appointment(house, table.body.id, appointment.id, ends_on=ends_on, by=by, now=now)
