"""Guests: invited for one item of an agenda, they see that item and nothing else."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import item_of
from blueprints.meetings.guest_letters import send_time
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.letters import send_invitations, send_off
from blueprints.tables.people.person_rules import person_for
from models.actors import Actor
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.guests import ItemGuest, Slot
from models.history import record
from models.invitations import Invitation, InvitationKind
from models.meetings import Meeting, MeetingState
from models.people import Person
from models.words import N_

MOST_GUESTS: Final = 20


def add_guest(
    house: Session,
    item_id: int,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    person_id: int | None = None,
    name: str = "",
    email: str | None = None,
    function: str = "",
    by: Actor,
    now: datetime,
) -> Person:
    """Name a guest for one item: somebody the table knows, or somebody new with an address.

    Where the invitations are out already, hers follows with the same commit.
    """
    meeting, item = item_of(house, item_id, by)
    if person_id is None and name and not email:
        raise RuleBroken(N_("Without an address a guest can't be invited."), field="email")
    if len(item.guests) >= MOST_GUESTS:
        raise RuleBroken(N_("At most %(most)s guests for an item."), field="name", most=MOST_GUESTS)
    new = {"function": function} if person_id is None else {}
    whom: dict[str, Any] = {"person_id": person_id, "name": name, "email": email} | new
    person = person_for(house, organisation_id=None, table_id=meeting.body_id, by=by, **whom)
    if any(guest.person_id == person.id for guest in item.guests):
        raise RuleBroken(N_("This person is already a guest for this item."), field="person_id")
    _judge_time(meeting, starts_at, ends_at)
    item.guests.append(ItemGuest(item_id=item_id, person_id=person.id, starts_at=starts_at, ends_at=ends_at))
    _invite_late(house, meeting, item_id, person, now)
    record(house, "add-guest", item, by=by, now=now, body_id=meeting.body_id, person=person.id)
    return person


def remove_guest(house: Session, item_id: int, person_id: int, *, by: Actor, now: datetime) -> None:
    """Take a guest off an item: she sees it no more, and a letter takes the meeting out of her calendar."""
    meeting, item = item_of(house, item_id, by)
    found = [guest for guest in item.guests if guest.person_id == person_id]
    if not found:
        raise NotAllowed
    item.guests.remove(found[0])
    _take_off(house, meeting, item_id, person_id, now)
    record(house, "remove-guest", item, by=by, now=now, body_id=meeting.body_id, person=person_id)


def set_time(
    house: Session,
    item_id: int,
    person_id: int,
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by: Actor,
    now: datetime,
) -> bool:
    """Another time for a guest, or none: the agenda says so, and whoever is invited gets a letter about it.

    Returns whether a letter is on its way. The calendar entry is that of the meeting and does not change.
    """
    meeting, item = item_of(house, item_id, by)
    guest = next((each for each in item.guests if each.person_id == person_id), None)
    if guest is None:
        raise NotAllowed
    _judge_time(meeting, starts_at, ends_at)
    if (guest.starts_at, guest.ends_at) == (starts_at, ends_at):
        raise RuleBroken(N_("This is her time already."), field="slot_from")
    guest.starts_at, guest.ends_at = starts_at, ends_at
    house.flush()
    record(house, "set-guest-time", item, by=by, now=now, body_id=meeting.body_id, person=person_id)
    if meeting.state is not MeetingState.INVITED or meeting.is_over(now):
        return False
    standing = invitations(house, meeting.id)
    told = [each for each in standing if (each.item_id, each.person_id) == (item_id, person_id)]
    for each in told:
        send_time(house, meeting, _bylaws(house, meeting), each, guest.slot_in(meeting), now)
    return bool(told)


def _judge_time(meeting: Meeting, starts_at: datetime | None, ends_at: datetime | None) -> None:
    if starts_at is not None:
        Slot(starts_at, ends_at).judge(meeting)
    elif ends_at is not None:
        raise RuleBroken(N_("Please say from when."), field="slot_from")


def _invite_late(house: Session, meeting: Meeting, item_id: int, person: Person, now: datetime) -> None:
    if meeting.state is not MeetingState.INVITED or meeting.is_over(now) or person.email is None:
        return
    invitation = Invitation(
        meeting_id=meeting.id,
        kind=InvitationKind.GUEST,
        address=person.email,
        name=person.name,
        person_id=person.id,
        item_id=item_id,
        invited_at=now,
    )
    house.add(invitation)
    house.flush()
    send_invitations(house, meeting, _bylaws(house, meeting), [invitation], now=now)


def _take_off(house: Session, meeting: Meeting, item_id: int, person_id: int, now: datetime) -> None:
    for invitation in invitations(house, meeting.id):
        if (invitation.item_id, invitation.person_id) != (item_id, person_id):
            continue
        invitation.withdrawn_at = now
        if meeting.state is MeetingState.INVITED and not meeting.is_over(now):
            send_off(
                house,
                meeting,
                _bylaws(house, meeting),
                [invitation],
                template="meetings/off_list",
                purpose="off",
                now=now,
                for_one=True,
            )


def _bylaws(house: Session, meeting: Meeting) -> Bylaws:
    return house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
