"""Addresses from which letters come back: derived from the letters, until one stays away from coming back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.outbox import Letter, LetterState

IN_QUESTION_AFTER: Final = 3
"""After so many different letters the seat itself is in question."""
CLEARED_AFTER: Final = timedelta(days=1)
"""A letter that has stayed away so long has arrived; until then it may still come back."""


@dataclass(frozen=True, kw_only=True)
class DoubtfulAddress:
    """An address that sends letters back: how many since one last arrived, and the latest of them."""

    address: str
    letters: int
    last_at: datetime
    person_ids: frozenset[int]
    invitation_ids: frozenset[int]

    @property
    def is_in_question(self) -> bool:
        return self.letters >= IN_QUESTION_AFTER


def doubtful_addresses(
    session: Session, now: datetime, *, body_ids: Collection[int] | None = None
) -> list[DoubtfulAddress]:
    """One for each address with letters that came back since one last arrived, the worst first.

    One statement. A reader's session counts the letters of her own tables only. `body_ids` narrows.
    """
    later = aliased(Letter)
    arrived_since = (
        select(later.id)
        .where(
            later.recipient_key == Letter.recipient_key,
            later.state == LetterState.ACCEPTED,
            later.sent_at > Letter.sent_at,
            later.sent_at < now - CLEARED_AFTER,
        )
        .exists()
    )
    wanted = [Letter.state == LetterState.BOUNCED, ~arrived_since]
    if body_ids is not None:
        wanted.append(Letter.body_id.in_(body_ids))
    rows = session.execute(
        select(Letter.recipient, Letter.final_at, Letter.person_id, Letter.invitation_id)
        .where(*wanted)
        .order_by(Letter.final_at)
    ).all()
    by_address: dict[str, list[tuple[datetime, int | None, int | None]]] = {}
    for recipient, final_at, person_id, invitation_id in rows:
        told = by_address.setdefault(recipient.lower(), [])
        told.append((final_at or now, person_id, invitation_id))
    found = [
        DoubtfulAddress(
            address=address,
            letters=len(told),
            last_at=max(at for at, _, _ in told),
            person_ids=frozenset(person for _, person, _ in told if person is not None),
            invitation_ids=frozenset(invitation for _, _, invitation in told if invitation is not None),
        )
        for address, told in by_address.items()
    ]
    return sorted(found, key=lambda each: (-each.letters, each.address))


def find_bounced(
    session: Session, message_ids: Collection[str], recipient: str, sender: str
) -> Letter | None:
    """The letter that a report speaks of: by our message id, else the latest to this recipient that went
    out under this reply address of hers. Locked until the end of the transaction."""
    by_id = Letter.message_id.in_(message_ids)
    by_address = and_(
        Letter.recipient_key == recipient,
        func.lower(Letter.sender) == sender,
        Letter.state.in_((LetterState.ACCEPTED, LetterState.UNKNOWN)),
    )
    which = or_(by_id, by_address) if recipient and sender else by_id
    query = select(Letter).where(which).order_by(by_id.desc(), Letter.id.desc()).limit(1)
    found: Letter | None = session.scalar(query.with_for_update())
    return found
