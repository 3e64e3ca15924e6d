"""The letters of procedures: they name occasion, day and link, never the procedure or what was said to it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.tables.queries import coordination_name
from blueprints.tables.rules import day_of
from models.bodies import Body, Bylaws
from models.letters import Letter, LetterKind, post
from models.procedures import Procedure, ProcedureVersion
from models.reminder_stops import stopped

OPENED: Final = "procedures/adoption"
CONSULTED: Final = "procedures/consultation"
REMIND: Final = "procedures/adoption_reminder"
RECORDED: Final = "procedures/recorded"
REVIEW: Final = "procedures/review"
REMINDERS: Final = (REMIND, REVIEW)


def people_of(house: Session, about: Procedure, seat_ids: Collection[int], on: date) -> list[Recipient]:
    """The people of these seats of its table on that day, with an address or without."""
    people = asked_today(house, about.body_id, on, first=on, last=on)
    return [each for each in people if each.seat_id in seat_ids]


def send(
    house: Session,
    about: Procedure,
    version: ProcedureVersion | None,
    recipients: Sequence[Recipient],
    *,
    template: str,
    purpose: str,
    now: datetime,
    **facts: Any,
) -> int:
    """One letter for each address of a seat; none twice for one purpose. Adopting needs sign-in: the link
    leads to the page and carries no secret."""
    about_this = f"procedure-{about.id}-{version.number if version else 0}-{purpose}"
    posted = (Letter.body_id == about.body_id) & Letter.purpose.startswith(about_this)
    rows = house.execute(select(Letter.purpose, Letter.recipient).where(posted))
    sent = {(row.purpose, row.recipient.lower()) for row in rows}
    to = [each for each in recipients if each.address]
    waiting = [each for each in to if (f"{about_this}-{each.seat_id}", str(each.address).lower()) not in sent]
    if template in REMINDERS:
        unwanted = stopped(house, [str(each.address) for each in waiting])
        waiting = [each for each in waiting if str(each.address).lower() not in unwanted]
    said = said_about(house, about, version, now) | facts
    for each in waiting:
        post(
            house,
            template=template,
            kind=LetterKind.REMINDER if template in REMINDERS else LetterKind.CONTENT,
            to=each.address,
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            person_id=each.person_id,
            facts=said | {"institution": each.institution},
            body_id=about.body_id,
            purpose=f"{about_this}-{each.seat_id}",
            now=now,
        )
    return len(waiting)


def said_about(
    house: Session, about: Procedure, version: ProcedureVersion | None, now: datetime
) -> dict[str, Any]:
    """Where the link leads, who signs, and the table's name only where its bylaws switch it on."""
    rows = select(Body.name, Bylaws.names_in_subject).join(Bylaws, Bylaws.body_id == Body.id)
    name, is_named = house.execute(rows.where(Body.id == about.body_id)).one()
    return {
        "procedure_id": about.id,
        "number": version.number if version else 0,
        "table_id": about.body_id,
        "signature": coordination_name(house, about.body_id, day_of(now)),
        "table_name": name if is_named else "",
    }
