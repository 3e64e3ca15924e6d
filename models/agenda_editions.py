"""The agenda as invited, compiled from the rows: one edition for each distinct set of items."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from models.actors import Actor
from models.audiences import Audience, audiences, head_for, heading, item_facts, numbered_agenda, strictest
from models.editions import Edition, EditionKind, freeze, next_number
from models.meetings import BERLIN, Meeting

UNSAID: Final = {"outcome": "", "put_off_to": None}


def agenda_editions(house: Session, meeting: Meeting, *, by: Actor | None, now: datetime) -> list[Edition]:
    """Freeze the agenda as invited: one edition for each distinct set of items that somebody may see."""
    items, numbers = numbered_agenda(house, meeting.id)
    head = heading(house, meeting, now.astimezone(BERLIN).date())
    number = next_number(house, meeting.id, EditionKind.AGENDA)
    return [
        freeze(
            house,
            EditionKind.AGENDA,
            meeting.id,
            meeting.body_id,
            head["body"],
            agenda_content(head, meeting, audience, numbers),
            **audience.readers,
            number=number,
            by=by,
            now=now,
        )
        for audience in audiences(house, meeting, items, now.astimezone(BERLIN).date())
    ]


def agenda_content(
    head: dict[str, Any], meeting: Meeting, audience: Audience, numbers: dict[int, str]
) -> dict[str, Any]:
    """The agenda as one set of readers gets it; what became of its items is for the minutes to say."""
    return head_for(audience, head) | {
        "visibility": strictest(meeting, audience).value,
        "extract": audience.extract,
        "items": [
            item_facts(item, numbers, audience) | UNSAID | {"text": item.text} for item in audience.items
        ],
    }
