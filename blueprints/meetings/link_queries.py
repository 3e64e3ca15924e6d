"""What a reply link asks and may show: read by the house, handed on as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import asked_name, reply_round
from blueprints.meetings.own_reply_queries import voice_so_far
from blueprints.meetings.reply_queries import Answers
from models.bodies import Body
from models.invitations import AnswerLink, Invitation, InvitationKind, Reply, SupportNeed
from models.meetings import BERLIN, Meeting, MeetingState
from models.rounds import Channel, Coming, Voice
from models.seats import Appointment, Seat
from models.standing import in_force


@dataclass(frozen=True)
class Colleague:
    """Somebody of the same institution who is invited, too: a letter that was passed on tells no name."""

    invitation_id: int
    name: str
    kind: InvitationKind
    number: int


@dataclass(frozen=True, kw_only=True)
class LinkQuestion:
    """What a reply link may show: occasion, date, place, the institution, the answer so far.

    `voice` is the one answer of the institution, whoever of it has spoken; none for a guest. `channel`: by
    which way her own came. `names_colleague`: it sends a colleague who is or was invited, too.
    """

    invitation_id: int
    meeting_id: int
    body_id: int
    body_name: str
    number: int | None
    starts_at: datetime
    ends_at: datetime | None
    place: str
    institution: str
    name: str
    address: str
    state: MeetingState
    due_on: date | None
    is_guest: bool
    voice: Voice | None = None
    coming: Coming | None = None
    note: str = ""
    substitute: str = ""
    need: str = ""
    moved: bool = False
    colleagues: tuple["Colleague", ...] = ()
    instead: int | None = None
    has_need: bool = False
    channel: Channel | None = None
    names_colleague: bool = False


def told_by_link(asked: LinkQuestion) -> LinkQuestion:
    """The question for whoever has only its link: what was typed elsewhere, a need for support and the names
    of colleagues are not shown again; a letter may have been passed on."""
    own = asked.channel is Channel.LINK
    hidden = not own or asked.names_colleague
    return replace(
        asked,
        need="",
        has_need=bool(asked.need),
        note=asked.note if own else "",
        substitute="" if hidden else asked.substitute,
    )


def link_question(house: Session, token: str, now: datetime) -> LinkQuestion | None:
    """The one question that a link asks; None for an unknown, withdrawn or expired one."""
    row = house.execute(
        select(Invitation, Meeting, Body)
        .join(AnswerLink, AnswerLink.invitation_id == Invitation.id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(AnswerLink.token_hash == AnswerLink.hashed(token))
    ).first()
    if row is None:
        return None
    invitation, meeting, body = row
    days = {now.astimezone(BERLIN).date(), meeting.held_on.day or now.astimezone(BERLIN).date()}
    if not any(_sits(house, invitation, day) for day in sorted(days)):
        return None
    ends = meeting.ends_at or meeting.starts_at
    if invitation.withdrawn_at is not None or ends is None or now > ends:
        return None
    return _question(house, invitation, meeting, body)


def _sits(house: Session, invitation: Invitation, on: date) -> bool:
    """Whether the seat, and the person's appointment to it, hold on a day; guests have neither."""
    if invitation.seat_id is None:
        return True
    seat = select(Seat.id).where(Seat.id == invitation.seat_id, in_force(Seat, on))
    if invitation.person_id is not None:
        appointed = (Appointment.seat_id == Seat.id) & (Appointment.person_id == invitation.person_id)
        seat = seat.join(Appointment, appointed).where(in_force(Appointment, on))
    return house.scalar(seat.limit(1)) is not None


def question_of(house: Session, invitation_id: int) -> LinkQuestion | None:
    """The same question for somebody who has signed in."""
    invitation = house.get(Invitation, invitation_id)
    meeting = house.get(Meeting, invitation.meeting_id) if invitation else None
    body = house.get(Body, meeting.body_id) if meeting else None
    if invitation is None or meeting is None or body is None or meeting.starts_at is None:
        return None
    return _question(house, invitation, meeting, body)


def _question(house: Session, invitation: Invitation, meeting: Meeting, body: Body) -> LinkQuestion:
    reply = house.scalar(
        select(Reply).where(Reply.invitation_id == invitation.id).order_by(Reply.id.desc()).limit(1)
    )
    need = house.scalar(select(SupportNeed.text).where(SupportNeed.invitation_id == invitation.id))
    asking = reply_round(house, meeting.id)
    others = _others(house, invitation)
    colleagues = _colleagues(others)
    named = (reply.substitute_address or "").lower() if reply else ""
    assert meeting.starts_at is not None
    return LinkQuestion(
        invitation_id=invitation.id,
        meeting_id=meeting.id,
        body_id=body.id,
        body_name=body.name,
        number=meeting.number,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place or meeting.online_url,
        institution=asked_name(house, meeting.id, invitation.seat_id),
        name=invitation.name,
        address=invitation.address,
        state=meeting.state,
        due_on=asking.due_on if asking else meeting.held_on.day,
        is_guest=invitation.kind is InvitationKind.GUEST,
        voice=voice_so_far(Answers(house, meeting), invitation.seat_id) if invitation.seat_id else None,
        coming=reply.coming if reply else None,
        note=reply.note if reply else "",
        substitute=reply.substitute if reply else "",
        need=need or "",
        moved=bool(reply and reply.starts_at != meeting.starts_at),
        colleagues=tuple(each for each, _ in colleagues),
        instead=next((each.invitation_id for each, address in colleagues if address == named), None),
        channel=reply.channel if reply else None,
        names_colleague=reply is not None and reply.substitute in {each.name for each in others},
    )


def _others(house: Session, invitation: Invitation) -> Sequence[Invitation]:
    """The other people of the institution who are invited, or were until they were taken off."""
    if invitation.seat_id is None:
        return []
    others = select(Invitation).where(
        Invitation.meeting_id == invitation.meeting_id,
        Invitation.seat_id == invitation.seat_id,
        Invitation.id != invitation.id,
        Invitation.kind.in_((InvitationKind.MAIN, InvitationKind.DEPUTY)),
    )
    return house.scalars(others.order_by(Invitation.id)).all()


def _colleagues(others: Sequence[Invitation]) -> list[tuple[Colleague, str]]:
    """Who else may come for the institution, each with her address: the representative, deputies in order."""
    found: list[tuple[Colleague, str]] = []
    for each in (other for other in others if other.withdrawn_at is None):
        number = 1 + sum(1 for colleague, _ in found if colleague.kind is each.kind)
        found.append((Colleague(each.id, each.name, each.kind, number), each.address.lower()))
    return found
