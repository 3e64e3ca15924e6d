"""A letter of a meeting goes to one recipient once more: the present date, a new link, today's address."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.meetings.letters import post_reminders, send_invitations, send_off
from models.actors import Actor
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import Invitation, InvitationKind
from models.letters import Letter, LetterKind, LetterState, may_resend
from models.meetings import Meeting, MeetingState
from models.organisations import Organisation
from models.people import Person
from models.reminder_stops import stopped
from models.seats import Seat
from models.superseding import take_back
from models.words import N_


def is_made_anew(letter: Letter) -> bool:
    """Whether a second letter is written anew instead of sending the old words: whatever asks for a reply."""
    return letter.invitation_id is not None and letter.kind in (LetterKind.CALENDAR, LetterKind.REMINDER)


def address_of_today(house: Session, invitation: Invitation) -> str:
    """Where a letter to this recipient goes now: a person's or mailbox's address may have been corrected."""
    if invitation.person_id is not None:
        return house.get_one(Person, invitation.person_id).email or invitation.address
    if invitation.kind is InvitationKind.MAILBOX and invitation.seat_id is not None:
        mailbox: str | None = house.scalar(
            select(Organisation.mailbox)
            .join(Seat, Seat.organisation_id == Organisation.id)
            .where(Seat.id == invitation.seat_id)
        )
        return mailbox or invitation.address
    return invitation.address


def goes_to(house: Session, letter: Letter, now: datetime) -> str:
    """The address of a second letter; none where it would be refused."""
    if not is_made_anew(letter):
        return letter.recipient
    invitation = house.get_one(Invitation, letter.invitation_id)
    try:
        _is_off(letter, invitation, house.get_one(Meeting, invitation.meeting_id), now)
    except RuleBroken:
        return ""
    return address_of_today(house, invitation)


def send_again(house: Session, letter: Letter, *, by: Actor, now: datetime) -> Letter:
    """Write to the recipient of this letter once more: the invitation as it stands now, the reminder, or the
    letter that takes the entry out of the calendar. What was in doubt is settled as not sent."""
    if not may_resend(by, letter) or not is_made_anew(letter):
        raise NotAllowed
    invitation = house.get_one(Invitation, letter.invitation_id)
    meeting = house.get_one(Meeting, invitation.meeting_id, with_for_update=True)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    is_off = _is_off(letter, invitation, meeting, now)
    _settle(house, letter, now)
    _correct_address(house, invitation)
    resend = _resends(house, invitation) + 1
    if is_off:
        cancelled = meeting.state is MeetingState.CANCELLED
        template, purpose = ("cancellation", "cancel") if cancelled else ("off_list", "off")
        send_off(
            house,
            meeting,
            bylaws,
            [invitation],
            template=f"meetings/{template}",
            purpose=purpose,
            now=now,
            for_one=not cancelled,
            resend=resend,
        )
    elif letter.kind is LetterKind.REMINDER:
        if stopped(house, [invitation.address]):
            raise RuleBroken(N_("This address wants no reminders."))
        post_reminders(house, meeting, bylaws, [invitation], purpose=letter.purpose, now=now, resend=resend)
    else:
        take_back(house, [invitation.id], now)
        send_invitations(house, meeting, bylaws, [invitation], now=now, resend=resend)
    record(house, "resend", letter, by=by, now=now, invitation_id=invitation.id)
    house.flush()
    newest = select(Letter).where(Letter.invitation_id == invitation.id).order_by(Letter.id.desc())
    return house.scalars(newest.limit(1)).one()


def _is_off(letter: Letter, invitation: Invitation, meeting: Meeting, now: datetime) -> bool:
    """Whether the recipient is to lose the date; refuses what nobody should get any more."""
    if meeting.is_over(now):
        raise RuleBroken(N_("This meeting is over: the letter would only confuse."))
    called_off = meeting.state is MeetingState.CANCELLED or invitation.withdrawn_at is not None
    if called_off and letter.method != "CANCEL":
        raise RuleBroken(N_("This recipient is no longer invited. There is nothing to send again."))
    if not called_off and (meeting.state is not MeetingState.INVITED or letter.method == "CANCEL"):
        raise RuleBroken(N_("A newer letter has been written to this recipient since. Please send that one."))
    return called_off


def _settle(house: Session, letter: Letter, now: datetime) -> None:
    if letter.state is LetterState.UNKNOWN:
        letter.doubts = 0
        letter.supersede(now)


def _correct_address(house: Session, invitation: Invitation) -> None:
    """The invitation follows an address that was corrected, unless the seat has it already."""
    address = address_of_today(house, invitation)
    if address.lower() == invitation.address.lower():
        return
    twin = select(Invitation.id).where(
        Invitation.meeting_id == invitation.meeting_id,
        Invitation.seat_id.is_not_distinct_from(invitation.seat_id),
        Invitation.item_id.is_not_distinct_from(invitation.item_id),
        func.lower(Invitation.address) == address.lower(),
    )
    if house.scalar(twin.limit(1)) is not None:
        raise RuleBroken(N_("Somebody else of this institution was invited under the corrected address."))
    invitation.address = address


def _resends(house: Session, invitation: Invitation) -> int:
    most = house.scalar(select(func.max(Letter.resend)).where(Letter.invitation_id == invitation.id))
    return int(most or 0)
