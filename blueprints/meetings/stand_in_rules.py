"""Somebody else comes for an institution: who is asked, who is told, whose invitation falls away again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import all_invitations
from blueprints.meetings.letters import send_invitations, send_off
from blueprints.meetings.stand_in_letters import send_delegation, send_stand_in
from models.bodies import Bylaws
from models.errors import RuleBroken
from models.invitations import (
    NAMED_BY_LINK,
    NAMED_BY_LINK_A_DAY,
    Invitation,
    InvitationKind,
    Reply,
    named_by_link,
)
from models.meetings import BERLIN, Meeting
from models.rounds import Coming
from models.words import N_


@dataclass(frozen=True)
class Said:
    """An institution's invitations to a meeting, with the last answer to each for the present date."""

    invitations: Sequence[Invitation]
    last: dict[int, Reply]

    @property
    def standing(self) -> list[Invitation]:
        return [each for each in self.invitations if each.withdrawn_at is None]

    def named(self) -> set[str]:
        """Addresses of those who are said to come instead of somebody."""
        replies = [self.last[each.id] for each in self.standing if each.id in self.last]
        return {reply.substitute_address.lower() for reply in replies if reply.substitute_address}

    def with_address(self, address: str) -> Invitation | None:
        return next((each for each in self.standing if each.address.lower() == address.lower()), None)


def stand_in(house: Session, invitation: Invitation, chosen_id: int) -> Invitation:
    """The colleague whom one names by her own invitation. RuleBroken for anybody else's."""
    chosen = house.get(Invitation, chosen_id)
    same = chosen is not None and (chosen.meeting_id, chosen.seat_id) == (
        invitation.meeting_id,
        invitation.seat_id,
    )
    if chosen is None or not same or chosen.withdrawn_at or chosen.id == invitation.id:
        raise RuleBroken(N_("Please choose who comes instead."), field="instead")
    return chosen


def judge_link(
    house: Session, meeting: Meeting, invitation: Invitation, to: str, *, field: str, now: datetime
) -> None:
    """Refuse to let a link, or a calendar reply, name ever more people: nobody has signed in for it, and each
    of them gets a letter.

    `to` is the address of whoever shall come; naming the same one again sends nothing and may be done.
    """
    asked = select(Reply).where(Reply.meeting_id == meeting.id, Reply.seat_id == invitation.seat_id)
    replies = house.scalars(asked.order_by(Reply.id)).all()
    mine = [each for each in replies if each.invitation_id == invitation.id]
    last = mine[-1] if mine and mine[-1].starts_at == meeting.starts_at else None
    if last is not None and (last.substitute_address or "").lower() == to.lower():
        return
    if len(named_by_link(mine)) >= NAMED_BY_LINK:
        raise RuleBroken(
            N_(
                "By this link somebody else was named %(most)d times already. "
                "Please sign in, or tell the coordination who comes."
            ),
            field=field,
            most=NAMED_BY_LINK,
        )
    today = now.astimezone(BERLIN).date()
    named = [each.answered_at.astimezone(BERLIN).date() for each in named_by_link(replies)]
    if named.count(today) >= NAMED_BY_LINK_A_DAY:
        raise RuleBroken(
            N_(
                "By the links of your institution somebody else was named %(most)d times today. "
                "Please try again tomorrow, sign in, or tell the coordination who comes."
            ),
            field=field,
            most=NAMED_BY_LINK_A_DAY,
        )


def follow(house: Session, meeting: Meeting, invitation: Invitation, reply: Reply, now: datetime) -> None:
    """What an answer means for others of the institution.

    Whoever is named to come instead is invited, or asked where she is invited already; whoever named her is
    told so, and her calendar entry names whom she sent (DELEGATED-TO, RFC 5546 3.2.2.3). A substitute whom
    nobody names any more and who has not answered is taken off.
    """
    house.flush()
    said = _said(house, meeting, invitation)
    before = _before(house, reply)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    _take_off(house, meeting, bylaws, said, now)
    address = reply.substitute_address
    if not address or address.lower() == invitation.address.lower():
        return
    if before is not None and (before.substitute_address or "").lower() == address.lower():
        return
    _ask(house, meeting, bylaws, said, reply, now)
    send_delegation(house, meeting, bylaws, invitation, reply, now=now)


def _said(house: Session, meeting: Meeting, invitation: Invitation) -> Said:
    mine = [each for each in all_invitations(house, meeting.id) if each.seat_id == invitation.seat_id]
    given = select(Reply).where(
        Reply.meeting_id == meeting.id,
        Reply.seat_id == invitation.seat_id,
        Reply.starts_at == meeting.starts_at,
    )
    replies = house.scalars(given.order_by(Reply.id))
    return Said(mine, {each.invitation_id: each for each in replies if each.invitation_id is not None})


def _before(house: Session, reply: Reply) -> Reply | None:
    """The answer that counted until this one came, for the same date."""
    earlier = select(Reply).where(
        Reply.invitation_id == reply.invitation_id,
        Reply.starts_at == reply.starts_at,
        Reply.id < reply.id,
    )
    return house.scalar(earlier.order_by(Reply.id.desc()).limit(1))


def _ask(house: Session, meeting: Meeting, bylaws: Bylaws, said: Said, reply: Reply, now: datetime) -> None:
    address = reply.substitute_address or ""
    colleague = said.with_address(address)
    if colleague is None:
        if any(each.address.lower() == address.lower() for each in said.invitations):
            meeting.sequence, meeting.revised_at = meeting.sequence + 1, now  # later than what cancelled
        colleague = Invitation(
            meeting_id=meeting.id,
            kind=InvitationKind.SUBSTITUTE,
            address=address,
            name=reply.substitute,
            seat_id=reply.seat_id,
            invited_at=now,
        )
        house.add(colleague)
        house.flush()
        send_invitations(house, meeting, bylaws, [colleague], now=now)
    elif colleague.id not in said.last or said.last[colleague.id].coming is not Coming.YES:
        send_stand_in(house, meeting, bylaws, colleague, reply, now=now)


def _take_off(house: Session, meeting: Meeting, bylaws: Bylaws, said: Said, now: datetime) -> None:
    named = said.named()
    gone = [
        each
        for each in said.standing
        if each.kind is InvitationKind.SUBSTITUTE
        and each.id not in said.last
        and each.address.lower() not in named
    ]
    for each in gone:
        each.withdrawn_at = now
    if gone:
        send_off(
            house,
            meeting,
            bylaws,
            gone,
            template="meetings/off_list",
            purpose="off",
            now=now,
            for_one=True,
        )
