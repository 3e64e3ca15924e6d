"""The one notice before the last day for objections to minutes (domain.md 6). Silence is the normal case."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.minutes.objection_letters import facts_of
from blueprints.minutes.objector_queries import deputy_acts
from models.bodies import Body, BodyState, Bylaws
from models.deadlines import reminder_reached
from models.invitations import InvitationKind
from models.letters import Letter, LetterKind, post
from models.minutes import Minutes, MinutesState
from models.reminder_stops import stopped
from models.seats import Seat, SeatKind

END: Final = "minutes/objections_end"
NOTICE: Final = (3,)
"""So many working days before the last day."""


def tell_of_ends(house: Session, today: date, now: datetime) -> int:
    """Post the notices that are due; returns the letters. As often as one likes, each once."""
    rows = house.execute(
        select(Minutes, Bylaws.land)
        .join(Bylaws, Bylaws.body_id == Minutes.body_id)
        .join(Body, Body.id == Minutes.body_id)
        .where(
            Minutes.state == MinutesState.CIRCULATED,
            Minutes.approved_at.is_(None),
            Minutes.objections_until >= today,
            Body.state != BodyState.DISSOLVED,
        )
        .order_by(Minutes.id)
    ).all()
    count = 0
    for minutes, land in rows:
        due_on, sent_at = minutes.objections_until, minutes.circulated_at
        if due_on and sent_at and reminder_reached(sent_at, due_on, NOTICE, land, today):
            count += _tell(house, minutes, today, now)
    return count


def _tell(house: Session, minutes: Minutes, today: date, now: datetime) -> int:
    purpose = f"objections-end-{minutes.id}"
    known = set(house.scalars(select(Letter.recipient).where(Letter.purpose == purpose)))
    told = {address.lower() for address in known}
    to = {
        str(each.address).lower(): each
        for each in reversed(_entitled(house, minutes, today))
        if each.address and each.address.lower() not in told
    }
    unwanted = stopped(house, to)
    facts: dict[str, Any] = facts_of(house, minutes.meeting_id, today) | {"due_on": minutes.objections_until}
    seats = {row.id: row for row in house.scalars(select(Seat).where(Seat.body_id == minutes.body_id))}
    waiting = [each for key, each in to.items() if key not in unwanted]
    for each in waiting:
        post(
            house,
            template=END,
            kind=LetterKind.REMINDER,
            to=each.address,
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            person_id=each.person_id,
            facts=facts,
            body_id=minutes.body_id,
            meeting_id=minutes.meeting_id,
            organisation_id=seats[each.seat_id].organisation_id if each.seat_id else None,
            purpose=purpose,
            now=now,
        )
    return len(waiting)


def _entitled(house: Session, minutes: Minutes, today: date) -> list[Recipient]:
    """Representatives of voting and advisory institutions, and deputies who may object for them."""
    objecting = (Seat.body_id == minutes.body_id) & Seat.kind.in_((SeatKind.VOTING, SeatKind.ADVISORY))
    seats = set(house.scalars(select(Seat.id).where(objecting)))
    people = asked_today(house, minutes.body_id, today, first=today, last=today)
    return [
        each
        for each in people
        if each.seat_id in seats
        and (
            each.kind is InvitationKind.MAIN
            or (
                each.kind is InvitationKind.DEPUTY
                and deputy_acts(house, minutes.meeting_id, each.seat_id, each.person_id, today)
            )
        )
    ]
