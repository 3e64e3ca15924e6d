"""The agenda has changed after the invitation: a Nachtrag tells whoever it concerns, if it shall."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.enclosing_queries import Enclosing, last_carried
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.invitation_rules import may_invite
from blueprints.meetings.letters import addresses, common_facts
from models.actors import Actor
from models.addenda import Addendum, addenda, freeze_addenda
from models.bodies import Bylaws
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import Invitation
from models.letters import LetterKind, post
from models.meetings import BERLIN, Meeting, MeetingState
from models.words import N_

TEMPLATE = "meetings/addendum"


def may_send_addendum(by: Actor, meeting: Meeting, now: datetime) -> bool:
    """The coordination, between the invitation and the meeting."""
    return may_invite(by, meeting) and meeting.state is MeetingState.INVITED and not meeting.is_over(now)


def concerned(house: Session, meeting: Meeting, found: list[Addendum]) -> list[Invitation]:
    """The invited for whom something has changed; whoever sees none of it gets no letter."""
    seats = {seat for each in found if each.changes for seat in each.audience.seats}
    guests = {person for each in found if each.changes for person in each.audience.persons}
    return [
        each
        for each in invitations(house, meeting.id)
        if each.seat_id in seats or (each.seat_id is None and each.person_id in guests)
    ]


def send_addendum(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> int:
    """Freeze the agenda of now as a Nachtrag for those concerned, and tell them; returns the letters.

    What was sent before stays as it was.
    """
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_invite(by, meeting):
        raise NotAllowed
    if not may_send_addendum(by, meeting, now):
        raise RuleBroken(N_("A change of the agenda is sent between the invitation and the meeting only."))
    found = addenda(house, meeting, now)
    if not any(each.changes for each in found):
        raise RuleBroken(N_("The agenda is the one that was sent."))
    told = concerned(house, meeting, found)
    enclosing = Enclosing(house, meeting.id, since=last_carried(house, meeting))
    made = freeze_addenda(house, meeting, found, by=by, now=now)
    _tell(house, meeting, told, enclosing, made, now)
    number = int(found[0].content["addendum"])
    record(house, "add-to-agenda", meeting, by=by, now=now, number=number, letters=len(told))
    return len(told)


def _tell(
    house: Session,
    meeting: Meeting,
    told: list[Invitation],
    enclosing: Enclosing,
    made: list[tuple[Addendum, Edition]],
    now: datetime,
) -> None:
    """The purpose of a letter is its recipient's own agenda: a number would count what she may not see."""
    theirs = {seat: edition for each, edition in made for seat in each.audience.seats}
    of_guests = {person: edition for each, edition in made for person in each.audience.persons}
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    today = now.astimezone(BERLIN).date()
    facts = common_facts(house, meeting, bylaws, today) | {"addendum_of": today}
    known = addresses(house, meeting, told)
    for invitation in told:
        travelling = enclosing.of(invitation)
        own = theirs[invitation.seat_id] if invitation.seat_id else of_guests[invitation.person_id or 0]
        words = known[invitation.id]
        words["order_key"] = f"addendum-{meeting.id}-{invitation.address}"
        post(
            house,
            **words,
            template=TEMPLATE,
            kind=LetterKind.CONTENT,
            facts=facts | {"enclosed": travelling.names},
            files=travelling.ids,
            purpose=f"addendum-{own.fingerprint}",
            now=now,
        )
