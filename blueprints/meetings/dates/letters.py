"""The letters of a date finding: asking, reminding, later dates, more time, the end; no calendar entries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.date_findings import DateOption
from models.letters import Letter, LetterKind, post
from models.reminder_stops import wanting
from models.rounds import AskedLink, AskedSeat, Round

ASK: Final = "meetings/dates"
REMIND: Final = "meetings/dates_reminder"
ADDED: Final = "meetings/dates_added"
EXTENDED: Final = "meetings/dates_extended"
CLOSED: Final = "meetings/dates_closed"
KINDS: Final = {REMIND: LetterKind.REMINDER}


def times_of(options: Iterable[Any]) -> list[tuple[datetime, datetime | None]]:
    """Dates as a letter lists them: of options, or of what is to become some."""
    return [(each.starts_at, each.ends_at) for each in sorted(options, key=lambda each: each.starts_at)]


def facts_of(house: Session, asking: Round, now: datetime, **facts: Any) -> dict[str, Any]:
    """All that a letter of a date finding may say; the dates are those that are offered, unless given."""
    mine = (DateOption.round_id == asking.id) & DateOption.withdrawn_at.is_(None)
    times = facts.pop("times", None)
    return {
        "due_on": asking.due_on,
        "times": times_of(house.scalars(select(DateOption).where(mine))) if times is None else times,
        **letter_facts(house, asking.body_id, day_of(now)),
        **facts,
    }


def send(
    house: Session,
    asking: Round,
    recipients: Sequence[Recipient],
    *,
    template: str,
    purpose: str,
    now: datetime,
    **facts: Any,
) -> int:
    """One letter with a link of its own for each address of an asked seat; none twice for one purpose."""
    rows = house.scalars(select(AskedSeat).where(AskedSeat.round_id == asking.id))
    asked = {each.seat_id: each for each in rows}
    said = facts_of(house, asking, now, **facts)
    sent = _sent(house, asking)
    reached = [each for each in recipients if each.address and each.seat_id in asked]
    waiting = [each for each in reached if (_purpose(asking, each, purpose), each.address) not in sent]
    if template == REMIND:
        waiting = wanting(house, waiting)
    for each in waiting:
        seat = asked[each.seat_id or 0]
        post(
            house,
            template=template,
            kind=KINDS.get(template, LetterKind.CONTENT),
            facts=said | {"token": _issue(house, seat.id, each, now)},
            body_id=asking.body_id,
            organisation_id=seat.organisation_id,
            purpose=_purpose(asking, each, purpose),
            now=now,
            **each.addressed,
        )
    return len(waiting)


def _issue(house: Session, asked_id: int, to: Recipient, now: datetime) -> str:
    """A link of its own for one letter; only its hash is kept."""
    token, hashed = AskedLink.new_token()
    assert to.address is not None
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


def _purpose(asking: Round, to: Recipient, purpose: str) -> str:
    return f"dates-{asking.id}-{to.seat_id}-{purpose}"


def _sent(house: Session, asking: Round) -> set[tuple[str, str]]:
    """The purposes of the finding's letters that have been posted, each with its recipient."""
    ours = (Letter.body_id == asking.body_id) & Letter.purpose.startswith(f"dates-{asking.id}-")
    rows = house.execute(select(Letter.purpose, Letter.recipient).where(ours))
    return {(row.purpose, row.recipient) for row in rows}
