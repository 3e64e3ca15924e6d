"""The letters of a meeting: what each says, to whom, with which calendar entry."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import coordination_name
from models.bodies import Body, Bylaws
from models.invitations import AnswerLink, Invitation, InvitationKind
from models.letters import CalendarEvent, CalendarMethod, Letter, LetterKind, post
from models.meetings import Meeting
from models.people import Person


def issue_token(house: Session, invitation: Invitation, now: datetime) -> str:
    """A new reply link for one letter; only its hash is kept."""
    token, hashed = AnswerLink.new_token()
    house.add(AnswerLink(token_hash=hashed, invitation_id=invitation.id, issued_at=now))
    return token


def common_facts(house: Session, meeting: Meeting, bylaws: Bylaws) -> dict[str, Any]:
    """What every meeting letter may say: neutral, unless the table has switched on its name and place."""
    body = house.get_one(Body, meeting.body_id)
    return {
        "signature": coordination_name(house, body.id),
        "table_name": body.name if bylaws.names_in_subject else "",
        "number": meeting.number,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place if bylaws.names_in_calendar else "",
        "due_on": meeting.replies_due_on,
        "meeting_id": meeting.id,
    }


def calendar_event(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    kind: InvitationKind,
    method: CalendarMethod = CalendarMethod.REQUEST,
) -> CalendarEvent:
    """The calendar entry of one recipient: neutral, unless the table has switched on its name and place."""
    assert meeting.starts_at is not None
    body = house.get_one(Body, meeting.body_id)
    named = bylaws.names_in_calendar
    return CalendarEvent(
        method=method,
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.revised_at or meeting.starts_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at or meeting.starts_at,
        summary=body.name if named else "Sitzung",
        location=meeting.place if named else "",
        role="OPT-PARTICIPANT" if kind is InvitationKind.DEPUTY else "REQ-PARTICIPANT",
    )


def send_invitation(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    invitation: Invitation,
    *,
    now: datetime,
    template: str = "",
    purpose: str = "invite",
    **more: Any,
) -> None:
    """One letter with its own reply link and calendar entry."""
    guest = invitation.kind is InvitationKind.GUEST
    facts = common_facts(house, meeting, bylaws) | {"token": issue_token(house, invitation, now)} | more
    post(
        house,
        **addressed(house, meeting, invitation),
        template=template or ("meetings/guest_invitation" if guest else "meetings/invitation"),
        kind=LetterKind.CALENDAR,
        facts=facts,
        purpose=purpose,
        calendar=calendar_event(house, meeting, bylaws, invitation.kind),
        now=now,
    )


def send_off(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    invitation: Invitation,
    *,
    template: str,
    purpose: str,
    now: datetime,
    for_one: bool = False,
) -> None:
    """A letter that takes the entry out of one calendar."""
    event = calendar_event(house, meeting, bylaws, invitation.kind, method=CalendarMethod.CANCEL)
    post(
        house,
        **addressed(house, meeting, invitation),
        template=template,
        kind=LetterKind.CALENDAR,
        facts=common_facts(house, meeting, bylaws),
        purpose=purpose,
        calendar=replace(event, for_one=for_one),
        now=now,
    )


def send_reminders(
    house: Session, meeting: Meeting, bylaws: Bylaws, silent: list[Invitation], *, day: date, now: datetime
) -> int:
    """One reminder letter each, at most one for each reminder day; returns the letters."""
    purpose = f"remind-{day}"
    told = house.scalars(
        select(Letter.invitation_id).where(Letter.meeting_id == meeting.id, Letter.purpose == purpose)
    ).all()
    waiting = [each for each in silent if each.id not in told]
    facts = common_facts(house, meeting, bylaws)
    for invitation in waiting:
        post(
            house,
            **addressed(house, meeting, invitation),
            template="meetings/reminder",
            kind=LetterKind.REMINDER,
            facts=facts | {"token": issue_token(house, invitation, now)},
            purpose=purpose,
            now=now,
        )
    return len(waiting)


def addressed(house: Session, meeting: Meeting, invitation: Invitation) -> dict[str, Any]:
    """To whom a letter of this meeting goes, with the language and salutation of today."""
    person = house.get(Person, invitation.person_id) if invitation.person_id else None
    return {
        "to": invitation.address,
        "name": invitation.name,
        "language": person.language if person else "de",
        "salutation": person.salutation if person else "",
        "body_id": meeting.body_id,
        "meeting_id": meeting.id,
        "invitation_id": invitation.id,
        "person_id": invitation.person_id,
        "order_key": f"meeting-{meeting.id}-{invitation.address}",
    }
