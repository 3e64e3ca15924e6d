"""The letter to a guest whose time has changed; her calendar entry is that of the meeting and stays."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from blueprints.meetings.letters import addresses, common_facts, issue_token
from models.bodies import Bylaws
from models.guests import Slot
from models.invitations import Invitation
from models.letters import LetterKind, post
from models.meetings import BERLIN, Meeting

TIME: Final = "meetings/guest_time"


def send_time(
    house: Session, meeting: Meeting, bylaws: Bylaws, invitation: Invitation, slot: Slot | None, now: datetime
) -> None:
    """When her item is planned now; without a slot for the whole meeting."""
    facts = common_facts(house, meeting, bylaws, now.astimezone(BERLIN).date())
    post(
        house,
        **addresses(house, meeting, [invitation])[invitation.id],
        template=TIME,
        kind=LetterKind.CONTENT,
        facts=facts | {"slot": slot, "token": issue_token(house, invitation, now)},
        purpose=f"time-{now.isoformat()}",
        now=now,
    )
