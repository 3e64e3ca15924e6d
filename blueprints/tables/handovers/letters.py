"""The letters of a handover: whoever is to coordinate is told so, and told if it is called off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.bodies import Coordination, Office, OfficeKind
from models.letters import LetterKind, post
from models.people import Person

PASSED_ON: Final = "tables/coordination_passed_on"
CALLED_OFF: Final = "tables/coordination_called_off"


def send(house: Session, new: Coordination, template: str, *, now: datetime) -> int:
    """One letter to each of the new institution who will hold the office; the table's name only where the
    table has switched it on."""
    facts = letter_facts(house, new.body_id, day_of(now)) | {
        "starts_on": new.starts_on,
        "lies_ahead": new.starts_on is not None and new.starts_on > day_of(now),
    }
    told = [each for each in _holders(house, new) if each.email]
    for each in told:
        post(
            house,
            template=template,
            to=each.email or "",
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            kind=LetterKind.CONTENT,
            facts=facts,
            body_id=new.body_id,
            person_id=each.id,
            purpose=f"{template}-{new.id}",
            now=now,
        )
    return len(told)


def _holders(house: Session, new: Coordination) -> Sequence[Person]:
    """Who of the new institution coordinates from that day on."""
    begins = new.starts_on
    return house.scalars(
        select(Person)
        .join(Office, Office.person_id == Person.id)
        .where(
            Office.body_id == new.body_id,
            Office.kind == OfficeKind.COORDINATION,
            or_(Office.ends_on.is_(None), Office.ends_on >= begins),
            Person.organisation_id == new.organisation_id,
        )
        .order_by(Person.id)
    ).all()
