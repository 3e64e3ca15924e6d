"""Mails that came in at the practice table: an unproven answer, a wish, a letter that came back."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import DOMAIN
from blueprints.office.receiving_rules import receive
from models.incoming_mail import Attending, CalendarReply, Failure, IncomingMail, MailKind
from models.letters import Letter
from models.meetings import Meeting

OURS: Final = f"runde-tische@{DOMAIN}"
SILENT: Final = f"jugendhilfe@{DOMAIN}"
WISHING: Final = f"polizei@{DOMAIN}"
FULL: Final = f"jugendhilfe-stellvertretung@{DOMAIN}"


def arrive(house: Session, meeting: Meeting, now: datetime) -> None:
    """A reply from a private address, and the proposal of another time."""
    private = "uebung-privat@postfach.example"
    _receive(house, meeting, MailKind.REPLY, SILENT, private, "ACCEPTED", "Schreibe von unterwegs.", now)
    at = meeting.starts_at
    assert at is not None
    _receive(
        house, meeting, MailKind.COUNTER, WISHING, WISHING, "TENTATIVE", "", now, at + timedelta(hours=4)
    )


def _receive(
    house: Session,
    meeting: Meeting,
    kind: MailKind,
    address: str,
    sender: str,
    partstat: str,
    comment: str,
    now: datetime,
    starts_at: datetime | None = None,
) -> None:
    reply = CalendarReply(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=now,
        attendees=(Attending(address=address, partstat=partstat),),
        comment=comment,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2) if starts_at else None,
    )
    mail = IncomingMail(kind=kind, senders=(sender,), recipients=frozenset((OURS,)), reply=reply)
    receive(house, mail, lambda _recipient: None, now=now)


def come_back(house: Session, meeting: Meeting, now: datetime) -> None:
    """An invitation that had gone out comes back: the mailbox is full."""
    mine = Letter.meeting_id == meeting.id, Letter.recipient == FULL
    message_id = house.scalars(select(Letter.message_id).where(*mine)).one()
    words = "5.2.2 Übung: das Postfach ist voll"
    failure = Failure(recipient=FULL, enhanced_code="5.2.2", code=552, words=words)
    mail = IncomingMail(kind=MailKind.BOUNCE, failures=(failure,), quoted_ids=frozenset((message_id,)))
    receive(house, mail, lambda _recipient: None, now=now)
