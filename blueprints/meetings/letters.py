"""The letters of a meeting: what each says, to whom, with which calendar entry."""

from collections.abc import Sequence
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


def send_invitations(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    invitations: Sequence[Invitation],
    *,
    now: datetime,
    template: str = "",
    purpose: str = "invite",
    slots: dict[int, str] | None = None,
    **more: Any,
) -> None:
    """A letter for each, with a reply link and calendar entry of its own; what they share is read once.

    `slots`: a guest's time by the invitation's id.
    """
    facts = common_facts(house, meeting, bylaws) | more
    roles = {each.kind for each in invitations}
    events = {kind: calendar_event(house, meeting, bylaws, kind) for kind in roles}
    known = addresses(house, meeting, invitations)
    for invitation in invitations:
        guest = invitation.kind is InvitationKind.GUEST
        own = {"guest": guest} | ({"slot": (slots or {}).get(invitation.id, "")} if guest else {})
        post(
            house,
            **known[invitation.id],
            template=template or ("meetings/guest_invitation" if guest else "meetings/invitation"),
            kind=LetterKind.CALENDAR,
            facts=facts | own | {"token": issue_token(house, invitation, now)},
            purpose=purpose,
            calendar=events[invitation.kind],
            now=now,
        )


def send_off(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    invitations: Sequence[Invitation],
    *,
    template: str,
    purpose: str,
    now: datetime,
    for_one: bool = False,
) -> None:
    """Letters that take the entry out of the calendar of each; `for_one`: the meeting itself goes on."""
    facts = common_facts(house, meeting, bylaws)
    known = addresses(house, meeting, invitations)
    for invitation in invitations:
        event = calendar_event(house, meeting, bylaws, invitation.kind, method=CalendarMethod.CANCEL)
        if for_one:
            event = replace(event, for_one=True, sequence=event.sequence + 1, stamp=now)
        post(
            house,
            **known[invitation.id],
            template=template,
            kind=LetterKind.CALENDAR,
            facts=facts,
            purpose=purpose,
            calendar=event,
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
    known = addresses(house, meeting, waiting)
    for invitation in waiting:
        post(
            house,
            **known[invitation.id],
            template="meetings/reminder",
            kind=LetterKind.REMINDER,
            facts=facts | {"token": issue_token(house, invitation, now)},
            purpose=purpose,
            now=now,
        )
    return len(waiting)


def addresses(
    house: Session, meeting: Meeting, invitations: Sequence[Invitation]
) -> dict[int, dict[str, Any]]:
    """To whom each letter goes, with the language and salutation of today, by the invitation's id."""
    ids = {each.person_id for each in invitations if each.person_id is not None}
    people = {person.id: person for person in house.scalars(select(Person).where(Person.id.in_(ids)))}
    return {each.id: _address(meeting, each, people.get(each.person_id or 0)) for each in invitations}


def _address(meeting: Meeting, invitation: Invitation, person: Person | None) -> dict[str, Any]:
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
