"""Questions back about answers to surveys (Rückfrage), and what the institution says to them (bestätigt)."""

import enum
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.indexes import unique_where
from models.surveys import spoken_for_or_kept
from models.typed_text import TypedText
from models.visibility import Guarded
from models.words import N_


class CheckState(enum.Enum):
    """Derived, never stored."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WRONG = "wrong"

    @property
    def label(self) -> str:
        return CHECK_STATE_WORDS[self]


CHECK_STATE_WORDS: Final = {
    CheckState.ASKED: N_("asked back, no reply yet"),
    CheckState.CONFIRMED: N_("confirmed"),
    CheckState.WRONG: N_("to be corrected"),
}


class AnswerCheck(Guarded, Base):
    """Whether one version of an answer is right. `question`: what the coordination asks about it; empty where
    the institution speaks by itself, for example of an answer that was recorded for it. Open while `is_right`
    is empty; a newer version settles it, too: it is about the version that counts, or past.

    `told`: the reply was told to the coordination, which says in `reply` how.
    """

    __tablename__ = "answer_check"
    __table_args__ = (
        CheckConstraint("(is_right IS NULL) = (replied_at IS NULL)", name="replied"),
        CheckConstraint("is_right IS NOT NULL OR question <> ''", name="asked"),
        unique_where("ix_answer_check_one_open", "sheet_id", where="replied_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("answer_sheet.id"), index=True)
    question: Mapped[str] = mapped_column(TypedText(1000), default="")
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    is_right: Mapped[bool | None] = mapped_column(default=None)
    reply: Mapped[str] = mapped_column(TypedText(1000), default="")
    replied_at: Mapped[datetime | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    told: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The institution's own people, and the coordination."""
        return spoken_for_or_kept(cls.respondent_id, reader)

    @property
    def state(self) -> CheckState:
        if self.is_right is None:
            return CheckState.ASKED
        return CheckState.CONFIRMED if self.is_right else CheckState.WRONG
