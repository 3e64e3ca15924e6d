"""Answers that calendar programs send by mail: what is proven counts, the rest waits for a person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.meetings.calendar_reply_queries import (
    body_that_invited,
    last_reply,
    meeting_by_uid,
    revision_of_date,
)
from blueprints.meetings.invitation_queries import all_invitations
from blueprints.meetings.reply_rules import Given, answer_by_calendar
from blueprints.meetings.said_by_mail import STATUS, Said, typed_address
from models.actors import Actor
from models.errors import RuleBroken
from models.incoming_mail import CalendarReply, IncomingMail, MailKind, Outcome
from models.invitations import Invitation, Reply
from models.meetings import Meeting, MeetingState
from models.rounds import Channel, Coming
from models.typed_text import email_key
from models.unclear_mail import UnclearReason, set_aside
from models.words import N_

ReplyAddress = Callable[[str], str | None]
"""The secret address to which this recipient's answers come, or None where the mail server has none."""

SHARED_DOMAINS: Final = frozenset(
    (
        *("aol.com", "arcor.de", "freenet.de", "gmail.com", "gmx.at", "gmx.de", "gmx.net", "googlemail.com"),
        *("hotmail.com", "hotmail.de", "icloud.com", "live.de", "mail.de", "mailbox.org", "me.com"),
        *("online.de", "outlook.com", "outlook.de", "posteo.de", "proton.me", "protonmail.com"),
        *("t-online.de", "web.de", "yahoo.com", "yahoo.de"),
    )
)
"""Domains of providers: two addresses there have nothing in common."""
LATER_ANSWER: Final = N_("A later answer of this person has come since. It counts.")


def take(
    house: Session, mail: IncomingMail, reply_address: ReplyAddress, *, now: datetime, refused: bool = False
) -> Outcome:
    """Let a reply count for whoever has given it, or set it aside with the reason.

    `refused`: a rule has refused it before as an answer; then it waits for the coordination.
    """
    reply = mail.reply
    assert reply is not None
    meeting = meeting_by_uid(house, reply.uid)
    if meeting is None:
        return _unknown(house, mail, reply, now)
    invited = all_invitations(house, meeting.id)
    said, mine = _whose(invited, mail, reply, reply_address)
    if said.coming is None and mail.kind is MailKind.REPLY:
        return Outcome.LEFT
    if meeting.state is not MeetingState.INVITED or meeting.is_over(now) or meeting.starts_at is None:
        return _too_late(house, meeting, said, mine, now)
    reason = _why_unclear(mail, reply, said, mine, reply_address)
    if reason is None and refused:
        reason = UnclearReason.REFUSED
    if reason is not None:
        return _wait(house, meeting, said, mine, reason, now)
    return _count(house, meeting, said, mine, now)


def _whose(
    invited: Sequence[Invitation], mail: IncomingMail, reply: CalendarReply, reply_address: ReplyAddress
) -> tuple[Said, list[Invitation]]:
    """Whose answer it is: the ATTENDEE who was invited; of several the sender; else by the reply address."""
    by_address: dict[str, list[Invitation]] = {}
    for each in invited:
        by_address.setdefault(email_key(each.address), []).append(each)
    known = [each for each in reply.attendees if email_key(each.address) in by_address]
    if len(known) > 1:
        wrote = [each for each in known if {each.address, each.sent_by} & set(mail.senders[:1])]
        known = wrote or [each for each in known if each.partstat == "DELEGATED"] or known
    attending = known[0] if known else reply.attendees[0]
    if known:
        mine = by_address[email_key(attending.address)]
    else:
        mine = [each for each in invited if _came_to(mail, reply, reply_address(each.address))]
    standing = [each for each in mine if each.withdrawn_at is None]
    return Said(mail, reply, attending, STATUS.get(attending.partstat)), standing or mine[:1]


def _came_to(mail: IncomingMail, reply: CalendarReply, address: str | None) -> bool:
    """Whether it came to this reply address, of which only its recipient knows."""
    return address is not None and address.lower() in mail.recipients | {reply.organizer}


def _why_unclear(
    mail: IncomingMail,
    reply: CalendarReply,
    said: Said,
    mine: Sequence[Invitation],
    reply_address: ReplyAddress,
) -> UnclearReason | None:
    """None where the answer is proven to be one of the invited person to the invitation that stands."""
    if mail.kind is MailKind.COUNTER:
        return UnclearReason.WISH
    if not mine:
        return UnclearReason.UNINVITED
    if mine[0].withdrawn_at is not None:
        return UnclearReason.WITHDRAWN
    secret = reply_address(mine[0].address)
    if secret is not None and not _came_to(mail, reply, secret):
        return UnclearReason.UNPROVEN
    invited_as = email_key(mine[0].address)
    if email_key(said.attending.address) != invited_as and invited_as not in mail.senders[:1]:
        return UnclearReason.SENDER
    if secret is None and not _agrees(said.attending.address, mail.senders):
        return UnclearReason.SENDER
    return UnclearReason.SERIES if reply.is_one_of_series else None


def _agrees(address: str, senders: Sequence[str]) -> bool:
    """Without secret addresses: the mail came from the invited address or from its institution's domain."""
    if not senders:
        return False
    domain = address.rpartition("@")[2]
    same_house = domain not in SHARED_DOMAINS and senders[0].rpartition("@")[2] == domain
    return same_house or address in senders


def _count(
    house: Session, meeting: Meeting, said: Said, mine: Sequence[Invitation], now: datetime
) -> Outcome:
    """The answer of one person, for each of the institutions for which she was invited."""
    given, starts_at, answered_at = said.given(), _answered_date(house, meeting, said), said.answered_at(now)
    outcomes = []
    for invitation in mine:
        outcome = judged(meeting, last_reply(house, invitation), given.coming, starts_at, answered_at)
        outcomes.append(outcome)
        if outcome in (Outcome.ANSWERED, Outcome.EARLIER_DATE):
            answer_by_calendar(
                house, invitation, given, answered_at=answered_at, starts_at=starts_at, by=None, now=now
            )
    return outcomes[0]


def _answered_date(house: Session, meeting: Meeting, said: Said) -> datetime:
    """The date that was answered: the one before, where the reply is one to an earlier revision.

    Where only the place has changed since, both are the same date, and the answer counts.
    """
    assert meeting.starts_at is not None
    sequence, stamp = said.reply.sequence, said.reply.stamp or said.mail.sent_at
    if sequence is not None:
        is_earlier = sequence < revision_of_date(house, meeting)
    else:
        revised_at = meeting.revised_at if meeting.sequence else None
        is_earlier = stamp is not None and revised_at is not None and stamp < revised_at
    return (meeting.moved_from_at or meeting.starts_at) if is_earlier else meeting.starts_at


def judged(
    meeting: Meeting, last: Reply | None, coming: Coming, starts_at: datetime, answered_at: datetime
) -> Outcome:
    """What a proven answer is worth beside the last one, by whatever way that came."""
    is_current = starts_at == meeting.starts_at
    fresh = Outcome.ANSWERED if is_current else Outcome.EARLIER_DATE
    if last is None:
        return fresh
    if last.starts_at == meeting.starts_at and not is_current:
        return Outcome.OUTDATED
    if last.starts_at != starts_at:
        return fresh
    before = last.answered_at.replace(microsecond=0)
    by_mail = last.channel in (Channel.CALENDAR, Channel.UNPROVEN)
    if by_mail and last.coming is coming and answered_at.replace(microsecond=0) == before:
        return Outcome.DOUBLED
    return Outcome.OUTDATED if answered_at < before else fresh


def _too_late(
    house: Session, meeting: Meeting, said: Said, mine: Sequence[Invitation], now: datetime
) -> Outcome:
    """Nothing counts any more; but somebody who wants to come to a meeting called off must be told."""
    off = (
        meeting.state is MeetingState.CANCELLED and meeting.starts_at is not None and meeting.starts_at > now
    )
    if off and mine and said.coming in (Coming.YES, Coming.SUBSTITUTE):
        return _wait(house, meeting, said, mine, UnclearReason.CANCELLED, now)
    return Outcome.CLOSED


def _wait(
    house: Session,
    meeting: Meeting,
    said: Said,
    mine: Sequence[Invitation],
    reason: UnclearReason,
    now: datetime,
) -> Outcome:
    """Set it aside for the coordination, with what she needs to decide."""
    given, answered_at, reply = said.given(), said.answered_at(now), said.reply
    same = (reply.uid, reason.value, said.attending.address, said.attending.partstat, str(reply.stamp))
    facts: dict[str, Any] = {
        "meeting_id": meeting.id,
        "invitation_id": mine[0].id if mine else None,
        "sender": _sender(said.mail),
        "attendee": typed_address(said.attending.address) or None,
        "coming": said.coming,
        "answered_at": answered_at,
        "starts_at": _answered_date(house, meeting, said) if meeting.starts_at else None,
        "note": given.note,
        "substitute": given.substitute,
        "substitute_address": given.substitute_address,
        "proposes_starts_at": reply.starts_at,
        "proposes_ends_at": reply.ends_at,
    }
    added = set_aside(house, reason, meeting.body_id, *same, now=now, **facts)
    return Outcome.NEEDS_A_LOOK if added else Outcome.DOUBLED


def _unknown(house: Session, mail: IncomingMail, reply: CalendarReply, now: datetime) -> Outcome:
    """An answer to a meeting that is not ours: whoever has invited its sender may know."""
    sender = _sender(mail)
    body_id = body_that_invited(house, sender, now) if sender else None
    if sender is None or body_id is None:
        return Outcome.LEFT
    same = (reply.uid, sender, str(reply.stamp))
    facts = {"sender": sender, "coming": STATUS.get(reply.attendees[0].partstat), "answered_at": reply.stamp}
    added = set_aside(house, UnclearReason.UNKNOWN_MEETING, body_id, *same, now=now, **facts)
    return Outcome.NEEDS_A_LOOK if added else Outcome.DOUBLED


def _sender(mail: IncomingMail) -> str | None:
    return (typed_address(mail.senders[0]) or None) if mail.senders else None


def take_over(
    house: Session,
    invitation: Invitation,
    given: Given,
    *,
    answered_at: datetime,
    starts_at: datetime,
    by: Actor,
    now: datetime,
) -> None:
    """The coordination vouches for an answer that nobody can prove; a later one is not overtaken by it."""
    meeting = house.get_one(Meeting, invitation.meeting_id)
    outcome = judged(meeting, last_reply(house, invitation), given.coming, starts_at, answered_at)
    if outcome not in (Outcome.ANSWERED, Outcome.EARLIER_DATE):
        raise RuleBroken(LATER_ANSWER)
    answer_by_calendar(house, invitation, given, answered_at=answered_at, starts_at=starts_at, by=by, now=now)
