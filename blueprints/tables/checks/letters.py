"""The letters of the yearly question: asking, and reminding the silent; each with a link of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.checks.queries import Recipient
from blueprints.tables.letter_queries import letter_facts
from models.bodies import Body
from models.letters import Letter, LetterKind, post
from models.reminder_stops import wanting
from models.rounds import AskedLink, AskedSeat, Round

ASK: Final = "tables/people_check"
REMIND: Final = "tables/people_check_reminder"
KINDS: Final = {ASK: LetterKind.CONTENT, REMIND: LetterKind.REMINDER}


def facts(house: Session, body: Body, due_on: date, on: date) -> dict[str, Any]:
    """What the letter may say: no names; the table's only where the table has switched it on."""
    return letter_facts(house, body.id, on) | {"due_on": due_on}


def send(
    house: Session,
    body: Body,
    asking: Round,
    asked: Sequence[Recipient],
    *,
    template: str,
    day: date,
    now: datetime,
) -> int:
    """One letter for each institution with an address; the same reminder is not sent twice."""
    rows = house.scalars(select(AskedSeat).where(AskedSeat.round_id == asking.id))
    ids = {each.seat_id: each.id for each in rows}
    said = facts(house, body, asking.due_on, day)
    sent = _sent(house, template, asking)
    reached = [each for each in asked if each.address and _purpose(asking, each, day) not in sent]
    if template == REMIND:
        reached = wanting(house, reached)
    for each in reached:
        token = _issue(house, ids[each.seat_id], each, now)
        post(
            house,
            template=template,
            to=each.address,
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            kind=KINDS[template],
            facts=said | {"token": token},
            body_id=body.id,
            organisation_id=each.organisation_id,
            person_id=each.person_id,
            purpose=_purpose(asking, each, day),
            now=now,
        )
    return len(reached)


def _purpose(asking: Round, to: Recipient, day: date) -> str:
    return f"people-{asking.id}-{to.seat_id}-{day}"


def _sent(house: Session, template: str, asking: Round) -> set[str]:
    """The purposes of the round's letters that have been posted."""
    ours = (Letter.template == template) & (Letter.body_id == asking.body_id)
    begun = Letter.purpose.startswith(f"people-{asking.id}-")
    return set(house.scalars(select(Letter.purpose).where(ours, begun)))


def _issue(house: Session, asked_id: int, to: Recipient, now: datetime) -> str:
    token, hashed = AskedLink.new_token()
    house.add(
        AskedLink(
            token_hash=hashed,
            asked_seat_id=asked_id,
            address=to.address,
            person_id=to.person_id,
            issued_at=now,
        )
    )
    return token
