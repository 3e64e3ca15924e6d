"""The letters of a sign-off: occasion, deadline, checksum and link, never the text or who has signed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.signing_queries import Signatory, signatories
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.letters import Letter, LetterKind, post
from models.positions import Position
from models.reminder_stops import wanting
from models.signatures import AskedSigner, SignOff

ASKED: Final = "positions/sign_off"
REMIND: Final = "positions/sign_off_reminder"


def send(
    house: Session,
    about: SignOff,
    position: Position,
    organisation_ids: Collection[int],
    *,
    template: str,
    purpose: str,
    now: datetime,
    is_anew: bool = False,
) -> int:
    """One letter for each of them who may sign, and a copy to the main representative; none twice for one
    purpose. Signing needs sign-in: the link carries no secret. Returns how many."""
    rows = house.scalars(select(AskedSigner).where(AskedSigner.sign_off_id == about.id))
    names = {each.organisation_id: each.name for each in rows}
    people = reached(house, position, organisation_ids, template, day_of(now))
    said = _facts(house, about, position, now) | {"is_anew": is_anew}
    known = _sent(house, position, about)
    sent: set[tuple[str, str]] = set()
    for each in people:
        key = (f"sign-off-{about.id}-{each.organisation_id}-{purpose}", str(each.address).lower())
        if key in known or key in sent:
            continue
        sent.add(key)
        post(
            house,
            template=template,
            kind=LetterKind.REMINDER if template == REMIND else LetterKind.CONTENT,
            to=each.address,
            name=each.person.name,
            language=each.person.language,
            salutation=each.person.salutation,
            person_id=each.person.id,
            facts=said | {"institution": names[each.organisation_id], "may_sign": each.may_sign},
            body_id=position.body_id,
            organisation_id=each.organisation_id,
            purpose=key[0],
            now=now,
        )
    return len(sent)


def reached(
    house: Session, position: Position, organisation_ids: Collection[int], template: str, on: date
) -> list[Signatory]:
    """Whom a letter of this kind reaches that day."""
    people = [each for each in signatories(house, position, organisation_ids, on) if each.address]
    return wanting(house, people) if template == REMIND else people


def _facts(house: Session, about: SignOff, position: Position, now: datetime) -> dict[str, Any]:
    """All that a letter may say."""
    return letter_facts(house, position.body_id, day_of(now)) | {
        "position_id": position.id,
        "number": next(each.number for each in position.versions if each.id == about.version_id),
        "due_on": about.round.due_on,
        "checksum": about.sha256[:8],
    }


def _sent(house: Session, position: Position, about: SignOff) -> set[tuple[str, str]]:
    """The purposes of this sign-off's letters that have been posted, each with its recipient."""
    ours = (Letter.body_id == position.body_id) & Letter.purpose.startswith(f"sign-off-{about.id}-")
    rows = house.execute(select(Letter.purpose, Letter.recipient).where(ours))
    return {(row.purpose, row.recipient.lower()) for row in rows}
