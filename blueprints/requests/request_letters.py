"""Letters about requests: who has the lead, when a reply is due. They name deadline and link, no title."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.tables.letter_queries import letter_facts
from blueprints.tasks.recipient_queries import Recipient, recipients_of
from models.letters import Letter, LetterKind, post
from models.requests import ExternalRequest
from models.seats import Seat

ASSIGNED: Final = "requests/assigned"
DUE: Final = "requests/due"
SHOWN: Final = "requests/report_shown"
KINDS: Final = {ASSIGNED: LetterKind.CONTENT, DUE: LetterKind.REMINDER, SHOWN: LetterKind.CONTENT}


def tell_lead(house: Session, request: ExternalRequest, on: date, now: datetime) -> int:
    """Tell the institution that it has the lead; returns the letters."""
    to = recipients_of(house, [request], on).get(request.id)
    if to is None:
        return 0
    send(house, request, to, ASSIGNED, f"request-lead-{request.id}-{request.version}", on, now)
    return 1


@dataclass(frozen=True, kw_only=True)
class _Line:
    """An institution's line in a report: it is told whoever stands for the seat."""

    id: int
    seat_id: int | None
    appointment_id: int | None = None


def respondents_reached(house: Session, seats: Iterable[Seat], on: date) -> list[Recipient]:
    """Whom the letter about the own line reaches, one for each seat."""
    return list(recipients_of(house, [_Line(id=each.id, seat_id=each.id) for each in seats], on).values())


def tell_respondents(
    house: Session, request: ExternalRequest, seats: Iterable[Seat], until: date, on: date, now: datetime
) -> int:
    """Tell each institution that answered that it can look at its line; returns the letters."""
    to = respondents_reached(house, seats, on)
    for each in to:
        send(house, request, each, SHOWN, f"report-shown-{request.id}-{until}", on, now, until=until)
    return len(to)


def send(
    house: Session,
    request: ExternalRequest,
    to: Recipient,
    template: str,
    purpose: str,
    on: date,
    now: datetime,
    **said: Any,
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
        facts=facts_of(house, request, on) | said,
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
