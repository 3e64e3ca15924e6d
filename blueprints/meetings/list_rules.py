"""The list of the invited after the invitation went out: somebody is added late, somebody is taken off."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import all_invitations, reply_round
from blueprints.meetings.invitation_rules import invitation_for, may_invite
from blueprints.meetings.letters import send_invitations, send_off
from blueprints.meetings.recipient_queries import Recipient, recipients
from models.actors import Actor
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import Invitation, InvitationKind
from models.meetings import BERLIN, Meeting, MeetingState
from models.organisations import Organisation
from models.rounds import AskedSeat
from models.seats import Seat
from models.words import N_


def may_change_list(by: Actor, meeting: Meeting, now: datetime) -> bool:
    """The coordination, between the invitation and the meeting."""
    return may_invite(by, meeting) and meeting.state is MeetingState.INVITED and not meeting.is_over(now)


def may_take_off(by: Actor, meeting: Meeting, invitation: Invitation, now: datetime) -> bool:
    """Guests are taken off at their item, with all that they may read there."""
    return may_change_list(by, meeting, now) and invitation.kind is not InvitationKind.GUEST


def missing(house: Session, meeting: Meeting, today: date) -> list[Recipient]:
    """Who belongs to the table today, has an address, and is not on the list of this meeting."""
    standing = [each for each in all_invitations(house, meeting.id) if each.withdrawn_at is None]
    on_list = {_who(each) for each in standing}
    found = [each for each in recipients(house, meeting, today) if each.address]
    return [each for each in found if _who(each) not in on_list]


def _who(each: Invitation | Recipient) -> tuple[int | None, int | None, int | None, bool]:
    return each.seat_id, each.person_id, each.item_id, each.kind is InvitationKind.MAILBOX


def add_late(
    house: Session, meeting_id: int, keys: Collection[str], *, by: Actor, now: datetime
) -> list[Invitation]:
    """Invite those chosen with what holds now; an institution that was admitted since is asked, too.

    The asked set was fixed at the opening (rulings.md 1): that it grows is this gesture, and recorded.
    """
    meeting, bylaws = _locked(house, meeting_id, by, now)
    today = now.astimezone(BERLIN).date()
    chosen = [each for each in missing(house, meeting, today) if each.form_value in keys]
    if not chosen:
        raise RuleBroken(N_("Please choose whom to invite."), field="who")
    _ask(house, meeting, {each.seat_id for each in chosen if each.seat_id}, today)
    if _comes_back(house, meeting, chosen):
        meeting.sequence, meeting.revised_at = meeting.sequence + 1, now
    made = [invitation_for(meeting, each, now) for each in chosen]
    house.add_all(made)
    house.flush()
    send_invitations(house, meeting, bylaws, made, now=now)
    record(house, "add-late", meeting, by=by, now=now, letters=len(made))
    return made


def take_off(house: Session, invitation_id: int, *, by: Actor, now: datetime) -> int:
    """Take one recipient off the list; a letter takes the entry out of that calendar alone, unless the same
    address stays invited. Returns the letters."""
    invitation = house.get(Invitation, invitation_id)
    if invitation is None:
        raise NotAllowed
    meeting, bylaws = _locked(house, invitation.meeting_id, by, now)
    if invitation.withdrawn_at is not None or not may_take_off(by, meeting, invitation, now):
        raise RuleBroken(N_("This recipient is no longer on the list."))
    invitation.withdrawn_at, invitation.withdrawn_by_id = now, by.person_id
    staying = [each for each in all_invitations(house, meeting.id) if each.withdrawn_at is None]
    gone = [] if invitation.address in {each.address for each in staying} else [invitation]
    sent = send_off(
        house, meeting, bylaws, gone, template="meetings/off_list", purpose="off", now=now, for_one=True
    )
    record(house, "take-off", meeting, by=by, now=now, invitation_id=invitation.id, letters=sent)
    return sent


def _locked(house: Session, meeting_id: int, by: Actor, now: datetime) -> tuple[Meeting, Bylaws]:
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_invite(by, meeting):
        raise NotAllowed
    if not may_change_list(by, meeting, now):
        raise RuleBroken(N_("The list is changed between the invitation and the meeting only."))
    return meeting, house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()


def _ask(house: Session, meeting: Meeting, seat_ids: set[int], today: date) -> None:
    """Seats that were not asked at the opening are asked from now on."""
    asking = reply_round(house, meeting.id)
    assert asking is not None
    asked = set(house.scalars(select(AskedSeat.seat_id).where(AskedSeat.round_id == asking.id)))
    rows = house.execute(
        select(Seat.id, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.id.in_(seat_ids - asked))
        .order_by(Seat.id)
    )
    for seat_id, organisation_id, name in rows:
        house.add(AskedSeat(round_id=asking.id, seat_id=seat_id, organisation_id=organisation_id, name=name))


def _comes_back(house: Session, meeting: Meeting, chosen: Collection[Recipient]) -> bool:
    """Whoever was taken off before has a cancellation in her calendar: only a later revision replaces it."""
    withdrawn = {each.address for each in all_invitations(house, meeting.id) if each.withdrawn_at}
    return bool(withdrawn & {each.address for each in chosen})
