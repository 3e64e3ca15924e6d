"""Who has an institution at a table of theirs is told when its name changes."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.organisations.keeper_queries import tables_of
from models.actors import Actor
from models.bodies import Office, OfficeKind
from models.deadlines import BERLIN
from models.letters import LetterKind, post
from models.organisations import Organisation
from models.people import Person
from models.standing import in_force

RENAMED: Final = "organisations/renamed"


def tell_of_name(house: Session, organisation: Organisation, *, by: Actor, now: datetime) -> None:
    """One letter to each coordinator of other tables, without the name: that stands behind the link."""
    today = now.astimezone(BERLIN).date()
    places = tables_of(today)
    offices = (
        select(Office, Person)
        .join(Office.person)
        .join(places, places.c.body_id == Office.body_id)
        .where(
            places.c.organisation_id == organisation.id,
            Office.kind != OfficeKind.READER,
            Office.body_id.not_in(by.coordinates - by.dissolved),
            Office.person_id != by.person_id,
            in_force(Office, today),
            Person.email.is_not(None),
        )
        .order_by(Person.id, Office.body_id)
    )
    told = {person.id: (office, person) for office, person in reversed(house.execute(offices).all())}
    for office, person in told.values():
        post(
            house,
            template=RENAMED,
            to=person.email,
            name=person.name,
            language=person.language,
            salutation=person.salutation,
            kind=LetterKind.CONTENT,
            facts={"organisation_id": organisation.id},
            body_id=office.body_id,
            person_id=person.id,
            purpose=f"renamed-{organisation.id}-{now.isoformat()}",
            now=now,
        )
