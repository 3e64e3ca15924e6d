"""Whether reminders come to one's own address; nobody decides it for somebody else."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import RuleBroken
from models.people import Person
from models.reminder_stops import StopKind, allow_reminders, stop_reminders
from models.words import N_


def want_reminders(
    house: Session,
    wanted: bool,
    what: StopKind = StopKind.REMINDERS,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Reminders, or calls for topics, off or on, for all tables. RuleBroken where no address is known."""
    person = house.get_one(Person, by.person_id)
    if not person.email:
        raise RuleBroken(N_("No address is known to which reminders could go."))
    (allow_reminders if wanted else stop_reminders)(house, person.email, now, what)
