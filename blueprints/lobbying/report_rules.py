"""Reports back to the table are reminded of once, a week before the last day."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.queries import coordination_name
from models.appearances import Appearance, Mandate
from models.bodies import Body, BodyState, Bylaws
from models.letters import Letter, LetterKind, post
from models.people import Person
from models.reminder_stops import stopped

TEMPLATE: Final = "lobbying/report_due"
NOTICE: Final = timedelta(days=7)
SO_LATE: Final = timedelta(days=60)
"""What was not reported of for so long is asked for no more by letter."""


def remind(house: Session, today: date, now: datetime) -> int:
    """Post the letters that are due; returns how many. As often as one likes, each once."""
    rows = house.execute(
        select(Mandate, Body, Bylaws)
        .join(Appearance, Appearance.id == Mandate.appearance_id)
        .join(Body, Body.id == Mandate.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(
            Mandate.ended.is_(None),
            Mandate.person_id.is_not(None),
            Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
        )
        .options(joinedload(Mandate.appearance), joinedload(Mandate.person))
        .order_by(Mandate.id)
    ).all()
    due = [
        (mandate, body, bylaws, due_on)
        for mandate, body, bylaws in rows
        if (due_on := mandate.appearance.report_due_on(bylaws.land))
        and due_on - NOTICE <= today <= due_on + SO_LATE
    ]
    people = {person.email.lower(): person for mandate, *_ in due if (person := _person(mandate)).email}
    unwanted = stopped(house, people)
    return sum(
        _remind(house, mandate, body, bylaws, due_on, today, now)
        for mandate, body, bylaws, due_on in due
        if (address := (_person(mandate).email or "").lower()) and address not in unwanted
    )


def _remind(
    house: Session, mandate: Mandate, body: Body, bylaws: Bylaws, due_on: date, today: date, now: datetime
) -> int:
    person, purpose = _person(mandate), f"mandate-report-{mandate.id}"
    if house.scalar(select(Letter.id).where(Letter.purpose == purpose).limit(1)) is not None:
        return 0
    said: dict[str, Any] = {
        "signature": coordination_name(house, body.id, today),
        "table_name": body.name if bylaws.names_in_subject else "",
        "due_on": due_on,
        "table_id": body.id,
        "appearance_id": mandate.appearance_id,
        "mandate_id": mandate.id,
    }
    post(
        house,
        template=TEMPLATE,
        to=person.email or "",
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.REMINDER,
        facts=said,
        body_id=body.id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        purpose=purpose,
        now=now,
    )
    return 1


def _person(mandate: Mandate) -> Person:
    assert mandate.person is not None
    return mandate.person
