"""Letters about requests: who has the lead, when a reply is due. They name deadline and link, no title."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.tables.letter_queries import letter_facts
from blueprints.tasks.recipient_queries import Recipient, recipients_of
from models.letters import Letter, LetterKind, post
from models.people import Person
from models.requests import ExternalRequest

ASSIGNED: Final = "requests/assigned"
DUE: Final = "requests/due"
KINDS: Final = {ASSIGNED: LetterKind.CONTENT, DUE: LetterKind.REMINDER}


def tell_lead(house: Session, request: ExternalRequest, on: date, now: datetime) -> int:
    """Tell the institution that it has the lead; returns the letters."""
    to = recipients_of(house, [request], on).get(request.id)
    if to is None:
        return 0
    send(house, request, to, ASSIGNED, f"request-lead-{request.id}-{request.version}", on, now)
    return 1


def send(
    house: Session,
    request: ExternalRequest,
    to: Recipient,
    template: str,
    purpose: str,
    on: date,
    now: datetime,
) -> Letter:
    """One letter to one recipient; the same purpose a second time is not sent again."""
    return post(
        house,
        template=template,
        to=to.address,
        name=to.name,
        language=to.language,
        salutation=to.salutation,
        kind=KINDS[template],
        facts=facts_of(house, request, on),
        body_id=request.body_id,
        organisation_id=to.organisation_id,
        person_id=to.person_id,
        purpose=purpose,
        now=now,
    )


def facts_of(house: Session, request: ExternalRequest, on: date) -> dict[str, Any]:
    """What a letter about it may say: when, for a session or not, where one reads on."""
    return letter_facts(house, request.body_id, on) | {
        "request_id": request.id,
        "due_on": due_day(house, request),
        "for_session": request.due_meeting_id is not None,
    }


def due_day(house: Session, request: ExternalRequest) -> date | None:
    """The last day, with the session read where it is one."""
    house.refresh(request, ["due_meeting"])
    return request.due_day


def as_recipient(person: Person) -> Recipient:
    """Somebody of the coordination, as a letter is addressed."""
    return Recipient(
        seat_id=0,
        organisation_id=person.organisation_id,
        address=person.email or "",
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        person_id=person.id,
    )
