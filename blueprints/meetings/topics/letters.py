"""Letters about topics: the call, its reminder, another last day, and what became of one. No titles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, of_seat_on
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.letters import LetterKind, post
from models.meetings import Meeting
from models.reminder_stops import STOPPABLE, StopKind, wanting
from models.rounds import AskedSeat, Round
from models.seats import Seat
from models.topics import Topic

CALL: Final = "meetings/topic_call"
REMIND: Final = "meetings/topic_call_reminder"
MOVED: Final = "meetings/topic_call_moved"
DECIDED: Final = "meetings/topic_decided"
KINDS: Final = {REMIND: LetterKind.REMINDER}


def call_facts(house: Session, meeting: Meeting, due_on: Any, now: datetime) -> dict[str, Any]:
    """What a call for topics says: for which day, until when, and where."""
    return letter_facts(house, meeting.body_id, day_of(now)) | {
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
    waiting = _wanting(house, [each for each in recipients if each.seat_id in asked], template)
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
            **each.addressed,
        )
        for each in waiting
    ]
    return sum(each.created_at == now for each in posted)


def _wanting(house: Session, recipients: Sequence[Recipient], template: str) -> list[Recipient]:
    """Whoever wants no calls is not reminded of one either; whoever only wants no reminders gets the call."""
    called = wanting(house, recipients, StopKind.TOPIC_CALLS)
    return called if template in STOPPABLE else wanting(house, called)


def tell_institution(house: Session, topic: Topic, *, by: Actor, now: datetime) -> int:
    """Tell the institution's people and mailbox that something was decided; returns the letters.

    What it was stands behind the link. Whoever has decided it herself gets none.
    """
    if topic.seat_id is None:
        return 0
    seat = house.get_one(Seat, topic.seat_id)
    found = of_seat_on(house, seat.id, day_of(now))
    told = [each for each in found if each.address and each.person_id != by.person_id]
    said = letter_facts(house, topic.body_id, day_of(now)) | {"topic_id": topic.id}
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
            **each.addressed,
        )
    return len(told)
