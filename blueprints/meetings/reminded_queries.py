"""When each of the invited was last reminded."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.letters import Letter, LetterKind, LetterState


def last_reminded(house: Session, meeting_id: int) -> dict[int, datetime]:
    """By invitation, when the last reminder was written; one that was taken back unsent does not count."""
    rows = house.execute(
        select(Letter.invitation_id, func.max(Letter.created_at).label("at"))
        .where(
            Letter.meeting_id == meeting_id,
            Letter.kind == LetterKind.REMINDER,
            Letter.state != LetterState.SUPERSEDED,
            Letter.invitation_id.is_not(None),
        )
        .group_by(Letter.invitation_id)
    )
    return {row.invitation_id: row.at for row in rows}
