"""What becomes of a mail that needs a look: it counts as somebody's answer, or it is dismissed."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.meetings.calendar_reply_rules import take_over as take_answer_over
from blueprints.meetings.reply_rules import Given
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.invitations import Invitation
from models.rounds import Coming
from models.unclear_mail import Settlement, UnclearMail
from models.words import N_


def may_settle(by: Actor, mail: UnclearMail) -> bool:
    """The coordination of the table to which it came."""
    return by.coordinates_body(mail.body_id)


def take_over(
    house: Session, mail_id: int, *, invitation_id: int | None = None, by: Actor, now: datetime
) -> None:
    """Let it count as the answer of an invited person: of the one it names, or of the one that is chosen."""
    mail = _waiting(house, mail_id, by)
    if not mail.is_answer or mail.answered_at is None or mail.starts_at is None:
        raise NotAllowed
    wanted = mail.invitation_id or invitation_id
    invitation = house.get(Invitation, wanted) if wanted else None
    if invitation is None or invitation.meeting_id != mail.meeting_id:
        raise RuleBroken(N_("Please choose whose answer it is."), field="invitation_id")
    given = Given(
        coming=mail.coming or Coming.PERHAPS,
        note=mail.note,
        substitute=mail.substitute,
        substitute_address=mail.substitute_address,
    )
    take_answer_over(
        house, invitation, given, answered_at=mail.answered_at, starts_at=mail.starts_at, by=by, now=now
    )
    mail.settle(Settlement.TAKEN_OVER, by, now)
    record(house, "take-over", mail, by=by, now=now, invitation=invitation.id)


def dismiss(house: Session, mail_id: int, *, by: Actor, now: datetime) -> None:
    """It changes nothing; what it said is wiped."""
    mail = _waiting(house, mail_id, by)
    mail.settle(Settlement.DISMISSED, by, now)
    record(house, "dismiss", mail, by=by, now=now)


def _waiting(house: Session, mail_id: int, by: Actor) -> UnclearMail:
    """The mail, held until the end of the transaction, so that it is settled once."""
    mail = house.get(UnclearMail, mail_id, with_for_update=True)
    if mail is None or not may_settle(by, mail):
        raise NotAllowed
    if mail.settled_at is not None:
        raise RuleBroken(N_("Somebody has settled this meanwhile."))
    return mail
