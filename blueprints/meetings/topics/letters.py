"""Letters about topics: the call, its reminder, another last day, and what became of one. No titles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, of_seat_on
from blueprints.tables.queries import coordination_name
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import BERLIN
from models.letters import LetterKind, post
from models.meetings import Meeting
from models.reminder_stops import stopped
from models.rounds import AskedSeat, Round
from models.seats import Seat
from models.topics import Topic

CALL: Final = "meetings/topic_call"
REMIND: Final = "meetings/topic_call_reminder"
MOVED: Final = "meetings/topic_call_moved"
DECIDED: Final = "meetings/topic_decided"
KINDS: Final = {REMIND: LetterKind.REMINDER}


def facts_of(house: Session, body_id: int, now: datetime) -> dict[str, Any]:
    """What every letter may say; the table's name only where it is switched on."""
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == body_id)).one()
    return {
        "signature": coordination_name(house, body_id, now.astimezone(BERLIN).date()),
        "table_name": house.get_one(Body, body_id).name if bylaws.names_in_subject else "",
        "table_id": body_id,
    }


def call_facts(house: Session, meeting: Meeting, due_on: Any, now: datetime) -> dict[str, Any]:
    """What a call for topics says: for which day, until when, and where."""
    return facts_of(house, meeting.body_id, now) | {
        "starts_at": meeting.starts_at,
        "due_on": due_on,
        "meeting_id": meeting.id,
    }


def send_call(
    house: Session,
    asking: Round,
    recipients: Sequence[Recipient],
    *,
    template: str,
    purpose: str,
    now: datetime,
) -> int:
    """One letter to each address of an asked seat that wants such letters; the same purpose a second time is
    not sent again."""
    meeting = house.get_one(Meeting, asking.meeting_id)
    said = call_facts(house, meeting, asking.due_on, now)
    rows = house.execute(
        select(AskedSeat.seat_id, AskedSeat.organisation_id).where(AskedSeat.round_id == asking.id)
    )
    asked = {row.seat_id: row.organisation_id for row in rows}
    waiting = [each for each in recipients if each.address and each.seat_id in asked]
    unwanted = stopped(house, [str(each.address) for each in waiting])
    waiting = [each for each in waiting if str(each.address).lower() not in unwanted]
    posted = [
        post(
            house,
            template=template,
            kind=KINDS.get(template, LetterKind.CONTENT),
            facts=said,
            body_id=asking.body_id,
            meeting_id=asking.meeting_id,
            organisation_id=asked[each.seat_id or 0],
            purpose=f"topics-{asking.id}-{each.seat_id}-{purpose}",
            now=now,
            **_address(each),
        )
        for each in waiting
    ]
    return sum(each.created_at == now for each in posted)


def tell_institution(house: Session, topic: Topic, *, by: Actor, now: datetime) -> int:
    """Tell the institution's people and mailbox that something was decided; returns the letters.

    What it was stands behind the link. Whoever has decided it herself gets none.
    """
    if topic.seat_id is None:
        return 0
    seat = house.get_one(Seat, topic.seat_id)
    found = of_seat_on(house, seat.id, now.astimezone(BERLIN).date())
    told = [each for each in found if each.address and each.person_id != by.person_id]
    said = facts_of(house, topic.body_id, now) | {"topic_id": topic.id}
    for each in told:
        post(
            house,
            template=DECIDED,
            kind=LetterKind.CONTENT,
            facts=said,
            body_id=topic.body_id,
            organisation_id=seat.organisation_id,
            purpose=f"topic-{topic.id}-{topic.version}-{seat.id}",
            now=now,
            **_address(each),
        )
    return len(told)


def _address(to: Recipient) -> dict[str, Any]:
    return {
        "to": to.address,
        "name": to.name,
        "language": to.language,
        "salutation": to.salutation,
        "person_id": to.person_id,
    }
