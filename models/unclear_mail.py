"""What came by mail and cannot be proven, or needs a decision: it waits for the coordination."""

import enum
import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.history import record
from models.rounds import Coming
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded
from models.words import N_

KEPT_FOR: Final = timedelta(days=30)
MOST_WAITING: Final = 300
"""So many wait at one table at most; whoever floods it does not fill the database."""


class UnclearReason(enum.Enum):
    """Why a mail needs a look. All but WISH, CANCELLED and BOUNCE can be taken over as an answer."""

    UNPROVEN = "unproven"
    SENDER = "sender"
    UNINVITED = "uninvited"
    SERIES = "series"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    WISH = "wish"
    CANCELLED = "cancelled"
    UNKNOWN_MEETING = "unknown-meeting"
    BOUNCE = "bounce"

    @property
    def label(self) -> str:
        return UNCLEAR_REASON_WORDS[self]


UNCLEAR_REASON_WORDS: Final = {
    UnclearReason.UNPROVEN: N_(
        "It did not come to the recipient's own reply address. Anybody could have written it."
    ),
    UnclearReason.SENDER: N_("It came from another address than the one that was invited."),
    UnclearReason.UNINVITED: N_(
        "Nobody with this address was invited; perhaps the invitation was passed on."
    ),
    UnclearReason.SERIES: N_("It answers a single date of a series; our meetings are single dates."),
    UnclearReason.REFUSED: N_("It could not be taken as an answer as it is."),
    UnclearReason.WITHDRAWN: N_("The invitation of this person has been withdrawn."),
    UnclearReason.WISH: N_("Another time is proposed. Nothing has been changed."),
    UnclearReason.CANCELLED: N_(
        "The meeting was called off, and somebody says she will come. Perhaps she does not know."
    ),
    UnclearReason.UNKNOWN_MEETING: N_("It answers a meeting that is not known here."),
    UnclearReason.BOUNCE: N_(
        "A mail server says that a letter did not arrive, but its report did not come to our reply address."
    ),
}
ANSWERS: Final = (
    *(UnclearReason.UNPROVEN, UnclearReason.SENDER, UnclearReason.UNINVITED),
    *(UnclearReason.SERIES, UnclearReason.REFUSED),
)


class Settlement(enum.Enum):
    TAKEN_OVER = "taken-over"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return SETTLEMENT_WORDS[self]


SETTLEMENT_WORDS: Final = {
    Settlement.TAKEN_OVER: N_("taken over as an answer"),
    Settlement.DISMISSED: N_("dismissed"),
}


class UnclearMail(Guarded, Base):
    """One mail that waits for the coordination of its table. What it says is wiped once it is settled.

    `fingerprint` keeps the same mail from coming twice. `answered_at` is the calendar program's own
    stamp, `starts_at` the date that was answered; `proposes_*` the time of a wish, if its zone is known.
    """

    __tablename__ = "unclear_mail"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    reason: Mapped[UnclearReason]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), default=None)
    letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter.id", ondelete="SET NULL"), default=None, index=True
    )
    sender: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    attendee: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    coming: Mapped[Coming | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    substitute: Mapped[str] = mapped_column(TypedLine(120), default="")
    substitute_address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    proposes_starts_at: Mapped[datetime | None] = mapped_column(default=None)
    proposes_ends_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    settlement: Mapped[Settlement | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination of its table, and nobody else."""
        return cls.__table__.c.body_id.in_(reader.coordinates)

    @property
    def is_answer(self) -> bool:
        """Whether it can be taken over as somebody's answer."""
        return self.reason in ANSWERS and self.coming is not None and self.meeting_id is not None

    def settle(self, settlement: Settlement, by: Actor, now: datetime) -> None:
        """Somebody has decided; what the mail said is no longer needed."""
        self.settlement, self.settled_at, self.settled_by_id = settlement, now, by.person_id
        self.sender = self.attendee = self.substitute_address = None
        self.note = self.substitute = ""


def set_aside(
    house: Session, reason: UnclearReason, body_id: int, *same: Any, now: datetime, **facts: Any
) -> bool:
    """Let a mail wait for the coordination of that body; `same` tells a mail from all others.

    Returns whether it was added: not what came before, and not more than a table can look through.
    """
    fingerprint = hashlib.sha256(repr((body_id, *same)).encode()).hexdigest()
    known = select(UnclearMail.id).where(UnclearMail.fingerprint == fingerprint)
    waiting = select(func.count()).where(UnclearMail.body_id == body_id, UnclearMail.settled_at.is_(None))
    if house.scalar(known) is not None or (house.scalar(waiting) or 0) >= MOST_WAITING:
        return False
    mail = UnclearMail(fingerprint=fingerprint, received_at=now, reason=reason, body_id=body_id, **facts)
    house.add(mail)
    record(house, "arrive", mail, by=None, now=now, meeting=facts.get("meeting_id"), reason=reason.value)
    return True


def forget_unclear_mails(house: Session, now: datetime) -> int:
    """Whatever came 30 days ago goes, settled or not. Returns how many."""
    gone = house.execute(delete(UnclearMail).where(UnclearMail.received_at < now - KEPT_FOR))
    return int(getattr(gone, "rowcount", 0))
