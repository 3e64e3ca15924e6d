"""The letters of decisions: they name occasion, deadline and link, never the question or its result."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.decisions import Decision
from models.letters import Letter, LetterKind, post
from models.reminder_stops import wanting
from models.rounds import AskedSeat, Round

OPENED: Final = "decisions/circulated"
REMIND: Final = "decisions/reminder"
CLOSED: Final = "decisions/closed"
RECORDED: Final = "decisions/recorded"
KINDS: Final = {REMIND: LetterKind.REMINDER}


def send(
    house: Session,
    about: Decision,
    asking: Round,
    recipients: Sequence[Recipient],
    *,
    template: str,
    purpose: str,
    now: datetime,
    **facts: Any,
) -> int:
    """One letter for each address of an asked seat; none twice for one purpose. Voting needs sign-in: the
    link in it leads to the page and carries no secret."""
    rows = house.scalars(select(AskedSeat).where(AskedSeat.round_id == asking.id))
    asked = {each.seat_id: each for each in rows}
    sent = _sent(house, about)
    waiting = [
        each
        for each in recipients
        if each.address
        and each.seat_id in asked
        and (_purpose(about, each, purpose), each.address.lower()) not in sent
    ]
    if template == REMIND:
        waiting = wanting(house, waiting)
    said = letter_facts(house, about.body_id, day_of(now))
    said |= {"due_on": asking.due_on, "decision_id": about.id, **facts}
    for each in waiting:
        seat = asked[each.seat_id or 0]
        post(
            house,
            template=template,
            kind=KINDS.get(template, LetterKind.CONTENT),
            **each.addressed,
            facts=said | {"institution": seat.name},
            body_id=about.body_id,
            organisation_id=seat.organisation_id,
            purpose=_purpose(about, each, purpose),
            now=now,
        )
    return len(waiting)


def _purpose(about: Decision, to: Recipient, purpose: str) -> str:
    return f"decision-{about.id}-{to.seat_id}-{purpose}"


def _sent(house: Session, about: Decision) -> set[tuple[str, str]]:
    """The purposes of this decision's letters that have been posted, each with its recipient."""
    ours = (Letter.body_id == about.body_id) & Letter.purpose.startswith(f"decision-{about.id}-")
    rows = house.execute(select(Letter.purpose, Letter.recipient).where(ours))
    return {(row.purpose, row.recipient.lower()) for row in rows}
