"""What those invited have been told so far: nothing yet, or of which date. Read by the house."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar_events import CalendarMethod
from models.editions import Edition, EditionKind
from models.invitations import Invitation
from models.meetings import Meeting
from models.outbox import Letter, LetterKind
from models.superseding import may_have_arrived

FIRST: Final = "invite"
"""The purpose of the letter by which somebody hears of a meeting for the first time."""


def told_of(
    house: Session, meeting: Meeting, invitations: Sequence[Invitation], *, lock: bool = False
) -> dict[int, datetime | None]:
    """By invitation the beginning that its recipient knows; None where surely no letter has arrived.

    Where delivery is in doubt it counts as arrived, and so does a letter that is no longer kept. `lock`:
    before a gesture, so that no worker takes a waiting letter meanwhile.
    """
    query = select(
        Letter.invitation_id, Letter.purpose, Letter.created_at, may_have_arrived().label("arrived")
    )
    asking = query.where(
        Letter.meeting_id == meeting.id,
        Letter.kind == LetterKind.CALENDAR,
        Letter.method == CalendarMethod.REQUEST.value,
    ).order_by(Letter.id)
    rows = house.execute(asking.with_for_update() if lock else asking).all()
    arrived = {row.invitation_id: row.created_at for row in rows if row.arrived}
    still_first = {row.invitation_id for row in rows if row.purpose == FIRST} - arrived.keys()
    named = _beginnings(house, meeting)
    return {
        each.id: None
        if each.id in still_first
        else named(arrived[each.id])
        if each.id in arrived
        else meeting.starts_at
        for each in invitations
    }


def _beginnings(house: Session, meeting: Meeting) -> Callable[[datetime], datetime | None]:
    """Of which beginning a letter of a moment spoke: that of the agenda frozen with it, or before it."""
    if not meeting.sequence:
        return lambda _written_at: meeting.starts_at
    frozen = house.scalars(
        select(Edition)
        .where(Edition.meeting_id == meeting.id, Edition.kind == EditionKind.AGENDA, Edition.whole.is_(True))
        .order_by(Edition.id)
    ).all()

    def of(written_at: datetime) -> datetime | None:
        said = [each.data["starts_at"] for each in frozen if each.compiled_at <= written_at]
        return datetime.fromisoformat(said[-1]) if said and said[-1] else meeting.starts_at

    return of
