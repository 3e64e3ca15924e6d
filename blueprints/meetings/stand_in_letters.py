"""Letters when somebody else comes: to whom is sent, and to whoever sent her."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.meetings.letters import addresses, calendar_event, common_facts, issue_token
from models.bodies import Bylaws
from models.invitations import Invitation, Reply
from models.letters import LetterKind, mail_address, post
from models.meetings import BERLIN, Meeting


def send_stand_in(
    house: Session, meeting: Meeting, bylaws: Bylaws, colleague: Invitation, reply: Reply, *, now: datetime
) -> None:
    """Her institution has said that she comes, and she is invited already: she is asked to confirm it."""
    sender = house.get_one(Invitation, reply.invitation_id)
    event = calendar_event(house, meeting, bylaws, colleague.kind)
    event = replace(event, role="REQ-PARTICIPANT", stamp=now, delegated_from=mail_address(sender.address))
    facts = common_facts(house, meeting, bylaws, now.astimezone(BERLIN).date())
    post(
        house,
        **addresses(house, meeting, [colleague])[colleague.id],
        template="meetings/stand_in",
        kind=LetterKind.CALENDAR,
        facts=facts | {"token": issue_token(house, colleague, now)},
        purpose=f"stand-in-{reply.id}",
        calendar=event,
        now=now,
    )


def send_delegation(
    house: Session, meeting: Meeting, bylaws: Bylaws, invitation: Invitation, reply: Reply, *, now: datetime
) -> None:
    """Whoever named somebody else is told that it has arrived; her calendar entry says whom she sent."""
    event = calendar_event(house, meeting, bylaws, invitation.kind)
    to = mail_address(reply.substitute_address or "")
    event = replace(event, stamp=now, partstat="DELEGATED", delegated_to=to)
    facts = common_facts(house, meeting, bylaws, now.astimezone(BERLIN).date())
    post(
        house,
        **addresses(house, meeting, [invitation])[invitation.id],
        template="meetings/delegation",
        kind=LetterKind.CALENDAR,
        facts=facts | {"token": issue_token(house, invitation, now), "substitute": reply.substitute},
        purpose=f"delegation-{reply.id}",
        calendar=event,
        now=now,
    )
