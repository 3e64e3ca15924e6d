"""Check of the Lobbyregister: whether an institution has to enter a position that it has signed."""

import enum
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.positions import Position, PositionDelegate
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded
from models.words import N_


class LobbyResult(enum.Enum):
    """How far the check is (domain.md 9). It is the institution's own duty; the table rarely has one."""

    TO_CHECK = "to-check"
    NOT_LIABLE = "not-liable"
    LIABLE = "liable"
    ENTERED = "entered"

    @property
    def label(self) -> str:
        return LOBBY_WORDS[self]


LOBBY_WORDS: Final = {
    LobbyResult.TO_CHECK: N_("is being checked"),
    LobbyResult.NOT_LIABLE: N_("need not be entered"),
    LobbyResult.LIABLE: N_("has to be entered"),
    LobbyResult.ENTERED: N_("is entered"),
}


class LobbyCheck(Guarded, Base):
    """What one institution has found out for itself about one position. `number` is that of the statement in
    the register (SG...), `entered_on` the day on which it was entered there."""

    __tablename__ = "lobby_check"
    __table_args__ = (
        UniqueConstraint("position_id", "organisation_id"),
        CheckConstraint("(result = 'entered') = (entered_on IS NOT NULL)", name="entered"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    result: Mapped[LobbyResult]
    reason: Mapped[str] = mapped_column(TypedText(1000), default="")
    number: Mapped[str] = mapped_column(TypedLine(40), default="")
    entered_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The institution's own people, and the coordination of the table that keeps the position."""
        seat, invited, position = Seat.__table__.c, PositionDelegate.__table__.c, Position.__table__.c
        own = select(seat.organisation_id).where(seat.id.in_(reader.seat_ids))
        sent = select(invited.organisation_id).where(
            invited.person_id == reader.person_id, invited.ended_at.is_(None)
        )
        coordinated = select(position.id).where(position.body_id.in_(reader.coordinates))
        return or_(
            cls.organisation_id.in_(own.correlate(None)),
            cls.organisation_id.in_(sent.correlate(None)),
            cls.position_id.in_(coordinated.correlate(None)),
        )

    def judge(self, today: date) -> None:
        """Refuse a duty that is denied without a reason, and an entry without its day."""
        if self.result is LobbyResult.NOT_LIABLE and not self.reason:
            raise RuleBroken(N_("Please say why it need not be entered."), field="reason")
        if self.result is LobbyResult.ENTERED and self.entered_on is None:
            raise RuleBroken(N_("Please say when it was entered."), field="entered_on")
        if self.result is not LobbyResult.ENTERED and (self.entered_on or self.number):
            raise RuleBroken(N_("Number and day belong to an entry."), field="result")
        if self.entered_on is not None and self.entered_on > today:
            raise RuleBroken(N_("This day has not come yet."), field="entered_on")
