"""The letters of a meeting: what each says, to whom, with which calendar entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.enclosing_queries import Enclosing, Travelling
from blueprints.meetings.told_queries import FIRST, told_of
from blueprints.tables.queries import coordination_name
from models.bodies import Body, Bylaws
from models.guests import ItemGuest, Slot
from models.invitations import AnswerLink, Invitation, InvitationKind, Reply
from models.letters import CalendarEvent, CalendarMethod, Letter, LetterKind, LetterState, mail_address, post
from models.meetings import BERLIN, Meeting
from models.people import Person
from models.reminder_stops import stopped
from models.superseding import take_back

FIRST_LETTERS: Final = {
    InvitationKind.GUEST: "meetings/guest_invitation",
    InvitationKind.SUBSTITUTE: "meetings/substitute",
}
MOVED: Final = {InvitationKind.GUEST: "meetings/guest_move"}
Addressed = tuple[Invitation, str, dict[str, Any]]
"""To whom, by which template, with which facts of its own."""


def issue_token(house: Session, invitation: Invitation, now: datetime) -> str:
    """A new reply link for one letter; only its hash is kept."""
    token, hashed = AnswerLink.new_token()
    house.add(AnswerLink(token_hash=hashed, invitation_id=invitation.id, issued_at=now))
    return token


def common_facts(house: Session, meeting: Meeting, bylaws: Bylaws, on: date) -> dict[str, Any]:
    """What every meeting letter may say: neutral, unless the table has switched on its name and place."""
    body = house.get_one(Body, meeting.body_id)
    return {
        "signature": coordination_name(house, body.id, on),
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
        summary=body.name if named else "",
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
    resend: int = 0,
) -> None:
    """The first letter for each, as guest, substitute or member; `resend` counts further ones."""
    letters: list[Addressed] = [
        (each, FIRST_LETTERS.get(each.kind, "meetings/invitation"), {}) for each in invitations
    ]
    _send_requests(house, meeting, bylaws, letters, purpose=FIRST, now=now, resend=resend)


def send_moved(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    told: Sequence[tuple[Invitation, datetime]],
    *,
    now: datetime,
) -> None:
    """The new date for whoever knows of another one, each with the date that she was told."""
    letters: list[Addressed] = [
        (each, MOVED.get(each.kind, "meetings/move"), {"old_starts_at": old}) for each, old in told
    ]
    _send_requests(house, meeting, bylaws, letters, purpose="move", now=now)


def _send_requests(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    letters: Sequence[Addressed],
    *,
    purpose: str,
    now: datetime,
    resend: int = 0,
) -> None:
    """A letter for each, with a reply link and calendar entry of its own; what they share is read once."""
    invitations = [invitation for invitation, _, _ in letters]
    on = now.astimezone(BERLIN).date()
    facts = common_facts(house, meeting, bylaws, on)
    if facts["due_on"] is not None and facts["due_on"] < on:
        facts["due_on"] = None  # whoever is invited later than that answers as soon as she can
    events = {
        kind: calendar_event(house, meeting, bylaws, kind) for kind in {each.kind for each in invitations}
    }
    known = addresses(house, meeting, invitations)
    slots = guests_slots(house, meeting, invitations)
    named_by = named_by_whom(house, meeting, invitations)
    enclosing = Enclosing(house, meeting.id) if purpose == FIRST else None
    for invitation, template, own in letters:
        travelling = enclosing.of(invitation) if enclosing else Travelling()
        mine = own | {"slot": slots.get((invitation.item_id, invitation.person_id))}
        mine["enclosed"] = travelling.names
        post(
            house,
            **known[invitation.id],
            template=template,
            kind=LetterKind.CALENDAR,
            facts=facts | mine | {"token": issue_token(house, invitation, now)},
            purpose=purpose,
            calendar=replace(events[invitation.kind], delegated_from=named_by.get(invitation.id)),
            files=travelling.ids,
            resend=resend,
            now=now,
        )


def named_by_whom(house: Session, meeting: Meeting, invitations: Sequence[Invitation]) -> dict[int, str]:
    """For each substitute among these the address of whoever sent her, as mail writes it."""
    substitutes = [each for each in invitations if each.kind is InvitationKind.SUBSTITUTE]
    if not substitutes:
        return {}
    sent_by = (
        select(Reply.seat_id, Reply.substitute_address, Invitation.address)
        .join(Invitation, Invitation.id == Reply.invitation_id)
        .where(Reply.meeting_id == meeting.id, Reply.substitute_address.is_not(None))
        .order_by(Reply.id)
    )
    found = {(seat, str(to).lower()): mail_address(of) for seat, to, of in house.execute(sent_by)}
    named = {each.id: found.get((each.seat_id, each.address.lower())) for each in substitutes}
    return {key: address for key, address in named.items() if address}


def guests_slots(
    house: Session, meeting: Meeting, invitations: Sequence[Invitation]
) -> dict[tuple[int | None, int | None], Slot]:
    """The times of the guests among these, by item and person; none that lies outside the meeting."""
    items = {each.item_id for each in invitations if each.kind is InvitationKind.GUEST}
    if not items:
        return {}
    rows = house.scalars(select(ItemGuest).where(ItemGuest.item_id.in_(items))).all()
    return {(each.item_id, each.person_id): slot for each in rows if (slot := each.slot_in(meeting))}


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
    resend: int = 0,
) -> int:
    """Letters that take the entry out of each calendar; `for_one`: the meeting itself goes on.

    Whoever surely never heard of the meeting gets none: her invitation is taken back. Returns the letters.
    """
    known_of = told_of(house, meeting, invitations, lock=True)
    take_back(house, [each for each, told in known_of.items() if told is None], now)
    facts = common_facts(house, meeting, bylaws, now.astimezone(BERLIN).date())
    told = [each for each in invitations if known_of[each.id] is not None]
    known = addresses(house, meeting, told)
    events = {
        kind: calendar_event(house, meeting, bylaws, kind, method=CalendarMethod.CANCEL)
        for kind in {each.kind for each in told}
    }
    for invitation in told:
        event = events[invitation.kind].at(known_of[invitation.id])
        if for_one:
            event = replace(event, for_one=True, sequence=event.sequence + 1, stamp=now)
        post(
            house,
            **known[invitation.id],
            template=template,
            kind=LetterKind.CALENDAR,
            facts=facts | {"starts_at": known_of[invitation.id]},
            purpose=purpose,
            calendar=event,
            resend=resend,
            now=now,
        )
    return len(told)


def send_reminders(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    silent: list[Invitation],
    *,
    day: date,
    now: datetime,
    asked_before: bool = False,
) -> int:
    """One reminder letter each, at most one for each reminder day; returns the letters.

    `asked_before`: whoever was invited, told of a new date or reminded since that day is left in peace.
    """
    purpose = f"remind-{day}"
    same = Letter.purpose == purpose
    if asked_before:
        since = datetime.combine(day, time(), BERLIN)
        same |= (Letter.created_at >= since) & (Letter.state != LetterState.SUPERSEDED)
    told = house.scalars(select(Letter.invitation_id).where(Letter.meeting_id == meeting.id, same)).all()
    unwanted = stopped(house, [each.address for each in silent])
    waiting = [each for each in silent if each.id not in told and each.address.lower() not in unwanted]
    post_reminders(house, meeting, bylaws, waiting, purpose=purpose, now=now)
    return len(waiting)


def post_reminders(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    waiting: Sequence[Invitation],
    *,
    purpose: str,
    now: datetime,
    resend: int = 0,
) -> None:
    facts = common_facts(house, meeting, bylaws, now.astimezone(BERLIN).date())
    known = addresses(house, meeting, waiting)
    for invitation in waiting:
        post(
            house,
            **known[invitation.id],
            template="meetings/reminder",
            kind=LetterKind.REMINDER,
            facts=facts | {"token": issue_token(house, invitation, now)},
            purpose=purpose,
            resend=resend,
            now=now,
        )


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
